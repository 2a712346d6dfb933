"""The four steps of a publish, in their order."""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from plugins import wording
from plugins.check.content import Report, check_content
from plugins.config import settings_from
from plugins.records.settings import RecordsSettings
from plugins.records.withdrawals import FILE
from publishing.address_guard import AddressGuard, moved
from publishing.address_ledger import AddressLedger
from publishing.build import building, explained, next_change, registered
from publishing.compression import compressed
from publishing.due import Due, nothing_due
from publishing.errors import PublishError
from publishing.inspection import inspect
from publishing.kinds import Kind
from publishing.listing import listed
from publishing.lock import BusyError, held
from publishing.occasion import Occasion, commit, who
from publishing.outgoing import Outgoing
from publishing.progress import shown
from publishing.promise import seen, unharmed
from publishing.releasing import Published, current_release, release
from publishing.site import PUBLISH_SETTINGS, PublishSettings, Site, read_settings
from publishing.sought import sought
from publishing.targets.choice import target_of
from publishing.targets.folder import FolderTarget
from publishing.targets.target import Say, Target
from publishing.withdrawing import Order, take_down

SHOWN = 50
"""So many faults are shown; after the first screens nobody reads on."""


class _NotDueError(PublishError):
    """While we waited for the target, somebody went back to an older release, or published."""


def publish(
    site: Site, moment: datetime, say: Say = print, *, debug: bool = False, explain: str | bool = ""
) -> Published:
    """Check, build, inspect and release the site; say in Vietnamese what came of it.

    ``moment`` is the one reading of the clock, ``explain`` what to say of the build (see
    ``explained``). Raise PublishError where a step stops it; what readers see is then untouched.
    """
    return _publish(site, moment, say, debug=debug, explain=explain, due=False)


def publish_due(site: Site, moment: datetime, say: Say = print, *, debug: bool = False) -> Published | None:
    """Publish if the site changed of itself since the last publish; else say why not, at once, and return None.

    Where somebody else is at work here, leave it to the next time. Raise PublishError as ``publish`` does.
    """
    if reason := nothing_due(site, moment):
        say(reason)
        return None
    try:
        return _publish(site, moment, say, debug=debug, explain="", due=True)
    except BusyError as error:
        say(f"{error} Lần này bỏ qua.")
    except _NotDueError as error:
        say(str(error))
    return None


def withdraw(site: Site, address: str, *, reason: str, by: str, moment: datetime, say: Say = print) -> None:
    """Take the article at ``address`` down: note it, publish without it, cleanse older releases. Raise PublishError."""
    table = read_settings(site.root / PUBLISH_SETTINGS)
    with held(site.lock, "withdraw", moment, say):
        library = check_content(site.content, table).library
        siteurl = PublishSettings.of(table).siteurl
        known = AddressLedger.read(site.root).known
        taken = take_down(site.content, library, Order(address, reason, by, moment), siteurl, known)
    say(f"Đã ghi việc gỡ {taken} vào content/{FILE}.")
    publish(site, moment, say)
    say(
        f"Đã gỡ {taken}: chỗ ấy nay là lời báo, và không còn bản cũ nào có bài. Hãy lưu content/{FILE} vào git."
    )


def _publish(
    site: Site, moment: datetime, say: Say, *, debug: bool, explain: str | bool, due: bool
) -> Published:
    """Do it; where it is ``due`` alone, neither wait for a command here nor undo what somebody did meanwhile."""
    table = read_settings(site.root / PUBLISH_SETTINGS)
    settings = PublishSettings.of(table)
    target = target_of(settings.to, site.root, site.cache, settings.store)
    kept = site.cache / "publishing"
    with ExitStack() as stack:
        lock = stack.enter_context(held(site.lock, "publish", moment, say, wait=not due))
        with building(site, PUBLISH_SETTINGS, moment, lock=lock, debug=debug, say=say) as run:
            live = check(site, table, moment, say)
            occasion = Occasion(moment, who(), commit(site.root))
            with unharmed():
                stack.enter_context(target.locked(f"publish của {occasion.who}", moment, say))
                if due and (reason := nothing_due(site, moment)):
                    raise _NotDueError(reason)
                run.begin()
                target.prepare()
                guard = AddressGuard(site, current_release(target))
            run.finish()
        with unharmed():
            for line in explained(site, PUBLISH_SETTINGS, explain):
                say(line)
            outgoing = Outgoing.of(site.outgoing, listed(site.outgoing), kept / "digests")
            films = settings_from(RecordsSettings, "RECORDS", table.get("RECORDS", {})).video_hosts
            examine(outgoing, settings.siteurl, kept / "links.sqlite", say, films)
            register = registered(site, PUBLISH_SETTINGS)
            guard.examine(outgoing, register, say)
            occasion = replace(occasion, articles=register.articles if register else {})
            published = release(
                target, fitted(outgoing, target, site, say), occasion, settings.keep, guard.before
            )
        guard.remember(published, say, in_git=bool(occasion.commit))
        coming = Due(moment, next_change(site, PUBLISH_SETTINGS))
        coming.write(site)
        gone, note = sought(site.content, settings.siteurl), kept / "cleansed"
        if gone.addresses or note.exists():
            from publishing.cleansing import cleanse_once  # noqa: PLC0415  # long to import, rarely needed

            with seen(published.release.id, "chưa gỡ hết bài đã gỡ khỏi các bản cũ"):
                cleanse_once(target, gone, note, say)
    _report(published, target, live, say)
    say(str(coming))
    return published


