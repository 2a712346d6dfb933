"""The four steps of a publish, in their order: check the content, build, inspect the output, release."""

import gc
from contextlib import ExitStack
from datetime import datetime
from os.path import lexists
from typing import TYPE_CHECKING

from plugins import wording
from plugins.cache_files import remove
from plugins.mistakes import UserError
from publishing.address_ledger import AddressLedger
from publishing.altered import altered_file, forget_altered
from publishing.build import building, explained, next_change, refuse_unknown, registered
from publishing.due import Due, nothing_due
from publishing.lock import BusyError, held
from publishing.occasion import Occasion, commit, who
from publishing.promise import seen, unharmed
from publishing.settings import PublishSettings, read_settings
from publishing.site import PUBLISH_SETTINGS, Site
from publishing.sought import sought
from publishing.stale import refuse_without_commit, refuse_without_withdrawals
from publishing.targets.choice import target_of
from publishing.targets.folder import FolderTarget
from publishing.targets.target import Say, Target

if TYPE_CHECKING:
    from publishing.releasing import Published


class _NotDueError(UserError):
    """While we waited for the target, somebody went back to an older release, or published."""


def publish(
    site: Site, moment: datetime, say: Say = print, *, debug: bool = False, explain: str | bool = ""
) -> "Published":
    """Check, build, inspect and release the site; say in Vietnamese what came of it.

    ``moment`` is the one reading of the clock, ``explain`` what to say of the build (see
    ``explained``). Raise UserError where a step stops it; the message says what readers see then.
    Raise SettingError where a setting cannot be used: nothing was begun.
    """
    refuse_unknown(site, explain)
    return _publish(site, moment, say, debug=debug, explain=explain, due=False)


def publish_due(site: Site, moment: datetime, say: Say = print, *, debug: bool = False) -> "Published | None":
    """Publish if the site changed of itself since the last publish; else say why not, at once, and return None.

    Where somebody else is at work here, leave it to the next time. Raise UserError as ``publish`` does.
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


def _publish(
    site: Site, moment: datetime, say: Say, *, debug: bool, explain: str | bool, due: bool
) -> "Published":
    """Do it; where it is ``due`` alone, neither wait for a command here nor undo what somebody did meanwhile."""
    with ExitStack() as stack:
        gc.disable()  # the records of ten thousand articles hold hardly a cycle
        stack.callback(gc.enable)
        lock = stack.enter_context(held(site.lock, "publish", moment, say, wait=not due))
        with building(site, PUBLISH_SETTINGS, moment, lock=lock, debug=debug, say=say) as run:
            # Long to import: meanwhile the build gets ready.
            from publishing import steps  # noqa: PLC0415
            from publishing.releasing import release  # noqa: PLC0415

            table = read_settings(site.root / PUBLISH_SETTINGS)
            settings = PublishSettings.of(table)
            target = target_of(settings.to, site.root, site.cache, settings.store)
            live, name = steps.check(site, table, moment, say), who()
            with unharmed():
                stack.enter_context(target.locked(f"publish của {name}", moment, say))
                if due and (reason := nothing_due(site, moment, target)):
                    raise _NotDueError(reason)
                # Before the build reads the content: it then knows at least as much.
                known, gone = AddressLedger.read(site.root), sought(site.content, settings.siteurl)
                made_from = commit(site.root)
                run.begin()
                target.prepare()
                guard = steps.guard(site, target, known, settings.siteurl)
                memory = steps.recalled(site, settings, table, guard.before, run)
            run.finish()
        with unharmed():
            refuse_without_withdrawals(target, guard.before, known.known, gone, say)
            refuse_without_commit(site.root, target, guard.before)
            _explain(site, explain, say)
            outgoing, register = steps.built(site, memory, say), registered(site, PUBLISH_SETTINGS)
            guard.examine(outgoing, register, say)
            articles, onward = (register.articles, register.onward) if register else ({}, {})
            occasion = Occasion(moment, name, made_from, articles, onward, gone.notices)
            fitted = steps.fitted(outgoing, target, memory, say)
            note = altered_file(site)
            before = forget_altered(note, guard.before) if guard.before else None
            published = release(target, fitted, occasion, settings.keep, before)
            remove(note)
        note = site.cache / "publishing" / "cleansed"
        if gone.addresses or lexists(note):
            from publishing.cleansing import cleanse_once  # noqa: PLC0415  # long to import, rarely needed

            with seen(published.release.id, "chưa gỡ hết bài đã gỡ khỏi các bản cũ"):
                cleanse_once(target, gone, note, say)
        guard.remember(published, say, in_git=bool(made_from))
        coming = Due(moment, next_change(site, PUBLISH_SETTINGS))
        with seen(published.release.id, "chưa ghi được lúc nào cần xuất bản lại"):
            coming.write(site)
    _report(published, target, live, say)
    say(str(coming))
    return published


def _explain(site: Site, what: str | bool, say: Say) -> None:
    try:
        for line in explained(site, PUBLISH_SETTINGS, what):
            say(line)
    except UserError as error:  # a slip in a question is no reason to keep the news from readers
        say(str(error))


def _report(published: "Published", target: Target, live: int, say: Say) -> None:
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
    if published.mending:
        say("Có tệp của bản đang chạy đã bị sửa, thêm hoặc mất ở máy chủ; bản mới thay lại cho đúng.")
    say(f"Bản {published.release.id} nằm ở {target.name}.")
    if isinstance(target, FolderTarget):
        say("Xem thử trên máy này: ./inv serve --published")
