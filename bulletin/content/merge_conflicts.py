"""The marks that git leaves in a file where two people changed the same lines."""

import re
from collections.abc import Iterator

CONFLICT_MARKERS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
CONFLICT_MESSAGE = "Hai bản sửa của cùng một đoạn chưa được gộp."
CONFLICT_REMEDY = (
    "Hãy giữ lại phần đúng (của một bên hoặc của cả hai) và xóa các dòng <<<<<<<, =======, >>>>>>> của git."
)
_SURE = re.compile(r"(?:<{7}|>{7})(?: |$)")
"""Marks that mean nothing else in Markdown and Python: a row of ``=`` makes a heading of the line above it."""
_ANY = re.compile(r"(?:<{7}|>{7}|\|{7})(?: |$)|={7}$")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")


def find_conflict_in_text(text: str) -> int:
    """Return the line (from 1) of the first mark in a content file, 0 where there is none.

    One that is left alone counts: nobody writes it. What stands in a block of code does not, once it is closed.
    """
    if CONFLICT_MARKERS[0] not in text and CONFLICT_MARKERS[2] not in text:
        return 0
    fence, within = "", 0
    for line, row in _rows(text):
        if found := _FENCE.match(row):
            if not fence:
                fence = found[1]
            elif found[1].startswith(fence):
                fence, within = "", 0
        elif _SURE.match(row):
            if not fence:
                return within or line
            within = within or line
    return within


def find_conflict_in_yaml(text: str) -> int:
    """Return the line (from 1) of the first mark in YAML, where no line begins like one; 0 for none."""
    return next((line for line, row in _rows(text) if _ANY.match(row)), 0)


def _rows(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers as an editor counts them: ``splitlines`` also splits at U+2028 and the like."""
    return ((line, row.rstrip("\r")) for line, row in enumerate(text.split("\n"), 1))
