import errno
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.release import Release
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.targets.git.repository import PushRejectedError
from bulletin.publishing.targets.s3.bucket import BucketError
from bulletin.publishing.targets.ssh.errors import SshError
from tests.publishing.small_release import PUBLISH_TIME, publish_to, write_output

TARGET_ERRORS = [
    (OSError(errno.EIO, "broken", "releases"), ".*đọc ghi"),
    (SshError("ssh://web@may/srv", "máy chủ không trả lời"), "ssh://web@may/srv: máy chủ không trả lời"),
    (BucketError("s3://kho", "kho đang quá tải"), "s3://kho: kho đang quá tải"),
    (
        PushRejectedError("git+ssh://may/kho", "vừa có máy khác xuất bản"),
        "git.ssh://may/kho: vừa có máy khác",
    ),
]
"""Errors of targets, and their messages."""


class FailingFolderTarget(FolderTarget):
    """A folder target that fails in the upload, or in the deletion of releases."""

    def __init__(self, folder: Path, error: Exception, failing_step: str) -> None:
        super().__init__(folder)
        self._error, self._failing_step = error, failing_step

    def upload(self, staged_site: StagedSite, release: Release, current: Release | None) -> None:
        if self._failing_step == "upload":
            raise self._error
        super().upload(staged_site, release, current)

    def delete(self, release_ids: Iterable[str]) -> None:
        if list(release_ids):
            raise self._error


@pytest.mark.parametrize(("error", "message"), TARGET_ERRORS)
def test_release_site_error_before_activation_keeps_old_release(
    tmp_path: Path, error: Exception, message: str
) -> None:
    with pytest.raises(UserError, match=rf"^Chưa phát hành được, trang đang chạy vẫn giữ nguyên: {message}"):
        publish_to(FailingFolderTarget(tmp_path / "public", error, "upload"), write_output(tmp_path, a="một"))


@pytest.mark.parametrize(("error", "message"), TARGET_ERRORS)
def test_release_site_error_after_activation_names_new_release(
    tmp_path: Path, error: Exception, message: str
) -> None:
    """Say that readers see the new release already."""
    folder = tmp_path / "public"
    publish_to(FolderTarget(folder), write_output(tmp_path, a="một"), keep=1)
    with pytest.raises(UserError, match=rf"^Bạn đọc đã xem bản .* chưa bỏ được các bản cũ: {message}"):
        publish_to(
            FailingFolderTarget(folder, error, "delete"),
            write_output(tmp_path, a="hai"),
            PUBLISH_TIME + timedelta(hours=1),
            keep=1,
        )
    target = FolderTarget(folder)
    assert (target.current_link / "a/index.html").read_text(encoding="utf-8") == "hai"
    assert len(target.release_ids()) == 2


def test_release_site_unchanged_deletes_old_releases(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path / "public")
    for number in range(3):
        publish_to(target, write_output(tmp_path, a=str(number)), PUBLISH_TIME + timedelta(hours=number))
    assert not publish_to(
        target, write_output(tmp_path, a="2"), PUBLISH_TIME + timedelta(hours=4), keep=1
    ).is_new
    assert target.release_ids() == [target.current_id()]
