"""Where the engine keeps what it knows of an output folder: one file a kind, side by side."""

from os.path import realpath
from pathlib import Path

from plugins.engine.version import digest


def kept(cache: Path, output: Path, kind: str) -> Path:
    """Return the file of ``kind`` (``press``, ``last``, ``turn``, ``report.json`` …) for the builds into ``output``."""
    return cache / "engine" / f"{digest(realpath(output))}.{kind}"
