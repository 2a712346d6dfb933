import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.release import Release
from bulletin.publishing.rollback import describe_releases, roll_back
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from tests.publishing.small_release import LATER_PUBLISH_TIME, PUBLISH_TIME, publish_to, write_output


@pytest.fixture
def target(tmp_path: Path) -> FolderTarget:
    return FolderTarget(tmp_path / "public")


@pytest.fixture
def two_releases(tmp_path: Path, target: FolderTarget) -> tuple[Release, Release]:
    first = publish_to(target, write_output(tmp_path, a="một"), articles={"/2026/11/a/": "aa"})
    second = publish_to(
        target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME, articles={"/2026/11/a/": "bb"}
    )
    return first.release, second.release


def roll_back_to(target: FolderTarget, name: str = "") -> Release:
    return roll_back(
        target,
        name,
        holder="phép thử",
        now=LATER_PUBLISH_TIME,
        withdrawn=WithdrawnAddresses(frozenset(), ""),
        say=print,
    )


def test_describe_releases_shows_time_person_commit_and_articles(
    target: FolderTarget, two_releases: tuple[Release, Release]
) -> None:
    lines = list(describe_releases(target))
    assert lines[0].startswith(f"→ {two_releases[1].id}  13:00:00 23/11/2026, An (máy thử), git 0123456789ab")
    assert lines[1] == "    1 bài sửa: /2026/11/a/"
    assert lines[2].startswith(f"  {two_releases[0].id}")
    assert lines[3] == "    1 bài mới: /2026/11/a/"


def test_describe_releases_without_releases_suggests_publish(target: FolderTarget) -> None:
    assert list(describe_releases(target)) == [
        "Chưa có bản nào ở public/current. Hãy chạy ./inv publish trước."
    ]


def test_describe_releases_damaged_record_is_listed(
    target: FolderTarget, two_releases: tuple[Release, Release]
) -> None:
    (target.releases_folder / f"{two_releases[0].id}.json").write_text("{", encoding="utf-8")
    assert f"  {two_releases[0].id}  hồ sơ của bản này bị hỏng; không quay lại được" in list(
        describe_releases(target)
    )
    with pytest.raises(UserError, match="bị hỏng"):
        roll_back_to(target)
    assert target.current_id() == two_releases[1].id


def test_roll_back_activates_previous_release(
    target: FolderTarget, two_releases: tuple[Release, Release]
) -> None:
    assert roll_back_to(target) == two_releases[0]
    assert (target.current_link / "a/index.html").read_text(encoding="utf-8") == "một"


@pytest.mark.parametrize("name", ["", "20261123"])
def test_roll_back_without_releases_suggests_publish(target: FolderTarget, name: str) -> None:
    with pytest.raises(
        UserError, match=r"^Chưa có bản nào ở public/current\. Hãy chạy \./inv publish trước\.$"
    ):
        roll_back_to(target, name)


def test_roll_back_to_altered_release_asks_for_publish(
    target: FolderTarget, two_releases: tuple[Release, Release]
) -> None:
    page = target.releases_folder / two_releases[0].id / "a/index.html"
    page.write_text("bẩn", encoding="utf-8")
    os.utime(page, ns=(page.stat().st_mtime_ns + 10**9,) * 2)
    with pytest.raises(
        UserError,
        match=rf"^Bạn đọc đang xem lại bản {two_releases[0].id}, nhưng bản này đã bị sửa, thêm hoặc bớt tệp sau khi xuất bản\. "
        r"Hãy chạy ngay \./inv publish",
    ):
        roll_back_to(target)
    assert target.current_id() == two_releases[0].id


def test_roll_back_to_release_with_added_file_asks_for_publish(
    target: FolderTarget, two_releases: tuple[Release, Release]
) -> None:
    (target.releases_folder / two_releases[0].id / "slug.html").write_text("của ai", encoding="utf-8")
    with pytest.raises(UserError, match="đã bị sửa, thêm hoặc bớt tệp"):
        roll_back_to(target)
    assert target.current_id() == two_releases[0].id


def test_roll_back_skips_release_that_was_never_active(
    tmp_path: Path,
    target: FolderTarget,
    two_releases: tuple[Release, Release],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Skip a release that was uploaded and not activated, because the disk was full."""
    output = write_output(tmp_path, a="nhầm")
    with monkeypatch.context() as disk:
        disk.setattr(FolderTarget, "activate", raise_disk_full)
        with pytest.raises(UserError, match="đầy"):
            publish_to(target, output, LATER_PUBLISH_TIME + timedelta(hours=1))
    publish_to(target, write_output(tmp_path, a="ba"), LATER_PUBLISH_TIME + timedelta(hours=2))
    assert len(target.release_ids()) == 4
    assert roll_back_to(target) == two_releases[1]


def test_roll_back_skips_release_that_was_rolled_back(
    tmp_path: Path, target: FolderTarget, two_releases: tuple[Release, Release]
) -> None:
    roll_back_to(target)
    publish_to(target, write_output(tmp_path, a="ba"), LATER_PUBLISH_TIME + timedelta(hours=1))
    assert roll_back_to(target) == two_releases[0]


def raise_disk_full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "đầy")


def test_roll_back_finds_release_by_start_of_id(
    target: FolderTarget, two_releases: tuple[Release, Release]
) -> None:
    roll_back_to(target)
    assert roll_back_to(target, two_releases[1].id[:15]) == two_releases[1]
    assert target.current_id() == two_releases[1].id


@pytest.mark.parametrize(("name", "message"), [("x", "Không còn giữ bản nào"), ("2026", "Có nhiều bản")])
def test_roll_back_unknown_or_ambiguous_id_is_refused(
    target: FolderTarget, two_releases: tuple[Release, Release], name: str, message: str
) -> None:
    with pytest.raises(UserError, match=f"^{message} có mã bắt đầu bằng “{name}”"):
        roll_back_to(target, name)
    assert target.current_id() == two_releases[1].id


def test_roll_back_to_current_or_before_first_is_refused(tmp_path: Path, target: FolderTarget) -> None:
    first = publish_to(target, write_output(tmp_path, a="một"), PUBLISH_TIME).release
    with pytest.raises(UserError, match="không có gì để quay lại"):
        roll_back_to(target, first.id)
    with pytest.raises(UserError, match="Không có bản nào trước"):
        roll_back_to(target)
