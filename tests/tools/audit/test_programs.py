import json
import re
from pathlib import Path

import pytest

from bulletin.errors import UserError
from tools.audit.programs import install_npm_packages, require_programs

PINS = Path(__file__).parents[3] / "tools/audit"


def write_program(folder: Path, name: str, answer: str = "") -> None:
    (folder / name).write_text(f"#!/bin/sh\necho '{answer}'\n", encoding="utf-8")
    (folder / name).chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder of all programs that the audit finds."""
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("chromium", "java", "npm", "openssl"):
        write_program(tmp_path, name)
    write_program(tmp_path, "node", "v18.20.4")
    return tmp_path


def test_missing_programs_are_told_with_their_packages(programs: Path) -> None:
    require_programs()
    (programs / "java").unlink()
    (programs / "npm").unlink()
    with pytest.raises(
        UserError, match=r"sudo apt-get install npm default-jre-headless; rồi chạy lại ./inv audit"
    ):
        require_programs()


def test_node_that_lighthouse_does_not_run_on_is_told(programs: Path) -> None:
    write_program(programs, "node", "v16.20.2")
    with pytest.raises(UserError, match=r"Node v16.20.2 cũ quá"):
        require_programs()


def test_packages_are_installed_once(programs: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    folder = install_npm_packages(cache)
    assert folder.name == "node_modules"
    assert (folder.parent / "package-lock.json").is_file()
    (programs / "npm").unlink()
    assert install_npm_packages(cache) == folder


def test_failed_installation_is_told_and_tried_again(programs: Path, tmp_path: Path) -> None:
    (programs / "npm").write_text("#!/bin/sh\necho 'npm error network' >&2\nexit 1\n", encoding="utf-8")
    with pytest.raises(UserError, match="npm error network"):
        install_npm_packages(tmp_path / "cache")
    write_program(programs, "npm")
    assert install_npm_packages(tmp_path / "cache")


def test_packages_are_pinned_with_digests_and_without_an_address() -> None:
    wanted = json.loads((PINS / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert all(re.fullmatch(r"[\d.]+", version) for version in wanted.values())
    lock = json.loads((PINS / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    packages = {path: entry for path, entry in lock.items() if path}
    assert all(
        "resolved" not in entry and entry["integrity"].startswith("sha512-") for entry in packages.values()
    )
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
