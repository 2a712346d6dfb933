"""What others laid below the target of a server: nothing outside it changes, nothing of theirs is lost without a word."""

import os
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.release import Release
from bulletin.publishing.targets.ssh.connection import CONFIG_ENV_VAR
from bulletin.publishing.targets.ssh.ownership import find_unannounced_paths
from tests.publishing.helpers import publish_to, write_output
from tests.publishing.targets.foreign_files import (
    FOREIGN_OBJECTS,
    create_foreign_object,
    get_identity,
    list_identities,
)
from tests.publishing.targets.kill import run_and_kill
from tests.publishing.targets.ssh.target_fixture import (
    MISSING_RELEASE_ID,
    TARGET_COMMANDS,
    TARGET_PATHS,
    SshTargetFixture,
    create_target_fixture,
    publish_release,
    withdraw_article,
)
from tests.publishing.targets.ssh_server import SshServer
from tests.site.small_disk import DISK_TYPES, SmallDisk

pytestmark = pytest.mark.servers
PLAYS = int(os.environ.get("BULLETIN_PLAYS", "2"))
AT_ONCE = 7
"""Places of a play, at most."""


@pytest.fixture(scope="module")
def shared_scene(tmp_path_factory: pytest.TempPathFactory, server: SshServer) -> Iterator[SshTargetFixture]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CONFIG_ENV_VAR, str(server.client_config))
        yield create_target_fixture(tmp_path_factory.mktemp("scene"), server)


@pytest.fixture
def scene(shared_scene: SshTargetFixture) -> SshTargetFixture:
    shared_scene.reset()
    return shared_scene


def test_ssh_whatever_lies_below_the_target_nothing_outside_changes_and_nothing_foreign_is_lost(
    shared_scene: SshTargetFixture, record_fault_count: Callable[[str], None]
) -> None:
    played = [run_with_foreign_objects(shared_scene, number) for number in range(PLAYS)]
    places, commands = (sum(one[kind] for one in played) for kind in (0, 1))
    record_fault_count(f"ssh: {places} places linked, {commands} commands, nothing outside changed")


