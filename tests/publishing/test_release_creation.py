import errno
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.release import Release
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.targets.git.repository import RefusedError
from bulletin.publishing.targets.s3.bucket import StoreError
from bulletin.publishing.targets.ssh.errors import RefusalError
from tests.publishing.helpers import NOON, output, put

REFUSALS = [
    (OSError(errno.EIO, "broken", "releases"), ".*đọc ghi"),
    (RefusalError("ssh://web@may/srv", "máy chủ không trả lời"), "ssh://web@may/srv: máy chủ không trả lời"),
    (StoreError("s3://kho", "kho đang quá tải"), "s3://kho: kho đang quá tải"),
    (RefusedError("git+ssh://may/kho", "vừa có máy khác xuất bản"), "git.ssh://may/kho: vừa có máy khác"),
]
"""What a place may raise, and how it is told."""


class Stubborn(FolderTarget):
    """A place that refuses to do one thing."""

    def __init__(self, folder: Path, error: Exception, deed: str) -> None:
        super().__init__(folder)
        self._error, self._deed = error, deed

    def make(self, outgoing: Outgoing, release: Release, before: Release | None) -> None:
        if self._deed == "make":
            raise self._error
        super().make(outgoing, release, before)

    def forget(self, names: Iterable[str]) -> None:
        if list(names):
            raise self._error


@pytest.mark.parametrize(("error", "said"), REFUSALS)
def test_what_is_refused_before_the_switch_is_told_with_a_promise(
    tmp_path: Path, error: Exception, said: str
) -> None:
    with pytest.raises(UserError, match=rf"^Chưa phát hành được, trang đang chạy vẫn giữ nguyên: {said}"):
        put(Stubborn(tmp_path / "public", error, "make"), output(tmp_path, a="một"))


@pytest.mark.parametrize(("error", "said"), REFUSALS)
def test_what_cannot_be_removed_after_the_switch_is_told_as_that(
    tmp_path: Path, error: Exception, said: str
) -> None:
    """Readers have the new release by then: nobody may be told that they see the old one."""
    folder = tmp_path / "public"
    put(FolderTarget(folder), output(tmp_path, a="một"), keep=1)
    with pytest.raises(UserError, match=rf"^Bạn đọc đã xem bản .* chưa bỏ được các bản cũ: {said}"):
        put(Stubborn(folder, error, "forget"), output(tmp_path, a="hai"), NOON + timedelta(hours=1), keep=1)
    target = FolderTarget(folder)
    assert (target.link / "a/index.html").read_text(encoding="utf-8") == "hai"
    assert len(target.all()) == 2


def test_the_next_publish_lets_go_of_them_though_nothing_changed(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path / "public")
    for number in range(3):
        put(target, output(tmp_path, a=str(number)), NOON + timedelta(hours=number))
    assert not put(target, output(tmp_path, a="2"), NOON + timedelta(hours=4), keep=1).new
    assert target.all() == [target.current()]
