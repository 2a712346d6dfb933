"""The version of the bulletin that runs."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PROJECT_FILE = Path(__file__).resolve().parents[1] / "pyproject.toml"


def get_running_version() -> str:
    """Return the version of the code that runs: ``0.2.0``.

    An installed package has its version in its metadata, and the repository of the bulletin in ``pyproject.toml``.
    """
    if _PROJECT_FILE.is_file():
        return str(tomllib.loads(_PROJECT_FILE.read_text(encoding="utf-8"))["project"]["version"])
    try:
        return version("bulletin")
    except PackageNotFoundError:  # a copy of the package alone
        return ""
