"""The steps of a publish: each holds what comes to it to its rules, and may stop it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from plugins.check.content import Report, check_content
from plugins.config import settings_from
from plugins.engine.version import has_others_plugins
from plugins.mistakes import UserError
from plugins.records.settings import RecordsSettings
from publishing.address_guard import AddressGuard, moved
from publishing.address_ledger import AddressLedger
from publishing.build import Building, written
from publishing.emptied import Listings
from publishing.inspection import inspect
from publishing.kinds import Kind
from publishing.listing import listed
from publishing.memory import Memory
from publishing.outgoing import Outgoing
from publishing.progress import shown
from publishing.release import Release
from publishing.releasing import current_release
from publishing.settings import PublishSettings
from publishing.site import PUBLISH_SETTINGS, Site
from publishing.targets.target import Say, Target

SHOWN = 50
"""So many faults are shown; after the first screens nobody reads on."""


def check_alone(site: Site, table: Mapping[str, Any], moment: datetime, say: Say = print) -> None:
    """Check the content, and that no article left a published address behind. Raise UserError as ``check`` does."""
    report = _checked(site, table, moment, say)
    if lost := moved(site, report.library, moment, say):
        raise UserError(f"{lost} địa chỉ đã xuất bản sẽ mất. Hãy chọn một cách nêu trên rồi chạy lại.")


def check(site: Site, table: Mapping[str, Any], moment: datetime, say: Say = print) -> int:
    """Check the content alone and say every fault; return how many articles readers find at ``moment``.

    ``table`` holds Pelican's settings. Raise UserError where there is a fault.
    """
    return _checked(site, table, moment, say).count(moment, "live")


def _checked(site: Site, table: Mapping[str, Any], moment: datetime, say: Say) -> Report:
    report = check_content(site.content, table)
    for problem in report.problems:
        say(str(problem))
    if report.problems:
        moved(site, report.library, moment, say)  # a slug that changed is why links lead to nothing
        raise UserError(f"Nội dung có {len(report.problems)} lỗi. Hãy sửa các chỗ nêu trên rồi chạy lại.")
    live = report.count(moment, "live")
    waiting = report.count(moment, "scheduled")
    states = f"{live} bài đang đăng" + (f", {waiting} bài hẹn giờ" if waiting else "")
    say(f"Nội dung không có lỗi: {report.articles} bài ({states}), {report.pages} trang.")
    return report


def guard(site: Site, target: Target, known: AddressLedger, siteurl: str) -> AddressGuard:
    """Return what guards the addresses that are ``known``, and those that readers of ``target`` have. Raise UserError."""
    before = current_release(target)
    return AddressGuard(site, before, known, Listings(target, before, siteurl) if before else None)


def recalled(
    site: Site, settings: PublishSettings, table: Mapping[str, Any], before: Release | None, run: Building
) -> Memory:
    """Return what the cache remembers, for the steps that follow the build ``run``.

    ``before`` is the release that readers see.
    """
    records = settings_from(RecordsSettings, "RECORDS", table.get("RECORDS", {}))
    memory = Memory(site.cache, settings.siteurl, records.video_hosts)
    memory.recall(before)
    # Of what others write meanwhile, another build or a plugin, the report of ours would say nothing.
    if not has_others_plugins(table) and run.is_alone():
        memory.digests.look(site.outgoing)
    return memory


def built(site: Site, memory: Memory, say: Say) -> Outgoing:
    """Return the site as it was built, held to what readers expect. Say what is wrong, and raise UserError."""
    news = written(site, PUBLISH_SETTINGS)
    outgoing = Outgoing.of(site.outgoing, listed(site.outgoing), memory.digests, news)
    if "index.html" not in outgoing.manifest.entries:
        raise UserError(
            "Trang dựng ra không có trang nhất (index.html) nên chưa phát hành; trang đang chạy vẫn giữ nguyên. "
            "Hãy chạy ./inv rebuild rồi xuất bản lại."
        )
    findings = inspect(outgoing, memory.origin, memory.facts)
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


def fitted(outgoing: Outgoing, target: Target, memory: Memory, say: Say) -> Outgoing:
    """Return what a server at ``target`` can make use of: our own one compressed files and maps, others neither."""
    if not target.precompressed:
        return outgoing.without(Kind.SERVER)
    with shown(say) as pipe:
        return memory.smaller.beside(outgoing, pipe)
