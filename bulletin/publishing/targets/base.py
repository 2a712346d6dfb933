"""The protocol of all targets."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bulletin.publishing.release.release import Release
from bulletin.publishing.release.staged_site import StagedSite

MessageCallback = Callable[[str], None]


class Target(Protocol):
    """A target that readers get the site from.

    Every method raises UserError or OSError if the target refuses.
    The caller of a method that writes holds the lock of the target.
    A release is uploaded whole before readers see it, and activated in one step.
    """

    @property
    def name(self) -> str:
        """The name that messages use: ``public/current``, ``ssh://web@bantin.example``."""

    @property
    def can_serve_compressed(self) -> bool:
        """True if a server of the target can send compressed files as they are."""

    @property
    def local_root(self) -> Path | None:
        """The folder on this machine that readers see, or None if the target is elsewhere."""

    @property
    def headers_help(self) -> str:
        """A Vietnamese sentence that names the file in which the response headers are set."""

    def hold_lock(self, holder: str, now: datetime, say: MessageCallback) -> AbstractContextManager[object]:
        """Hold the lock of the target for ``holder``, from ``now`` on.

        If another publisher holds the lock, name that publisher and the time, and wait.
        """

    def current_id(self) -> str | None:
        """Return the id of the current release, or None before the first publish."""

    def release_ids(self) -> list[str]:
        """Return the ids of the complete releases, oldest first."""

    def read_release(self, name: str) -> Release:
        """Return the record of a release. Raise DamagedReleaseError if it is unreadable."""

    def is_unmodified(self, release: Release) -> bool:
        """Tell if the files of ``release`` are as they were uploaded, by size and time."""

    def prepare(self) -> None:
        """Prepare the next release as far as possible while the site is being built."""

    def upload(self, site: StagedSite, release: Release, previous: Release | None) -> None:
        """Upload a release that readers do not see yet.

        Files that ``previous``, the current release, has too are not sent.
        """

    def activate(self, name: str) -> None:
        """Make an uploaded release the current release."""

    def delete(self, names: Iterable[str]) -> None:
        """Delete releases. None of them is the current release."""

    def clean_up(self) -> None:
        """Remove the incomplete work of an interrupted publish."""

    def purge_unreferenced(self) -> None:
        """Delete all files that no release holds, and prepared files as well.

        Reason: they may hold a withdrawn article.
        """

    def download(self, release: Release, paths: Iterable[str], folder: Path) -> None:
        """Copy files of a release to ``folder``, under their paths.

        Raise DamagedReleaseError if a file is missing.
        """

    def unexpected_files(self, release: Release) -> Iterable[str]:
        """Return the paths of unexpected files in ``release``, the current release.

        Return nothing if the target cannot hold unexpected files.
        """

    def rewrite(self, site: StagedSite, amended: Release) -> None:
        """Replace the release that has the id of ``amended`` by ``amended``.

        The release is not the current release. ``site`` holds the files that differ.
        Files that the manifest of ``amended`` does not name are deleted.
        Other releases that share a file keep the old file.
        If the method is interrupted, the release is as before or gone.
        """
