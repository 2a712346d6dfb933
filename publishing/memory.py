"""What the cache remembers of the last publish; read while the build is still under way, there is time then.

Nobody else writes to it meanwhile: whoever publishes here holds the working copy.
"""

from collections.abc import Iterable
from pathlib import Path

from publishing.compression import Smaller
from publishing.facts import Origin
from publishing.facts_store import FactsStore
from publishing.manifest import Digests
from publishing.release import Release


class Memory:
    """What is remembered below ``cache`` of a site that hangs at ``siteurl``."""

    def __init__(self, cache: Path, siteurl: str, frame_hosts: Iterable[str]) -> None:
        """``frame_hosts`` are hosts whose films pages may show."""
        self.origin = Origin.of(siteurl, frame_hosts)
        self.digests = Digests(cache / "publishing" / "digests")
        self.facts = FactsStore(cache / "publishing" / "links.sqlite", self.origin)
        self.smaller = Smaller(cache / "compressed")

    def recall(self, before: Release | None) -> None:
        """Read it now, and not when it is asked for; ``before`` is the release that readers see. Raise OSError."""
        if before:
            for _ in before.manifest.lines():  # most of them are those of the next one too
                pass
        self.facts.recall()
        self.smaller.recall()
