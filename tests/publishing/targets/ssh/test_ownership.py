"""What others laid below the target of a server: nothing outside it changes, nothing of theirs is lost without a word."""

import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from publishing.cleansing import cleanse
from publishing.errors import PublishError
from publishing.history import roll_back, told
from publishing.manifest import Manifest
from publishing.occasion import Occasion
from publishing.outgoing import Outgoing
from publishing.promise import unharmed
from publishing.release import Release
from publishing.releasing import release
from publishing.sought import Sought
from publishing.targets.ssh.connection import CONFIG
from publishing.targets.ssh.target import SshTarget
from tests.publishing.shop import LATER, output, put
from tests.publishing.targets.foreign import THINGS, Canary, identities, identity, lay
from tests.publishing.targets.sshd import Sshd

pytestmark = pytest.mark.servers
PLAYS = int(os.environ.get("BULLETIN_PLAYS", "5"))
AT_ONCE = 7
"""Places of a play, at most."""
OTHER = f"20261123-090000-{'0' * 8}"
PLACES = (
    ".lock",
    ".work",
    "current",
    ".current",
    "tep-la",
    *(
        f"releases/{name}"
        for name in (
            *(".incoming", ".incoming/.release", ".incoming/.partial", ".incoming/a", ".incoming/la.html"),
            *(".incoming/.release/sums", ".incoming/.release/record.json", ".incoming/.partial/index.html"),
            *(".incoming/.index.html.Ab12Cd", ".incoming/.partial/la.html", ".incoming.list"),
            *(".release", ".copying", ".copying.json", ".copying/la", f".{OTHER}", f".{OTHER}.json"),
            *(OTHER, f"{OTHER}.json", f"{OTHER}/la", ".next-NEW", ".next-NEW.json", ".next-NEW/la"),
            *(".next-NEW/a/index.html", ".next-NEW/a", ".next-OLD", ".OLD", ".OLD.json", ".NEW.json"),
            *("OLD/la", "OLD/a/la", "OLD/a/index.html", "OLD/a", "OLD.json", "OLD", "NEW/la", "NEW/a", "la"),
        )
    ),
)
"""Places that a publish may write into, remove or read; OLD is the release that falls out, NEW the current one."""


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
        return self.web / name.replace("OLD", self.old.id).replace("NEW", self.new.id)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, server: Sshd) -> Iterator[Scene]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CONFIG, str(server.client))
        yield scene_of(tmp_path_factory.mktemp("scene"), server)


def scene_of(folder: Path, server: Sshd) -> Scene:
    target = server.target(folder / "web", folder / "cache")
    old = put(target, output(folder, a="một", b="hai")).release
    new = put(target, output(folder, a="một", b="ba"), LATER).release
    with target.locked("phép thử", LATER, print):
        target.prepare()
    (folder / "web").rename(folder / "template")
    return Scene(folder, target, old, new, Canary(folder / "canary"))


@pytest.fixture
def scene(stage: Scene) -> Scene:
    stage.set_up()
    return stage


SOUGHT = Sought(frozenset({"/a/"}), "https://bantin.example.vn")
HOUR = timedelta(hours=1)


def publish(scene: Scene, say: Callable[[str], None]) -> None:
    site = output(scene.folder, a="bốn", b="ba", c="năm")
    with unharmed(), scene.target.locked("phép thử", LATER + HOUR, say):
        scene.target.prepare()
        release(scene.target, Outgoing.of(site), Occasion(LATER + HOUR, "An", "", {}), keep=1)
    assert Manifest.of((scene.web / "current").resolve()) == Manifest.of(site)


def go_back(scene: Scene, say: Callable[[str], None]) -> None:
    nothing = Sought(frozenset(), "")
    roll_back(scene.target, holder="An", moment=LATER + HOUR, sought=nothing, say=say)


def take_down(scene: Scene, say: Callable[[str], None]) -> None:
    with unharmed(), scene.target.locked("phép thử", LATER + HOUR, say):
        cleanse(scene.target, SOUGHT, say)
        scene.target.purge()


