"""What lies in a bucket at this moment, as the store itself lists it: the last publish may have been cut off anywhere."""

from dataclasses import dataclass
from typing import Self

from bulletin.publishing.release.manifest import FileEntry
from bulletin.publishing.targets.s3.bucket import Bucket, ObjectInfo
from bulletin.publishing.targets.s3.keys import KeyLayout


@dataclass(frozen=True, slots=True)
class BucketInventory:
    """The objects of one site; whoever changes one of them changes it here too."""

    live_objects: dict[str, ObjectInfo]
    """What readers find, by path."""
    content_objects: dict[str, ObjectInfo]
    """What is kept for releases, by SHA-256."""

    @classmethod
    def from_bucket(cls, store: Bucket, layout: KeyLayout) -> Self:
        """Ask the store, for several folders at once."""
        found, folders = store.list_folder(layout.site_prefix)
        prefixes = [layout.contents_prefix, *(one for one in folders if one != layout.private_prefix)]
        for _ in store.map_concurrently(lambda prefix: found.update(store.list_objects(prefix)), prefixes):
            pass
        stock = cls({}, {})
        for key, thing in found.items():
            if key.startswith(layout.contents_prefix):
                stock.content_objects[key.removeprefix(layout.contents_prefix)] = thing
            else:
                stock.live_objects[layout.path_from_key(key)] = thing
        return stock

    def has_content(self, entry: FileEntry) -> bool:
        """Tell whether what the file holds is kept."""
        thing = self.content_objects.get(entry.sha256)
        return thing is not None and thing.size == entry.size

    def is_live(self, entry: FileEntry) -> bool:
        """Tell whether readers find the file as it is to be: a copy has the ETag of what it was copied from.

        Where a store encrypts with keys of its own kind (SSE-KMS on Amazon) that does not hold. Nothing is then known
        to be as it is to be, so that every publish copies everything; ``switch`` says so.
        """
        live, kept = self.live_objects.get(entry.path), self.content_objects.get(entry.sha256)
        return live is not None and kept is not None and (live.etag, live.size) == (kept.etag, entry.size)
