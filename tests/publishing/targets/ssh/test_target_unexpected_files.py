"""What others leave in the folder of the releases: strangers, crashes, and whoever lost the lock."""

import os
import random
import shutil
import threading
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.rollback import roll_back
from bulletin.publishing.targets.ssh.target import SshTarget
from bulletin.publishing.verification.stored_files import check_stored_files
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from tests.publishing.helpers import LATER_PUBLISH_TIME, PUBLISH_TIME, publish_to, write_output
from tests.publishing.targets.ssh.conftest import get_release_folder, read_current_page
from tests.publishing.targets.ssh_server import SshServer

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("same_size", [True, False])
def test_what_strangers_did_to_a_release_is_mended_in_the_next(
    tmp_path: Path, public: Path, target: SshTarget, same_size: bool
) -> None:
    site = write_output(tmp_path, a="một", b="hai")
    made = get_release_folder(public, publish_to(target, site))
    damaged = made / "a/index.html"
    damaged.write_text("bẩn" if same_size else "cờ bạc", encoding="utf-8")
    os.utime(damaged, ns=(damaged.stat().st_mtime_ns + 10**9,) * 2)
    (made / "la").mkdir()
    (made / "la/index.html").write_text("của ai", encoding="utf-8")
    (made / "b/lien-ket").symlink_to("/etc/passwd")
    published = publish_to(target, site, LATER_PUBLISH_TIME)
    assert published.is_new
    assert published.is_repair
    assert Manifest.from_folder(get_release_folder(public, published)) == Manifest.from_folder(site)


def test_who_goes_back_to_a_release_that_strangers_wrote_into_is_told(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    made = get_release_folder(public, publish_to(target, write_output(tmp_path, a="một")))
    publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME)
    (made / "la.html").write_text("của ai", encoding="utf-8")
    with pytest.raises(UserError, match="đã bị sửa, thêm hoặc bớt tệp sau khi xuất bản"):
        roll_back(
            target,
            holder="An",
            now=LATER_PUBLISH_TIME,
            withdrawn=WithdrawnAddresses(frozenset(), ""),
            say=print,
        )
    assert target.current_id() == made.name


def test_a_stranger_s_current_is_not_replaced(tmp_path: Path, public: Path, target: SshTarget) -> None:
    (public / "current").mkdir(parents=True)
    with pytest.raises(UserError, match="không phải liên kết"):
        publish_to(target, write_output(tmp_path))


def test_leftovers_of_a_crash_go_and_what_has_no_mark_is_moved_aside_and_strangers_stay(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    shelf, two, gone = public / "releases", f"20261123-130000-{'0' * 8}", f"20261123-130000-{'1' * 8}"
    for name in (f".{two}", two, f".next-{two}", "của tôi"):
        (shelf / name).mkdir()
    for name in (f".{gone}", f".next-{one.id}"):  # the second as an earlier version left it, without a mark
        shutil.copytree(shelf / one.id, shelf / name, copy_function=os.link)
    shutil.copy(shelf / f"{one.id}.json", shelf / f".{gone}.json")
    (shelf / f"{two[:-1]}1.json").write_text("{}", encoding="utf-8")
    assert target.current_id() == one.id
    three = publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME).release
    assert target.release_ids() == [one.id, three.id]
    assert len(list(shelf.iterdir())) == 5
    moved = {two, f"{two}-2", f"next-{two}", f"{two[:-1]}1.json"}
    assert {item.name for item in (public / "tep-la").iterdir()} == moved


def test_what_a_stranger_put_into_a_release_is_named(tmp_path: Path, public: Path, target: SshTarget) -> None:
    release = publish_to(target, write_output(tmp_path, a="một")).release
    assert not list(target.unexpected_files(release))
    (public / "current/casino").mkdir()
    (public / "current/casino/index.html").write_text("x", encoding="utf-8")
    (public / "current/etc").symlink_to("/etc")
    assert sorted(target.unexpected_files(release)) == ["casino/index.html", "etc"]


def test_the_second_publisher_is_told_for_whom_it_waits(
    tmp_path: Path, server: SshServer, public: Path, target: SshTarget
) -> None:
    other, said = server.create_target(public, tmp_path / "another cache"), list[str]()
    entered, told_of = threading.Event(), threading.Event()

    def first() -> None:
        with target.hold_lock("publish của An", PUBLISH_TIME, print):
            entered.set()
            told_of.wait(20)

    def hear(line: str) -> None:
        said.append(line)
        told_of.set()

    thread = threading.Thread(target=first)
    thread.start()
    entered.wait(20)
    with other.hold_lock("publish của Bình", LATER_PUBLISH_TIME, hear):
        assert said == [
            f"Đang có người xuất bản vào {other.name} (publish của An, từ 12:00:00 23/11/2026). Xin chờ…"
        ]
    thread.join()


def test_whoever_lost_the_lock_writes_nothing(
    tmp_path: Path, server: SshServer, public: Path, target: SshTarget
) -> None:
    """A publisher that comes back after a dead line finds that another one went on."""
    publish_to(target, write_output(tmp_path, a="một"))
    with target.hold_lock("publish của An", PUBLISH_TIME, print):
        (public / ".lock").write_text("của người khác\npublish của Bình\n", encoding="utf-8")
        for write in (
            target.prepare,
            lambda: target.activate("x"),
            lambda: target.delete(target.release_ids()),
        ):
            with pytest.raises(UserError, match="nhường quyền xuất bản"):
                write()
    assert read_current_page(public, "a") == "một"


def test_a_row_that_was_added_to_a_map_there_is_read_back(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    site = write_output(tmp_path)
    (site / ".nginx").mkdir()
    (site / ".nginx/redirects.map").write_text('"/cu/" "/moi/";\n', encoding="utf-8")
    release = publish_to(target, site).release
    dice = random.SystemRandom()
    assert list(check_stored_files(target, release, tmp_path / "one", dice)) == []
    with (public / "current/.nginx/redirects.map").open("a", encoding="utf-8") as stream:
        stream.write('"/khuyen-mai" "https://ca-cuoc.example/";\n')
    (public / "current/.nginx/redirects-x.map").write_text("", encoding="utf-8")
    (told,) = check_stored_files(target, release, tmp_path / "two", dice)
    assert told.address == "/.nginx/redirects.map"
    assert "có địa chỉ lạ tới ca-cuoc.example" in told.message
    assert list(target.unexpected_files(release)) == [".nginx/redirects-x.map"]
