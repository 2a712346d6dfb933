from pathlib import Path

import livereload
import pytest

from bulletin.cli.watch import watch_and_rebuild
from bulletin.errors import BuildError, UserError
from bulletin.publishing.workspace import Workspace
from bulletin.settings.tables import SettingError


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (BuildError(), "Chưa dựng được trang (lý do ở trên). Hãy sửa rồi lưu tệp, trang tự dựng lại."),
        (UserError("Một câu."), "Một câu."),
        (SettingError("Một câu."), "Một câu."),
    ],
)
def test_a_fault_of_a_build_is_said_and_the_next_change_builds_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def fail() -> None:
        raise error

    heard: list[str] = []
    monkeypatch.setattr(livereload.Server, "serve", lambda *_, **__: None)
    watch_and_rebuild(Workspace(tmp_path), fail, "127.0.0.1", 8000, heard.append)
    assert heard[0] == said
    assert "Đang theo dõi thay đổi" in heard[1]
