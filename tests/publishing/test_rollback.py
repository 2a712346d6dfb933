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
from tests.publishing.helpers import LATER_PUBLISH_TIME, PUBLISH_TIME, publish_to, write_output


@pytest.fixture
def target(tmp_path: Path) -> FolderTarget:
    return FolderTarget(tmp_path / "public")


@pytest.fixture
def two_releases(tmp_path: Path, target: FolderTarget) -> tuple[Release, Release]:
    one = publish_to(target, write_output(tmp_path, a="một"), articles={"/2026/11/a/": "aa"})
    other = publish_to(
        target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME, articles={"/2026/11/a/": "bb"}
    )
    return one.release, other.release


def roll_back_to(target: FolderTarget, name: str = "") -> Release:
    return roll_back(
        target,
        name,
        holder="phép thử",
        now=LATER_PUBLISH_TIME,
        withdrawn=WithdrawnAddresses(frozenset(), ""),
        say=print,
    )


def test_releases_are_told_with_time_person_commit_and_articles(
    target: FolderTarget, two_releases: tuple[Release, Release]
) -> None:
    lines = list(describe_releases(target))
    assert lines[0].startswith(f"→ {two_releases[1].id}  13:00:00 23/11/2026, An (máy thử), git 0123456789ab")
    assert lines[1] == "    1 bài sửa: /2026/11/a/"
    assert lines[2].startswith(f"  {two_releases[0].id}")
    assert lines[3] == "    1 bài mới: /2026/11/a/"


def test_without_releases_the_next_step_is_named(target: FolderTarget) -> None:
    assert list(describe_releases(target)) == [
        "Chưa có bản nào ở public/current. Hãy chạy ./inv publish trước."
    ]


def test_a_damaged_record_is_told_among_the_others(
    target: FolderTarget, two_releases: tuple[Release, Release]
) -> None:
    (target.releases_folder / f"{two_releases[0].id}.json").write_text("{", encoding="utf-8")
    assert f"  {two_releases[0].id}  hồ sơ của bản này bị hỏng; không quay lại được" in list(
        describe_releases(target)
    )
    with pytest.raises(UserError, match="bị hỏng"):
        roll_back_to(target)
    assert target.current_id() == two_releases[1].id


def test_going_back_shows_the_release_before(
    target: FolderTarget, two_releases: tuple[Release, Release]
) -> None:
    assert roll_back_to(target) == two_releases[0]
    assert (target.current_link / "a/index.html").read_text(encoding="utf-8") == "một"


def test_of_a_release_that_somebody_altered_it_says_what_to_do_at_once(
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


def test_so_it_does_of_one_that_somebody_put_a_page_into(
    target: FolderTarget, two_releases: tuple[Release, Release]
) -> None:
    (target.releases_folder / two_releases[0].id / "slug.html").write_text("của ai", encoding="utf-8")
    with pytest.raises(UserError, match="đã bị sửa, thêm hoặc bớt tệp"):
        roll_back_to(target)
    assert target.current_id() == two_releases[0].id


def test_going_back_passes_over_what_readers_never_had(
    tmp_path: Path,
    target: FolderTarget,
    two_releases: tuple[Release, Release],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A release that was made and not shown, for the disk was full at that moment."""
    wrong = write_output(tmp_path, a="nhầm")
    with monkeypatch.context() as disk:
        disk.setattr(FolderTarget, "activate", raise_disk_full)
        with pytest.raises(UserError, match="đầy"):
            publish_to(target, wrong, LATER_PUBLISH_TIME + timedelta(hours=1))
    publish_to(target, write_output(tmp_path, a="ba"), LATER_PUBLISH_TIME + timedelta(hours=2))
    assert len(target.release_ids()) == 4
    assert roll_back_to(target) == two_releases[1]


def test_going_back_passes_over_what_somebody_went_back_from(
    tmp_path: Path, target: FolderTarget, two_releases: tuple[Release, Release]
) -> None:
    roll_back_to(target)
    publish_to(target, write_output(tmp_path, a="ba"), LATER_PUBLISH_TIME + timedelta(hours=1))
    assert roll_back_to(target) == two_releases[0]


def raise_disk_full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "đầy")


def test_a_release_is_named_by_the_beginning_of_its_id(
    target: FolderTarget, two_releases: tuple[Release, Release]
) -> None:
    roll_back_to(target)
    assert roll_back_to(target, two_releases[1].id[:15]) == two_releases[1]
    assert target.current_id() == two_releases[1].id


@pytest.mark.parametrize(("name", "said"), [("x", "Không còn giữ bản nào"), ("2026", "Có nhiều bản")])
def test_a_name_that_means_no_one_release_is_refused(
    target: FolderTarget, two_releases: tuple[Release, Release], name: str, said: str
) -> None:
    with pytest.raises(UserError, match=f"^{said} có mã bắt đầu bằng “{name}”"):
        roll_back_to(target, name)
    assert target.current_id() == two_releases[1].id


def test_there_is_no_going_back_to_the_current_or_before_the_first(
    tmp_path: Path, target: FolderTarget
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một"), PUBLISH_TIME).release
    with pytest.raises(UserError, match="không có gì để quay lại"):
        roll_back_to(target, one.id)
    with pytest.raises(UserError, match="Không có bản nào trước"):
        roll_back_to(target)
