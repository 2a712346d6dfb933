"""A reader that reads a site during a publish and notes mixed releases."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class ConcurrentReader:
    """Reads pages behind a link. All pages of one release have the same text."""

    def __init__(self, link: Path, names: list[str], pause: float = 0.001) -> None:
        """Read the pages ``names`` behind ``link``, every ``pause`` seconds."""
        self._link, self._names, self._pause = link, names, pause
        self._stop = threading.Event()
        self.read_count = 0
        self.mixed_releases: list[tuple[str, ...]] = []
        """The texts of pages that differ."""
        self.missing_pages: list[str] = []
        """The errors of missing pages."""

    @contextmanager
    def run(self) -> Iterator["ConcurrentReader"]:
        """Read in a thread inside the block."""
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
                texts = tuple((folder / name).read_text(encoding="utf-8") for name in self._names)
            except FileNotFoundError as error:
                if self._link.resolve() == folder:  # otherwise the release was deleted
                    self.missing_pages.append(str(error))
                continue
            self.read_count += 1
            if len(set(texts)) > 1:
                self.mixed_releases.append(texts)
