"""Tests that commands keep foreign files of an SSH target and touch nothing else."""

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
from tests.publishing.small_release import publish_to, write_output
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
MAX_OBJECTS = 7
"""Number of foreign objects in one play, at most."""


@pytest.fixture(scope="module")
def shared_scene(tmp_path_factory: pytest.TempPathFactory, server: SshServer) -> Iterator[SshTargetFixture]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CONFIG_ENV_VAR, str(server.client_config))
        yield create_target_fixture(tmp_path_factory.mktemp("scene"), server)


@pytest.fixture
def scene(shared_scene: SshTargetFixture) -> SshTargetFixture:
    shared_scene.reset()
    return shared_scene


def test_command_foreign_objects_in_target_are_neither_followed_nor_lost(
    shared_scene: SshTargetFixture, record_fault_count: Callable[[str], None]
) -> None:
    plays = [run_with_foreign_objects(shared_scene, number) for number in range(PLAYS)]
    places, commands = (sum(play[position] for play in plays) for position in (0, 1))
    record_fault_count(f"ssh: {places} places linked, {commands} commands, nothing outside changed")


def test_command_leftovers_of_a_kill_do_not_count_as_foreign(
    shared_scene: SshTargetFixture, record_fault_count: Callable[[str], None]
) -> None:
    shared_scene.reset()
    began = time.monotonic()
    publish_release(shared_scene, lambda _: None)
    longest = time.monotonic() - began
    killed = [is_killed_midway(shared_scene, number, longest) for number in range(PLAYS // 2)]
    record_fault_count(
        f"SSH: {len(killed)} kills of a publish or a cleansing, {sum(killed)} in the middle; nothing of it moved aside"
    )


def is_killed_midway(scene: SshTargetFixture, number: int, longest: float) -> bool:
    """Kill a command at a random time, run it again, and return True if it was killed."""
    rng, command = random.Random(number), (publish_release, withdraw_article)[number % 2]  # noqa: S311  # times, not secrets
    scene.reset()
    killed = run_and_kill(
        lambda: command(scene, lambda _: None), rng.uniform(0, longest), alone=rng.random() < 0.5
    )
    for next_command in (withdraw_article, publish_release):
        next_command(scene, lambda _: None)
        assert not (scene.target_folder / "tep-la").exists(), [
            path for _, path in list_identities(scene.target_folder / "tep-la")
        ]
    names = {item.name.removesuffix(".json") for item in (scene.target_folder / "releases").iterdir()}
    current = (scene.target_folder / "current").readlink().name
    assert names - {f".next-{current}"} == {current}
    return killed


def test_publish_deleted_release_on_another_disk_keeps_its_copy(
    scene: SshTargetFixture,
) -> None:
    copy, messages = move_release(scene, scene.old), list[str]()
    before = list_identities(copy)
    publish_release(scene, messages.append)
    assert list_identities(copy) == before
    assert f"“releases/{scene.old.id}” là liên kết tới “{copy}”: chỉ bỏ liên kết" in "\n".join(messages)
    assert not [item for item in (scene.target_folder / "releases").iterdir() if scene.old.id in item.name]


def test_publish_current_release_on_another_disk_shares_no_files(scene: SshTargetFixture) -> None:
    copy = move_release(scene, scene.new)
    before = list_identities(copy)
    assert scene.target.current_id() == scene.new.id
    publish_release(scene, lambda _: None)
    assert list_identities(copy) == before
    new_files = list_identities((scene.target_folder / "current").resolve())
    assert not {identity[1] for identity, _ in new_files} & {identity[1] for identity, _ in before}


def test_withdraw_release_on_another_disk_is_reported(scene: SshTargetFixture) -> None:
    copy, messages = move_release(scene, scene.old), list[str]()
    before = list_identities(copy)
    withdraw_article(scene, messages.append)
    assert list_identities(copy) == before
    assert scene.target.release_ids() == [scene.new.id]
    assert f"Bài đã gỡ còn nằm ở {copy}, nơi bản {scene.old.id} được chuyển tới" in "\n".join(messages)


def test_publish_target_link_is_accepted_and_releases_link_is_refused(
    scene: SshTargetFixture, server: SshServer
) -> None:
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
def test_publish_mount_below_releases_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    server = SshServer(tmp_path / "keys")
    monkeypatch.setenv(CONFIG_ENV_VAR, str(server.client_config))
    disk = SmallDisk(tmp_path / "web bantin" / place)
    (disk.get_outside_path() / "keep.txt").write_text("giữ nguyên", encoding="utf-8")
    try:
        with server.run(lambda command: disk.wrap_command(command, tmp_path)):
            target = server.create_target(tmp_path / "web bantin", tmp_path / "cache")
            if place == "releases":
                assert publish_to(target, write_output(tmp_path, a="một")).is_new
            else:
                with pytest.raises(UserError, match=rf"ổ đĩa gắn ở .*web bantin/{place}, nên .*umount"):
                    publish_to(target, write_output(tmp_path, a="một"))
        assert (disk.get_outside_path() / "keep.txt").read_text(encoding="utf-8") == "giữ nguyên"
    finally:
        disk.close()


def test_find_unannounced_paths_ignores_leftovers_of_rsync() -> None:
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
    """Move a release elsewhere and leave a link, as an administrator does.

    Return the new path. A note is added to the release.
    """
    copy, place = scene.moved_folder / release.id, scene.target_folder / "releases" / release.id
    place.rename(copy)
    (copy / "GHI-CHU.txt").write_text("dời sang đĩa mới", encoding="utf-8")
    place.symlink_to(copy)
    return copy


def run_with_foreign_objects(scene: SshTargetFixture, number: int) -> tuple[int, int]:
    """Put foreign objects at random paths, and run a command until it succeeds.

    Return the numbers of objects and of commands.
    """
    rng = random.Random(number)  # noqa: S311  # paths, not secrets
    scene.reset()
    placed = create_foreign_objects(scene, rng)
    command, messages = TARGET_COMMANDS[number % len(TARGET_COMMANDS)], list[str]()
    files = [file for name in placed for file in list_leaves(scene.get_path(name))]
    before = {file: get_identity(file) for file in files}
    count, is_refused = 0, True
    while is_refused:
        assert count <= len(placed), (placed, messages)
        count += 1
        refused = run_command_on(command, scene, messages.append)
        scene.canary.assert_unchanged()
        messages.append(refused)
        is_refused = bool(refused) and follow_advice(scene, refused)
    present = list_identities(scene.target_folder) + list_identities(scene.moved_folder)
    text = "\n".join(messages)
    for place, identity in before.items():
        found = [path for other, path in present if other == identity]
        is_link_of_release = f"“{place.name}” là liên kết tới" in text.replace("releases/", "")
        assert is_link_of_release or len(found) >= list(before.values()).count(identity), (
            place,
            placed,
            text,
        )
        assert place in found or is_named(scene, place, text), (place, placed, text)
    return len(placed), count


def create_foreign_objects(scene: SshTargetFixture, rng: random.Random) -> dict[str, str]:
    """Put foreign objects at some paths, and return their names by path.

    No object is put below another.
    """
    placed: dict[str, str] = {}
    for name in sorted(
        rng.sample(TARGET_PATHS, rng.randint(1, MAX_OBJECTS)), key=lambda name: name.count("/")
    ):
        place = scene.get_path(name)
        parents = [path for path in place.parents if scene.target_folder in path.parents]
        is_blocked = any((path.exists() and not path.is_dir()) or path.is_symlink() for path in parents)
        if is_blocked or any(name.startswith(f"{other}/") for other in placed):
            continue
        placed[name] = rng.choice(list(FOREIGN_OBJECTS))
        create_foreign_object(placed[name], place, scene.canary)
    return placed


def run_command_on(
    command: Callable[[SshTargetFixture, Callable[[str], None]], None],
    scene: SshTargetFixture,
    say: Callable[[str], None],
) -> str:
    """Return the error message of a command, or an empty text."""
    try:
        command(scene, say)
    except UserError as error:
        return str(error)
    return ""


def follow_advice(scene: SshTargetFixture, refused: str) -> bool:
    """Move the file away that a message names. Return False if it names none."""
    found = re.search(r"“(/[^”]*)” trên máy chủ không phải|: (/[^:]*/current) không phải liên kết", refused)
    if found is None:
        assert re.search("đã bị sửa|Không có bản nào trước|Hồ sơ của bản .* bị hỏng", refused), refused
        return False
    Path(found[1] or found[2]).rename(scene.moved_folder / f"{len(list(scene.moved_folder.iterdir()))}")
    return True


def list_leaves(place: Path) -> list[Path]:
    """Return ``place``, or the entries of the folder there."""
    return [place] if place.is_symlink() or not place.is_dir() else list(place.iterdir())


def is_named(scene: SshTargetFixture, place: Path, text: str) -> bool:
    """Tell if ``text`` names a path or one of its folders.

    Reason: a message names only the first of many paths.
    """
    inside = (
        path.relative_to(scene.target_folder)
        for path in (place, *place.parents)
        if scene.target_folder in path.parents
    )
    return any(str(path).removeprefix("releases/") in text for path in inside if path.name != "releases")
