"""A target on a server as it is between two publishes, the places in it, and the commands that meet it."""

import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bulletin.publishing.error_context import unharmed
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.release.metadata import Occasion
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.release_creation import release
from bulletin.publishing.rollback import roll_back, told
from bulletin.publishing.targets.ssh.target import SshTarget
from bulletin.publishing.withdrawal.addresses import Sought
from bulletin.publishing.withdrawal.redaction import cleanse
from tests.publishing.helpers import LATER, output, put
from tests.publishing.targets.foreign_files import Canary
from tests.publishing.targets.ssh_server import Sshd

OTHER = f"20261123-090000-{'0' * 8}"
"""A release that is not there."""
_BESIDE = ".lock .work current .current tep-la"
_IN_RELEASES = """
la OLD OLD.json OLD/la OLD/a OLD/a/la OLD/a/index.html .OLD .OLD.json NEW NEW.json NEW/la NEW/a .NEW.json
OTHER OTHER.json OTHER/la .OTHER .OTHER.json .next-OLD .next-NEW .next-NEW.json .next-NEW/la .next-NEW/a
.next-NEW/a/index.html .copying .copying.json .copying/la .release .incoming .incoming.list .incoming/a
.incoming/la.html .incoming/.index.html.Ab12Cd .incoming/.partial .incoming/.partial/index.html .incoming/.partial/la.html
.incoming/.release .incoming/.release/sums .incoming/.release/record.json
"""
PLACES = (*_BESIDE.split(), *(f"releases/{name}" for name in _IN_RELEASES.split()))
"""Places that a publish may write into, remove or read; OLD is the release that falls out, NEW the current one."""
_SOUGHT = Sought(frozenset({"/a/"}), "https://bantin.example.vn")
_MOMENT = LATER + timedelta(hours=1)


@dataclass(frozen=True)
class Scene:
    """A target on a server with two releases, and one that lies ready; laid out again for each play."""

    folder: Path
    target: SshTarget
    old: Release
    new: Release
    canary: Canary

    @property
    def web(self) -> Path:
        return self.folder / "web"

    @property
    def away(self) -> Path:
        """The folder for what a refusal says to move."""
        return self.folder / "away"

    def set_up(self) -> None:
        for folder in (self.web, self.away):
            shutil.rmtree(folder, ignore_errors=True)
        self.away.mkdir()
        subprocess.run(["cp", "-a", self.folder / "template", self.web], check=True)

    def place(self, name: str) -> Path:
        for word, one in (("OLD", self.old.id), ("NEW", self.new.id), ("OTHER", OTHER)):
            name = name.replace(word, one)
        return self.web / name


def scene_of(folder: Path, server: Sshd) -> Scene:
    """Return a scene in ``folder``."""
    target = server.target(folder / "web", folder / "cache")
    old = put(target, output(folder, a="một", b="hai")).release
    new = put(target, output(folder, a="một", b="ba"), LATER).release
    with target.locked("phép thử", LATER, print):
        target.prepare()
    (folder / "web").rename(folder / "template")
    return Scene(folder, target, old, new, Canary(folder / "canary"))


def publish(scene: Scene, say: Callable[[str], None]) -> None:
    site = output(scene.folder, a="bốn", b="ba", c="năm")
    with unharmed(), scene.target.locked("phép thử", _MOMENT, say):
        scene.target.prepare()
        release(scene.target, Outgoing.of(site), Occasion(_MOMENT, "An", "", {}), keep=1)
    assert Manifest.of((scene.web / "current").resolve()) == Manifest.of(site)


def go_back(scene: Scene, say: Callable[[str], None]) -> None:
    nothing = Sought(frozenset(), "")
    roll_back(scene.target, holder="An", moment=_MOMENT, sought=nothing, say=say)


def take_down(scene: Scene, say: Callable[[str], None]) -> None:
    with unharmed(), scene.target.locked("phép thử", _MOMENT, say):
        cleanse(scene.target, _SOUGHT, say)
        scene.target.purge()


def read(scene: Scene, say: Callable[[str], None]) -> None:
    for line in told(scene.target):
        say(line)
    if current := scene.target.current():
        with suppress(DamagedReleaseError):  # a thing may lie in the place of its record
            release = scene.target.read(current)
            list(scene.target.strangers(release))
            scene.target.untouched(release)


COMMANDS = (publish, take_down, go_back, read, publish)
