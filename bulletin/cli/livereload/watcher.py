"""Find the changes of files that concern a livereload session."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from watchfiles import Change, watch

from bulletin.errors import explain_os_error

DEBOUNCE_MS, STEP_MS = 300, 20
"""Longest wait for further changes, and the quiet time that ends it. Reason: an editor waits for each of them."""
_PACKAGE = Path(__file__).resolve().parents[2]
CODE_FOLDERS = (_PACKAGE, (_PACKAGE / "plugins").resolve())
"""The folders of the bulletin's own code. In the repository of the bulletin, the second one is a link."""
_POLL_DELAY_MS = 1000
"""Time between two looks at all files, if the system does not tell changes."""
_POLLING = (
    "Hệ thống không cho theo dõi thêm tệp, nên trang dựng lại chậm hơn: các tệp được xem lại mỗi giây một lần. Muốn "
    "nhanh như cũ thì nhờ người quản trị máy chạy lệnh sau rồi mở lại livereload: "
    "sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=1024"
)
_NOT_WATCHED = (
    "Không theo dõi được thay đổi của {} nữa ({}). Hãy bấm Ctrl-C rồi chạy lại ./inv livereload sau khi xem lại "
    "thư mục ấy."
)
_IGNORED_FOLDERS = frozenset({"__pycache__", ".git"})


class Watcher:
    """Watches folders in threads, and calls ``on_change`` with the paths that changed.

    ``say`` takes a line if the system does not let a folder be watched.
    """

    def __init__(
        self, root: Path, on_change: Callable[[set[str]], None], say: Callable[[str], None] = print
    ) -> None:
        self._root, self._on_change, self._say = root, on_change, say
        self._has_told_polling = False
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
        self._pass_on_changes(folders, _is_relevant, stop)

    def _watch_settings(self) -> None:
        """Watch the Python files beside pelicanconf.py, which it may import.

        The folder is watched, not the files. Reason: text editors replace a file by another one.
        """

        def is_python(change: Change, path: str) -> bool:
            return path.endswith(".py") and _is_relevant(change, path)

        self._pass_on_changes((str(self._root),), is_python, self._is_closed, recursive=False)

    def _pass_on_changes(
        self,
        folders: tuple[str, ...],
        is_relevant: Callable[[Change, str], bool],
        stop: threading.Event,
        *,
        recursive: bool = True,
    ) -> None:
        """Call ``on_change`` for each change until ``stop`` is set.

        If the system does not tell changes, all files are looked at every second.
        Reason: Linux limits the number of watched folders of a user (inotify(7)).
        """

        def watch_changes(force_polling: bool | None) -> Iterator[set[tuple[Change, str]]]:
            return watch(
                *folders, watch_filter=is_relevant, debounce=DEBOUNCE_MS, step=STEP_MS, stop_event=stop,
                recursive=recursive, force_polling=force_polling, poll_delay_ms=_POLL_DELAY_MS,
            )  # fmt: skip

        try:
            try:
                for changes in watch_changes(None):
                    self._on_change({path for _, path in changes})
            except (OSError, RuntimeError):  # the two limits of inotify
                self._tell_polling()
                for changes in watch_changes(True):
                    self._on_change({path for _, path in changes})
        except (OSError, RuntimeError) as error:
            reason = explain_os_error(error) if isinstance(error, OSError) else str(error)
            self._say(_NOT_WATCHED.format(", ".join(folders), reason))

    def _tell_polling(self) -> None:
        """Say once that changes are found later, and what helps."""
        if not self._has_told_polling:
            self._has_told_polling = True
            self._say(_POLLING)


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
