"""What every place to publish to can do."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bulletin.publishing.release.release import Release
from bulletin.publishing.release.staged_site import StagedSite

MessageCallback = Callable[[str], None]


class Target(Protocol):
    """A place where readers find the site. Every method raises UserError, or OSError, where the place refuses.

    Whoever calls a method that writes holds the lock: one writer at a time. A release is made whole
    first, out of the readers' sight, and shown in one step.
    """

    @property
    def name(self) -> str:
        """What people call the place: ``public/current``, ``ssh://web@bantin.example/srv/bantin``."""

    @property
    def can_serve_compressed(self) -> bool:
        """Whether a server there can make use of files that were compressed beforehand."""

    @property
    def local_root(self) -> Path | None:
        """The folder on this machine that readers see; None if the place is elsewhere."""

    @property
    def headers_help(self) -> str:
        """A Vietnamese sentence: where the headers are set that readers get from there."""

    def hold_lock(
        self, holder: str, moment: datetime, say: MessageCallback
    ) -> AbstractContextManager[object]:
        """Hold the place for one writer, ``holder``, from ``moment`` on.

        Where another one holds it, say who and since when, and wait.
        """

    def current_id(self) -> str | None:
        """Return the id of the release that readers see, or None before the first."""

    def release_ids(self) -> list[str]:
        """Return the ids of the whole releases that can be shown, oldest first."""

    def read_release(self, name: str) -> Release:
        """Return the record of a release. Raise DamagedReleaseError where it cannot be read."""

    def is_unmodified(self, release: Release) -> bool:
        """Tell whether the files of ``release``, shown or kept, are as they were put there, as far as a glance can tell."""

    def prepare(self) -> None:
        """Do what can be done towards the next release while the site is still being built."""

    def upload(self, outgoing: StagedSite, release: Release, before: Release | None) -> None:
        """Put a whole release there, unseen by readers. What ``before``, the current one, holds too does not travel."""

    def activate(self, name: str) -> None:
        """Show the release of that id, made before, to readers."""

    def delete(self, names: Iterable[str]) -> None:
        """Remove releases; none of them is the current one."""

    def clean_up(self) -> None:
        """Take care of what a publish that was cut off left half made."""

    def purge_unreferenced(self) -> None:
        """Remove for good whatever no release holds, also what was kept to save work: something was withdrawn."""

    def download(self, release: Release, paths: Iterable[str], folder: Path) -> None:
        """Bring files of a release to ``folder``, under their paths. Raise DamagedReleaseError where one is missing."""

    def unexpected_files(self, release: Release) -> Iterable[str]:
        """Return the paths that stand where readers find ``release``, the current one, and are no part of it.

        Nothing where the place cannot hold such a thing.
        """

    def rewrite(self, outgoing: StagedSite, amended: Release) -> None:
        """Make the release of that id, which is not the current one, into ``amended``; cut off, it is as before or gone.

        ``outgoing`` holds the files that differ; what is not in the manifest of ``amended`` any more goes.
        Other releases that share a file keep theirs.
        """
