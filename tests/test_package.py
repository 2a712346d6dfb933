"""The repository installs one importable package."""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.wheels import build_repository_wheel

ROOT = Path(__file__).parents[1]
IMPORT_ALL = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
import bulletin
for module in pkgutil.walk_packages(bulletin.__path__, "bulletin."):
    print(importlib.import_module(module.name).__file__)
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the repository, built without network."""
    return build_repository_wheel(tmp_path_factory.mktemp("wheel"))


def test_wheel_holds_the_package_bulletin_alone(wheel: Path) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()} == {
        "bulletin",
        f"bulletin-{version}.dist-info",
    }


def test_wheel_holds_all_modules_and_the_theme(wheel: Path) -> None:
    files = {file.relative_to(ROOT).as_posix() for file in (ROOT / "bulletin").rglob("*.py")}
    files |= {f"bulletin/{file.relative_to(ROOT).as_posix()}" for file in (ROOT / "plugins").rglob("*.py")}
    files |= {f"bulletin/{file.relative_to(ROOT).as_posix()}" for file in ROOT.glob("plugins/*/templates/*")}
    for folder, prefix in (
        ("theme/static", "bulletin/"),
        ("theme/templates", "bulletin/"),
        ("bulletin/product", ""),
        ("bulletin/share_cards", ""),
        ("bulletin/citations/knowledge/data", ""),
        ("bulletin/cli/livereload/static", ""),
    ):
        files |= {
            f"{prefix}{file.relative_to(ROOT).as_posix()}"
            for file in (ROOT / folder).rglob("*")
            if file.is_file() and "__pycache__" not in file.parts
        }
    assert {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("bulletin/")} == files


def test_installed_modules_import_without_the_repository(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    imported = subprocess.run(
        [sys.executable, "-I", "-c", IMPORT_ALL, str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert imported.returncode == 0, imported.stderr
    files = imported.stdout.splitlines()
    assert len(files) > 200
    assert all(file.startswith(str(tmp_path)) for file in files)
