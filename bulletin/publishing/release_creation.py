"""The last step of a publish: what was built becomes the site that readers see, at any kind of place."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from bulletin.errors import UserError
from bulletin.publishing.error_context import seen
from bulletin.publishing.release.manifest import Difference, Manifest
from bulletin.publishing.release.metadata import Occasion
from bulletin.publishing.release.release import DamagedReleaseError, Release, next_id
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.targets.base import Target


@dataclass(frozen=True, slots=True)
class Published:
    """What came of a release."""

    release: Release
    difference: Difference
    new: bool
    """False where nothing had changed and the current release was kept."""
    mending: bool = False
    """Whether nothing had changed but what somebody did to the files of the current release."""


def release(
    target: Target, outgoing: Outgoing, occasion: Occasion, keep: int, before: Release | None = None
) -> Published:
    """Make ``outgoing`` the site that readers find at ``target``, which the caller holds. Raise UserError or OSError.

    A TargetError or an OSError means that readers see what they saw.
    ``before`` is the release that readers see, where the caller has read it (see ``current_release``). Where nothing
    differs from it, it is kept and nothing is written. ``keep`` releases stay.
    """
    try:
        return _release(target, outgoing, occasion, keep, before or current_release(target))
    except OSError:
        with suppress(OSError, UserError):  # the first error is the one to tell; the next publish tidies
            target.tidy()
        raise


def current_release(target: Target) -> Release | None:
    """Return the release that readers see; one without files where its record is damaged."""
    name = target.current()
    if name is None:
        return None
    try:
        return target.read(name)
    except DamagedReleaseError:
        return Release(name, datetime.min)  # noqa: DTZ901  # nobody knows


def _forget_old(target: Target, current: str, keep: int) -> None:
    """Let ``keep`` releases stay. Raise UserError, which does not promise that readers see what they saw."""
    with seen(current, "chưa bỏ được các bản cũ"):
        target.forget([name for name in target.all()[:-keep] if name != current])


def _release(
    target: Target, outgoing: Outgoing, occasion: Occasion, keep: int, before: Release | None
) -> Published:
    target.tidy()
    names = target.all()
    difference = outgoing.manifest.since(before.manifest if before else Manifest())
    newest = before is not None and names[-1] == before.id  # else somebody went back, and now goes on
    same = before is not None and newest and difference == Difference((), (), ())
    if before and same and target.untouched(before):
        _forget_old(target, before.id, keep)  # where the last publish was cut off before it did
        return Published(before, difference, new=False)
    fresh = Release(
        id=next_id(occasion.moment, outgoing.manifest, names[-1] if names else None),
        when=occasion.moment,
        who=occasion.who,
        commit=occasion.commit,
        articles=occasion.articles,
        manifest=outgoing.manifest,
    ).since(before, occasion.onward, occasion.withdrawn)
    target.make(outgoing, fresh, before)
    target.switch(fresh.id)
    _forget_old(target, fresh.id, keep)
    return Published(fresh, difference, new=True, mending=same)
