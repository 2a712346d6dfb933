"""Print the build report in Vietnamese for ``./inv build --explain``."""

from collections.abc import Collection, Iterator, Sequence
from urllib.parse import unquote, urlsplit

from bulletin.build.report import BuildReport, WrittenFile
from bulletin.text.formatting import format_names

_MAX_NAMES = 5
"""Content files that are named. The others are counted."""
_MAX_LINES = 200
"""Files that are listed. A longer list is summarized by reason."""


def summarize_build(report: BuildReport, *, names_sources: bool = True) -> Iterator[str]:
    """Yield one or two lines that tell what changed."""
    if names_sources and report.changed_sources:
        yield f"Bài mới, thay đổi hoặc đến giờ đăng: {format_names(report.changed_sources, _MAX_NAMES, 'tệp')}."
    yield f"Đã dựng: ghi {len(report.written_files)} tệp, gỡ {len(report.removed_files)} tệp."


def explain_build(report: BuildReport) -> Iterator[str]:
    """Yield a line for each written or removed file with its reasons."""
    yield from summarize_build(report)
    if len(report.written_files) > _MAX_LINES:
        yield from _count_by_reason(report.written_files)
    else:
        yield from (f"  ghi {_format_file(change)}" for change in report.written_files)
    yield from (f"  gỡ  {file}" for file in report.removed_files[:_MAX_LINES])
    if len(report.removed_files) > _MAX_LINES:
        yield f"  … và {len(report.removed_files) - _MAX_LINES} tệp khác."


def explain_path(report: BuildReport, name: str, files: Collection[str]) -> Iterator[str]:
    """Yield what the build did to ``name``, or nothing if there is no such file.

    Args:
        report: The report of the last build.
        name: An address, an output file, or a content file. A content file stands for all files written because of it.
        files: All files of the site, from the output folder.

    """
    path = unquote(urlsplit(name).path)
    if path.endswith(".md"):
        yield from _explain_content_file(report, path)
        return
    written = {change.path: change for change in report.written_files}
    for file_name in _list_candidate_files(path):
        if file_name in written:
            yield f"Lần dựng vừa rồi ghi {_format_file(written[file_name])}."
        elif file_name in report.removed_files:
            yield f"Lần dựng vừa rồi gỡ {file_name}: không còn nội dung nào làm nên trang này."
        elif file_name in files:
            yield f"Lần dựng vừa rồi không ghi {file_name}: những gì làm nên tệp này không thay đổi."
        else:
            continue
        return


def _explain_content_file(report: BuildReport, path: str) -> Iterator[str]:
    """Yield the files that were written because of the content file at ``path``.

    ``path`` begins at ``content/`` or at any folder above.
    """
    changes = [
        change
        for change in report.written_files
        for source in change.sources
        if f"/{path}".endswith(f"/{source}")
    ]
    if not changes:
        yield f"Lần dựng vừa rồi không ghi tệp nào vì {path}: bài này không thay đổi hoặc không đăng."
    yield from (f"  ghi {_format_file(change)}" for change in changes[:_MAX_LINES])


def _list_candidate_files(path: str) -> Iterator[str]:
    """Yield the output files that ``path`` may mean.

    Leading parts are dropped one by one. Reason: the site may have a base path, and the output a folder.
    """
    parts = [part for part in path.split("/") if part not in ("", ".")]
    for start in range(len(parts) + 1):
        rest = "/".join(parts[start:])
        yield from (rest, f"{rest}/index.html") if rest else ("index.html",) if not parts else ()


def _format_file(change: WrittenFile) -> str:
    sources_text = f" ← {format_names(change.sources, _MAX_NAMES, 'tệp')}" if change.sources else ""
    return f"{change.path} ({', '.join(change.reasons)}){sources_text}"


def _count_by_reason(changes: Sequence[WrittenFile]) -> Iterator[str]:
    counts: dict[tuple[str, ...], int] = {}
    for change in changes:
        counts[change.reasons] = counts.get(change.reasons, 0) + 1
    for reasons, count in sorted(counts.items(), key=lambda pair: -pair[1]):
        yield f"  ghi {count} tệp ({', '.join(reasons)})"
    yield "  Xem riêng một tệp: ./inv build --explain 2026/11/ten-bai/"