def check_alone(site: Site, table: Mapping[str, Any], moment: datetime, say: Say = print) -> None:
    """Check the content, and that no article left a published address behind. Raise PublishError as ``check`` does."""
    report = _checked(site, table, moment, say)
    if lost := moved(site, report.library, moment, say):
        raise PublishError(f"{lost} địa chỉ đã xuất bản sẽ mất. Hãy chọn một cách nêu trên rồi chạy lại.")


def check(site: Site, table: Mapping[str, Any], moment: datetime, say: Say = print) -> int:
    """Check the content alone and say every fault; return how many articles readers find at ``moment``.

    ``table`` holds Pelican's settings. Raise PublishError where there is a fault.
    """
    return _checked(site, table, moment, say).count(moment, "live")


def _checked(site: Site, table: Mapping[str, Any], moment: datetime, say: Say) -> Report:
    report = check_content(site.content, table)
    for problem in report.problems:
        say(str(problem))
    if report.problems:
        moved(site, report.library, moment, say)  # a slug that changed is why links lead to nothing
        raise PublishError(f"Nội dung có {len(report.problems)} lỗi. Hãy sửa các chỗ nêu trên rồi chạy lại.")
    live = report.count(moment, "live")
    waiting = report.count(moment, "scheduled")
    shown = f"{live} bài đang đăng" + (f", {waiting} bài hẹn giờ" if waiting else "")
    say(f"Nội dung không có lỗi: {report.articles} bài ({shown}), {report.pages} trang.")
    return report


def examine(
    outgoing: Outgoing,
    siteurl: str,
    memory: Path | None = None,
    say: Say = print,
    frame_hosts: Iterable[str] = (),
) -> None:
    """Inspect the built site and say what is wrong with it. Raise PublishError where anything is.

    ``memory`` is a file of the cache in which is kept what was read, ``frame_hosts`` are hosts whose films pages show.
    """
    if "index.html" not in outgoing.manifest.entries:
        raise PublishError(
            "Trang dựng ra không có trang nhất (index.html) nên chưa phát hành; trang đang chạy vẫn giữ nguyên. "
            "Hãy chạy ./inv rebuild rồi xuất bản lại."
        )
    findings = inspect(outgoing, siteurl, memory, frame_hosts)
    for finding in findings[:SHOWN]:
        say(str(finding))
    if len(findings) > SHOWN:
        say(f"… và {len(findings) - SHOWN} chỗ khác.")
    if findings:
        raise PublishError(
            f"Trang dựng ra có {len(findings)} chỗ hỏng nên chưa phát hành; trang đang chạy vẫn giữ nguyên. "
            "Hãy sửa các chỗ nêu trên rồi chạy lại."
        )


def fitted(outgoing: Outgoing, target: Target, site: Site, say: Say) -> Outgoing:
    """Return what a server at ``target`` can make use of: our own one compressed files and maps, others neither."""
    if not target.precompressed:
        return outgoing.without(Kind.SERVER)
    with shown(say) as pipe:
        return compressed(outgoing, site.cache / "compressed", pipe)


def _report(published: Published, target: Target, live: int, say: Say) -> None:
    if not published.new:
        say(f"Không có gì thay đổi so với bản đang chạy ({published.release.id}); giữ nguyên bản đó.")
        return
    difference, files = published.difference, published.release.manifest
    sent = sum(files.entries[path].size for path in (*difference.added, *difference.changed))
    megabytes = f"{files.size / 1_000_000:.1f}".replace(".", ",")
    say(
        f"Đã xuất bản {live} bài: {len(difference.added)} tệp mới, {len(difference.changed)} tệp "
        f"thay đổi, {len(difference.removed)} tệp gỡ bỏ "
        f"(chép {wording.size(sent)}; cả trang {len(files.entries)} tệp, {megabytes} MB)."
    )
    say(f"Bản {published.release.id} nằm ở {target.name}.")
    if isinstance(target, FolderTarget):
        say("Xem thử trên máy này: ./inv serve --published")
