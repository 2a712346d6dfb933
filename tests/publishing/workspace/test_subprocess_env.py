import os
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bulletin.clock import VIETNAM_TZ, read_build_time, read_latest_time
from bulletin.publishing.workspace.subprocess_env import build_child_environment


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


def test_child_environment_hands_over_both_times(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ)
    for name, value in build_child_environment(now, now + timedelta(days=3)).items():
        monkeypatch.setenv(name, value)
    assert (read_build_time(), read_latest_time(now)) == (now, now + timedelta(days=3))
