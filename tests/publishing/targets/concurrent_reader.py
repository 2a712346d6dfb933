"""A reader who looks again and again while a site is published, and notes what does not belong together."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class ConcurrentReader:
    """Reads the pages ``names`` of the release behind ``link``; a whole release says the same on each."""

    def __init__(self, link: Path, names: list[str], pause: float = 0.001) -> None:
        """``pause``: seconds between two looks."""
        self._link, self._names, self._pause = link, names, pause
        self._stop = threading.Event()
        self.read_count = 0
        self.mixed_releases: list[tuple[str, ...]] = []
        """What pages said that did not say the same."""
        self.missing_pages: list[str] = []
        """Pages that were not there."""

    @contextmanager
    def run(self) -> Iterator["ConcurrentReader"]:
        """Look meanwhile, in a thread."""
        thread = threading.Thread(target=self._read)
        thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            thread.join()

    def _read(self) -> None:
        while not self._stop.wait(self._pause):
            folder = self._link.resolve()
            try:
                said = tuple((folder / name).read_text(encoding="utf-8") for name in self._names)
            except FileNotFoundError as error:
                if self._link.resolve() == folder:  # else it was let go of, long after it was shown
                    self.missing_pages.append(str(error))
                continue
            self.read_count += 1
            if len(set(said)) > 1:
                self.mixed_releases.append(said)
