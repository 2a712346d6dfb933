"""Prints what changed: a page whose view is the one it was printed from last time is left alone."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from plugins.composer.plan import Planned
from plugins.engine.version import digest
from plugins.forks import forked_map
from plugins.ledger import read_ledger, replace, stamp, write_ledger
from plugins.mistakes import MistakeError

_LEDGER = "press-1"
_WORTH_A_FORK = 64
"""Pages below which one process is faster than two."""
Render = Callable[[Planned], str]
"""Prints one page; given the same view it must give the same text."""


class InTheWayError(MistakeError):
    """Something of somebody else's stands where a page is to be written; the message is Vietnamese."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of printing one page."""

    written: bool
    """False where the output held the same bytes already."""
    size: int
    mtime: int
    inode: int


class Press:
    """Prints into ``output``. ``ledger`` remembers, ``version`` is what pages depend on besides views."""

    def __init__(self, output: Path, ledger: Path, version: str, workers: int | None = None) -> None:
        self._output, self._ledger, self._version, self._workers = output, ledger, version, workers
        self._busy = ledger.with_suffix(".busy")

    def run(self, pages: Sequence[Planned], render: Render) -> list[str]:
        """Print those of ``pages`` whose views changed, or whose outputs were touched; return what was written."""
        self._sweep()
        rows = read_ledger(self._ledger, _LEDGER)
        fingerprints = list(_fingerprints(pages, self._version))
        wanted = [
            number
            for number, (page, fingerprint) in enumerate(zip(pages, fingerprints, strict=True))
            if rows.get(page.file) != [fingerprint, *_stamp(self._output / page.file)]
        ]
        kept = {page.file: rows[page.file] for page in pages if page.file in rows}
        written = []
        busy = [pages[number].file for number in wanted]
        if busy:
            replace(self._busy, "\n".join(busy).encode())
        for number, printed in zip(wanted, self._printed(pages, wanted, render), strict=True):
            page = pages[number]
            kept[page.file] = [fingerprints[number], printed.size, printed.mtime, printed.inode]
            if printed.written:
                written.append(page.file)
        if wanted or len(kept) != len(rows):
            write_ledger(self._ledger, _LEDGER, kept)
        self._busy.unlink(missing_ok=True)
        return written

    def _sweep(self) -> None:
        """Remove what a build that was killed left beside the pages it was about to write."""
        try:
            names = self._busy.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return
        for name in names:
            path = self._output / name
            for left in path.parent.glob(f".{path.name}.*"):
                if not _runs(left.name.rpartition(".")[2]):
                    left.unlink(missing_ok=True)

    def _printed(self, pages: Sequence[Planned], wanted: Sequence[int], render: Render) -> Iterator[Printed]:
        def one(number: int) -> Printed:
            page = pages[number]
            return _put(self._output / page.file, render(page).encode())

        workers = self._workers if len(wanted) >= _WORTH_A_FORK else 1
        return forked_map(one, wanted, workers, chunk=16)


def _fingerprints(pages: Sequence[Planned], version: str) -> Iterator[str]:
    """Yield what each page is printed from, in short. The frame that all share is looked at once."""
    frames: dict[int, str] = {}
    for page in pages:
        own = [getattr(page.view, field.name) for field in fields(page.view) if field.name != "site"]
        frame: Any = getattr(page.view, "site", None)
        if id(frame) not in frames:
            frames[id(frame)] = digest(frame)
        yield digest(version, page.template, frames[id(frame)], own)


def _put(path: Path, data: bytes) -> Printed:
    """Write ``data``, unless ``path`` holds it; a reader never meets half of it."""
    if path.is_dir():
        raise InTheWayError(f"Thư mục {path} đứng ở chỗ của một trang. Hãy xóa hoặc chuyển đi rồi chạy lại.")
    written = not (path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data)
    if written:
        replace(path, data)
    return Printed(written, *stamp(path))


def _runs(process: str) -> bool:
    """Tell whether the process of that id is alive: a second build may be writing at this moment."""
    if os.name == "nt":
        return True  # there os.kill would end it; what is left stays until `./inv clean`
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:  # somebody else's
        return True
    return True


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        status = os.stat(path)  # noqa: PTH116  # a path as text is enough, ten thousand times
    except OSError:
        return ()
    return status.st_size, status.st_mtime_ns, status.st_ino
