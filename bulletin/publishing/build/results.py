"""Reads what the last build of an output left: its report, its register and the list of its files."""

import json
from collections.abc import Iterator
from os.path import lexists
from pathlib import Path

from bulletin.build.content_index import ContentIndex, get_content_index_path
from bulletin.build.explanation import explain_build, explain_path, summarize_build
from bulletin.build.report import BuildReport, get_build_report_path
from bulletin.clock import ScheduledChange
from bulletin.errors import UserError
from bulletin.publishing.workspace import Workspace
from bulletin.storage.cache_folder import is_regular_file, read_bytes_if_file
from bulletin.storage.output_folder import OUTPUT_LIST_NAME
from bulletin.storage.output_folder import read_output_list as files_of_build


def require_content_file(site: Workspace, what: str | bool) -> None:
    """Raise UserError where ``what`` names a content file that is not there, before a build is made to explain it.

    Of an address only the build can tell.
    """
    if isinstance(what, str) and what.endswith(".md"):
        parts = Path(what).parts
        if not any(site.content.joinpath(*parts[place:]).is_file() for place in range(len(parts))):
            raise UserError(
                f"Không có tệp “{what}” trong content/. "
                "Hãy viết cả đường dẫn, như content/articles/2026/11/ten-bai.md."
            )


def explain_last_build(site: Workspace, settings: str, what: str | bool = "") -> Iterator[str]:
    """Yield what the last build with ``settings`` did: in short, of one file (``what``), or file by file (True).

    Raise UserError where the site has no such file and no such address.
    """
    output = site.get_output_folder(settings)
    report = BuildReport.read(get_build_report_path(site.cache, output))
    if report is None:  # built without our plugins
        return
    if isinstance(what, str) and what:
        lines = list(explain_path(report, what, files_of_build(output)))
        if not lines:
            raise UserError(f"Trang không có tệp hay địa chỉ nào là “{what}”.")
        yield from lines
    else:
        yield from explain_build(report) if what else summarize_build(report)


def read_next_change(site: Workspace, settings: str) -> ScheduledChange | None:
    """Return when the output of the last build with ``settings`` next changes of itself; None for never, or unknown."""
    report = BuildReport.read(get_build_report_path(site.cache, site.get_output_folder(settings)))
    return report.next_change if report else None


def read_content_index(site: Workspace, settings: str) -> ContentIndex | None:
    """Return what the last build with ``settings`` came to; None where it was made without our plugins."""
    if not is_regular_file(get_build_report_path(site.cache, site.get_output_folder(settings))):
        return None  # that of another build may lie there
    return ContentIndex.read(get_content_index_path(site.cache, site.get_output_folder(settings)))


def read_output_files(output: Path) -> list[str] | None:
    """Return the files of the site in ``output``, sorted; None where it was built without our plugins.

    A page that a broken-off build left, or that somebody put there, is not published with the rest.
    Raise UserError where the list is damaged.
    """
    file = output / OUTPUT_LIST_NAME
    if not lexists(file):
        return None
    try:
        names = json.loads(read_bytes_if_file(file) or b"")
    except (RecursionError, ValueError):
        names = None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UserError("Thư mục output-publish/ chưa được dựng xong. Hãy chạy lại lệnh publish.")
    return sorted(set(names))
