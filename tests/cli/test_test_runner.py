import os
from pathlib import Path

import pytest

from bulletin.cli import test_runner
from bulletin.errors import UserError

pytestmark = pytest.mark.slow


def test_install_programs_without_apt_names_the_missing_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match=r"sudo apt-get install chromium.*--fast"):
        test_runner.install_programs(print)


def test_install_programs_with_apt_installs_the_missing_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin/nothing")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(test_runner, "DEBIAN_PACKAGES", {"no-such-browser": "chromium fonts-liberation"})
    log = tmp_path / "log"
    for name in ("apt-get", "env"):
        body = f'#!/bin/sh\necho "$@" >> "{log}"\n' if name == "apt-get" else '#!/bin/sh\nshift\nexec "$@"\n'
        (tmp_path / name).write_text(body, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    messages: list[str] = []
    test_runner.install_programs(messages.append)
    assert messages == ["Đang cài gói Debian để thử: chromium fonts-liberation…"]
    assert (
        log.read_text(encoding="utf-8")
        .splitlines()[-1]
        .endswith("install -y --no-install-recommends chromium fonts-liberation")
    )


def test_run_linters_names_the_linters_that_fail(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.mypy]\nfiles = ["a.py"]\n', encoding="utf-8")
    (tmp_path / "a.py").write_text("import os\n\nx: int = 1\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"\(ruff check\)"):
        test_runner.run_linters(tmp_path)
