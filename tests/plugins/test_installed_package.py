"""The plugins of the wheel, installed by pip into a fresh environment."""

import importlib.util
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.plugins.sample_stock_site import STOCK_PLUGINS, SampleStockSite
from tests.wheels import build_repository_wheel

pytestmark = pytest.mark.slow


HAS_PIP = importlib.util.find_spec("pip") is not None
"""True if pip of this environment can install into another. Reason: pip of its own takes four seconds."""


def create_environment(folder: Path) -> Path:
    """Return Python of a new environment, which finds the libraries of this one."""
    venv.EnvBuilder(with_pip=not HAS_PIP, symlinks=True).create(folder)
    own_packages = next(folder.glob("lib/python*/site-packages"))
    (own_packages / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return folder / "bin/python"


def test_plugins_of_the_installed_wheel_build_the_sample(tmp_path: Path) -> None:
    python = create_environment(tmp_path / "environment")
    wheel = build_repository_wheel(tmp_path)
    pip = [sys.executable, "-m", "pip", "--python", str(python)] if HAS_PIP else [str(python), "-m", "pip"]
    install = [*pip, "install", "--no-index", "--no-deps", "--quiet", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    names = ", ".join(f"bulletin.plugins.{plugin}" for plugin in STOCK_PLUGINS)
    code = f"import {names}; print(*(plugin.__file__ for plugin in ({names})))"
    imported = subprocess.run([python, "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert all(file.startswith(str(tmp_path / "environment")) for file in imported.stdout.split())
    site = SampleStockSite(tmp_path / "site")
    result = site.run_pelican(python=str(python))
    assert result.returncode == 0, result.stdout + result.stderr
    page = site.read_page("pictures.html")
    assert "Same topic" in page
    assert "QUẢNG CÁO" in page
    assert page.count("<picture>") == 3
    assert (site.output / "pagefind/pagefind.js").is_file()
