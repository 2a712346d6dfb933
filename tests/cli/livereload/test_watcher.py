import errno
import queue
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import watchfiles

from bulletin.cli.livereload.watcher import CODE_FOLDERS, Watcher, is_code


@pytest.fixture
def changes() -> "queue.SimpleQueue[set[str]]":
    """Queue of the changes that the watcher finds."""
    return queue.SimpleQueue()


@pytest.fixture
def watcher(tmp_path: Path, changes: "queue.SimpleQueue[set[str]]") -> Iterator[Watcher]:
    """Watcher of a site with the folder content."""
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "theme").mkdir()
    watcher = Watcher(tmp_path, changes.put)
    watcher.watch_folders([str(tmp_path / "content")])
    time.sleep(0.5)  # the threads start
    while not changes.empty():
        changes.get()
    yield watcher
    watcher.close()


def collect_names(changes: "queue.SimpleQueue[set[str]]", seconds: float) -> set[str]:
    """Return the names of all files that change within some seconds."""
    found: set[str] = set()
    end = time.monotonic() + seconds
    with suppress(queue.Empty):
        while (rest := end - time.monotonic()) > 0:
            found |= {Path(path).name for path in changes.get(timeout=rest)}
    return found


@pytest.mark.usefixtures("watcher")
def test_watcher_finds_content_in_new_folders_and_ignores_backups(
    tmp_path: Path, changes: "queue.SimpleQueue[set[str]]"
) -> None:
    articles = tmp_path / "content/articles"
    for name in ("tin.md~", ".tin.md.swp", "#tin.md#", "tin.md"):
        (articles / name).write_text("x", encoding="utf-8")
    assert collect_names(changes, 1) == {"tin.md"}
    (articles / "2026").mkdir()
    collect_names(changes, 0.5)
    (articles / "2026/moi.md").write_text("x", encoding="utf-8")
    assert "moi.md" in collect_names(changes, 1)


@pytest.mark.usefixtures("watcher")
def test_watcher_finds_settings_and_modules_beside_them(
    tmp_path: Path, changes: "queue.SimpleQueue[set[str]]"
) -> None:
    (tmp_path / "addresses.txt").write_text("x", encoding="utf-8")
    new = tmp_path / "pelicanconf.py.new"
    new.write_text("x = 1\n", encoding="utf-8")
    new.rename(tmp_path / "pelicanconf.py")
    assert collect_names(changes, 1) == {"pelicanconf.py"}


def test_watcher_with_other_folders_watches_those(
    tmp_path: Path, changes: "queue.SimpleQueue[set[str]]", watcher: Watcher
) -> None:
    watcher.watch_folders([str(tmp_path / "theme")])
    time.sleep(0.5)
    (tmp_path / "content/cu.md").write_text("x", encoding="utf-8")
    (tmp_path / "theme/moi.css").write_text("x", encoding="utf-8")
    assert collect_names(changes, 1) == {"moi.css"}


@pytest.mark.parametrize(
    "error", [OSError("OS file watch limit reached."), RuntimeError("Too many open files")]
)
def test_watcher_at_the_limit_of_the_system_looks_at_the_files_itself(
    tmp_path: Path, changes: "queue.SimpleQueue[set[str]]", monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def watch_little(*folders: str, force_polling: bool | None, **options: Any) -> Iterator[Any]:
        if not force_polling:
            raise error
        yield from watchfiles.watch(*folders, force_polling=True, **options)

    monkeypatch.setattr("bulletin.cli.livereload.watcher.watch", watch_little)
    (tmp_path / "content").mkdir()
    lines: list[str] = []
    watcher = Watcher(tmp_path, changes.put, lines.append)
    watcher.watch_folders([str(tmp_path / "content")])
    time.sleep(1)  # the threads start
    (tmp_path / "content/tin.md").write_text("x", encoding="utf-8")
    (tmp_path / "pelicanconf.py").write_text("x", encoding="utf-8")
    assert collect_names(changes, 3) >= {"tin.md", "pelicanconf.py"}
    watcher.close()
    assert len(lines) == 1
    assert "sudo sysctl fs.inotify.max_user_watches=" in lines[0]


def test_watcher_of_a_folder_that_cannot_be_watched_says_so(
    tmp_path: Path, changes: "queue.SimpleQueue[set[str]]", monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_folders: str, **_options: Any) -> Iterator[Any]:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    monkeypatch.setattr("bulletin.cli.livereload.watcher.watch", refuse)
    lines: list[str] = []
    watcher = Watcher(tmp_path, changes.put, lines.append)
    for _ in range(100):
        if len(lines) > 1:
            break
        time.sleep(0.05)
    watcher.close()
    assert lines[-1].startswith(f"Không theo dõi được thay đổi của {tmp_path} nữa (không tìm thấy")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"{CODE_FOLDERS[0]}/clock.py", True),
        (f"{CODE_FOLDERS[0]}/plugins/site_builder/generator.py", True),
        (f"{CODE_FOLDERS[0]}/theme/templates/article.html", False),
        ("/site/pelicanconf.py", False),
    ],
)
def test_is_code_tells_the_code_that_the_build_server_has_imported(path: str, expected: bool) -> None:
    assert is_code(path) is expected
