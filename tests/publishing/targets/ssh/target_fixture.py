"""An SSH target between two publishes, its paths, and commands that use it."""

import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bulletin.publishing.error_context import report_errors_before_activation
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.release.release import DamagedReleaseError, Release, ReleaseMetadata
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.release_creation import release_site
from bulletin.publishing.rollback import describe_releases, roll_back
from bulletin.publishing.targets.ssh.target import SshTarget
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from bulletin.publishing.withdrawal.redaction import redact_releases
from tests.publishing.small_release import LATER_PUBLISH_TIME, publish_to, write_output
from tests.publishing.targets.foreign_files import CanaryFolder
from tests.publishing.targets.ssh_server import SshServer

MISSING_RELEASE_ID = f"20261123-090000-{'0' * 8}"
"""The id of a release that does not exist."""
_PATHS_IN_TARGET = ".lock .work current .current tep-la"
_PATHS_IN_RELEASES = """
la OLD OLD.json OLD/la OLD/a OLD/a/la OLD/a/index.html .OLD .OLD.json NEW NEW.json NEW/la NEW/a .NEW.json
OTHER OTHER.json OTHER/la .OTHER .OTHER.json .next-OLD .next-NEW .next-NEW.json .next-NEW/la .next-NEW/a
.next-NEW/a/index.html .copying .copying.json .copying/la .release .incoming .incoming.list .incoming/a
.incoming/la.html .incoming/.index.html.Ab12Cd .incoming/.partial .incoming/.partial/index.html .incoming/.partial/la.html
.incoming/.release .incoming/.release/sums .incoming/.release/record.json
"""
TARGET_PATHS = (*_PATHS_IN_TARGET.split(), *(f"releases/{name}" for name in _PATHS_IN_RELEASES.split()))
"""Paths that a publish may write to, remove or read.

OLD is the release that is deleted next, and NEW is the current release.
"""
_WITHDRAWN = WithdrawnAddresses(frozenset({"/a/"}), "https://bantin.example.vn")
_NOW = LATER_PUBLISH_TIME + timedelta(hours=1)


@dataclass(frozen=True)
class SshTargetFixture:
    """A target with two releases and a copy for the next one. Each test resets it."""

    folder: Path
    target: SshTarget
    old: Release
    new: Release
    canary: CanaryFolder

    @property
    def target_folder(self) -> Path:
        return self.folder / "web"

    @property
    def moved_folder(self) -> Path:
        """The folder for files that an error message says to move."""
        return self.folder / "away"

    def reset(self) -> None:
        for folder in (self.target_folder, self.moved_folder):
            shutil.rmtree(folder, ignore_errors=True)
        self.moved_folder.mkdir()
        subprocess.run(["cp", "-a", self.folder / "template", self.target_folder], check=True)

    def get_path(self, name: str) -> Path:
        for word, release_id in (("OLD", self.old.id), ("NEW", self.new.id), ("OTHER", MISSING_RELEASE_ID)):
            name = name.replace(word, release_id)
        return self.target_folder / name


def create_target_fixture(folder: Path, server: SshServer) -> SshTargetFixture:
    """Publish two releases to a target in ``folder``."""
    target = server.create_target(folder / "web", folder / "cache")
    old = publish_to(target, write_output(folder, a="một", b="hai")).release
    new = publish_to(target, write_output(folder, a="một", b="ba"), LATER_PUBLISH_TIME).release
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        target.prepare()
    (folder / "web").rename(folder / "template")
    return SshTargetFixture(folder, target, old, new, CanaryFolder(folder / "canary"))


def publish_release(fixture: SshTargetFixture, say: Callable[[str], None]) -> None:
    site = write_output(fixture.folder, a="bốn", b="ba", c="năm")
    with report_errors_before_activation(), fixture.target.hold_lock("phép thử", _NOW, say):
        fixture.target.prepare()
        release_site(
            fixture.target, StagedSite.from_folder(site), ReleaseMetadata(_NOW, "An", "", {}), keep=1
        )
    assert Manifest.from_folder((fixture.target_folder / "current").resolve()) == Manifest.from_folder(site)


def roll_back_release(fixture: SshTargetFixture, say: Callable[[str], None]) -> None:
    nothing = WithdrawnAddresses(frozenset(), "")
    roll_back(fixture.target, holder="An", now=_NOW, withdrawn=nothing, say=say)


def withdraw_article(fixture: SshTargetFixture, say: Callable[[str], None]) -> None:
    with report_errors_before_activation(), fixture.target.hold_lock("phép thử", _NOW, say):
        redact_releases(fixture.target, _WITHDRAWN, say)
        fixture.target.purge_unreferenced()


def read_target(fixture: SshTargetFixture, say: Callable[[str], None]) -> None:
    for line in describe_releases(fixture.target):
        say(line)
    if current := fixture.target.current_id():
        with suppress(DamagedReleaseError):  # another file may stand in the place of its record
            release = fixture.target.read_release(current)
            list(fixture.target.unexpected_files(release))
            fixture.target.is_unmodified(release)


TARGET_COMMANDS = (publish_release, withdraw_article, roll_back_release, read_target, publish_release)
