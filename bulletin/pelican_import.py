"""Import Pelican without Docutils.

    python bulletin/pelican_import.py content -s pelicanconf.py

runs Pelican's own command. Docutils reads reStructuredText, and no site of the bulletin has such files.
Reason: Docutils is a quarter of the import of Pelican, and an eighth of a build with nothing to do.
"""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

_LEFT_OUT = (
    "docutils",
    "docutils.core",
    "docutils.io",
    "docutils.parsers.rst.languages",
    "docutils.writers.html4css1",
    "pelican.rstdirectives",
)
"""Modules that Pelican imports to read reStructuredText."""


class _EmptyModule(ModuleType):
    """A module that has an empty class for each name.

    Pelican derives classes from some.
    """

    def __getattr__(self, name: str) -> type:
        """Return an empty class."""
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


def import_pelican() -> Any:
    """Return Pelican, imported without Docutils.

    If something else imports Docutils later, it gets the real one.
    """
    left_out = {name for name in _LEFT_OUT if name not in sys.modules and "pelican" not in sys.modules}
    sys.modules |= {name: _EmptyModule(name) for name in left_out}
    try:
        return import_module("pelican")
    finally:
        for name in left_out:
            del sys.modules[name]


if __name__ == "__main__":
    if not sys.flags.safe_path:
        sys.path[0] = str(Path.cwd())  # as ``python -m pelican`` does; settings import modules of the site
    import_pelican().main()
