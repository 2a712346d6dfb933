"""The last step of a publish: what was built becomes the site that readers see, at any kind of place."""

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


@dataclass(frozen=True, slots=True)
class PublishResult:
    """What came of a release."""

    release: Release
    difference: ManifestDiff
    is_new: bool
    """False where nothing had changed and the current release was kept."""
    is_repair: bool = False
    """Whether nothing had changed but what somebody did to the files of the current release."""


def release_site(
    target: Target, outgoing: StagedSite, occasion: ReleaseMetadata, keep: int, before: Release | None = None
) -> PublishResult:
    """Make ``outgoing`` the site that readers find at ``target``, which the caller holds. Raise UserError or OSError.

    A TargetError or an OSError means that readers see what they saw.
    ``before`` is the release that readers see, where the caller has read it (see ``read_current_release``). Where nothing
    differs from it, it is kept and nothing is written. ``keep`` releases stay.
    """
    try:
        return _release(target, outgoing, occasion, keep, before or read_current_release(target))
    except OSError:
        with suppress(OSError, UserError):  # the first error is the one to tell; the next publish tidies
            target.clean_up()
        raise


def read_current_release(target: Target) -> Release | None:
    """Return the release that readers see; one without files where its record is damaged."""
    name = target.current_id()
    if name is None:
        return None
    try:
        return target.read_release(name)
    except DamagedReleaseError:
        return Release(name, datetime.min)  # noqa: DTZ901  # nobody knows


def _forget_old(target: Target, current: str, keep: int) -> None:
    """Let ``keep`` releases stay. Raise UserError, which does not promise that readers see what they saw."""
    with report_errors_after_activation(current, "chưa bỏ được các bản cũ"):
        target.delete([name for name in target.release_ids()[:-keep] if name != current])


def _release(
    target: Target, outgoing: StagedSite, occasion: ReleaseMetadata, keep: int, before: Release | None
) -> PublishResult:
    target.clean_up()
    names = target.release_ids()
    difference = outgoing.manifest.diff_from(before.manifest if before else Manifest())
    newest = before is not None and names[-1] == before.id  # else somebody went back, and now goes on
    same = before is not None and newest and difference == ManifestDiff((), (), ())
    if before and same and target.is_unmodified(before):
        _forget_old(target, before.id, keep)  # where the last publish was cut off before it did
        return PublishResult(before, difference, is_new=False)
    fresh = Release(
        id=create_release_id(occasion.build_time, outgoing.manifest, names[-1] if names else None),
        published_at=occasion.build_time,
        published_by=occasion.published_by,
        commit=occasion.commit,
        article_digests=occasion.article_digests,
        manifest=outgoing.manifest,
    ).with_changes_since(before, occasion.redirects, occasion.withdrawn_addresses)
    target.upload(outgoing, fresh, before)
    target.activate(fresh.id)
    _forget_old(target, fresh.id, keep)
    return PublishResult(fresh, difference, is_new=True, is_repair=same)
