"""What lies in a bucket at this moment, as the store itself lists it: the last publish may have been cut off anywhere."""

from dataclasses import dataclass
from typing import Self

from bulletin.publishing.release.manifest import Entry
from bulletin.publishing.targets.s3.bucket import Store, Thing
from bulletin.publishing.targets.s3.keys import Layout


@dataclass(frozen=True, slots=True)
class Stock:
    """The objects of one site; whoever changes one of them changes it here too."""

    live: dict[str, Thing]
    """What readers find, by path."""
    contents: dict[str, Thing]
    """What is kept for releases, by SHA-256."""

    @classmethod
    def of(cls, store: Store, layout: Layout) -> Self:
        """Ask the store, for several folders at once."""
        found, folders = store.folder(layout.root)
        prefixes = [layout.contents, *(one for one in folders if one != layout.ours)]
        for _ in store.each(lambda prefix: found.update(store.under(prefix)), prefixes):
            pass
        stock = cls({}, {})
        for key, thing in found.items():
            if key.startswith(layout.contents):
                stock.contents[key.removeprefix(layout.contents)] = thing
            else:
                stock.live[layout.path(key)] = thing
        return stock

    def has(self, entry: Entry) -> bool:
        """Tell whether what the file holds is kept."""
        thing = self.contents.get(entry.sha256)
        return thing is not None and thing.size == entry.size

    def shows(self, entry: Entry) -> bool:
        """Tell whether readers find the file as it is to be: a copy has the ETag of what it was copied from.

        Where a store encrypts with keys of its own kind (SSE-KMS on Amazon) that does not hold. Nothing is then known
        to be as it is to be, so that every publish copies everything; ``switch`` says so.
        """
        live, kept = self.live.get(entry.path), self.contents.get(entry.sha256)
        return live is not None and kept is not None and (live.etag, live.size) == (kept.etag, entry.size)
