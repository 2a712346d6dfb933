import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.errors import TargetError, UserError
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.targets.folder.tree_writer import TreeWriter
from tests.publishing.small_release import LATER_PUBLISH_TIME, PUBLISH_TIME, publish_to, write_output


@pytest.fixture
def target(tmp_path: Path) -> FolderTarget:
    return FolderTarget(tmp_path / "public")


def get_release_folder(target: FolderTarget, release: Release) -> Path:
    return target.releases_folder / release.id


def test_publish_first_release_becomes_current(tmp_path: Path, target: FolderTarget) -> None:
    published = publish_to(target, write_output(tmp_path, a="một"))
    release = published.release
    assert published.is_new
    assert release.id == f"20261123-120000-{release.manifest.digest[:8]}"
    assert target.current_id() == release.id
    assert target.current_link.readlink() == Path(f"releases/{release.id}")
    assert (target.current_link / "a/index.html").read_text(encoding="utf-8") == "một"
    assert published.difference.added == ("a/index.html", "index.html")


def test_publish_writes_the_record_beside_the_release(tmp_path: Path, target: FolderTarget) -> None:
    site = write_output(tmp_path)
    (site / ".manifest").write_text("của bản dựng", encoding="utf-8")
    release = publish_to(target, site).release
    assert target.read_release(release.id) == release
    assert [item.name for item in get_release_folder(target, release).iterdir()] == ["index.html"]


def test_publish_unchanged_files_are_hard_links(tmp_path: Path, target: FolderTarget) -> None:
    one = get_release_folder(target, publish_to(target, write_output(tmp_path, a="một", b="hai")).release)
    published = publish_to(target, write_output(tmp_path, a="một", b="khác", c="ba"), LATER_PUBLISH_TIME)
    two = get_release_folder(target, published.release)
    assert (one / "a/index.html").samefile(two / "a/index.html")
    assert (one / "b/index.html").read_text(encoding="utf-8") == "hai"
    assert (two / "b/index.html").read_text(encoding="utf-8") == "khác"
    assert not (tmp_path / "output/a/index.html").samefile(two / "a/index.html")
    assert published.difference.added == ("c/index.html",)
    assert published.difference.changed == ("b/index.html",)


def test_publish_without_a_change_keeps_the_current_release(tmp_path: Path, target: FolderTarget) -> None:
    one = publish_to(target, write_output(tmp_path, a="một"))
    two = publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME)
    assert not two.is_new
    assert (two.release.id, target.release_ids()) == (one.release.id, [one.release.id])


def test_publish_keeps_the_last_releases(tmp_path: Path, target: FolderTarget) -> None:
    made = [
        publish_to(
            target, write_output(tmp_path, a=str(n)), PUBLISH_TIME + timedelta(hours=n), keep=3
        ).release.id
        for n in range(5)
    ]
    assert target.release_ids() == made[-3:]
    assert sorted(item.name for item in target.releases_folder.iterdir()) == sorted(
        [".next", ".next.json", *made[-3:], *(f"{name}.json" for name in made[-3:])]
    )


def test_publish_altered_next_folder_still_makes_the_right_release(
    tmp_path: Path, target: FolderTarget
) -> None:
    publish_to(target, write_output(tmp_path, a="một", b="hai"))
    with target.hold_lock("phép thử", PUBLISH_TIME, print):
        target.prepare()
    ready = target.releases_folder / ".next"
    assert (ready / "a/index.html").samefile(target.current_link / "a/index.html")
    (ready / "b/index.html").unlink()
    (ready / "b/index.html").write_text("của ai", encoding="utf-8")
    (ready / "lạ/sâu").mkdir(parents=True)
    (ready / "lạ/sâu/index.html").write_text("của ai", encoding="utf-8")
    release = publish_to(target, write_output(tmp_path, a="khác", b="hai"), LATER_PUBLISH_TIME).release
    assert Manifest.from_folder(get_release_folder(target, release)) == release.manifest
    assert not (get_release_folder(target, release) / "lạ").exists()
    kept = target.folder / "tep-la/next/lạ/sâu/index.html"
    assert kept.read_text(encoding="utf-8") == "của ai"
    assert (target.releases_folder / target.release_ids()[0] / "a/index.html").read_text(
        encoding="utf-8"
    ) == "một"


def test_publish_removes_foreign_file_of_current_release(tmp_path: Path, target: FolderTarget) -> None:
    publish_to(target, write_output(tmp_path, a="một"))
    foreign = target.current_link / "casino/index.html"
    foreign.parent.mkdir()
    foreign.write_text("của ai", encoding="utf-8")
    assert publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME).is_new
    assert not foreign.exists()


