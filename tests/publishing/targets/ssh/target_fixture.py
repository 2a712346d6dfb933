"""A target on a server as it is between two publishes, the places in it, and the commands that meet it."""

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
from tests.publishing.helpers import LATER_PUBLISH_TIME, publish_to, write_output
from tests.publishing.targets.foreign_files import CanaryFolder
from tests.publishing.targets.ssh_server import SshServer

MISSING_RELEASE_ID = f"20261123-090000-{'0' * 8}"
"""A release that is not there."""
_BESIDE = ".lock .work current .current tep-la"
_IN_RELEASES = """
la OLD OLD.json OLD/la OLD/a OLD/a/la OLD/a/index.html .OLD .OLD.json NEW NEW.json NEW/la NEW/a .NEW.json
OTHER OTHER.json OTHER/la .OTHER .OTHER.json .next-OLD .next-NEW .next-NEW.json .next-NEW/la .next-NEW/a
.next-NEW/a/index.html .copying .copying.json .copying/la .release .incoming .incoming.list .incoming/a
.incoming/la.html .incoming/.index.html.Ab12Cd .incoming/.partial .incoming/.partial/index.html .incoming/.partial/la.html
.incoming/.release .incoming/.release/sums .incoming/.release/record.json
"""
TARGET_PATHS = (*_BESIDE.split(), *(f"releases/{name}" for name in _IN_RELEASES.split()))
"""Places that a publish may write into, remove or read; OLD is the release that falls out, NEW the current one."""
_SOUGHT = WithdrawnAddresses(frozenset({"/a/"}), "https://bantin.example.vn")
_MOMENT = LATER_PUBLISH_TIME + timedelta(hours=1)


@dataclass(frozen=True)
class SshTargetFixture:
    """A target on a server with two releases, and one that lies ready; laid out again for each play."""

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
        """The folder for what a refusal says to move."""
        return self.folder / "away"

    def reset(self) -> None:
        for folder in (self.target_folder, self.moved_folder):
            shutil.rmtree(folder, ignore_errors=True)
        self.moved_folder.mkdir()
        subprocess.run(["cp", "-a", self.folder / "template", self.target_folder], check=True)

    def get_path(self, name: str) -> Path:
        for word, one in (("OLD", self.old.id), ("NEW", self.new.id), ("OTHER", MISSING_RELEASE_ID)):
            name = name.replace(word, one)
        return self.target_folder / name


def create_target_fixture(folder: Path, server: SshServer) -> SshTargetFixture:
    """Return a scene in ``folder``."""
    target = server.create_target(folder / "web", folder / "cache")
    old = publish_to(target, write_output(folder, a="một", b="hai")).release
    new = publish_to(target, write_output(folder, a="một", b="ba"), LATER_PUBLISH_TIME).release
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        target.prepare()
    (folder / "web").rename(folder / "template")
    return SshTargetFixture(folder, target, old, new, CanaryFolder(folder / "canary"))


def publish_release(scene: SshTargetFixture, say: Callable[[str], None]) -> None:
    site = write_output(scene.folder, a="bốn", b="ba", c="năm")
    with report_errors_before_activation(), scene.target.hold_lock("phép thử", _MOMENT, say):
        scene.target.prepare()
        release_site(
            scene.target, StagedSite.from_folder(site), ReleaseMetadata(_MOMENT, "An", "", {}), keep=1
        )
    assert Manifest.from_folder((scene.target_folder / "current").resolve()) == Manifest.from_folder(site)


def roll_back_release(scene: SshTargetFixture, say: Callable[[str], None]) -> None:
    nothing = WithdrawnAddresses(frozenset(), "")
    roll_back(scene.target, holder="An", now=_MOMENT, withdrawn=nothing, say=say)


def withdraw_article(scene: SshTargetFixture, say: Callable[[str], None]) -> None:
    with report_errors_before_activation(), scene.target.hold_lock("phép thử", _MOMENT, say):
        redact_releases(scene.target, _SOUGHT, say)
        scene.target.purge_unreferenced()


def read_target(scene: SshTargetFixture, say: Callable[[str], None]) -> None:
    for line in describe_releases(scene.target):
        say(line)
    if current := scene.target.current_id():
        with suppress(DamagedReleaseError):  # a thing may lie in the place of its record
            release = scene.target.read_release(current)
            list(scene.target.unexpected_files(release))
            scene.target.is_unmodified(release)


TARGET_COMMANDS = (publish_release, withdraw_article, roll_back_release, read_target, publish_release)
