"""Conflict markers of git in content files."""

from collections.abc import Iterator

from bulletin.text.late_patterns import compile_late

CONFLICT_MARKERS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
CONFLICT_MESSAGE = "Hai bản sửa của cùng một đoạn chưa được gộp."
CONFLICT_REMEDY = (
    "Hãy giữ lại phần đúng (của một bên hoặc của cả hai) và xóa các dòng <<<<<<<, =======, >>>>>>> của git."
)
_UNAMBIGUOUS_MARKER = compile_late(r"(?:<{7}|>{7})(?: |$)")
"""Markers that have no other meaning in Markdown. A row of ``=`` would make a heading of the line above it."""
_ANY_MARKER = compile_late(r"(?:<{7}|>{7}|\|{7})(?: |$)|={7}$")
_FENCE = compile_late(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")


def find_conflict_in_text(text: str) -> int:
    """Return the line (from 1) of the first conflict marker in a content file, or 0.

    One marker without the other two counts, because editors write none on purpose.
    A marker inside a closed block of fenced code does not count.
    """
    if CONFLICT_MARKERS[0] not in text and CONFLICT_MARKERS[2] not in text:
        return 0
    fence, first_in_code = "", 0
    for line, row in _number_lines(text):
        if found := _FENCE.match(row):
            if not fence:
                fence = found[1]
            elif found[1].startswith(fence):
                fence, first_in_code = "", 0
        elif _UNAMBIGUOUS_MARKER.match(row):
            if not fence:
                return first_in_code or line
            first_in_code = first_in_code or line
    return first_in_code


def find_conflict_in_yaml(text: str) -> int:
    """Return the line (from 1) of the first conflict marker in YAML, or 0.

    No other line of YAML begins like a marker.
    """
    return next((line for line, row in _number_lines(text) if _ANY_MARKER.match(row)), 0)


def _number_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield numbered lines as text editors count them.

    Reason: ``str.splitlines`` also splits at characters such as U+2028.
    """
    return ((line, row.rstrip("\r")) for line, row in enumerate(text.split("\n"), 1))
