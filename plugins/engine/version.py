"""What the engine's memory is worth: nothing, once code or settings are others."""

import hashlib
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

_PACKAGES = ("Jinja2", "Markdown", "MarkupSafe", "nh3", "pelican", "PyYAML", "segno")
_HERE = Path(__file__).resolve().parents[1]


def digest(*parts: object) -> str:
    """Return a digest of the printed forms of ``parts``."""
    made = hashlib.sha256()
    for part in parts:
        made.update(repr(part).encode())
        made.update(b"\0")
    return made.hexdigest()[:24]


@cache
def code() -> str:
    """Return a digest of our own code and of the libraries that it prints with."""
    return digest(sys.version_info[:3], [version(name) for name in _PACKAGES], files(_HERE, "*.py"))


def files(folder: Path, pattern: str) -> str:
    """Return a digest of all files below ``folder`` whose names match ``pattern``."""
    made = hashlib.sha256()
    for path in sorted(folder.rglob(pattern)):
        if path.is_file():
            made.update(path.relative_to(folder).as_posix().encode())
            made.update(hashlib.sha256(path.read_bytes()).digest())
    return made.hexdigest()


def settings_digest(settings: Mapping[str, Any], names: Iterable[str]) -> str:
    """Return a digest of some of Pelican's settings."""
    return digest(*((name, settings.get(name)) for name in names))
