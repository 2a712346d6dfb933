import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.errors import TargetError, UserError
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.targets.folder.tree_writer import Growth
from tests.publishing.helpers import LATER, NOON, output, put


@pytest.fixture
def target(tmp_path: Path) -> FolderTarget:
    return FolderTarget(tmp_path / "public")


def folder(target: FolderTarget, release: Release) -> Path:
    return target.shelf / release.id


def test_the_first_release_becomes_current(tmp_path: Path, target: FolderTarget) -> None:
    published = put(target, output(tmp_path, a="một"))
    release = published.release
    assert published.new
    assert release.id == f"20261123-120000-{release.manifest.digest[:8]}"
    assert target.current() == release.id
    assert target.link.readlink() == Path(f"releases/{release.id}")
    assert (target.link / "a/index.html").read_text(encoding="utf-8") == "một"
    assert published.difference.added == ("a/index.html", "index.html")


def test_the_record_lies_beside_the_release_and_not_in_it(tmp_path: Path, target: FolderTarget) -> None:
    site = output(tmp_path)
    (site / ".manifest").write_text("của bản dựng", encoding="utf-8")
    release = put(target, site).release
    assert target.read(release.id) == release
    assert [item.name for item in folder(target, release).iterdir()] == ["index.html"]


def test_unchanged_files_are_links_and_changed_ones_are_not(tmp_path: Path, target: FolderTarget) -> None:
    one = folder(target, put(target, output(tmp_path, a="một", b="hai")).release)
    published = put(target, output(tmp_path, a="một", b="khác", c="ba"), LATER)
    two = folder(target, published.release)
    assert (one / "a/index.html").samefile(two / "a/index.html")
    assert (one / "b/index.html").read_text(encoding="utf-8") == "hai"
    assert (two / "b/index.html").read_text(encoding="utf-8") == "khác"
    assert not (tmp_path / "output/a/index.html").samefile(two / "a/index.html")
    assert published.difference.added == ("c/index.html",)
    assert published.difference.changed == ("b/index.html",)


def test_without_a_change_the_current_release_stays(tmp_path: Path, target: FolderTarget) -> None:
    one = put(target, output(tmp_path, a="một"))
    two = put(target, output(tmp_path, a="một"), LATER)
    assert not two.new
    assert (two.release.id, target.all()) == (one.release.id, [one.release.id])


def test_the_last_releases_are_kept(tmp_path: Path, target: FolderTarget) -> None:
    made = [
        put(target, output(tmp_path, a=str(n)), NOON + timedelta(hours=n), keep=3).release.id
        for n in range(5)
    ]
    assert target.all() == made[-3:]
    assert sorted(item.name for item in target.shelf.iterdir()) == sorted(
        [".next", ".next.json", *made[-3:], *(f"{name}.json" for name in made[-3:])]
    )


def test_a_release_grows_from_what_lies_ready_whatever_that_is(tmp_path: Path, target: FolderTarget) -> None:
    put(target, output(tmp_path, a="một", b="hai"))
    with target.locked("phép thử", NOON, print):
        target.prepare()
    ready = target.shelf / ".next"
    assert (ready / "a/index.html").samefile(target.link / "a/index.html")
    (ready / "b/index.html").unlink()
    (ready / "b/index.html").write_text("của ai", encoding="utf-8")
    (ready / "lạ/sâu").mkdir(parents=True)
    (ready / "lạ/sâu/index.html").write_text("của ai", encoding="utf-8")
    release = put(target, output(tmp_path, a="khác", b="hai"), LATER).release
    assert Manifest.of(folder(target, release)) == release.manifest
    assert not (folder(target, release) / "lạ").exists()
    kept = target.folder / "tep-la/next/lạ/sâu/index.html"
    assert kept.read_text(encoding="utf-8") == "của ai"
    assert (target.shelf / target.all()[0] / "a/index.html").read_text(encoding="utf-8") == "một"


def test_what_strangers_put_there_goes_with_the_next_publish(tmp_path: Path, target: FolderTarget) -> None:
    put(target, output(tmp_path, a="một"))
    stranger = target.link / "casino/index.html"
    stranger.parent.mkdir()
    stranger.write_text("của ai", encoding="utf-8")
    assert put(target, output(tmp_path, a="một"), LATER).new
    assert not stranger.exists()


