"""Tells people what a build wrote and why, in the words of the office."""

from collections.abc import Iterator, Sequence

from plugins.engine.reasons import Change
from plugins.engine.report import BuildReport

_NAMED = 5
"""So many content files are named; of more, how many."""
_LISTED = 200
"""So many files are listed; a build that writes more is about all of them."""


def summary(report: BuildReport) -> Iterator[str]:
    """Yield in a line or two what changed and how much of the site with it."""
    if report.changed:
        yield f"Bài mới, thay đổi hoặc đến giờ đăng: {_some(report.changed)}."
    if report.gone:
        yield f"Tệp đã bỏ khỏi content: {_some(report.gone)}."
    yield f"Đã ghi {len(report.written)} tệp, gỡ {len(report.removed)} tệp trong output."


def explanation(report: BuildReport) -> Iterator[str]:
    """Yield every file that was written or removed, and because of what."""
    yield from summary(report)
    if len(report.written) > _LISTED:
        yield from _by_reason(report.written)
    else:
        yield from (f"  ghi {_line(change)}" for change in report.written)
    yield from (f"  gỡ  {file}" for file in report.removed[:_LISTED])
    if len(report.removed) > _LISTED:
        yield f"  … và {len(report.removed) - _LISTED} tệp khác."


def explanation_of(report: BuildReport, file: str) -> str:
    """Return what became of one file: a path from output/, or the address of a page."""
    name = file.removeprefix("output/").lstrip("/")
    names = {name, f"{name.rstrip('/')}/index.html".lstrip("/")}
    for change in report.written:
        if change.file in names:
            return f"Lần dựng vừa rồi ghi {_line(change)}."
    for gone in names.intersection(report.removed):
        return f"Lần dựng vừa rồi gỡ {gone}: không còn nội dung nào làm nên trang này."
    return (
        f"Lần dựng vừa rồi không ghi {file}: những gì làm nên tệp này không thay đổi, hoặc không có tệp này."
    )


def _line(change: Change) -> str:
    because = f" ← {_some(change.sources)}" if change.sources else ""
    return f"{change.file} ({', '.join(change.why)}){because}"


def _by_reason(changes: Sequence[Change]) -> Iterator[str]:
    counts: dict[tuple[str, ...], int] = {}
    for change in changes:
        counts[change.why] = counts.get(change.why, 0) + 1
    for why, count in sorted(counts.items(), key=lambda pair: -pair[1]):
        yield f"  ghi {count} tệp ({', '.join(why)})"
    yield "  Xem riêng một tệp: ./inv build --explain 2026/11/ten-bai/"


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} và {len(names) - _NAMED} tệp khác"
