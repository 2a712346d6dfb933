"""The addresses that a CDN may hold from before: a text file for whoever tells it to fetch them again."""

from collections.abc import Iterable
from pathlib import Path


class Invalidation:
    """The list at ``file``, an address a line. What a publish that was cut off had begun is in the next one's list."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._open = file.with_suffix(".part")

    def begin(self, paths: Iterable[str]) -> None:
        """Note paths that are about to change, before they do."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self._write(self._open, self._read(self._open) | {_address(path) for path in paths})

    def finish(self) -> int:
        """Make what was noted the list; return how many addresses it has."""
        self._open.replace(self.file)
        return len(self._read(self.file))

    def add(self, paths: Iterable[str]) -> int:
        """Add paths to the list; return how many addresses it has."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        found = self._read(self.file) | {_address(path) for path in paths}
        self._write(self.file, found)
        return len(found)

    @staticmethod
    def _read(file: Path) -> set[str]:
        return set(file.read_text(encoding="utf-8").splitlines()) if file.exists() else set()

    @staticmethod
    def _write(file: Path, addresses: set[str]) -> None:
        file.write_text("".join(f"{one}\n" for one in sorted(addresses)), encoding="utf-8", newline="\n")


def _address(path: str) -> str:
    """Return the address that readers ask for: a folder for its index.html."""
    return "/" + (path.removesuffix("index.html") if path.rpartition("/")[2] == "index.html" else path)
