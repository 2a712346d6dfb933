import os
import pwd
from pathlib import Path

import pytest

from bulletin.errors import TargetError
from bulletin.publishing.targets.git.repository import GitRepository
from bulletin.publishing.workspace.git import (
    build_server_variables,
    format_commit_command,
    read_content_commit,
    read_publisher_name,
)
from tests.publishing.shared_repository import run_git


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


def test_build_server_variables_keep_the_command_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GIT_SSH_COMMAND", raising=False)
    run_git(tmp_path, "init", "--quiet")
    (tmp_path / ".cache").mkdir()
    assert build_server_variables(tmp_path / ".cache", "ssh -x")["GIT_SSH_COMMAND"] == "ssh -x"
    run_git(tmp_path, "config", "core.sshCommand", "ssh -i khoa")
    assert build_server_variables(tmp_path / ".cache", "ssh -x")["GIT_SSH_COMMAND"] == "ssh -i khoa"
    monkeypatch.setenv("GIT_SSH_COMMAND", "ssh -i khac")
    assert "GIT_SSH_COMMAND" not in build_server_variables(tmp_path, "ssh -x")


def test_git_target_uses_the_command_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GIT_SSH_COMMAND", raising=False)
    run_git(tmp_path, "init", "--quiet")
    run_git(tmp_path, "config", "core.sshCommand", f"touch {tmp_path / 'da-goi'}; false")
    repository = GitRepository(tmp_path / ".cache/publishing/0123.git", "ssh://git@may-chu.invalid/kho.git")
    with pytest.raises(TargetError):
        repository.list_remote_refs()
    assert (tmp_path / "da-goi").exists()


def test_read_content_commit_outside_git_is_empty(tmp_path: Path) -> None:
    assert read_content_commit(tmp_path) == ""
