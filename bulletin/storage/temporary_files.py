"""What a killed build leaves beside its files: copies that were growing under names with a dot and a process id."""

import os
from collections.abc import Callable
from pathlib import Path

from bulletin.errors import TEMP_FILE_PATTERN
from bulletin.processes.parallel import is_process_alive


def remove_stale_temp_files(folder: Path, is_ours: Callable[[str], bool]) -> None:
    """Remove from ``folder`` and below what processes that run no more left of files of ours.

    Nor is anything left to grow by this process: it is at its beginning, and in a container ids repeat.
    ``is_ours`` is asked with the path, from ``folder``, of the file that was to become. Somebody
    else's files stay, whatever they are called.
    """
    for directory, _, names in os.walk(folder):
        for name in names:
            found = TEMP_FILE_PATTERN.search(name)
            if found is None:
                continue
            path = Path(directory, name)
            over = int(found[3]) == os.getpid() or not is_process_alive(found[3])
            if over and is_ours(path.with_name(found[2]).relative_to(folder).as_posix()):
                path.unlink(missing_ok=True)
