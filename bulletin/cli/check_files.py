"""Check single files for ``./inv check FILE…``."""

import os
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from bulletin.check import check_content
from bulletin.content.findings import Finding, FindingChoice, Findings, describe_findings, list_findings
from bulletin.errors import UserError
from bulletin.publishing.schedule import find_latest_time
from bulletin.publishing.workspace.folders import Workspace
from bulletin.text.formatting import format_count
from bulletin.text.letters import normalize_letters
from bulletin.text.suggestions import find_closest_match

FindingT = TypeVar("FindingT", bound=Finding)


def check_files(
    site: Workspace,
    table: Mapping[str, Any],
    now: datetime,
    names: Sequence[str],
    choice: FindingChoice,
) -> None:
    """Print the findings of some files.

    The whole site is read, so that links between files are checked too.

    Args:
        site: The workspace.
        table: Pelican's settings.
        now: The build time.
        names: Files or folders of content/, as a person types them.
        choice: The findings to list.

    Raises:
        UserError: A file does not exist, or has a problem that stops a publish.
    """
    findings = _find_findings(site, table, now, names)
    for line in list_findings(findings, choice):
        print(line)
    if findings.problems:
        raise UserError(
            f"{_count(names)} có {format_count(len(findings.problems))} lỗi. Hãy sửa rồi chạy lại."
        )
    drafts = len(findings.draft_problems)
    besides = f", trừ {format_count(drafts)} lỗi của bài nháp" if drafts else ""
    print(f"{_count(names)} không có lỗi{besides}. Xem cả trang: ./inv check")


def describe_files(
    site: Workspace, table: Mapping[str, Any], now: datetime, names: Sequence[str]
) -> list[dict[str, object]]:
    """Return a table for each finding of some files. Raise UserError."""
    return describe_findings(_find_findings(site, table, now, names))


def _count(names: Sequence[str]) -> str:
    return "Tệp này" if len(names) == 1 else f"{format_count(len(names))} tệp này"


def _find_findings(
    site: Workspace, table: Mapping[str, Any], now: datetime, names: Sequence[str]
) -> Findings:
    """Return the findings of some files. Raise UserError."""
    chosen = {_resolve_name(site, name) for name in names}
    every = check_content(site.content, table, now, find_latest_time(site, now)).findings
    return Findings(
        _select_findings(every.problems, chosen),
        _select_findings(every.draft_problems, chosen),
        _select_findings(every.warnings, chosen),
        _select_findings(every.draft_warnings, chosen),
    )


def _select_findings(findings: Sequence[FindingT], chosen: Collection[str]) -> tuple[FindingT, ...]:
    """Return the findings of the ``chosen`` files and folders."""

    def is_chosen(path: str) -> bool:
        parts = normalize_letters(path).split("/")
        return any("/".join(parts[:length]) in chosen for length in range(1, len(parts) + 1))

    return tuple(finding for finding in findings if is_chosen(finding.path))


def _resolve_name(site: Workspace, name: str) -> str:
    """Return the path of a file from the folder of the site. Raise UserError."""
    content = Path(os.path.normpath(site.content))
    for start in (Path.cwd(), site.root, content):
        path = Path(os.path.normpath(start / name))
        if path.is_relative_to(content) and path.exists():
            return normalize_letters((Path(content.name) / path.relative_to(content)).as_posix())
    if (Path.cwd() / name).exists() or (site.root / name).exists():
        raise UserError(f"“{name}” không nằm trong content/. Kiểm tra cả trang: ./inv check")
    files = (path.relative_to(site.root).as_posix() for path in content.rglob("*.md"))
    near = find_closest_match(name, sorted(files), likeness=0.7)
    raise UserError(
        f"Không có tệp “{name}”. "
        + (
            f"Có phải là {near} không?"
            if near
            else "Hãy viết cả đường dẫn, như content/articles/2026/11/ten-bai.md"
        )
    )
