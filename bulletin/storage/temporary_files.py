"""What a killed build leaves beside its files: copies that were growing under names with a dot and a process id."""

import os
from collections.abc import Callable
from pathlib import Path

from bulletin.errors import GROWING
from bulletin.processes.parallel import alive


def sweep(folder: Path, is_ours: Callable[[str], bool]) -> None:
    """Remove from ``folder`` and below what processes that run no more left of files of ours.

    Nor is anything left to grow by this process: it is at its beginning, and in a container ids repeat.
    ``is_ours`` is asked with the path, from ``folder``, of the file that was to become. Somebody
    else's files stay, whatever they are called.
    """
    for directory, _, names in os.walk(folder):
        for name in names:
            found = GROWING.search(name)
            if found is None:
                continue
            path = Path(directory, name)
            over = int(found[3]) == os.getpid() or not alive(found[3])
            if over and is_ours(path.with_name(found[2]).relative_to(folder).as_posix()):
                path.unlink(missing_ok=True)
