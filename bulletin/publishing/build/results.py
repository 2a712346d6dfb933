"""Read the results of the last build: build report, content index and output list."""

import json
from collections.abc import Iterator
from os.path import lexists
from pathlib import Path

from bulletin.build.content_index import ContentIndex, get_content_index_path
from bulletin.build.explanation import explain_build, explain_path, summarize_build
from bulletin.build.report import BuildReport, get_build_report_path
from bulletin.clock import ScheduledChange
from bulletin.content.findings import Findings, list_findings
from bulletin.content.warnings.warning import list_warnings
from bulletin.errors import UserError
from bulletin.publishing.workspace.folders import Workspace
from bulletin.storage.cache_folder import is_regular_file, read_bytes_if_file
from bulletin.storage.output_folder import OUTPUT_LIST_NAME, read_output_list


def require_content_file(workspace: Workspace, question: str | bool) -> None:
    """Raise UserError if ``question`` names a content file that does not exist.

    An address is not checked, because only the build knows the addresses.
    """
    if isinstance(question, str) and question.endswith(".md"):
        parts = Path(question).parts
        if not any(workspace.content.joinpath(*parts[start:]).is_file() for start in range(len(parts))):
            raise UserError(
                f"Không có tệp “{question}” trong content/. "
                "Hãy viết cả đường dẫn, như content/articles/2026/11/ten-bai.md"
            )


def explain_last_build(
    workspace: Workspace, settings: str, question: str | bool = "", *, names_sources: bool = True
) -> Iterator[str]:
    """Yield lines on the last build with ``settings``.

    ``question`` is empty for a summary, True for all files, or one file or address.
    The summary names the content files that changed if ``names_sources``.
    Raise UserError if the site has no such file and no such address.
    """
    output = workspace.get_output_folder(settings)
    report = BuildReport.read(get_build_report_path(workspace.cache, output))
    if report is None:  # built without our plugins
        return
    if isinstance(question, str) and question:
        lines = list(explain_path(report, question, read_output_list(output)))
        if not lines:
            raise UserError(f"Trang không có tệp hay địa chỉ nào là “{question}”.")
        yield from lines
    else:
        yield from explain_build(report) if question else summarize_build(report, names_sources=names_sources)


def read_next_change(workspace: Workspace, settings: str) -> ScheduledChange | None:
    """Return the next scheduled change of the last build; None if none is known."""
    report = BuildReport.read(get_build_report_path(workspace.cache, workspace.get_output_folder(settings)))
    return report.next_change if report else None


def read_last_report(workspace: Workspace, settings: str) -> BuildReport:
    """Return the report of the last build, empty if it ran without our plugins."""
    path = get_build_report_path(workspace.cache, workspace.get_output_folder(settings))
    return BuildReport.read(path) or BuildReport()


def list_remarks(report: BuildReport) -> Iterator[str]:
    """Yield the lines on what stopped no build: warnings, then drafts."""
    yield from list_warnings(report.warnings, report.draft_warnings)
    yield from list_findings(Findings((), report.draft_problems))


def read_content_index(workspace: Workspace, settings: str) -> ContentIndex | None:
    """Return the content index of the last build, or None.

    It is None if the build ran without our plugins.
    """
    if not is_regular_file(get_build_report_path(workspace.cache, workspace.get_output_folder(settings))):
        return None  # the content index may be from an earlier build
    return ContentIndex.read(get_content_index_path(workspace.cache, workspace.get_output_folder(settings)))


def read_output_files(output: Path) -> list[str] | None:
    """Return the sorted output list; None if the build ran without our plugins.

    Raise UserError if the list is damaged.
    Reason: pages of an interrupted build, and foreign files, are not published.
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
