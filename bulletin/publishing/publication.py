"""Finish a publish after its build has started: check, inspect, release, report."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from os.path import lexists
from pathlib import Path
from typing import Any

from bulletin.build.content_index import ContentIndex
from bulletin.content.problems import Problem
from bulletin.content.site_lists.withdrawals import Withdrawals
from bulletin.errors import UserError
from bulletin.publishing import steps
from bulletin.publishing.addresses.ledger import AddressLedger
from bulletin.publishing.build.results import explain_last_build, read_next_change
from bulletin.publishing.build.runner import BuildProcess
from bulletin.publishing.changes.outgoing import describe_changes, read_other_digests
from bulletin.publishing.changes.partial_publish import (
    MAX_NAMED_FILES,
    OTHER_FILES_HINT,
    PartialPublish,
    describe_hidden_files,
)
from bulletin.publishing.changes.unpublished import ContentStamps, PublishedContent, compute_fingerprint
from bulletin.publishing.error_context import report_errors_after_activation, report_errors_before_activation
from bulletin.publishing.release.release import Release, ReleaseMetadata, parse_release_time
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.release_creation import PublishResult, release_site
from bulletin.publishing.repository.record_commit import commit_records
from bulletin.publishing.repository.stale_checkout import (
    require_known_withdrawals,
    require_published_commit,
    require_uncommitted_files,
)
from bulletin.publishing.repository.uncommitted_files import (
    describe_uncommitted_files,
    select_uncommitted_files,
)
from bulletin.publishing.schedule import NotDueError, PublishSchedule, find_not_due_reason
from bulletin.publishing.settings.requirements import require_publishable_settings
from bulletin.publishing.settings.settings import PublishSettings, load_pelican_settings
from bulletin.publishing.site_trees import TreeRecord, list_sources
from bulletin.publishing.targets.base import MessageCallback, Target
from bulletin.publishing.targets.factory import create_target
from bulletin.publishing.verification.altered_files import exclude_altered_files, get_altered_files_path
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses, create_withdrawn_addresses
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE, Workspace
from bulletin.publishing.workspace.git import read_publisher_name
from bulletin.storage.cache_folder import remove_path
from bulletin.text.formatting import format_names
from bulletin.version import get_running_version


@dataclass(frozen=True, slots=True)
class Publication:
    """A publish under way, with the inputs that were read before the build started."""

    workspace: Workspace
    build_time: datetime
    say: MessageCallback
    ledger: AddressLedger
    withdrawals: tuple[Withdrawals, tuple[Problem, ...]]
    """The withdrawals, and the problems of their list."""
    commit: str
    """The commit of the content; empty outside git."""
    uncommitted: frozenset[str]
    """Files of the site that differ from the commit."""
    stamps: ContentStamps
    record: TreeRecord
    withdrawn_address: str = ""
    """The address that the publish takes down; empty for a publish that is no withdrawal."""
    partial: PartialPublish | None = None
    """The chosen files; None for a publish of the whole workspace."""

    @property
    def site(self) -> Workspace:
        """The workspace that is built."""
        return self.partial.site if self.partial else self.workspace

    def finish(self, build: BuildProcess, *, explain: str | bool, only_if_due: bool) -> PublishResult:
        """Release the output of ``build`` to the target. Raise UserError, SettingError."""
        workspace, site, say = self.workspace, self.site, self.say
        table, settings = _load_settings(site)
        # The place and the records are those of the workspace, also if a partial publish has older settings.
        place = _load_settings(workspace)[1] if self.partial else settings
        require_publishable_settings(table, settings)
        target = create_target(place.target_address, workspace.root, workspace.cache, place.s3)
        publisher = read_publisher_name()
        with ExitStack() as stack:
            try:
                with report_errors_before_activation():
                    stack.enter_context(target.hold_lock(f"publish của {publisher}", self.build_time, say))
                    if only_if_due:
                        self._require_due(target)
                    self._require_same_release(target)
                    target.prepare()
                    guard = steps.create_address_guard(workspace, target, self.ledger, settings.siteurl)
            except NotDueError:
                raise  # the content may wait until it is due
            except UserError:
                # Problems of the content are reported before those of the target.
                self._finish_build(table, build)
                raise
            content_index, live_count = self._finish_build(table, build)
            with report_errors_before_activation():
                withdrawn = create_withdrawn_addresses(*self.withdrawals, settings.siteurl)
                require_known_withdrawals(target, guard.current_release, self.ledger.entries, withdrawn, say)
                require_published_commit(workspace.root, target, guard.current_release, say)
                metadata = self._create_metadata(
                    publisher,
                    content_index,
                    withdrawn,
                    read_other_digests(site, Path(table["THEME"])),
                    guard.current_release,
                )
                if not self.record.has_tree_of(guard.current_release):
                    require_uncommitted_files(workspace.root, target, guard.current_release, metadata)
                self._explain_build(explain, guard.current_release, content_index)
                with self._hint_at_other_files():
                    staged_site = steps.inspect_build(site, settings.siteurl, table, say)
                    guard.check_removals(staged_site, content_index, withdrawn.notice_addresses, say)
                staged_site = steps.prepare_for_target(
                    workspace, staged_site, target, say, guard.current_release
                )
                self._describe_changes(guard.current_release, metadata, content_index, staged_site)
                result = self._release(
                    target, staged_site, metadata, place.releases_to_keep, guard.current_release
                )
            self._redact_older_releases(target, result, withdrawn)
            guard.record_addresses(result, say, in_git=bool(self.commit) and not place.commits_records)
            schedule = self._write_schedule(result, content_index)
            self.record.keep(result.release.id, target.release_ids(), say)
            if self.commit and place.commits_records:
                # Last, because it may bring articles of others into the working copy.
                commit_records(workspace.root, f"Địa chỉ đã xuất bản ({result.release.id})", say)
        for line in result.describe(target, live_count):
            say(line)
        self._report_partial(content_index)
        say(str(schedule))
        if metadata.uncommitted:
            say(describe_uncommitted_files(metadata.uncommitted, workspace.root))
        return result

    def _finish_build(self, table: Mapping[str, Any], build: BuildProcess) -> tuple[ContentIndex | None, int]:
        with self._hint_at_other_files():
            return steps.finish_build(self.site, table, self.build_time, build, self.say)

    @contextmanager
    def _hint_at_other_files(self) -> Iterator[None]:
        """Say after a UserError that a file left out may be the cause."""
        try:
            yield
        except UserError:
            if self.partial:
                self.say(OTHER_FILES_HINT)
            raise

    def _require_same_release(self, target: Target) -> None:
        """Raise UserError if a partial publish is based on another release."""
        if self.partial and target.current_id() != self.partial.release_id:
            raise UserError(
                "Vừa có bản khác được phát hành trong lúc chuẩn bị, nên chưa đăng gì. Hãy chạy lại lệnh."
            )

    def _report_partial(self, content_index: ContentIndex | None) -> None:
        """Say the files left out, and the chosen articles that readers do not see."""
        if not self.partial:
            return
        states = (
            {source: entry.state for source, entry in content_index.entries.items()} if content_index else {}
        )
        for line in describe_hidden_files(self.partial, states, self.workspace.content):
            self.say(line)
        if remaining := self.partial.remaining:
            self.say(
                f"Còn {len(remaining)} tệp khác bản đang chạy, lần này để lại: "
                f"{format_names(remaining, MAX_NAMED_FILES, 'tệp')}. Đăng tất cả: ./inv publish"
            )

    def _require_due(self, target: Target) -> None:
        """Raise NotDueError if another publish or a rollback came first."""
        if reason := find_not_due_reason(self.workspace, self.build_time, target):
            raise NotDueError(reason)

    def _explain_build(
        self, explain: str | bool, current: Release | None, content_index: ContentIndex | None
    ) -> None:
        """Say what the build did.

        A wrong path or address in ``explain`` does not stop the publish.
        """
        # The changes since the current release are listed later, and most of them are those of the build.
        names_sources = not (content_index and current and current.has_record)
        try:
            for line in explain_last_build(
                self.site, PUBLISH_SETTINGS_FILE, explain, names_sources=names_sources
            ):
                self.say(line)
        except UserError as error:
            self.say(str(error))

    def _describe_changes(
        self,
        current: Release | None,
        metadata: ReleaseMetadata,
        content_index: ContentIndex | None,
        staged_site: StagedSite,
    ) -> None:
        """Say what changes, if the record of the current release is known."""
        is_equal = current and staged_site.manifest.entries == current.manifest.entries
        if content_index and current and current.has_record and not is_equal:
            for line in describe_changes(
                current, metadata, content_index, self.workspace.content, self.withdrawn_address
            ):
                self.say(line)

    def _create_metadata(
        self,
        publisher: str,
        content_index: ContentIndex | None,
        withdrawn: WithdrawnAddresses,
        other_digests: Mapping[str, str],
        current: Release | None,
    ) -> ReleaseMetadata:
        digests, redirects = (
            (content_index.article_digests, content_index.redirects) if content_index else ({}, {})
        )
        return ReleaseMetadata(
            self.build_time,
            publisher,
            self._get_release_commit(),
            digests,
            redirects,
            withdrawn.notice_addresses,
            other_digests,
            get_running_version(),
            select_uncommitted_files(self.uncommitted, content_index, self.partial, current),
        )

    def _get_release_commit(self) -> str:
        """Return the commit of the content, with a ``+`` if files of it are left out."""
        if self.commit and self.partial and self.partial.remaining:
            return f"{self.commit.removesuffix('+')}+"
        return self.commit

    def _release(
        self,
        target: Target,
        staged_site: StagedSite,
        metadata: ReleaseMetadata,
        keep: int,
        current: Release | None,
    ) -> PublishResult:
        """Release the staged site; upload the altered files of the current release again."""
        altered_files = get_altered_files_path(self.workspace)
        intact = exclude_altered_files(altered_files, current) if current else None
        result = release_site(target, staged_site, metadata, keep, intact)
        remove_path(altered_files)
        return result

    def _redact_older_releases(
        self, target: Target, result: PublishResult, withdrawn: WithdrawnAddresses
    ) -> None:
        """Remove withdrawn articles from older releases unless that has been done."""
        note = self.workspace.cache / "publishing" / "cleansed"
        if withdrawn.addresses or lexists(note):
            from bulletin.publishing.withdrawal.redaction import redact_releases_if_needed  # noqa: PLC0415  # long to import, rarely needed

            with report_errors_after_activation(result.release.id, "chưa gỡ hết bài đã gỡ khỏi các bản cũ"):
                redact_releases_if_needed(target, withdrawn, note, self.say)

    def _write_schedule(self, result: PublishResult, content_index: ContentIndex | None) -> PublishSchedule:
        """Note in the cache when the site has to be published again.

        Files that a partial publish leaves out count as unpublished. It does not end a rollback.
        """
        stamps, held_release = self.stamps, ""
        if self.partial:
            remaining = set(list_sources(self.partial.remaining))
            stamps = {source: stamp for source, stamp in stamps.items() if source not in remaining}
            previous = PublishSchedule.read(self.workspace)
            held_release = previous.held_release if previous else ""
        schedule = PublishSchedule(
            self.build_time,
            read_next_change(self.site, PUBLISH_SETTINGS_FILE),
            held_release,
            content_fingerprint=compute_fingerprint(stamps) if content_index else "",
            latest_time=parse_release_time(result.release.id),
        )
        with report_errors_after_activation(result.release.id, "chưa ghi được lúc nào cần xuất bản lại"):
            if content_index:
                PublishedContent.from_index(stamps, content_index).write(self.workspace)
            schedule.write(self.workspace)
        return schedule


def _load_settings(site: Workspace) -> tuple[dict[str, Any], PublishSettings]:
    """Return Pelican's settings of a workspace, and those of a publish."""
    table = load_pelican_settings(site.root / PUBLISH_SETTINGS_FILE)
    table["CACHE_PATH"] = str(site.cache)
    return table, PublishSettings.from_pelican(table)
