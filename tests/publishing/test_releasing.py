import errno
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest

from publishing.errors import PublishError
from publishing.targets.folder import FolderTarget
from tests.publishing.shop import NOON, output, put


class Stubborn(FolderTarget):
    """A folder whose disk refuses to let go of anything."""

    def forget(self, names: Iterable[str]) -> None:
        if list(names):
            raise OSError(errno.EIO, "broken", "releases")


def test_what_cannot_be_removed_after_the_switch_is_told_as_that(tmp_path: Path) -> None:
    """Readers have the new release by then: nobody may be told that they see the old one."""
    folder = tmp_path / "public"
    put(FolderTarget(folder), output(tmp_path, a="một"), keep=1)
    with pytest.raises(PublishError, match=r"Bạn đọc đã xem bản .* chưa bỏ được các bản cũ: .*đọc ghi"):
        put(Stubborn(folder), output(tmp_path, a="hai"), NOON + timedelta(hours=1), keep=1)
    target = FolderTarget(folder)
    assert (target.link / "a/index.html").read_text(encoding="utf-8") == "hai"
    assert len(target.all()) == 2


def test_the_next_publish_lets_go_of_them_though_nothing_changed(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path / "public")
    for number in range(3):
        put(target, output(tmp_path, a=str(number)), NOON + timedelta(hours=number))
    assert not put(target, output(tmp_path, a="2"), NOON + timedelta(hours=4), keep=1).new
    assert target.all() == [target.current()]
