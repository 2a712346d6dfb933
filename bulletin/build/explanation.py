"""Tells people what a build wrote and why, in the words of the office."""

from collections.abc import Collection, Iterator, Sequence
from urllib.parse import unquote, urlsplit

from bulletin.build.report import BuildReport, WrittenFile
from bulletin.text.formatting import format_names

_NAMED = 5
"""So many content files are named; of more, how many."""
_LISTED = 200
"""So many files are listed; a build that writes more is about all of them."""


def summarize_build(report: BuildReport) -> Iterator[str]:
    """Yield in a line or two what changed and how much of the site with it."""
    if report.changed_sources:
        yield f"Bài mới, thay đổi hoặc đến giờ đăng: {format_names(report.changed_sources, _NAMED, 'tệp')}."
    yield f"Đã dựng: ghi {len(report.written_files)} tệp, gỡ {len(report.removed_files)} tệp."


def explain_build(report: BuildReport) -> Iterator[str]:
    """Yield every file that was written or removed, and because of what."""
    yield from summarize_build(report)
    if len(report.written_files) > _LISTED:
        yield from _by_reason(report.written_files)
    else:
        yield from (f"  ghi {_line(change)}" for change in report.written_files)
    yield from (f"  gỡ  {file}" for file in report.removed_files[:_LISTED])
    if len(report.removed_files) > _LISTED:
        yield f"  … và {len(report.removed_files) - _LISTED} tệp khác."


def explain_path(report: BuildReport, what: str, files: Collection[str]) -> Iterator[str]:
    """Yield what became of ``what``: a page by its address, a file of the output, or all that a content file brought about.

    Nothing where the site has no such file or address. ``files`` are all its files, from the output folder.
    """
    path = unquote(urlsplit(what).path)
    if path.endswith(".md"):
        yield from _because_of(report, path)
        return
    written = {change.path: change for change in report.written_files}
    for name in _names(path):
        if name in written:
            yield f"Lần dựng vừa rồi ghi {_line(written[name])}."
        elif name in report.removed_files:
            yield f"Lần dựng vừa rồi gỡ {name}: không còn nội dung nào làm nên trang này."
        elif name in files:
            yield f"Lần dựng vừa rồi không ghi {name}: những gì làm nên tệp này không thay đổi."
        else:
            continue
        return


def _because_of(report: BuildReport, path: str) -> Iterator[str]:
    """Yield what was written because of the content file at ``path``, from content/ or from anywhere above."""
    found = [
        change
        for change in report.written_files
        for source in change.sources
        if f"/{path}".endswith(f"/{source}")
    ]
    if not found:
        yield f"Lần dựng vừa rồi không ghi tệp nào vì {path}: bài này không thay đổi hoặc không đăng."
    yield from (f"  ghi {_line(change)}" for change in found[:_LISTED])


def _names(path: str) -> Iterator[str]:
    """Yield the files that ``path`` may mean: the site may hang below a path, the output lie in a folder."""
    parts = [part for part in path.split("/") if part not in ("", ".")]
    for start in range(len(parts) + 1):
        rest = "/".join(parts[start:])
        yield from (rest, f"{rest}/index.html") if rest else ("index.html",) if not parts else ()


def _line(change: WrittenFile) -> str:
    because = f" ← {format_names(change.sources, _NAMED, 'tệp')}" if change.sources else ""
    return f"{change.path} ({', '.join(change.reasons)}){because}"


def _by_reason(changes: Sequence[WrittenFile]) -> Iterator[str]:
    counts: dict[tuple[str, ...], int] = {}
    for change in changes:
        counts[change.reasons] = counts.get(change.reasons, 0) + 1
    for why, count in sorted(counts.items(), key=lambda pair: -pair[1]):
        yield f"  ghi {count} tệp ({', '.join(why)})"
    yield "  Xem riêng một tệp: ./inv build --explain 2026/11/ten-bai/"
