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
from bulletin.publishing.build.results import explain_last_build, read_next_change
from bulletin.publishing.build.runner import BuildProcess
from bulletin.publishing.error_context import report_errors_after_activation, report_errors_before_activation
from bulletin.publishing.git import read_publisher_name
from bulletin.publishing.release.release import ReleaseMetadata
from bulletin.publishing.release_creation import PublishResult, release_site
from bulletin.publishing.schedule import NotDueError, PublishSchedule, find_not_due_reason
from bulletin.publishing.settings.settings import PublishSettings, load_pelican_settings
from bulletin.publishing.stale_checkout import require_known_withdrawals, require_published_commit
from bulletin.publishing.targets.base import MessageCallback, Target
from bulletin.publishing.targets.factory import create_target
from bulletin.publishing.verification.altered_files import exclude_altered_files, get_altered_files_path
from bulletin.publishing.withdrawal.addresses import create_withdrawn_addresses
from bulletin.publishing.workspace import PUBLISH_SETTINGS_FILE, Workspace
from bulletin.storage.cache_folder import remove_path
from bulletin.text import formatting
from bulletin.text.formatting import format_decimal


@dataclass(frozen=True, slots=True)
class Publication:
    """A publish under way, with what was read before its build read the content."""

    site: Workspace
    moment: datetime
    say: MessageCallback
    known: AddressLedger
    acts: tuple[Withdrawals, tuple[Problem, ...]]
    """The withdrawals, and the problems of their list."""
    made_from: str
    """The commit of the content."""

    def finish(self, run: BuildProcess, *, explain: str | bool, due: bool) -> PublishResult:
        """Publish what the build ``run`` makes. Raise UserError, SettingError."""
        site, moment, say = self.site, self.moment, self.say
        table = load_pelican_settings(site.root / PUBLISH_SETTINGS_FILE)
        settings = PublishSettings.from_pelican(table)
        target = create_target(settings.target_address, site.root, site.cache, settings.s3)
        name = read_publisher_name()
        with ExitStack() as stack:
            try:
                with report_errors_before_activation():
                    stack.enter_context(target.hold_lock(f"publish của {name}", moment, say))
                    if due and (reason := find_not_due_reason(site, moment, target)):
                        raise NotDueError(reason)
                    target.prepare()
                    guard = steps.create_address_guard(site, target, self.known, settings.siteurl)
            except UserError:
                steps.finish_build(site, table, moment, run, say)  # problems of the content are told first
                raise
            register, live = steps.finish_build(site, table, moment, run, say)
            with report_errors_before_activation():
                gone = create_withdrawn_addresses(*self.acts, settings.siteurl)
                require_known_withdrawals(target, guard.current_release, self.known.entries, gone, say)
                require_published_commit(site.root, target, guard.current_release)
                _explain(site, explain, say)
                outgoing = steps.inspect_build(site, settings.siteurl, table, say)
                guard.check_removals(outgoing, register, gone.notice_addresses, say)
                articles, onward = (register.article_digests, register.redirects) if register else ({}, {})
                occasion = ReleaseMetadata(
                    moment, name, self.made_from, articles, onward, gone.notice_addresses
                )
                fitted = steps.prepare_for_target(site, outgoing, target, say)
                note = get_altered_files_path(site)
                before = exclude_altered_files(note, guard.current_release) if guard.current_release else None
                published = release_site(target, fitted, occasion, settings.releases_to_keep, before)
                remove_path(note)
            note = site.cache / "publishing" / "cleansed"
            if gone.addresses or lexists(note):
                from bulletin.publishing.withdrawal.redaction import redact_releases_if_needed  # noqa: PLC0415  # long to import, rarely needed

                with report_errors_after_activation(
                    published.release.id, "chưa gỡ hết bài đã gỡ khỏi các bản cũ"
                ):
                    redact_releases_if_needed(target, gone, note, say)
            guard.record_addresses(published, say, in_git=bool(self.made_from))
            coming = PublishSchedule(moment, read_next_change(site, PUBLISH_SETTINGS_FILE))
            with report_errors_after_activation(
                published.release.id, "chưa ghi được lúc nào cần xuất bản lại"
            ):
                coming.write(site)
        _report(published, target, live, say)
        say(str(coming))
        return published


def _explain(site: Workspace, what: str | bool, say: MessageCallback) -> None:
    try:
        for line in explain_last_build(site, PUBLISH_SETTINGS_FILE, what):
            say(line)
    except UserError as error:  # a slip in a question is no reason to keep the news from readers
        say(str(error))


def _report(published: "PublishResult", target: Target, live: int, say: MessageCallback) -> None:
    if not published.is_new:
        say(f"Không có gì thay đổi so với bản đang chạy ({published.release.id}); giữ nguyên bản đó.")
        return
    difference, files = published.difference, published.release.manifest
    sent = sum(files.entries[path].size for path in (*difference.added, *difference.changed))
    megabytes = format_decimal(files.size / 1_000_000)
    say(
        f"Đã xuất bản {live} bài: {len(difference.added)} tệp mới, {len(difference.changed)} tệp "
        f"thay đổi, {len(difference.removed)} tệp gỡ bỏ "
        f"(chép {formatting.format_size(sent)}; cả trang {len(files.entries)} tệp, {megabytes} MB)."
    )
    if published.is_repair:
        say("Có tệp của bản đang chạy đã bị sửa, thêm hoặc mất ở máy chủ; bản mới thay lại cho đúng.")
    say(f"Bản {published.release.id} nằm ở {target.name}.")
    if target.local_root:
        say("Xem thử trên máy này: ./inv serve --published")
