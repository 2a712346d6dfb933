"""What the engine's memory is worth: nothing, once code or settings are others."""

import hashlib
import importlib
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

_PACKAGES = ("Jinja2", "Markdown", "MarkupSafe", "nh3", "pelican", "PyYAML", "zxing-cpp")
_HERE = Path(__file__).resolve().parents[1]
_LIBRARIES = tuple(sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib"))
"""Where Python and the libraries are installed."""
TABLES = ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")
"""Settings that hand code to templates."""


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


def own_code(settings: Mapping[str, Any]) -> str:
    """Return a digest of code that is neither ours nor a library's: filters of templates, Markdown extensions.

    With them count the modules that they use, as far as these are the site's own too.
    """
    seen: dict[str, str] = {}
    for table in TABLES:
        for value in (settings.get(table) or {}).values():
            _visit(value, seen)
    for extension in (settings.get("MARKDOWN") or {}).get("extensions", ()):
        if isinstance(extension, str):
            with suppress(
                ImportError
            ):  # a short name of Markdown's own, or one that Markdown will complain of
                _visit(importlib.import_module(extension.partition(":")[0]), seen)
        else:
            _visit(type(extension), seen)
    return digest(sorted(seen.items()))


def _visit(value: object, seen: dict[str, str]) -> None:
    """Note the source of what ``value`` is, or is an instance of, and of what stands in the same module."""
    module = value if isinstance(value, ModuleType) else _home(value)
    if module is not None:
        file, names = getattr(module, "__file__", None), vars(module)
    elif isinstance(value, FunctionType):  # of a settings file, which Pelican does not keep as a module
        file, names = value.__code__.co_filename, value.__globals__
    else:
        return
    if not file or file in seen or _is_foreign(file) or not Path(file).is_file():
        return
    seen[file] = hashlib.sha256(Path(file).read_bytes()).hexdigest()
    for one in list(names.values()):
        _visit(one, seen)


def _home(value: object) -> ModuleType | None:
    name = getattr(value, "__module__", None) or type(value).__module__
    return sys.modules.get(name) if isinstance(name, str) else None


def _is_foreign(file: str) -> bool:
    """Tell whether ``file`` belongs to Python, to a library, or to our plugins, which count by their versions."""
    return Path(file).is_relative_to(_HERE) or file.startswith(_LIBRARIES)


def shape(value: object) -> object:
    """Return what a filter or global of a template is, of the values that a table of settings holds.

    Code counts by ``code`` and ``own_code``; a plain value by how it prints.
    """
    return "" if callable(value) else value


def settings_digest(settings: Mapping[str, Any], names: Iterable[str]) -> str:
    """Return a digest of some of Pelican's settings."""
    return digest(*((name, settings.get(name)) for name in names))
