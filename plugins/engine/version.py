"""What the engine's memory is worth: nothing, once code or settings are others."""

import hashlib
import importlib
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from fnmatch import fnmatch
from functools import cache, partial
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any
from weakref import WeakKeyDictionary

_HERE = Path(__file__).resolve().parents[1]
_LIBRARIES = tuple(sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib"))
"""Where Python and the libraries are installed."""
_RECORDS = (".dist-info", ".egg-info")
"""Endings of the folders that tell of an installed library."""
TABLES = ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")
"""Settings that hand code to templates."""
_SOURCES: WeakKeyDictionary[ModuleType, str] = WeakKeyDictionary()
"""Digests of the site's own modules, as their files were when each was first looked at."""


def digest(*parts: object) -> str:
    """Return a digest of the printed forms of ``parts``."""
    made = hashlib.sha256()
    for part in parts:
        made.update(repr(part).encode())
        made.update(b"\0")
    return made.hexdigest()[:24]


@cache
def code() -> str:
    """Return a digest of our own code and of all libraries, as they are when a process first asks."""
    return digest(sys.version_info[:3], _installed(), files(_HERE, "*.py"))


def _installed() -> list[list[str]]:
    """Return names and versions of the libraries, place by place: pip names a folder after both (PEP 376)."""
    places = dict.fromkeys(os.path.realpath(place) for place in sys.path)
    found = (os.listdir(place) for place in places if os.path.isdir(place))  # noqa: PTH112, PTH208  # text, as Python has it
    return [kept for names in found if (kept := sorted(name for name in names if name.endswith(_RECORDS)))]


def files(folder: Path, pattern: str = "*") -> str:
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


def templates(settings: Mapping[str, Any]) -> str:
    """Return a digest of all files that templates are read from."""
    folders = [*settings["THEME_TEMPLATES_OVERRIDES"], str(Path(settings["THEME"]) / "templates")]
    return digest([files(Path(folder)) for folder in folders])


def has_others_plugins(settings: Mapping[str, Any]) -> bool:
    """Tell whether plugins of others are at work: nobody knows what they read, and what they hand to templates.

    Pelican takes any that is installed where no setting names them.
    """
    plugins = settings["PLUGINS"]
    return plugins is None or any(not str(name).startswith("plugins.") for name in plugins)


def own_code(settings: Mapping[str, Any]) -> str:
    """Return a digest of code that is neither ours nor a library's: filters of templates, extensions.

    With them count the modules that they use, as far as these are the site's own too, and what
    they were made with.
    """
    seen: dict[str, str] = {}
    ways = settings.get("JINJA_ENVIRONMENT") or {}
    handed = [
        (f"{table}.{name}", value)
        for table in TABLES
        for name, value in sorted((settings.get(table) or {}).items())
    ]
    handed += ((name, value) for name, value in sorted(ways.items()) if callable(value))
    for _, value in handed:
        _visit(value, seen)
    extensions = ((settings.get("MARKDOWN") or {}).get("extensions", ()), ways.get("extensions", ()))
    for extension in (one for some in extensions for one in some):
        _visit(_module(extension) if isinstance(extension, str) else extension, seen)
    return digest(sorted(seen.items()), [(name, shape) for name, value in handed if (shape := _shape(value))])


def ways(settings: Mapping[str, Any]) -> dict[str, object]:
    """Return what JINJA_ENVIRONMENT says in plain values; the rest of it is code (see ``own_code``)."""
    found = settings.get("JINJA_ENVIRONMENT") or {}
    return {
        name: [str(one) for one in value] if name == "extensions" else value
        for name, value in sorted(found.items())
        if not callable(value)
    }


def _module(name: str) -> ModuleType | None:
    """Return the module that an extension comes from: ``house``, ``house:Extension`` or ``house.Extension``."""
    path = name.partition(":")[0]
    for one in (path, path.rpartition(".")[0]):
        with suppress(
            ImportError, ValueError
        ):  # a short name of Markdown's own, or one that will be complained of
            return importlib.import_module(one)
    return None


def _visit(value: object, seen: dict[str, str]) -> None:
    """Note the source of what ``value`` is, or is an instance of, and of what stands in the same module."""
    if isinstance(value, partial):
        for one in (value.func, *value.args, *value.keywords.values()):
            _visit(one, seen)
        return
    module = value if isinstance(value, ModuleType) else _home(value)
    file = getattr(module, "__file__", None)
    if module is None or not file or file in seen or _is_foreign(file) or not Path(file).is_file():
        return
    seen[file] = _source(file, module)
    for one in list(vars(module).values()):
        _visit(one, seen)


def _source(file: str, module: ModuleType) -> str:
    """Return a digest of ``file`` as it was when ``module`` was first looked at: its code does not change any more."""
    if module not in _SOURCES:
        _SOURCES[module] = hashlib.sha256(Path(file).read_bytes()).hexdigest()
    return _SOURCES[module]


def _home(value: object) -> ModuleType | None:
    name = getattr(value, "__module__", None) or type(value).__module__
    return sys.modules.get(name) if isinstance(name, str) else None


def _is_foreign(file: str) -> bool:
    """Tell whether ``file`` belongs to Python, to a library, or to our plugins, which count by their versions."""
    return Path(file).is_relative_to(_HERE) or file.startswith(_LIBRARIES)


def _shape(value: object, around: frozenset[int] = frozenset()) -> object:
    """Return what a value is besides the code that it comes from; for what cannot be told, never the same twice.

    ``around`` are the ids of what it stands in: a function may hold itself.
    """
    home = _home(value)
    if (
        home is not None
        and _is_foreign(getattr(home, "__file__", None) or "")
        and home.__name__.startswith("plugins.")
    ):
        return ""  # a build adds filters of ours, a check does not: both must trust the same readings
    if id(value) in around:
        return ""
    around |= {id(value)}
    if isinstance(value, partial):
        named = sorted(value.keywords.items())
        return _shape(value.func, around), _shapes(value.args, around), _shapes(named, around)
    if isinstance(value, FunctionType):
        cells = []
        for cell in value.__closure__ or ():
            with suppress(ValueError):  # not filled yet
                cells.append(cell.cell_contents)
        named = sorted((value.__kwdefaults__ or {}).items())
        return value.__qualname__, _shapes((*(value.__defaults__ or ()), *cells, *named), around)
    if isinstance(value, tuple):
        return _shapes(value, around)
    return repr(value)


def _shapes(values: Iterable[object], around: frozenset[int]) -> list[object]:
    return [_shape(one, around) for one in values]


def settings_digest(settings: Mapping[str, Any], names: Iterable[str]) -> str:
    """Return a digest of some of Pelican's settings."""
    return digest(*((name, settings.get(name)) for name in names))
