"""Check content, addresses and settings for ``./inv check``."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from bulletin.cli.check_files import check_files, describe_files
from bulletin.content.findings import FindingChoice, Findings, describe_findings, list_findings
from bulletin.errors import UserError
from bulletin.publishing.settings.settings import PublishSettings, load_pelican_settings
from bulletin.publishing.targets.s3.settings import S3Settings
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE, Workspace


def check_site(
    site: Workspace,
    now: datetime,
    files: Sequence[str] = (),
    *,
    kind: str = "",
    is_complete: bool = False,
    has_links: bool = False,
) -> None:
    """Check the site and print what was found.

    Args:
        site: The workspace.
        now: The build time.
        files: Files or folders of content/ whose findings are wanted; empty for all.
        kind: Words of the kind of findings that are listed; empty for every kind.
        is_complete: List every finding one by one.
        has_links: Ask other sites for linked addresses too.

    Raises:
        UserError: A publish would be refused, because of these files if some are named.
    """
    table, settings = _load_settings(site)
    choice = FindingChoice(kind, is_complete)
    if files:
        check_files(site, table, now, files, choice)
        return
    try:
        _check_whole_site(
            site, table, settings, now, say=print, list_all=partial(list_findings, choice=choice)
        )
    except UserError as error:
        if not has_links:
            raise
        raise UserError(
            f"{error}\nChưa hỏi trang nào khác: --links chỉ hỏi khi không còn gì cản xuất bản."
        ) from error
    if has_links:
        from bulletin.publishing.external_links.command import check_external_links  # noqa: PLC0415  # rarely needed

        check_external_links(site, table, settings.siteurl, now, print)


def describe_check(site: Workspace, now: datetime, files: Sequence[str] = ()) -> dict[str, object]:
    """Check the site, or the named ``files``, and return a table for other programs.

    Its key ``findings`` has the tables of ``describe_findings``.
    ``messages`` has the other lines, of which the last sums up.
    ``is_publishable`` is false if a publish would be refused, because of the ``files`` if some are named.
    If the settings cannot be read, there are no findings, and a message says why.
    """
    messages: list[str] = []
    result: dict[str, object] = {"is_publishable": True, "findings": [], "messages": messages}

    def keep_findings(findings: Findings) -> tuple[str, ...]:
        result["findings"] = describe_findings(findings)
        return ()

    try:
        table, settings = _load_settings(site)
        if files:
            found = describe_files(site, table, now, files)
            is_faulty = any(row["level"] == "error" and not row["is_draft"] for row in found)
            return {"is_publishable": not is_faulty, "findings": found, "messages": messages}
        _check_whole_site(site, table, settings, now, say=messages.append, list_all=keep_findings)
    except UserError as error:
        result["is_publishable"] = False
        messages += str(error).split("\n")
    return result


def _check_whole_site(
    site: Workspace,
    table: Mapping[str, Any],
    settings: PublishSettings,
    now: datetime,
    *,
    say: Callable[[str], None],
    list_all: Callable[[Findings], Iterable[str]],
) -> None:
    """Check content, addresses and settings. Raise UserError if a publish would fail.

    Reason for the late imports: a check of single files, which does without them, starts faster by a twentieth.
    """
    from bulletin.publishing.settings.requirements import require_publishable_settings  # noqa: PLC0415
    from bulletin.publishing.steps import check_content_and_addresses  # noqa: PLC0415

    check_content_and_addresses(site, table, now, say, list_all)
    require_publishable_settings(table, settings)  # last, so that a new site can check its content


def _load_settings(site: Workspace) -> tuple[Mapping[str, Any], PublishSettings]:
    """Return Pelican's settings and those of a publish. Raise UserError."""
    table = load_pelican_settings(site.root / PUBLISH_SETTINGS_FILE)
    settings = PublishSettings.from_pelican(table)
    S3Settings.of(settings.s3)  # a setting that stops a publish fails this check too
    return table, settings
