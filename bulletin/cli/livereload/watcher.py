"""Find the changes of files that concern a livereload session."""

import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from watchfiles import Change, watch

DEBOUNCE_MS, STEP_MS = 300, 20
"""Longest wait for further changes, and the quiet time that ends it. Reason: an editor waits for each of them."""
_PACKAGE = Path(__file__).resolve().parents[2]
CODE_FOLDERS = (_PACKAGE, (_PACKAGE / "plugins").resolve())
"""The folders of the bulletin's own code. In the repository of the bulletin, the second one is a link."""
_IGNORED_FOLDERS = frozenset({"__pycache__", ".git"})


class Watcher:
    """Watches folders in threads, and calls ``on_change`` with the paths that changed."""

    def __init__(self, root: Path, on_change: Callable[[set[str]], None]) -> None:
        self._root, self._on_change = root, on_change
        self._folders: tuple[str, ...] = ()
        self._stop, self._is_closed = threading.Event(), threading.Event()
        threading.Thread(target=self._watch_settings, daemon=True).start()

    def watch_folders(self, folders: Iterable[str]) -> None:
        """Watch ``folders`` and the code of the bulletin instead of earlier folders."""
        wanted = _remove_nested({*folders, *map(str, CODE_FOLDERS)})
        if wanted == self._folders:
            return
        self._stop.set()
        self._folders, self._stop = wanted, threading.Event()
        threading.Thread(target=self._watch_folders, args=(wanted, self._stop), daemon=True).start()

    def close(self) -> None:
        """End the threads."""
        self._stop.set()
        self._is_closed.set()

    def _watch_folders(self, folders: tuple[str, ...], stop: threading.Event) -> None:
        for changes in watch(
            *folders, watch_filter=_is_relevant, debounce=DEBOUNCE_MS, step=STEP_MS, stop_event=stop
        ):
            self._on_change({path for _, path in changes})

    def _watch_settings(self) -> None:
        """Watch the Python files beside pelicanconf.py, which it may import.

        The folder is watched, not the files. Reason: text editors replace a file by another one.
        """

        def is_python(change: Change, path: str) -> bool:
            return path.endswith(".py") and _is_relevant(change, path)

        for changes in watch(
            self._root, watch_filter=is_python, debounce=DEBOUNCE_MS, step=STEP_MS, recursive=False,
            stop_event=self._is_closed,
        ):  # fmt: skip
            self._on_change({path for _, path in changes})


def is_code(path: str) -> bool:
    """Tell if a file is code of the bulletin, which the build server has imported."""
    return path.endswith(".py") and any(map(Path(path).resolve().is_relative_to, CODE_FOLDERS))


def _is_relevant(_change: Change, path: str) -> bool:
    """Tell if a change of the file may change a page.

    Backups of text editors and compiled Python change no page.
    """
    *folders, name = Path(path).parts
    return not (name.startswith((".", "#", "~")) or name.endswith(("~", ".pyc"))) and not (
        _IGNORED_FOLDERS.intersection(folders)
    )


def _remove_nested(folders: set[str]) -> tuple[str, ...]:
    """Return the existing folders, without those inside another one."""
    real = {os.path.realpath(folder) for folder in folders if Path(folder).is_dir()}
    return tuple(
        sorted(folder for folder in real if not any(folder.startswith(f"{other}{os.sep}") for other in real))
    )
