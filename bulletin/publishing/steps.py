"""The steps of a publish: each holds what comes to it to its rules, and may stop it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bulletin.build.content_index import Register
from bulletin.check import check_content
from bulletin.content.library import Library
from bulletin.content.settings import RecordsSettings
from bulletin.errors import UserError
from bulletin.processes.progress_display import shown
from bulletin.publishing.addresses.emptied_listings import Listings
from bulletin.publishing.addresses.guard import AddressGuard, moved
from bulletin.publishing.addresses.ledger import AddressLedger
from bulletin.publishing.build.results import listed, registered
from bulletin.publishing.build.runner import Building
from bulletin.publishing.inspection.inspector import inspect
from bulletin.publishing.inspection.link_cache import FactsStore
from bulletin.publishing.inspection.page_links import Origin
from bulletin.publishing.release.compression import Smaller
from bulletin.publishing.release.file_types import Kind
from bulletin.publishing.release.manifest import Digests
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.release_creation import current_release
from bulletin.publishing.targets.base import Say, Target
from bulletin.publishing.workspace import PUBLISH_SETTINGS, Site
from bulletin.settings.tables import settings_from

SHOWN = 50
"""So many faults are shown; after the first screens nobody reads on."""


def check_alone(site: Site, table: Mapping[str, Any], moment: datetime, say: Say = print) -> None:
    """Check the content, and that no article left a published address behind. Raise UserError as ``check`` does."""
    library, register = _check(site, table, moment, say)
    if lost := moved(site, library, register, say):
        raise UserError(f"{lost} địa chỉ đã xuất bản sẽ mất. Hãy chọn một cách nêu trên rồi chạy lại.")


def finish_build(
    site: Site, table: Mapping[str, Any], moment: datetime, run: Building, say: Say
) -> tuple[Register | None, int]:
    """Wait for the build ``run``, which checks the content, and say what it found. Raise UserError.

    ``table`` holds Pelican's settings. Return the register of the build, which is None if it ran without our
    plugins, and the number of articles that readers find.
    """
    # A failed build prints problems in Pelican's log. The check says them as `./inv check` does.
    run.finish(on_failure=lambda: _check(site, table, moment, say))
    register = registered(site, PUBLISH_SETTINGS)
    if register is None:
        _, checked = _check(site, table, moment, say)
        return None, checked.count("live")
    say(_summary(register))
    return register, register.count("live")


def _check(site: Site, table: Mapping[str, Any], moment: datetime, say: Say) -> tuple[Library, Register]:
    """Check the content alone, and say its problems, else what is in it. Raise UserError if there are problems."""
    report = check_content(site.content, table)
    library, register = report.library, Register.of(report.library, moment)
    for problem in report.problems:
        say(str(problem))
    if report.problems:
        moved(site, library, register, say)  # a slug that changed is why links lead to nothing
        raise UserError(f"Nội dung có {len(report.problems)} lỗi. Hãy sửa các chỗ nêu trên rồi chạy lại.")
    say(_summary(register))
    return library, register


def _summary(register: Register) -> str:
    waiting = register.count("scheduled")
    states = f"{register.count('live')} bài đang đăng" + (f", {waiting} bài hẹn giờ" if waiting else "")
    articles = register.count()
    pages = len(register.entries) - articles
    return f"Nội dung không có lỗi: {articles} bài ({states}), {pages} trang."


def guard(site: Site, target: Target, known: AddressLedger, siteurl: str) -> AddressGuard:
    """Return what guards the addresses that are ``known``, and those that readers of ``target`` have. Raise UserError."""
    before = current_release(target)
    return AddressGuard(site, before, known, Listings(target, before, siteurl) if before else None)


def built(site: Site, siteurl: str, table: Mapping[str, Any], say: Say) -> Outgoing:
    """Return the site as it was built, held to what readers expect. Say what is wrong, and raise UserError.

    ``table`` holds Pelican's settings.
    """
    cache = site.cache / "publishing"
    outgoing = Outgoing.of(site.outgoing, listed(site.outgoing), Digests(cache / "digests"))
    if "index.html" not in outgoing.manifest.entries:
        raise UserError(
            "Trang dựng ra không có trang nhất (index.html) nên chưa phát hành; trang đang chạy vẫn giữ nguyên. "
            "Hãy chạy ./inv rebuild rồi xuất bản lại."
        )
    records = settings_from(RecordsSettings, "RECORDS", table.get("RECORDS", {}))
    origin = Origin.of(siteurl, records.video_hosts)
    findings = inspect(outgoing, origin, FactsStore(cache / "links.sqlite", origin))
    for finding in findings[:SHOWN]:
        say(str(finding))
    if len(findings) > SHOWN:
        say(f"… và {len(findings) - SHOWN} chỗ khác.")
    if findings:
        raise UserError(
            f"Trang dựng ra có {len(findings)} chỗ hỏng nên chưa phát hành; trang đang chạy vẫn giữ nguyên. "
            "Hãy sửa các chỗ nêu trên rồi chạy lại."
        )
    return outgoing


def fitted(site: Site, outgoing: Outgoing, target: Target, say: Say) -> Outgoing:
    """Return what a server at ``target`` can make use of: our own one compressed files and maps, others neither."""
    if not target.precompressed:
        return outgoing.without(Kind.SERVER)
    with shown(say) as pipe:
        return Smaller(site.cache / "compressed").beside(outgoing, pipe)
