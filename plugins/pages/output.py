"""The output folder: files that belong to this build are written, those of the last build that do not are removed.

What this site never wrote is never touched.
"""

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

MANIFEST = ".bulletin.json"
"""In the output folder: which files the last build left there. Never published."""


def write(output: Path, name: str, data: bytes) -> None:
    """Write ``data`` to ``name`` below ``output``, unless that is what it holds."""
    path = output / name
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def copy(source: Path, output: Path, name: str) -> None:
    """Copy the content of ``source`` (nothing of its times and rights) to ``name`` below ``output``."""
    path = output / name
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, path)


def finish(output: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Remove what the last build left and this one did not write; return what was removed.

    ``names`` are all files of this build, as paths from ``output``.
    """
    kept = sorted(set(names))
    stale = sorted(set(_last(output)) - set(kept))
    for name in stale:
        path = output / name
        if path.resolve().is_relative_to(output.resolve()) and path.is_file():
            path.unlink()
            _drop_empty(path.parent, output)
    temporary = output / f"{MANIFEST}.new"
    temporary.write_text(json.dumps(kept, indent=0) + "\n", encoding="utf-8")
    os.replace(temporary, output / MANIFEST)  # noqa: PTH105  # the atomic call, by its name
    return tuple(stale)


def _last(output: Path) -> list[str]:
    try:
        names = json.loads((output / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):  # none yet, or cut short: then nothing is known to be ours
        return []
    if not isinstance(names, list):
        return []
    return [name for name in names if isinstance(name, str) and "\0" not in name]


def _drop_empty(folder: Path, output: Path) -> None:
    while folder != output and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
