"""Reads what the last build of an output left: its report, its register and the list of its files."""

import json
from collections.abc import Iterator
from os.path import lexists
from pathlib import Path

from bulletin.build.content_index import Register, register_file
from bulletin.build.explanation import explanation, explanation_of, summary
from bulletin.build.report import BuildReport, report_file
from bulletin.clock import Deadline
from bulletin.errors import UserError
from bulletin.publishing.workspace import Site
from bulletin.storage.cache_folder import is_file, read_file
from bulletin.storage.output_folder import MANIFEST
from bulletin.storage.output_folder import listed as files_of_build


def refuse_unknown(site: Site, what: str | bool) -> None:
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


def explained(site: Site, settings: str, what: str | bool = "") -> Iterator[str]:
    """Yield what the last build with ``settings`` did: in short, of one file (``what``), or file by file (True).

    Raise UserError where the site has no such file and no such address.
    """
    output = site.output_of(settings)
    report = BuildReport.read(report_file(site.cache, output))
    if report is None:  # built without our plugins
        return
    if isinstance(what, str) and what:
        lines = list(explanation_of(report, what, files_of_build(output)))
        if not lines:
            raise UserError(f"Trang không có tệp hay địa chỉ nào là “{what}”.")
        yield from lines
    else:
        yield from explanation(report) if what else summary(report)


def next_change(site: Site, settings: str) -> Deadline | None:
    """Return when the output of the last build with ``settings`` next changes of itself; None for never, or unknown."""
    report = BuildReport.read(report_file(site.cache, site.output_of(settings)))
    return report.due if report else None


def registered(site: Site, settings: str) -> Register | None:
    """Return what the last build with ``settings`` came to; None where it was made without our plugins."""
    if not is_file(report_file(site.cache, site.output_of(settings))):
        return None  # that of another build may lie there
    return Register.read(register_file(site.cache, site.output_of(settings)))


def listed(output: Path) -> list[str] | None:
    """Return the files of the site in ``output``, sorted; None where it was built without our plugins.

    A page that a broken-off build left, or that somebody put there, is not published with the rest.
    Raise UserError where the list is damaged.
    """
    file = output / MANIFEST
    if not lexists(file):
        return None
    try:
        names = json.loads(read_file(file) or b"")
    except (RecursionError, ValueError):
        names = None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UserError("Thư mục output-publish/ chưa được dựng xong. Hãy chạy lại lệnh publish.")
    return sorted(set(names))
