import shutil
import subprocess
from pathlib import Path

import pytest

from bulletin.cli.maintenance import test_runner
from bulletin.errors import UserError

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.slow


def test_a_missing_program_is_named_where_it_cannot_be_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match=r"sudo apt-get install chromium.*--fast"):
        test_runner.install_programs(print)


def test_apt_is_asked_for_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin/nothing")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(test_runner, "DEBIAN_PACKAGES", {"no-such-browser": "chromium fonts-liberation"})
    log = tmp_path / "log"
    for name in ("apt-get", "env"):
        body = f'#!/bin/sh\necho "$@" >> "{log}"\n' if name == "apt-get" else '#!/bin/sh\nshift\nexec "$@"\n'
        (tmp_path / name).write_text(body, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    said: list[str] = []
    test_runner.install_programs(said.append)
    assert said == ["Đang cài gói Debian để thử: chromium fonts-liberation…"]
    assert (
        log.read_text(encoding="utf-8")
        .splitlines()[-1]
        .endswith("install -y --no-install-recommends chromium fonts-liberation")
    )


def test_find_memory_folder_without_room_returns_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_runner, "MEMORY_NEEDED", 0)
    assert test_runner.find_memory_folder() == Path("/dev/shm")  # noqa: S108  # no file is made
    monkeypatch.setattr(test_runner, "MEMORY_NEEDED", 1 << 60)
    assert test_runner.find_memory_folder() is None


def test_lint_names_the_linters_that_complain(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.mypy]\nfiles = ["a.py"]\n[tool.ruff]\nexclude = ["tools"]\n', encoding="utf-8"
    )
    (tmp_path / "a.py").write_text("import os\n\nx: int = 1\n", encoding="utf-8")
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    (tmp_path / "README.md").write_text("For whoever reads.\n", encoding="utf-8")
    for command in (["init", "-q"], ["add", "README.md"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    with pytest.raises(UserError, match=r"\(ruff check, tools.check_prose\)"):
        test_runner.run_linters(tmp_path)