def test_a_page_may_become_a_folder_and_a_folder_a_page(tmp_path: Path, target: FolderTarget) -> None:
    site = output(tmp_path)
    (site / "tin").write_text("một", encoding="utf-8")
    put(target, site, keep=1)
    put(target, output(tmp_path, tin="hai"), LATER, keep=1)
    site = output(tmp_path)
    (site / "tin").write_text("ba", encoding="utf-8")
    third = put(target, site, LATER + timedelta(hours=1), keep=1).release
    assert Manifest.of(folder(target, third)) == third.manifest


def test_folders_that_a_crash_left_closed_are_open_to_readers(tmp_path: Path, target: FolderTarget) -> None:
    put(target, output(tmp_path, a="một"))
    with target.locked("phép thử", NOON, print):
        target.prepare()
    (target.shelf / ".next/b").mkdir(mode=0o700)
    release = put(target, output(tmp_path, a="một", b="hai"), LATER).release
    assert (folder(target, release) / "b").stat().st_mode & 0o777 == 0o755


def test_what_lies_ready_can_be_removed_for_good(tmp_path: Path, target: FolderTarget) -> None:
    put(target, output(tmp_path, a="một"))
    with target.locked("phép thử", NOON, print):
        target.prepare()
        target.purge()
    assert sorted(item.name for item in target.shelf.iterdir()) == [
        target.all()[0],
        f"{target.all()[0]}.json",
    ]


def test_ids_grow_when_the_clock_was_set_back(tmp_path: Path, target: FolderTarget) -> None:
    one = put(target, output(tmp_path, a="một")).release
    two = put(target, output(tmp_path, a="hai"), NOON - timedelta(days=400)).release
    assert two.id > one.id
    assert target.current() == two.id


def test_after_going_back_the_same_site_is_a_new_release(tmp_path: Path, target: FolderTarget) -> None:
    """Else the newest release would stay the one that somebody went back from."""
    one = put(target, output(tmp_path, a="một")).release
    put(target, output(tmp_path, a="hai"), LATER)
    target.switch(one.id)
    three = put(target, output(tmp_path, a="một"), LATER + timedelta(hours=1))
    assert three.new
    assert not three.mending
    assert target.current() == target.all()[-1] == three.release.id


def test_a_page_written_over_in_the_public_folder_is_mended(tmp_path: Path, target: FolderTarget) -> None:
    page = folder(target, put(target, output(tmp_path, a="một", b="hai")).release) / "a/index.html"
    page.write_text("bẩn", encoding="utf-8")
    os.utime(page, ns=(page.stat().st_mtime_ns + 10**9,) * 2)
    published = put(target, output(tmp_path, a="một", b="hai"), LATER)
    assert published.new
    assert published.mending
    assert (target.link / "a/index.html").read_text(encoding="utf-8") == "một"


def test_a_stranger_s_current_is_not_replaced(tmp_path: Path, target: FolderTarget) -> None:
    (target.folder / "current").mkdir(parents=True)
    with pytest.raises(UserError, match="không phải liên kết"):
        put(target, output(tmp_path))


def test_readers_may_read_whatever_the_umask(tmp_path: Path, target: FolderTarget) -> None:
    before = os.umask(0o077)
    try:
        made = folder(target, put(target, output(tmp_path, a="một")).release)
    finally:
        os.umask(before)
    assert {oct(item.stat().st_mode & 0o777) for item in (made / "a").iterdir()} == {"0o644"}
    for place in (target.folder, target.shelf, made, made / "a"):
        assert place.stat().st_mode & 0o777 == 0o755


def test_leftovers_of_a_crash_go_with_the_next_release(tmp_path: Path, target: FolderTarget) -> None:
    one = put(target, output(tmp_path, a="một")).release
    two = f"20261123-130000-{'0' * 8}"
    (target.shelf / f".{two}").mkdir()
    (target.shelf / two).mkdir()
    (target.shelf / f".{two}.json").touch()
    (target.shelf / f"{two[:-1]}1.json").write_text('{"id": "', encoding="utf-8")
    assert target.current() == one.id
    three = put(target, output(tmp_path, a="hai"), LATER).release
    assert target.all() == [one.id, three.id]
    assert len(list(target.shelf.iterdir())) == 4
    assert not (target.folder / "tep-la").exists()