def test_publish_page_becomes_folder_and_folder_becomes_page(tmp_path: Path, target: FolderTarget) -> None:
    site = write_output(tmp_path)
    (site / "tin").write_text("một", encoding="utf-8")
    publish_to(target, site, keep=1)
    publish_to(target, write_output(tmp_path, tin="hai"), LATER_PUBLISH_TIME, keep=1)
    site = write_output(tmp_path)
    (site / "tin").write_text("ba", encoding="utf-8")
    third = publish_to(target, site, LATER_PUBLISH_TIME + timedelta(hours=1), keep=1).release
    assert Manifest.from_folder(get_release_folder(target, third)) == third.manifest


def test_publish_closed_folder_after_crash_becomes_readable(tmp_path: Path, target: FolderTarget) -> None:
    publish_to(target, write_output(tmp_path, a="một"))
    with target.hold_lock("phép thử", PUBLISH_TIME, print):
        target.prepare()
    (target.releases_folder / ".next/b").mkdir(mode=0o700)
    release = publish_to(target, write_output(tmp_path, a="một", b="hai"), LATER_PUBLISH_TIME).release
    assert (get_release_folder(target, release) / "b").stat().st_mode & 0o777 == 0o755


def test_purge_unreferenced_removes_the_next_folder(tmp_path: Path, target: FolderTarget) -> None:
    publish_to(target, write_output(tmp_path, a="một"))
    with target.hold_lock("phép thử", PUBLISH_TIME, print):
        target.prepare()
        target.purge_unreferenced()
    assert sorted(item.name for item in target.releases_folder.iterdir()) == [
        target.release_ids()[0],
        f"{target.release_ids()[0]}.json",
    ]


def test_publish_clock_set_back_still_makes_a_larger_id(tmp_path: Path, target: FolderTarget) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    two = publish_to(target, write_output(tmp_path, a="hai"), PUBLISH_TIME - timedelta(days=400)).release
    assert two.id > one.id
    assert target.current_id() == two.id


def test_publish_same_site_after_rollback_is_a_new_release(tmp_path: Path, target: FolderTarget) -> None:
    """Otherwise the newest release would stay the one that was rolled back."""
    one = publish_to(target, write_output(tmp_path, a="một")).release
    publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME)
    target.activate(one.id)
    three = publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME + timedelta(hours=1))
    assert three.is_new
    assert not three.is_repair
    assert target.current_id() == target.release_ids()[-1] == three.release.id


def test_publish_overwritten_page_is_repaired(tmp_path: Path, target: FolderTarget) -> None:
    page = (
        get_release_folder(target, publish_to(target, write_output(tmp_path, a="một", b="hai")).release)
        / "a/index.html"
    )
    page.write_text("bẩn", encoding="utf-8")
    os.utime(page, ns=(page.stat().st_mtime_ns + 10**9,) * 2)
    published = publish_to(target, write_output(tmp_path, a="một", b="hai"), LATER_PUBLISH_TIME)
    assert published.is_new
    assert published.is_repair
    assert (target.current_link / "a/index.html").read_text(encoding="utf-8") == "một"


def test_publish_foreign_current_is_refused(tmp_path: Path, target: FolderTarget) -> None:
    (target.folder / "current").mkdir(parents=True)
    with pytest.raises(UserError, match="không phải liên kết"):
        publish_to(target, write_output(tmp_path))


def test_publish_strict_umask_still_makes_readable_files(tmp_path: Path, target: FolderTarget) -> None:
    old_umask = os.umask(0o077)
    try:
        made = get_release_folder(target, publish_to(target, write_output(tmp_path, a="một")).release)
    finally:
        os.umask(old_umask)
    assert {oct(item.stat().st_mode & 0o777) for item in (made / "a").iterdir()} == {"0o644"}
    for place in (target.folder, target.releases_folder, made, made / "a"):
        assert place.stat().st_mode & 0o777 == 0o755


def test_publish_removes_leftovers_of_a_crash(tmp_path: Path, target: FolderTarget) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    two = f"20261123-130000-{'0' * 8}"
    (target.releases_folder / f".{two}").mkdir()
    (target.releases_folder / two).mkdir()
    (target.releases_folder / f".{two}.json").touch()
    (target.releases_folder / f"{two[:-1]}1.json").write_text('{"id": "', encoding="utf-8")
    assert target.current_id() == one.id
    three = publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME).release
    assert target.release_ids() == [one.id, three.id]
    assert len(list(target.releases_folder.iterdir())) == 4
    assert not (target.folder / "tep-la").exists()


