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
from tests.publishing.helpers import PUBLISH_TIME, publish_to, write_output

REFUSALS = [
    (OSError(errno.EIO, "broken", "releases"), ".*đọc ghi"),
    (SshError("ssh://web@may/srv", "máy chủ không trả lời"), "ssh://web@may/srv: máy chủ không trả lời"),
    (BucketError("s3://kho", "kho đang quá tải"), "s3://kho: kho đang quá tải"),
    (
        PushRejectedError("git+ssh://may/kho", "vừa có máy khác xuất bản"),
        "git.ssh://may/kho: vừa có máy khác",
    ),
]
"""What a place may raise, and how it is told."""


class FailingFolderTarget(FolderTarget):
    """A place that refuses to do one thing."""

    def __init__(self, folder: Path, error: Exception, deed: str) -> None:
        super().__init__(folder)
        self._error, self._deed = error, deed

    def upload(self, outgoing: StagedSite, release: Release, before: Release | None) -> None:
        if self._deed == "make":
            raise self._error
        super().upload(outgoing, release, before)

    def delete(self, names: Iterable[str]) -> None:
        if list(names):
            raise self._error


@pytest.mark.parametrize(("error", "said"), REFUSALS)
def test_what_is_refused_before_the_switch_is_told_with_a_promise(
    tmp_path: Path, error: Exception, said: str
) -> None:
    with pytest.raises(UserError, match=rf"^Chưa phát hành được, trang đang chạy vẫn giữ nguyên: {said}"):
        publish_to(FailingFolderTarget(tmp_path / "public", error, "make"), write_output(tmp_path, a="một"))


@pytest.mark.parametrize(("error", "said"), REFUSALS)
def test_what_cannot_be_removed_after_the_switch_is_told_as_that(
    tmp_path: Path, error: Exception, said: str
) -> None:
    """Readers have the new release by then: nobody may be told that they see the old one."""
    folder = tmp_path / "public"
    publish_to(FolderTarget(folder), write_output(tmp_path, a="một"), keep=1)
    with pytest.raises(UserError, match=rf"^Bạn đọc đã xem bản .* chưa bỏ được các bản cũ: {said}"):
        publish_to(
            FailingFolderTarget(folder, error, "forget"),
            write_output(tmp_path, a="hai"),
            PUBLISH_TIME + timedelta(hours=1),
            keep=1,
        )
    target = FolderTarget(folder)
    assert (target.current_link / "a/index.html").read_text(encoding="utf-8") == "hai"
    assert len(target.release_ids()) == 2


def test_the_next_publish_lets_go_of_them_though_nothing_changed(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path / "public")
    for number in range(3):
        publish_to(target, write_output(tmp_path, a=str(number)), PUBLISH_TIME + timedelta(hours=number))
    assert not publish_to(
        target, write_output(tmp_path, a="2"), PUBLISH_TIME + timedelta(hours=4), keep=1
    ).is_new
    assert target.release_ids() == [target.current_id()]
