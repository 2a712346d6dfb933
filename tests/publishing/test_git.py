import os
import pwd
from pathlib import Path

import pytest

from bulletin.publishing.git import format_commit_command, read_content_commit, read_publisher_name


@pytest.mark.parametrize(
    ("path", "subject", "command"),
    [
        ("a.txt", "Fix", "git add a.txt && git commit -m Fix -- a.txt"),
        ("a.txt", "Gỡ /gia-$USER.html", "git add a.txt && git commit -m 'Gỡ /gia-$USER.html' -- a.txt"),
        ("a b.txt", "x", "git add 'a b.txt' && git commit -m x -- 'a b.txt'"),
    ],
)
def test_format_commit_command_quotes_for_shell(path: str, subject: str, command: str) -> None:
    assert format_commit_command([path], subject) == command


def test_read_publisher_name_account_without_name_is_number(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "/nonexistent")

    def raise_key_error(_number: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", raise_key_error)
    assert read_publisher_name().startswith(f"{os.getuid()} (")


def test_read_content_commit_outside_git_is_empty(tmp_path: Path) -> None:
    assert read_content_commit(tmp_path) == ""