def test_publish_damaged_record_makes_a_whole_copy(tmp_path: Path, target: FolderTarget) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    (target.releases_folder / f"{one.id}.json").write_text('{"id":', encoding="utf-8")
    two = publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME)
    assert two.is_new
    assert Manifest.from_folder(get_release_folder(target, two.release)) == two.release.manifest
    assert target.current_id() == two.release.id


def test_upload_output_changed_during_publish_is_refused(tmp_path: Path, target: FolderTarget) -> None:
    site = write_output(tmp_path, a="một")
    staged = StagedSite.from_folder(site)
    (site / "a/index.html").write_text("hai", encoding="utf-8")
    release = Release("20261123-120000-00000000", PUBLISH_TIME, manifest=staged.manifest)
    with (
        target.hold_lock("phép thử", PUBLISH_TIME, print),
        pytest.raises(UserError, match="thay đổi trong lúc"),
    ):
        target.upload(staged, release, None)
    assert target.release_ids() == []


def test_rewrite_leaves_files_of_other_releases_unchanged(tmp_path: Path, target: FolderTarget) -> None:
    one = publish_to(target, write_output(tmp_path, a="một", b="hai")).release
    publish_to(target, write_output(tmp_path, a="một", b="hai", c="ba"), LATER_PUBLISH_TIME)
    fixed = write_output(tmp_path / "fixed", a="đã gỡ")
    (fixed / "index.html").write_text("trang nhất", encoding="utf-8")
    staged = StagedSite.from_folder(fixed)
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        target.rewrite(staged, Release(one.id, one.published_at, manifest=staged.manifest))
    assert (
        Manifest.from_folder(get_release_folder(target, one))
        == target.read_release(one.id).manifest
        == staged.manifest
    )
    assert target.is_unmodified(target.read_release(one.id))
    assert (target.current_link / "a/index.html").read_text(encoding="utf-8") == "một"
    assert (target.current_link / "b/index.html").read_text(encoding="utf-8") == "hai"


def test_rewrite_interrupted_release_is_incomplete(
    tmp_path: Path, target: FolderTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise it could be activated with a half of the withdrawn article."""
    one = publish_to(target, write_output(tmp_path, a="một", b="hai")).release
    two = publish_to(target, write_output(tmp_path, a="một", b="hai", c="ba"), LATER_PUBLISH_TIME).release
    staged = StagedSite.from_folder(write_output(tmp_path / "fixed", a="đã gỡ"))
    monkeypatch.setattr(TreeWriter, "remove_files", raise_disk_full)
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, print), pytest.raises(OSError, match="đầy"):
        target.rewrite(staged, Release(one.id, one.published_at, manifest=staged.manifest))
    assert target.release_ids() == [two.id]


def raise_disk_full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "đầy")


def test_download_copies_files_and_names_a_missing_one(tmp_path: Path, target: FolderTarget) -> None:
    one = publish_to(target, write_output(tmp_path, a="một", b="hai")).release
    target.download(one, ["a/index.html"], tmp_path / "here")
    assert Manifest.from_folder(tmp_path / "here").entries == {
        "a/index.html": one.manifest.entries["a/index.html"]
    }
    with pytest.raises(DamagedReleaseError, match=r"z\.html"):
        target.download(one, ["a/index.html", "z.html"], tmp_path / "here")


def test_unexpected_files_names_foreign_files(tmp_path: Path, target: FolderTarget) -> None:
    release = publish_to(target, write_output(tmp_path, a="một")).release
    assert not list(target.unexpected_files(release))
    (target.current_link / "casino").mkdir()
    (target.current_link / "casino/index.html").write_text("x", encoding="utf-8")
    (target.current_link / "etc").symlink_to("/etc")
    assert sorted(target.unexpected_files(release)) == ["casino/index.html", "etc"]


def test_hold_lock_impossible_folder_error_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "tep").touch()
    place = FolderTarget(tmp_path / "tep/bantin")
    with (
        pytest.raises(
            TargetError,
            match=r"không tạo được thư mục này \(.*\); nếu viết nhầm, hãy sửa PUBLISH_TO trong publishconf\.py\.$",
        ),
        place.hold_lock("An", PUBLISH_TIME, print),
    ):
        pass


def test_hold_lock_folder_made_by_another_publish_is_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = FolderTarget(tmp_path / "bantin")
    place.releases_folder.mkdir(parents=True)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "exists", lambda _: False)
        with place.hold_lock("An", PUBLISH_TIME, print):
            assert place.current_id() is None
