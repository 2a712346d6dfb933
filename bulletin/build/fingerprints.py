"""What the engine's memory is worth: nothing, once code or settings are others."""

import hashlib
import json
import os
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parents[1]
_PLUGINS = _PACKAGE.parent / "plugins"
_NOT_OF_A_BUILD = ("publishing", "cli", "__pycache__")
"""Packages that a build does not import: a change in them leaves its cache alone."""
_LIBRARIES = tuple(sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib"))
"""Where Python and the libraries are installed."""
_RECORDS = (".dist-info", ".egg-info")
"""Endings of the folders that tell of an installed library."""
JINJA_SETTINGS = ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")
"""Settings that hand code to templates."""


def compute_digest(*parts: object) -> str:
    """Return a digest of the printed forms of ``parts``."""
    made = hashlib.sha256()
    for part in parts:
        made.update(repr(part).encode())
        made.update(b"\0")
    return made.hexdigest()[:24]


@cache
def fingerprint_code() -> str:
    """Return a digest of our own code and of all libraries, as they are when a process first asks."""
    packages = sorted(
        item for item in _PACKAGE.iterdir() if item.is_dir() and item.name not in _NOT_OF_A_BUILD
    )
    modules = [hashlib.sha256(item.read_bytes()).hexdigest() for item in sorted(_PACKAGE.glob("*.py"))]
    own = [fingerprint_folder(folder, "*.py") for folder in (*packages, _PLUGINS)]
    return compute_digest(sys.version_info[:3], _installed(), modules, own)


def _installed() -> list[list[str]]:
    """Return names and versions of the libraries, place by place: pip names a folder after both (PEP 376)."""
    places = dict.fromkeys(os.path.realpath(place) for place in sys.path)
    found = (os.listdir(place) for place in places if os.path.isdir(place))  # noqa: PTH112, PTH208  # text, as Python has it
    return [kept for names in found if (kept := sorted(name for name in names if name.endswith(_RECORDS)))]


def fingerprint_folder(folder: Path, pattern: str = "*") -> str:
    """Return a digest of all files below ``folder`` whose names match ``pattern``; links lead to files too."""
    made = hashlib.sha256()
    for path in sorted(_below(folder, pattern)):
        if path.is_file():
            made.update(path.relative_to(folder).as_posix().encode())
            made.update(hashlib.sha256(path.read_bytes()).digest())
    return made.hexdigest()


def _below(folder: Path, pattern: str) -> Iterator[Path]:
    walked: set[str] = set()
    for root, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(root)
        if real in walked:  # a link that leads back
            folders.clear()
            continue
        walked.add(real)
        yield from (Path(root, name) for name in names if fnmatch(name, pattern))


def fingerprint_templates(settings: Mapping[str, Any]) -> str:
    """Return a digest of all files that templates are read from."""
    folders = [*settings["THEME_TEMPLATES_OVERRIDES"], str(Path(settings["THEME"]) / "templates")]
    return compute_digest([fingerprint_folder(Path(folder)) for folder in folders])


def has_third_party_plugins(settings: Mapping[str, Any]) -> bool:
    """Tell whether plugins of others are at work: nobody knows what they read, and what they hand to templates.

    Pelican takes any that is installed where no setting names them.
    """
    plugins = settings["PLUGINS"]
    return plugins is None or any(not str(name).startswith("plugins.") for name in plugins)


def has_third_party_code(settings: Mapping[str, Any]) -> bool:
    """Tell whether code that has no version takes part in a build.

    Such code is the site's own: plugins, extensions, and filters, globals and tests of templates. Its
    readers build everything again. Reason: it may read what no digest covers.
    """
    return (
        has_third_party_plugins(settings)
        or has_third_party_markdown(settings)
        or any(described is None for _, described in _handed_to_jinja(settings))
        or not all(map(_is_installed, _jinja(settings).get("extensions", ())))
    )


def has_third_party_markdown(settings: Mapping[str, Any]) -> bool:
    """Tell whether an extension of Markdown is the site's own."""
    return not all(map(_is_installed, (settings.get("MARKDOWN") or {}).get("extensions", ())))


def fingerprint_jinja(settings: Mapping[str, Any]) -> str:
    """Return a digest of all that the settings hand to Jinja: data by value, installed code by name."""
    extensions = [str(one) for one in _jinja(settings).get("extensions", ())]
    return compute_digest(sorted(_handed_to_jinja(settings)), extensions)


def _jinja(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    return settings.get("JINJA_ENVIRONMENT") or {}


def _handed_to_jinja(settings: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    """Return names and descriptions of what the settings hand to Jinja, None for foreign code."""
    tables = [
        (table, name, value)
        for table in JINJA_SETTINGS
        for name, value in (settings.get(table) or {}).items()
    ]
    tables += [("", name, value) for name, value in _jinja(settings).items() if name != "extensions"]
    return [(f"{table}.{name}", _described(value)) for table, name, value in tables]


def _described(value: object) -> str | None:
    """Return plain data as Python prints it, installed code by its name, and None for anything else."""
    if _is_installed_code(value):
        return f"{value.__module__}.{getattr(value, '__qualname__', '')}"
    try:
        json.dumps(value)
    except (TypeError, ValueError, RecursionError):
        return None
    return repr(value)


def _is_installed_code(value: object) -> bool:
    """Tell whether ``value`` is a function or class that its module has under its own name.

    What a function was made with, as a closure or a partial one, has no such name.
    """
    module = sys.modules.get(str(getattr(value, "__module__", None)))
    if module is None or getattr(module, getattr(value, "__qualname__", ""), None) is not value:
        return False
    return module.__name__ in sys.builtin_module_names or _is_versioned(getattr(module, "__file__", None))


def _is_installed(extension: object) -> bool:
    """Tell whether an extension is a library's: ``tables``, ``pymdownx.snippets``, ``house:Extension`` or a class."""
    if not isinstance(extension, str):
        return _is_installed_code(extension)
    try:
        found = find_spec(re.split("[.:]", extension, maxsplit=1)[0])
    except ValueError:  # no name of a module at all: the build will complain of it
        return False
    return found is None or _is_versioned(found.origin)  # a short name of Markdown's own is no module


def _is_versioned(file: str | None) -> bool:
    """Tell whether ``file`` belongs to Python, a library or our plugins, which ``fingerprint_code`` covers."""
    return file is not None and file.startswith((f"{_PACKAGE}{os.sep}", f"{_PLUGINS}{os.sep}", *_LIBRARIES))


def fingerprint_settings(settings: Mapping[str, Any], names: Iterable[str]) -> str:
    """Return a digest of some of Pelican's settings."""
    return compute_digest(*((name, settings.get(name)) for name in names))