def read(scene: Scene, say: Callable[[str], None]) -> None:
    for line in told(scene.target):
        say(line)
    if current := scene.target.current():
        release = scene.target.read(current)
        list(scene.target.strangers(release))
        scene.target.untouched(release)


COMMANDS = (publish, go_back, take_down, publish, read)


def test_ssh_whatever_lies_below_the_target_nothing_outside_changes_and_nothing_foreign_is_lost(
    stage: Scene, tally: Callable[[str], None]
) -> None:
    played = [play(stage, number) for number in range(PLAYS)]
    places, commands = (sum(one[kind] for one in played) for kind in (0, 1))
    tally(f"ssh: {places} places linked, {commands} commands, nothing outside changed")


def play(scene: Scene, number: int) -> tuple[int, int]:
    """Lay things at random places and run a command; return how many places and how many commands it took."""
    dice = random.Random(number)  # noqa: S311  # places, not secrets
    scene.set_up()
    laid = lay_out(scene, dice)
    command, said = COMMANDS[number % len(COMMANDS)], list[str]()
    things = [thing for name in laid for thing in leaves(scene.place(name))]
    before = {thing: identity(thing) for thing in things}
    count, going_on = 0, True
    while going_on:
        assert count <= len(laid), (laid, said)
        count += 1
        refused = run(command, scene, said.append)
        scene.canary.assert_unchanged()
        said.append(refused)
        going_on = bool(refused) and follow_advice(scene, refused)
    there, text = identities(scene.web) + identities(scene.away), "\n".join(said)
    for place, one in before.items():
        found = [path for this, path in there if this == one]
        assert len(found) >= list(before.values()).count(one), (place, laid, text)
        assert place in found or is_named(scene, place, text), (place, laid, text)
    return len(laid), count


def lay_out(scene: Scene, dice: random.Random) -> dict[str, str]:
    """Lay things at some places; return what is where. Nothing is laid below a thing."""
    laid: dict[str, str] = {}
    for name in sorted(dice.sample(PLACES, dice.randint(1, AT_ONCE)), key=lambda name: name.count("/")):
        place = scene.place(name)
        parents = [one for one in place.parents if scene.web in one.parents]
        if any((one.exists() and not one.is_dir()) or one.is_symlink() for one in parents) or any(
            name.startswith(f"{one}/") for one in laid
        ):
            continue
        laid[name] = dice.choice(list(THINGS))
        lay(laid[name], place, scene.canary)
    return laid


def run(
    command: Callable[[Scene, Callable[[str], None]], None], scene: Scene, say: Callable[[str], None]
) -> str:
    """Return what a command says where it is refused; else an empty text."""
    try:
        command(scene, say)
    except PublishError as error:
        return str(error)
    return ""


def follow_advice(scene: Scene, refused: str) -> bool:
    """Move away what a refusal names, as it says; return False if it names nothing."""
    found = re.search(r"“(/[^”]*)” trên máy chủ không phải|: (/[^:]*/current) không phải liên kết", refused)
    if found is None:
        assert re.search("đã bị sửa|Không có bản nào trước|Hồ sơ của bản .* bị hỏng", refused), refused
        return False
    Path(found[1] or found[2]).rename(scene.away / f"{len(list(scene.away.iterdir()))}")
    return True


def leaves(place: Path) -> list[Path]:
    """Return what lies at ``place``, or in the folder there: a folder may be one of ours too."""
    return [place] if place.is_symlink() or not place.is_dir() else list(place.iterdir())


def is_named(scene: Scene, place: Path, text: str) -> bool:
    """Tell whether ``text`` names a place, or a folder that it is in: a message names the first of many paths."""
    inside = (one.relative_to(scene.web) for one in (place, *place.parents) if scene.web in one.parents)
    return any(str(one).removeprefix("releases/") in text for one in inside if one.name != "releases")
