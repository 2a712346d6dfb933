"""Release a staged site to a target: upload, activate, delete old releases."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from bulletin.errors import UserError
from bulletin.publishing.error_context import report_errors_after_activation
from bulletin.publishing.release.manifest import Manifest, ManifestDiff
from bulletin.publishing.release.release import (
    DamagedReleaseError,
    Release,
    ReleaseMetadata,
    create_release_id,
)
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.targets.base import Target
from bulletin.text.formatting import format_decimal, format_size


@dataclass(frozen=True, slots=True)
class PublishResult:
    """The result of a publish: the current release and its difference."""

    release: Release
    difference: ManifestDiff
    is_new: bool
    """False if nothing had changed and the current release was kept."""
    is_repair: bool = False
    """True if the content is the same and only altered files of the current release differ."""

    def describe(self, target: Target, live_count: int) -> Iterator[str]:
        """Yield Vietnamese sentences on the release, with ``live_count`` articles."""
        if not self.is_new:
            yield f"Không có gì thay đổi so với bản đang chạy ({self.release.id}); giữ nguyên bản đó."
            return
        difference, files = self.difference, self.release.manifest
        sent_bytes = sum(files.entries[path].size for path in (*difference.added, *difference.changed))
        megabytes = format_decimal(files.size / 1_000_000)
        yield (
            f"Đã xuất bản {live_count} bài: {len(difference.added)} tệp mới, {len(difference.changed)} tệp "
            f"thay đổi, {len(difference.removed)} tệp gỡ bỏ "
            f"(chép {format_size(sent_bytes)}; cả trang {len(files.entries)} tệp, {megabytes} MB)."
        )
        if self.is_repair:
            yield "Có tệp của bản đang chạy đã bị sửa, thêm hoặc mất ở máy chủ; bản mới thay lại cho đúng."
        yield f"Bản {self.release.id} nằm ở {target.name}."
        if target.local_root:
            yield "Xem thử trên máy này: ./inv serve --published"


def release_site(
    target: Target,
    staged_site: StagedSite,
    metadata: ReleaseMetadata,
    keep: int,
    current: Release | None = None,
) -> PublishResult:
    """Make ``staged_site`` the current release of ``target``.

    The caller holds the lock of ``target``.
    ``current`` is the current release if the caller has read it (see ``read_current_release``).
    If nothing differs from the current release, it is kept and nothing is written.
    ``keep`` is the number of releases that stay.
    Raise TargetError or OSError if readers still see the old release.
    Raise UserError if a step after the activation failed.
    """
    try:
        return _upload_and_activate(
            target, staged_site, metadata, keep, current or read_current_release(target)
        )
    except OSError:
        with suppress(OSError, UserError):  # the first error is reported; the next publish cleans up
            target.clean_up()
        raise


def read_current_release(target: Target) -> Release | None:
    """Return the current release; a release without files if its record is damaged."""
    release_id = target.current_id()
    if release_id is None:
        return None
    try:
        return target.read_release(release_id)
    except DamagedReleaseError:
        return Release(release_id, datetime.min)  # noqa: DTZ901  # the time is unknown


def _delete_old_releases(target: Target, current: str, keep: int) -> None:
    """Delete all but the newest ``keep`` releases and the current release."""
    with report_errors_after_activation(current, "chưa bỏ được các bản cũ"):
        target.delete([release_id for release_id in target.release_ids()[:-keep] if release_id != current])


def _upload_and_activate(
    target: Target, staged_site: StagedSite, metadata: ReleaseMetadata, keep: int, current: Release | None
) -> PublishResult:
    target.clean_up()
    release_ids = target.release_ids()
    difference = staged_site.manifest.diff_from(current.manifest if current else Manifest())
    is_newest = current is not None and release_ids[-1] == current.id  # false after a rollback
    is_unchanged = current is not None and is_newest and difference == ManifestDiff((), (), ())
    if current and is_unchanged and target.is_unmodified(current):
        _delete_old_releases(target, current.id, keep)  # the last publish may have been interrupted before
        return PublishResult(current, difference, is_new=False)
    release = Release(
        id=create_release_id(
            metadata.build_time, staged_site.manifest, release_ids[-1] if release_ids else None
        ),
        published_at=metadata.build_time,
        published_by=metadata.published_by,
        commit=metadata.commit,
        product_version=metadata.product_version,
        uncommitted=metadata.uncommitted,
        article_digests=metadata.article_digests,
        other_digests=metadata.other_digests,
        manifest=staged_site.manifest,
    ).with_changes_since(current, metadata.redirects, metadata.withdrawn_addresses)
    target.upload(staged_site, release, current)
    target.activate(release.id)
    _delete_old_releases(target, release.id, keep)
    return PublishResult(release, difference, is_new=True, is_repair=is_unchanged)
