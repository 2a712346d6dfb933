"""The objects of a site, as the store lists them now.

Reason: the last publish may have been interrupted anywhere.
"""

from dataclasses import dataclass
from typing import Self

from bulletin.publishing.release.manifest import FileEntry
from bulletin.publishing.targets.s3.bucket import Bucket, ObjectInfo
from bulletin.publishing.targets.s3.keys import KeyLayout


@dataclass(frozen=True, slots=True)
class BucketInventory:
    """The objects of one site.

    Code that changes an object in the store also changes it here.
    """

    live_objects: dict[str, ObjectInfo]
    """The objects that readers find, by path."""
    content_objects: dict[str, ObjectInfo]
    """The contents that are kept for releases, by SHA-256."""

    @classmethod
    def from_bucket(cls, bucket: Bucket, layout: KeyLayout) -> Self:
        """List the objects of the bucket, several folders at once."""
        found, folders = bucket.list_folder(layout.site_prefix)
        prefixes = [
            layout.contents_prefix,
            *(folder for folder in folders if folder != layout.private_prefix),
        ]
        for _ in bucket.map_concurrently(lambda prefix: found.update(bucket.list_objects(prefix)), prefixes):
            pass
        inventory = cls({}, {})
        for key, info in found.items():
            if key.startswith(layout.contents_prefix):
                inventory.content_objects[key.removeprefix(layout.contents_prefix)] = info
            else:
                inventory.live_objects[layout.path_from_key(key)] = info
        return inventory

    def has_content(self, entry: FileEntry) -> bool:
        """Tell if the bucket has the content of a file."""
        content = self.content_objects.get(entry.sha256)
        return content is not None and content.size == entry.size

    def is_live(self, entry: FileEntry) -> bool:
        """Tell if readers find the file with the right content.

        A copy has the ETag of its source, unless the store encrypts with keys of its own (SSE-KMS on Amazon).
        In such a store no file counts as right, every publish copies all files, and ``activate`` says so.
        """
        live, content = self.live_objects.get(entry.path), self.content_objects.get(entry.sha256)
        if live is None or content is None:
            return False
        return (live.etag, live.size) == (content.etag, entry.size)
