"""What the engine's memory is worth: nothing, once code or settings are others."""

import hashlib
import importlib.util
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

_PACKAGES = ("Jinja2", "Markdown", "MarkupSafe", "nh3", "pelican", "PyYAML", "zxing-cpp")
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


def extension_source(extension: object) -> str:
    """Return a digest of the module that a Markdown extension comes from; a short name is Markdown's own."""
    name = extension.partition(":")[0] if isinstance(extension, str) else type(extension).__module__
    try:
        found = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        found = None
    if found is None or not found.origin or not Path(found.origin).is_file():
        return name
    return hashlib.sha256(Path(found.origin).read_bytes()).hexdigest()


def shape(value: object) -> object:
    """Return what decides what a filter or global of a template does: a function's code, a value as it prints.

    Our own are part of ``code`` and count by their names.
    """
    if type(value).__module__.startswith("plugins.") or getattr(value, "__module__", "").startswith(
        "plugins."
    ):
        return ""
    compiled = getattr(value, "__code__", None)
    return (compiled.co_code, compiled.co_consts, compiled.co_names) if compiled else value


def settings_digest(settings: Mapping[str, Any], names: Iterable[str]) -> str:
    """Return a digest of some of Pelican's settings."""
    return digest(*((name, settings.get(name)) for name in names))
