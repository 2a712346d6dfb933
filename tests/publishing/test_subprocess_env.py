import os
import subprocess
from pathlib import Path

import pytest

from bulletin.publishing.subprocess_env import build_child_environment


def test_child_environment_lacks_all_variables_that_git_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = subprocess.run(
        ["git", "rev-parse", "--local-env-vars"], check=True, capture_output=True, text=True
    ).stdout.split()
    assert "GIT_DIR" in listed
    for name in (*listed, "GIT_SSH_COMMAND"):
        monkeypatch.setenv(name, "x")
    variables = build_child_environment()
    assert not variables.keys() & set(listed)
    assert variables["GIT_SSH_COMMAND"] == "x"


def test_child_environment_keeps_variables_of_this_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    build_child_environment()
    assert os.environ["GIT_DIR"] == str(tmp_path)
