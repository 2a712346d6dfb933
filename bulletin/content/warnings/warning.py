"""Warnings of one content file, and their lines for editors."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from msgspec import Struct

from bulletin.errors import escape_message, escape_unprintable
from bulletin.text.formatting import format_count
from bulletin.text.late_patterns import compile_late

SILENCE_KEY = "ignore_warnings"
"""Key of the front matter with the names of warnings that are not told."""
MAX_SHOWN_WARNINGS = 10
"""Warnings that a build or a publish shows. A check shows or counts all."""
DRAFT_WARNING_HEADING = "Cảnh báo ở bài nháp và bài chờ duyệt:"
"""Line above the warnings of drafts."""


_MAX_LINES = 40
"""Further lines that one warning names."""
_QUOTED_TEXT = compile_late(r"“.*”")
"""A text that a message quotes. It may have quotation marks of its own."""
_QUOTATION = compile_late(r"“(?P<sign>[^\w”]|\d+\.)?[^”]*”")


class ContentWarning(Struct, frozen=True, gc=False, array_like=True, order=True):
    """A slip that stops nothing. Texts are Vietnamese sentences."""

    path: str
    """Path from the folder above content/: ``content/articles/2019/12/x.md``."""
    line: int
    """Counted from 1."""
    name: str
    """Name of the kind, by which an editor silences the warning: ``bare-address``."""
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        """Return one line: ``content/articles/x.md:4: cảnh báo [bare-address]: …``."""
        text = escape_message(f"cảnh báo [{self.name}]: {self.message} {self.remedy}".rstrip())
        return f"{escape_unprintable(self.path)}:{self.line}: {text}"


def list_warnings(
    warnings: Collection[ContentWarning], draft_warnings: Collection[ContentWarning] = ()
) -> Iterator[str]:
    """Yield the lines of the first warnings, those of drafts last, and their number."""
    published = join_places(warnings)
    every = [*published, *join_places(draft_warnings)]
    shown = every[:MAX_SHOWN_WARNINGS]
    yield from map(str, shown[: len(published)])
    if len(shown) > len(published):
        yield DRAFT_WARNING_HEADING
        yield from map(str, shown[len(published) :])
    if more := len(every) - len(shown):
        yield f"… và {format_count(more)} cảnh báo khác. Xem đủ: ./inv check"
    yield from count_warnings(warnings, draft_warnings)


def join_places(warnings: Iterable[ContentWarning]) -> list[ContentWarning]:
    """Return one warning for all places of a file that have the same advice.

    It stands at the first place, and names the lines of the others. The message may quote other words at each place, and so may
    the advice, but with the same mark. Of two places on one line, each is told.
    """
    places: dict[tuple[str | int, ...], list[ContentWarning]] = {}
    told: dict[tuple[str | int, ...], dict[tuple[str, str], int]] = {}
    for warning in warnings:
        message = _QUOTED_TEXT.sub("", warning.message)
        remedy = _QUOTATION.sub(r"\g<sign>", warning.remedy)
        key = (warning.path, warning.name, remedy, message)
        on_line = told.setdefault((*key, warning.line), {})
        number = on_line.setdefault((warning.message, warning.remedy), len(on_line))
        places.setdefault((*key, number), []).append(warning)
    return [_join_lines(group) for group in places.values()]


def _join_lines(group: list[ContentWarning]) -> ContentWarning:
    first = group[0]
    lines = list(dict.fromkeys(warning.line for warning in group if warning.line != first.line))
    if not lines:
        return first
    rest = len(lines) - _MAX_LINES
    more = f" và {format_count(rest)} dòng khác (xem đủ: ./inv check --all)" if rest > 0 else ""
    others = f"Cũng ở dòng {', '.join(map(str, lines[:_MAX_LINES]))}{more}."
    if first.remedy.endswith("."):
        return ContentWarning(first.path, first.line, first.name, first.message, f"{first.remedy} {others}")
    # The remedy ends with words to copy, or there is none:
    return ContentWarning(first.path, first.line, first.name, f"{first.message} {others}", first.remedy)


def count_warnings(
    warnings: Collection[ContentWarning], draft_warnings: Collection[ContentWarning] = ()
) -> Iterator[str]:
    """Yield the number of warnings, if any, and the way to silence one."""
    for first in islice((*warnings, *draft_warnings), 1):
        drafts = f", {format_count(len(draft_warnings))} ở bài nháp" if draft_warnings else ""
        yield (
            f"Có {format_count(len(warnings) + len(draft_warnings))} cảnh báo{drafts}; cảnh báo không cản xuất bản. "
            "Đúng ý rồi thì ghi tên trong ngoặc vuông vào "
            f"phần khai báo của tệp ấy, như {SILENCE_KEY}: [{first.name}]"
        )
