"""Which files lie in content/ beyond doubt: told by one look at each, and one at each folder."""

import os
import re
import stat
from pathlib import Path

_PLAIN = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*", re.ASCII)
"""A path of names that mean themselves on every system."""


class Indoors:
    """Remembers of ``root`` (content/) which of its folders no link leads out of, nor to another part of it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folders: dict[str, bool] = {}

    def holds(self, source: str) -> bool:
        """Tell whether ``source`` is certainly a file in ``root``, and no link; in doubt it is not."""
        if not _PLAIN.fullmatch(source):
            return False
        folder = source.rpartition("/")[0]
        known = self._folders.get(folder)
        if known is None:
            known = self._folders[folder] = self._is_inside(folder)
        try:
            return known and stat.S_ISREG(os.lstat(f"{self._root}/{source}").st_mode)
        except OSError:
            return False

    def _is_inside(self, folder: str) -> bool:
        try:
            return (
                (self._root / folder)
                .resolve()
                .is_relative_to(self._root.resolve() / folder.partition("/")[0])
            )
        except (OSError, RuntimeError):  # the second: links in a circle, up to Python 3.12
            return False
