"""Tests of foreign files, leftovers of crashes and lost locks in an SSH target."""

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
from tests.publishing.small_release import LATER_PUBLISH_TIME, PUBLISH_TIME, publish_to, write_output
from tests.publishing.targets.ssh.conftest import get_release_folder, read_current_page
from tests.publishing.targets.ssh_server import SshServer

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("same_size", [True, False])
def test_publish_altered_release_is_repaired(
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


def test_roll_back_to_altered_release_is_refused(tmp_path: Path, public: Path, target: SshTarget) -> None:
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


def test_publish_foreign_current_is_refused(tmp_path: Path, public: Path, target: SshTarget) -> None:
    (public / "current").mkdir(parents=True)
    with pytest.raises(UserError, match="không phải liên kết"):
        publish_to(target, write_output(tmp_path))


def test_publish_removes_leftovers_and_moves_folders_without_marker_aside(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    releases, two, deleted = public / "releases", f"20261123-130000-{'0' * 8}", f"20261123-130000-{'1' * 8}"
    for name in (f".{two}", two, f".next-{two}", "của tôi"):
        (releases / name).mkdir()
    for name in (f".{deleted}", f".next-{one.id}"):  # the second has no marker file, as in earlier versions
        shutil.copytree(releases / one.id, releases / name, copy_function=os.link)
    shutil.copy(releases / f"{one.id}.json", releases / f".{deleted}.json")
    (releases / f"{two[:-1]}1.json").write_text("{}", encoding="utf-8")
    assert target.current_id() == one.id
    three = publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME).release
    assert target.release_ids() == [one.id, three.id]
    assert len(list(releases.iterdir())) == 5
    moved = {two, f"{two}-2", f"next-{two}", f"{two[:-1]}1.json"}
    assert {item.name for item in (public / "tep-la").iterdir()} == moved


def test_unexpected_files_names_foreign_files(tmp_path: Path, public: Path, target: SshTarget) -> None:
    release = publish_to(target, write_output(tmp_path, a="một")).release
    assert not list(target.unexpected_files(release))
    (public / "current/casino").mkdir()
    (public / "current/casino/index.html").write_text("x", encoding="utf-8")
    (public / "current/etc").symlink_to("/etc")
    assert sorted(target.unexpected_files(release)) == ["casino/index.html", "etc"]


def test_hold_lock_second_publisher_gets_the_name_of_the_first(
    tmp_path: Path, server: SshServer, public: Path, target: SshTarget
) -> None:
    other, messages = server.create_target(public, tmp_path / "another cache"), list[str]()
    entered, is_reported = threading.Event(), threading.Event()

    def hold_first() -> None:
        with target.hold_lock("publish của An", PUBLISH_TIME, print):
            entered.set()
            is_reported.wait(20)

    def receive(message: str) -> None:
        messages.append(message)
        is_reported.set()

    thread = threading.Thread(target=hold_first)
    thread.start()
    entered.wait(20)
    with other.hold_lock("publish của Bình", LATER_PUBLISH_TIME, receive):
        assert messages == [
            f"Đang có người xuất bản vào {other.name} (publish của An, từ 12:00:00 23/11/2026). Xin chờ…"
        ]
    thread.join()


def test_lost_lock_every_write_is_refused(
    tmp_path: Path, server: SshServer, public: Path, target: SshTarget
) -> None:
    """Write with the lock of another publisher, as after a lost connection."""
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


def test_check_stored_files_row_added_to_server_map_is_reported(
    tmp_path: Path, public: Path, target: SshTarget
) -> None:
    site = write_output(tmp_path)
    (site / ".nginx").mkdir()
    (site / ".nginx/redirects.map").write_text('"/cu/" "/moi/";\n', encoding="utf-8")
    release = publish_to(target, site).release
    rng = random.SystemRandom()
    assert list(check_stored_files(target, release, tmp_path / "one", rng)) == []
    with (public / "current/.nginx/redirects.map").open("a", encoding="utf-8") as stream:
        stream.write('"/khuyen-mai" "https://ca-cuoc.example/";\n')
    (public / "current/.nginx/redirects-x.map").write_text("", encoding="utf-8")
    (difference,) = check_stored_files(target, release, tmp_path / "two", rng)
    assert difference.address == "/.nginx/redirects.map"
    assert "có địa chỉ lạ tới ca-cuoc.example" in difference.message
    assert list(target.unexpected_files(release)) == [".nginx/redirects-x.map"]