def test_what_a_kill_leaves_behind_is_not_taken_for_foreign(
    shared_scene: SshTargetFixture, record_fault_count: Callable[[str], None]
) -> None:
    shared_scene.reset()
    began = time.monotonic()
    publish_release(shared_scene, lambda _: None)
    longest = time.monotonic() - began
    cut = [is_killed_midway(shared_scene, number, longest) for number in range(PLAYS // 2)]
    record_fault_count(
        f"SSH: {len(cut)} kills of a publish or a cleansing, {sum(cut)} in the middle; nothing of it moved aside"
    )


def is_killed_midway(scene: SshTargetFixture, number: int, longest: float) -> bool:
    """Kill a command at a random moment, finish its work and look; return whether it ran still."""
    dice, command = random.Random(number), (publish_release, withdraw_article)[number % 2]  # noqa: S311  # moments, not secrets
    scene.reset()
    cut = run_and_kill(
        lambda: command(scene, lambda _: None), dice.uniform(0, longest), alone=dice.random() < 0.5
    )
    for last in (withdraw_article, publish_release):
        last(scene, lambda _: None)
        assert not (scene.target_folder / "tep-la").exists(), [
            path for _, path in list_identities(scene.target_folder / "tep-la")
        ]
    names = {item.name.removesuffix(".json") for item in (scene.target_folder / "releases").iterdir()}
    current = (scene.target_folder / "current").readlink().name
    assert names - {f".next-{current}"} == {current}
    return cut


def test_a_release_that_was_moved_to_another_disk_falls_out_and_its_copy_stays(
    scene: SshTargetFixture,
) -> None:
    copy, said = move_release(scene, scene.old), list[str]()
    before = list_identities(copy)
    publish_release(scene, said.append)
    assert list_identities(copy) == before
    assert f"“releases/{scene.old.id}” là liên kết tới “{copy}”: chỉ bỏ liên kết" in "\n".join(said)
    assert not [item for item in (scene.target_folder / "releases").iterdir() if scene.old.id in item.name]


def test_nothing_grows_from_a_current_release_that_was_moved_to_another_disk(scene: SshTargetFixture) -> None:
    copy = move_release(scene, scene.new)
    before = list_identities(copy)
    assert scene.target.current_id() == scene.new.id
    publish_release(scene, lambda _: None)
    assert list_identities(copy) == before
    grown = list_identities((scene.target_folder / "current").resolve())
    assert not {one[1] for one, _ in grown} & {one[1] for one, _ in before}


def test_what_is_taken_down_from_a_release_on_another_disk_is_told(scene: SshTargetFixture) -> None:
    copy, said = move_release(scene, scene.old), list[str]()
    before = list_identities(copy)
    withdraw_article(scene, said.append)
    assert list_identities(copy) == before
    assert scene.target.release_ids() == [scene.new.id]
    assert f"Bài đã gỡ còn nằm ở {copy}, nơi bản {scene.old.id} được chuyển tới" in "\n".join(said)


def test_a_target_may_be_a_link_and_its_releases_may_not(scene: SshTargetFixture, server: SshServer) -> None:
    link = scene.folder / "link"
    link.symlink_to(scene.target_folder)
    (scene.target_folder / "current").unlink()
    (scene.target_folder / "current").symlink_to(link / "releases" / scene.new.id)
    linked = replace(scene, target=server.create_target(link, scene.folder / "cache of link"))
    publish_release(linked, lambda _: None)
    (scene.target_folder / "releases").rename(scene.folder / "moved")
    (scene.target_folder / "releases").symlink_to(scene.folder / "moved")
    before = list_identities(scene.folder / "moved")
    with pytest.raises(
        UserError, match=r"releases” .*\(đây là một liên kết\).*ghi thẳng đường dẫn thật vào PUBLISH_TO"
    ):
        publish_release(scene, lambda _: None)
    assert list_identities(scene.folder / "moved") == before


@pytest.mark.skipif(SmallDisk not in DISK_TYPES, reason="no disk may be mounted here")
@pytest.mark.parametrize("place", [f"releases/{MISSING_RELEASE_ID}", "releases/.incoming", "releases"])
def test_a_disk_may_be_mounted_at_the_releases_and_nowhere_below(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    keys = SshServer(tmp_path / "keys")
    monkeypatch.setenv(CONFIG_ENV_VAR, str(keys.client_config))
    disk = SmallDisk(tmp_path / "web bantin" / place)
    (disk.get_outside_path() / "keep.txt").write_text("giữ nguyên", encoding="utf-8")
    try:
        with keys.run(lambda command: disk.wrap_command(command, tmp_path)):
            target = keys.create_target(tmp_path / "web bantin", tmp_path / "cache")
            if place == "releases":
                assert publish_to(target, write_output(tmp_path, a="một")).is_new
            else:
                with pytest.raises(UserError, match=rf"ổ đĩa gắn ở .*web bantin/{place}, nên .*umount"):
                    publish_to(target, write_output(tmp_path, a="một"))
        assert (disk.get_outside_path() / "keep.txt").read_text(encoding="utf-8") == "giữ nguyên"
    finally:
        disk.close()


def test_what_rsync_leaves_where_a_line_is_cut_is_known_and_what_else_lies_there_is_not() -> None:
    ours = [
        *("f 1 a/index.html", "f 2 index.html", "f 1 a/.index.html.Ab12Cd", "f 1 a/.partial/index.html"),
        *(
            "d 1 a",
            "d 1 a/.partial",
            "d 1 .partial",
            "d 1 .release",
            "f 1 .release/sums",
            "f 1 .release/.sums.Ab12Cd",
        ),
    ]
    foreign = [
        *("f 1 a/index.htm", "l 1 index.html", "f 1 .index.html.Ab12C", "f 2 .partial/index.html", "d 1 b"),
        *("p 1 .release/sums", "f 2 .release/record.json", "f 1 a/.release/sums", "f 1 ghi chú\n1", "s 1 a"),
    ]
    arrived = [*ours, *foreign]
    assert find_unannounced_paths(arrived, ["a/index.html", "index.html"]) == [
        row.split(" ", 2)[2] for row in foreign
    ]


def move_release(scene: SshTargetFixture, release: Release) -> Path:
    """Move a release elsewhere as an administrator does, with a note in it, and leave a link; return where it is."""
    copy, place = scene.moved_folder / release.id, scene.target_folder / "releases" / release.id
    place.rename(copy)
    (copy / "GHI-CHU.txt").write_text("dời sang đĩa mới", encoding="utf-8")
    place.symlink_to(copy)
    return copy


def run_with_foreign_objects(scene: SshTargetFixture, number: int) -> tuple[int, int]:
    """Lay things at random places and run a command; return how many places and how many commands it took."""
    dice = random.Random(number)  # noqa: S311  # places, not secrets
    scene.reset()
    laid = create_foreign_objects(scene, dice)
    command, said = TARGET_COMMANDS[number % len(TARGET_COMMANDS)], list[str]()
    things = [thing for name in laid for thing in list_leaves(scene.get_path(name))]
    before = {thing: get_identity(thing) for thing in things}
    count, going_on = 0, True
    while going_on:
        assert count <= len(laid), (laid, said)
        count += 1
        refused = run_command_on(command, scene, said.append)
        scene.canary.assert_unchanged()
        said.append(refused)
        going_on = bool(refused) and follow_advice(scene, refused)
    there, text = list_identities(scene.target_folder) + list_identities(scene.moved_folder), "\n".join(said)
    for place, one in before.items():
        found = [path for this, path in there if this == one]
        is_link_of_release = f"“{place.name}” là liên kết tới" in text.replace("releases/", "")
        assert is_link_of_release or len(found) >= list(before.values()).count(one), (place, laid, text)
        assert place in found or is_named(scene, place, text), (place, laid, text)
    return len(laid), count


def create_foreign_objects(scene: SshTargetFixture, dice: random.Random) -> dict[str, str]:
    """Lay things at some places; return what is where. Nothing is laid below a thing."""
    laid: dict[str, str] = {}
    for name in sorted(dice.sample(TARGET_PATHS, dice.randint(1, AT_ONCE)), key=lambda name: name.count("/")):
        place = scene.get_path(name)
        parents = [one for one in place.parents if scene.target_folder in one.parents]
        if any((one.exists() and not one.is_dir()) or one.is_symlink() for one in parents) or any(
            name.startswith(f"{one}/") for one in laid
        ):
            continue
        laid[name] = dice.choice(list(FOREIGN_OBJECTS))
        create_foreign_object(laid[name], place, scene.canary)
    return laid


def run_command_on(
    command: Callable[[SshTargetFixture, Callable[[str], None]], None],
    scene: SshTargetFixture,
    say: Callable[[str], None],
) -> str:
    """Return what a command says where it is refused; else an empty text."""
    try:
        command(scene, say)
    except UserError as error:
        return str(error)
    return ""


def follow_advice(scene: SshTargetFixture, refused: str) -> bool:
    """Move away what a refusal names, as it says; return False if it names nothing."""
    found = re.search(r"“(/[^”]*)” trên máy chủ không phải|: (/[^:]*/current) không phải liên kết", refused)
    if found is None:
        assert re.search("đã bị sửa|Không có bản nào trước|Hồ sơ của bản .* bị hỏng", refused), refused
        return False
    Path(found[1] or found[2]).rename(scene.moved_folder / f"{len(list(scene.moved_folder.iterdir()))}")
    return True


def list_leaves(place: Path) -> list[Path]:
    """Return what lies at ``place``, or in the folder there: a folder may be one of ours too."""
    return [place] if place.is_symlink() or not place.is_dir() else list(place.iterdir())


def is_named(scene: SshTargetFixture, place: Path, text: str) -> bool:
    """Tell whether ``text`` names a place, or a folder that it is in: a message names the first of many paths."""
    inside = (
        one.relative_to(scene.target_folder)
        for one in (place, *place.parents)
        if scene.target_folder in one.parents
    )
    return any(str(one).removeprefix("releases/") in text for one in inside if one.name != "releases")
