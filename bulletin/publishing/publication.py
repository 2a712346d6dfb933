"""The steps of a publish that follow the start of its build, in their order: check, inspect, release."""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from os.path import lexists

from bulletin.content.problems import Problem
from bulletin.content.withdrawals import Withdrawals
from bulletin.errors import UserError
from bulletin.publishing import steps
from bulletin.publishing.addresses.ledger import AddressLedger
from bulletin.publishing.build.results import explained, next_change
from bulletin.publishing.build.runner import Building
from bulletin.publishing.error_context import seen, unharmed
from bulletin.publishing.git import publisher_name
from bulletin.publishing.release.metadata import Occasion
from bulletin.publishing.release_creation import Published, release
from bulletin.publishing.schedule import Due, NotDueError, nothing_due
from bulletin.publishing.settings.settings import PublishSettings, read_settings
from bulletin.publishing.stale_checkout import refuse_without_commit, refuse_without_withdrawals
from bulletin.publishing.targets.base import Say, Target
from bulletin.publishing.targets.factory import target_of
from bulletin.publishing.verification.altered_files import altered_file, forget_altered
from bulletin.publishing.withdrawal.addresses import sought_of
from bulletin.publishing.workspace import PUBLISH_SETTINGS, Site
from bulletin.storage.cache_folder import remove
from bulletin.text import formatting


@dataclass(frozen=True, slots=True)
class Publication:
    """A publish under way, with what was read before its build read the content."""

    site: Site
    moment: datetime
    say: Say
    known: AddressLedger
    acts: tuple[Withdrawals, tuple[Problem, ...]]
    """The withdrawals, and the problems of their list."""
    made_from: str
    """The commit of the content."""

    def finish(self, run: Building, *, explain: str | bool, due: bool) -> Published:
        """Publish what the build ``run`` makes. Raise UserError, SettingError."""
        site, moment, say = self.site, self.moment, self.say
        table = read_settings(site.root / PUBLISH_SETTINGS)
        settings = PublishSettings.of(table)
        target = target_of(settings.to, site.root, site.cache, settings.store)
        name = publisher_name()
        with ExitStack() as stack:
            try:
                with unharmed():
                    stack.enter_context(target.locked(f"publish của {name}", moment, say))
                    if due and (reason := nothing_due(site, moment, target)):
                        raise NotDueError(reason)
                    target.prepare()
                    guard = steps.guard(site, target, self.known, settings.siteurl)
            except UserError:
                steps.finish_build(site, table, moment, run, say)  # problems of the content are told first
                raise
            register, live = steps.finish_build(site, table, moment, run, say)
            with unharmed():
                gone = sought_of(*self.acts, settings.siteurl)
                refuse_without_withdrawals(target, guard.before, self.known.known, gone, say)
                refuse_without_commit(site.root, target, guard.before)
                _explain(site, explain, say)
                outgoing = steps.built(site, settings.siteurl, table, say)
                guard.examine(outgoing, register, gone.notices, say)
                articles, onward = (register.articles, register.onward) if register else ({}, {})
                occasion = Occasion(moment, name, self.made_from, articles, onward, gone.notices)
                fitted = steps.fitted(site, outgoing, target, say)
                note = altered_file(site)
                before = forget_altered(note, guard.before) if guard.before else None
                published = release(target, fitted, occasion, settings.keep, before)
                remove(note)
            note = site.cache / "publishing" / "cleansed"
            if gone.addresses or lexists(note):
                from bulletin.publishing.withdrawal.redaction import cleanse_once  # noqa: PLC0415  # long to import, rarely needed

                with seen(published.release.id, "chưa gỡ hết bài đã gỡ khỏi các bản cũ"):
                    cleanse_once(target, gone, note, say)
            guard.remember(published, say, in_git=bool(self.made_from))
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
        f"(chép {formatting.size(sent)}; cả trang {len(files.entries)} tệp, {megabytes} MB)."
    )
    if published.mending:
        say("Có tệp của bản đang chạy đã bị sửa, thêm hoặc mất ở máy chủ; bản mới thay lại cho đúng.")
    say(f"Bản {published.release.id} nằm ở {target.name}.")
    if target.local_root:
        say("Xem thử trên máy này: ./inv serve --published")
