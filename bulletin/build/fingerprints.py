"""Fingerprints of code, settings and templates, which decide if a cache is valid."""

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
_EXCLUDED_PACKAGES = ("publishing", "cli", "theme", "__pycache__")
"""Folders that a build does not import. A change in them does not invalidate the cache."""
_LIBRARIES = tuple(sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib"))
"""Folders of Python and of the installed libraries."""
_METADATA_ENDINGS = (".dist-info", ".egg-info")
"""Endings of the folders that describe an installed library."""
JINJA_SETTINGS = ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")
"""Settings that hand code to templates."""


def compute_digest(*parts: object) -> str:
    """Return a digest of the ``repr`` of ``parts``."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(repr(part).encode())
        digest.update(b"\0")
    return digest.hexdigest()[:24]


@cache
def fingerprint_code() -> str:
    """Return a digest of the application, its plugins and all libraries.

    The digest is computed once in a process, so it describes the files at that time.
    """
    packages = sorted(
        item for item in _PACKAGE.iterdir() if item.is_dir() and item.name not in _EXCLUDED_PACKAGES
    )
    modules = [hashlib.sha256(item.read_bytes()).hexdigest() for item in sorted(_PACKAGE.glob("*.py"))]
    package_digests = [fingerprint_folder(folder, "*.py") for folder in packages]
    package_digests.append(fingerprint_folder(_PACKAGE / "citations/knowledge/data"))
    return compute_digest(sys.version_info[:3], _list_installed_libraries(), modules, package_digests)


def _list_installed_libraries() -> list[list[str]]:
    """Return the metadata folders of the libraries, in the order of ``sys.path``.

    The names of the folders hold the names and versions of the libraries (PEP 376).
    """
    folders = dict.fromkeys(os.path.realpath(folder) for folder in sys.path)
    listings = (os.listdir(folder) for folder in folders if os.path.isdir(folder))  # noqa: PTH112, PTH208  # sys.path holds text
    return [
        metadata
        for names in listings
        if (metadata := sorted(name for name in names if name.endswith(_METADATA_ENDINGS)))
    ]


def fingerprint_folder(folder: Path, pattern: str = "*") -> str:
    """Return a digest of the files below ``folder`` that match ``pattern``.

    Symbolic links are followed.
    """
    digest = hashlib.sha256()
    for path in sorted(_find_files(folder, pattern)):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _find_files(folder: Path, pattern: str) -> Iterator[Path]:
    visited: set[str] = set()
    for root, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(root)
        if real in visited:  # a symbolic link to a folder above
            folders.clear()
            continue
        visited.add(real)
        yield from (Path(root, name) for name in names if fnmatch(name, pattern))


def fingerprint_templates(settings: Mapping[str, Any]) -> str:
    """Return a digest of all files in the template folders."""
    folders = [*settings["THEME_TEMPLATES_OVERRIDES"], str(Path(settings["THEME"]) / "templates")]
    return compute_digest([fingerprint_folder(Path(folder)) for folder in folders])


def has_third_party_plugins(settings: Mapping[str, Any]) -> bool:
    """Tell if plugins of other authors are loaded.

    Pelican loads all installed plugins if no setting names them.
    Reason: no fingerprint covers the files that such plugins read.
    """
    plugins = settings["PLUGINS"]
    return plugins is None or any(not str(name).startswith("bulletin.plugins.") for name in plugins)


def has_third_party_code(settings: Mapping[str, Any]) -> bool:
    """Tell if code without a version takes part in a build.

    Such code is the site's own: plugins, extensions, and filters, globals and tests of templates. A build
    with such code renders everything again. Reason: the code may read files that no digest covers.
    """
    return (
        has_third_party_plugins(settings)
        or has_third_party_markdown(settings)
        or any(description is None for _, description in _describe_jinja_settings(settings))
        or not all(map(_is_installed, _get_jinja_options(settings).get("extensions", ())))
    )


def has_third_party_markdown(settings: Mapping[str, Any]) -> bool:
    """Tell if a Markdown extension is the site's own."""
    return not all(map(_is_installed, (settings.get("MARKDOWN") or {}).get("extensions", ())))


def fingerprint_jinja(settings: Mapping[str, Any]) -> str:
    """Return a digest of Jinja's settings: data by value, code by name."""
    extensions = [str(extension) for extension in _get_jinja_options(settings).get("extensions", ())]
    return compute_digest(sorted(_describe_jinja_settings(settings)), extensions)


def _get_jinja_options(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    return settings.get("JINJA_ENVIRONMENT") or {}


def _describe_jinja_settings(settings: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    """Return names and descriptions of Jinja's settings, None for unknown code."""
    tables = [
        (table, name, value)
        for table in JINJA_SETTINGS
        for name, value in (settings.get(table) or {}).items()
    ]
    tables += [
        ("", name, value) for name, value in _get_jinja_options(settings).items() if name != "extensions"
    ]
    return [(f"{table}.{name}", _describe_value(value)) for table, name, value in tables]


def _describe_value(value: object) -> str | None:
    """Return the ``repr`` of data, the name of installed code, or None."""
    if _is_installed_code(value):
        return f"{value.__module__}.{getattr(value, '__qualname__', '')}"
    try:
        json.dumps(value)
    except (TypeError, ValueError, RecursionError):
        return None
    return repr(value)


def _is_installed_code(value: object) -> bool:
    """Tell if a function or class is found in its module by its own name.

    A closure or a partial function has no such name.
    """
    module = sys.modules.get(str(getattr(value, "__module__", None)))
    if module is None or getattr(module, getattr(value, "__qualname__", ""), None) is not value:
        return False
    return module.__name__ in sys.builtin_module_names or _is_versioned(getattr(module, "__file__", None))


def _is_installed(extension: object) -> bool:
    """Tell if a Markdown or Jinja extension belongs to a library.

    An extension is a name such as ``tables`` or ``pymdownx.snippets``, or a class.
    """
    if not isinstance(extension, str):
        return _is_installed_code(extension)
    try:
        spec = find_spec(re.split("[.:]", extension, maxsplit=1)[0])
    except ValueError:  # not a module name, so the build will report an error
        return False
    # a short name of a Markdown extension is not a module
    return spec is None or _is_versioned(spec.origin)


def _is_versioned(file: str | None) -> bool:
    """Tell if ``fingerprint_code`` covers ``file``."""
    return file is not None and file.startswith((f"{_PACKAGE}{os.sep}", *_LIBRARIES))


def fingerprint_settings(settings: Mapping[str, Any], names: Iterable[str]) -> str:
    """Return a digest of some of Pelican's settings."""
    return compute_digest(*((name, settings.get(name)) for name in names))