def test_a_damaged_record_costs_a_whole_copy_and_nothing_else(tmp_path: Path, target: FolderTarget) -> None:
    one = put(target, output(tmp_path, a="một")).release
    (target.shelf / f"{one.id}.json").write_text('{"id":', encoding="utf-8")
    two = put(target, output(tmp_path, a="một"), LATER)
    assert two.new
    assert Manifest.of(folder(target, two.release)) == two.release.manifest
    assert target.current() == two.release.id


def test_an_output_that_changes_meanwhile_is_not_released(tmp_path: Path, target: FolderTarget) -> None:
    site = output(tmp_path, a="một")
    outgoing = Outgoing.of(site)
    (site / "a/index.html").write_text("hai", encoding="utf-8")
    release = Release("20261123-120000-00000000", NOON, manifest=outgoing.manifest)
    with target.locked("phép thử", NOON, print), pytest.raises(UserError, match="thay đổi trong lúc"):
        target.make(outgoing, release, None)
    assert target.all() == []


def test_an_amended_release_leaves_the_files_of_others_alone(tmp_path: Path, target: FolderTarget) -> None:
    one = put(target, output(tmp_path, a="một", b="hai")).release
    put(target, output(tmp_path, a="một", b="hai", c="ba"), LATER)
    fixed = output(tmp_path / "fixed", a="đã gỡ")
    (fixed / "index.html").write_text("trang nhất", encoding="utf-8")
    outgoing = Outgoing.of(fixed)
    with target.locked("phép thử", LATER, print):
        target.amend(outgoing, Release(one.id, one.when, manifest=outgoing.manifest))
    assert Manifest.of(folder(target, one)) == target.read(one.id).manifest == outgoing.manifest
    assert target.untouched(target.read(one.id))
    assert (target.link / "a/index.html").read_text(encoding="utf-8") == "một"
    assert (target.link / "b/index.html").read_text(encoding="utf-8") == "hai"


def test_a_release_whose_amending_is_cut_off_is_none_any_more(
    tmp_path: Path, target: FolderTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it could be shown with half of what was withdrawn."""
    one = put(target, output(tmp_path, a="một", b="hai")).release
    two = put(target, output(tmp_path, a="một", b="hai", c="ba"), LATER).release
    outgoing = Outgoing.of(output(tmp_path / "fixed", a="đã gỡ"))
    monkeypatch.setattr(Growth, "remove", disk_full)
    with target.locked("phép thử", LATER, print), pytest.raises(OSError, match="đầy"):
        target.amend(outgoing, Release(one.id, one.when, manifest=outgoing.manifest))
    assert target.all() == [two.id]


def disk_full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "đầy")


def test_files_of_a_release_can_be_fetched(tmp_path: Path, target: FolderTarget) -> None:
    one = put(target, output(tmp_path, a="một", b="hai")).release
    target.fetch(one, ["a/index.html"], tmp_path / "here")
    assert Manifest.of(tmp_path / "here").entries == {"a/index.html": one.manifest.entries["a/index.html"]}
    with pytest.raises(DamagedReleaseError, match=r"z\.html"):
        target.fetch(one, ["a/index.html", "z.html"], tmp_path / "here")


def test_what_a_stranger_put_into_a_release_is_named(tmp_path: Path, target: FolderTarget) -> None:
    release = put(target, output(tmp_path, a="một")).release
    assert not list(target.strangers(release))
    (target.link / "casino").mkdir()
    (target.link / "casino/index.html").write_text("x", encoding="utf-8")
    (target.link / "etc").symlink_to("/etc")
    assert sorted(target.strangers(release)) == ["casino/index.html", "etc"]


def test_a_folder_that_cannot_be_made_is_told_with_its_setting(tmp_path: Path) -> None:
    (tmp_path / "tep").touch()
    place = FolderTarget(tmp_path / "tep/bantin")
    with (
        pytest.raises(
            TargetError,
            match=r"không tạo được thư mục này \(.*\); nếu viết nhầm, hãy sửa PUBLISH_TO trong publishconf\.py\.$",
        ),
        place.locked("An", NOON, print),
    ):
        pass


def test_a_folder_that_another_publish_has_just_made_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = FolderTarget(tmp_path / "bantin")
    place.shelf.mkdir(parents=True)
    with monkeypatch.context() as before:
        before.setattr(Path, "exists", lambda _: False)
        with place.locked("An", NOON, print):
            assert place.current() is None
