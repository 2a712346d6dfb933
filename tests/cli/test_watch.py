from pathlib import Path

import livereload
import pytest

from bulletin.cli.watch import watch_and_rebuild
from bulletin.errors import BuildError, UserError
from bulletin.publishing.workspace import Workspace
from bulletin.settings.tables import SettingError


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (BuildError(), "Chưa dựng được trang (lý do ở trên). Hãy sửa rồi lưu tệp, trang tự dựng lại."),
        (UserError("Một câu."), "Một câu."),
        (SettingError("Một câu."), "Một câu."),
    ],
)
def test_watch_and_rebuild_prints_an_error_of_a_build_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, message: str
) -> None:
    def fail() -> None:
        raise error

    messages: list[str] = []
    monkeypatch.setattr(livereload.Server, "serve", lambda *_, **__: None)
    watch_and_rebuild(Workspace(tmp_path), fail, "127.0.0.1", 8000, messages.append)
    assert messages[0] == message
    assert "Đang theo dõi thay đổi" in messages[1]
