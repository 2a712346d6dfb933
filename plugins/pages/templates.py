"""Templates made ready for thousands of pages: compiled once, and asked for no name but ``view``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.defaults import DEFAULT_NAMESPACE

from plugins.engine.version import code, digest, own_code, ways


def bare(environment: Environment) -> None:
    """Take away the functions that Jinja gives to all templates (``range``, ``lipsum`` …).

    A template prints its view and nothing else. Where there are no such names, an import of a
    component costs half: Jinja need not ask of each name whether the component knows it too.
    """
    for name in DEFAULT_NAMESPACE:
        environment.globals.pop(name, None)


def keep_compiled(environment: Environment, settings: Mapping[str, Any]) -> None:
    """Let templates stay compiled from one build to the next, below CACHE_PATH.

    Jinja asks whether the source is the same; that filters and ways of Jinja are, the names of the files say.
    """
    folder = Path(settings["CACHE_PATH"]) / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    version = digest(code(), own_code(settings), ways(settings))
    for path in folder.iterdir():
        if not path.name.startswith(version) and path.is_file():
            path.unlink(missing_ok=True)
    environment.bytecode_cache = FileSystemBytecodeCache(str(folder), f"{version}-%s")
