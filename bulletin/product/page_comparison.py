"""Compare the files of two builds of one site, as an editor wants to know."""

import difflib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bulletin.storage.file_system import walk_files
from bulletin.urls import SEARCH_FOLDER

_DIGEST_NAME = re.compile(r"(\bassets/[a-z-]+)\.[0-9a-f]{10}\.")
"""An address with a digest, which changes whenever its file does."""
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>", re.DOTALL)
_TEXT_ENDINGS = (".html", ".xml", ".txt", ".json")
_MAX_LINES = 6
"""Lines of a difference that are shown."""


@dataclass(frozen=True, slots=True)
class PageDifference:
    """A file that differs between both builds."""

    path: str
    lines: tuple[str, ...]
    """Lines of visible text with ``-`` for the old and ``+`` for the new; empty if only markup differs."""


@dataclass(frozen=True, slots=True)
class PageComparison:
    """The differences of two outputs, sorted by path."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[PageDifference, ...]
    unchanged_count: int
    """Number of files without a difference, besides the names of stylesheet and scripts."""


def compare_outputs(old: Path, new: Path) -> PageComparison:
    """Return the differences between the files of two outputs.

    The digests in names of stylesheet and scripts do not count. Search indexes do not count either.
    """
    before, after = ({_strip_digest(name): name for name in _list_files(folder)} for folder in (old, new))
    changed = []
    common = sorted(before.keys() & after.keys())
    for name in common:
        data = (old / before[name]).read_bytes(), (new / after[name]).read_bytes()
        if data[0] == data[1]:
            continue
        if not name.endswith(_TEXT_ENDINGS):
            changed.append(PageDifference(name, ()))
            continue
        texts = [_strip_digest(item.decode("utf-8", "replace")) for item in data]
        if texts[0] != texts[1]:
            changed.append(PageDifference(name, tuple(_compare_texts(*texts))))
    return PageComparison(
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(before.keys() - after.keys())),
        tuple(changed),
        len(common) - len(changed),
    )


def _list_files(folder: Path) -> Iterator[str]:
    return (name for name, _ in walk_files(folder) if not name.startswith((".", "pagefind/", SEARCH_FOLDER)))


def _strip_digest(text: str) -> str:
    return _DIGEST_NAME.sub(r"\1.", text)


def _compare_texts(old: str, new: str) -> Iterator[str]:
    """Yield the lines of visible text that differ."""
    difference = difflib.unified_diff(_list_text_lines(old), _list_text_lines(new), lineterm="", n=0)
    # The first two lines name the texts. A line of a page begins with - or +, so @@ is no line of a page.
    lines = [line for line in islice(difference, 2, None) if not line.startswith("@@")]
    yield from lines[:_MAX_LINES]
    if len(lines) > _MAX_LINES:
        yield f"… và {len(lines) - _MAX_LINES} dòng nữa"


def _list_text_lines(text: str) -> list[str]:
    rows = (" ".join(html.unescape(row).split()) for row in _TAG.sub("\n", text).split("\n"))
    return [row for row in rows if row]
