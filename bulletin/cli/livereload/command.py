"""The loop of livereload: wait for a change, build, and tell."""

import os
import queue
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from bulletin.cli.livereload.builder import Builder
from bulletin.cli.livereload.messages import BuildRequest, BuildResult
from bulletin.cli.livereload.session import Session
from bulletin.cli.livereload.watcher import Watcher, is_code
from bulletin.cli.livereload.web_server import create_livereload_server
from bulletin.cli.preview_server import is_loopback
from bulletin.clock import read_build_time
from bulletin.publishing.workspace.folders import Workspace
from bulletin.text.formatting import format_decimal

_FIRST_FOLDERS = ("content", "theme")
"""Folders that are watched before the settings are known."""
_VISIBLE = (
    "Chú ý: máy khác trong mạng cũng mở được địa chỉ này và xem được cả bài nháp. "
    "Muốn chỉ máy này xem thì chạy ./inv livereload không có --bind."
)
Say = Callable[[str], None]


class SearchRequest:
    """Entry of the queue: a browser waits for the search index."""


Change = set[str] | SearchRequest


def run_livereload(
    site: Workspace,
    host: str,
    port: int,
    say: Say,
    *,
    options: Sequence[str] = (),
    debug: bool = False,
) -> None:
    """Show the site with its drafts until Ctrl-C, and build it after each change.

    Args:
        site: The workspace.
        host: The address to listen on.
        port: The port.
        say: Prints a line.
        options: Further options of Pelican.
        debug: Print the traceback of an unexpected error.

    """
    changes: queue.SimpleQueue[Change] = queue.SimpleQueue()
    session = Session(lambda: changes.put(SearchRequest()))
    builder, watcher = Builder(site, say), Watcher(site.root, changes.put, say)
    request = BuildRequest(f"{os.getpid()}-{time.time_ns()}", False, tuple(options), debug)
    # Watched from before the first build, so that a file saved during this build counts as changed.
    watcher.watch_folders(str(site.root / name) for name in _FIRST_FOLDERS)
    with suppress(KeyboardInterrupt):
        try:
            _build(builder, watcher, session, request, say)
            with create_livereload_server(site.preview_output, session, host, port) as web:
                threading.Thread(target=web.serve_forever, daemon=True).start()
                say(
                    f"Đang theo dõi thay đổi. Mở http://{host}:{web.server_port}/ để xem, bấm Ctrl-C để dừng."
                )
                if not is_loopback(host):
                    say(_VISIBLE)
                while True:
                    needs_search = wait_for_change(changes, builder, session.result.next_change)
                    _build(builder, watcher, session, _set_search(request, needs_search), say)
        finally:
            watcher.close()
            builder.close()


def wait_for_change(
    changes: "queue.SimpleQueue[Change]", builder: Builder, next_change: float | None
) -> bool:
    """Wait until a build is needed; return True if it has to make the search index.

    A build is also needed at ``next_change``, the time of the next scheduled change.
    """
    found: list[Change] = []
    with suppress(queue.Empty):
        found.append(changes.get(timeout=_get_wait(next_change)))
        while True:
            found.append(changes.get_nowait())
    paths = [path for change in found if isinstance(change, set) for path in change]
    if any(map(is_code, paths)):
        builder.close()  # the next build starts a server with the new code
    return any(isinstance(change, SearchRequest) for change in found)


def _get_wait(next_change: float | None) -> float | None:
    if next_change is None or "BULLETIN_NOW" in os.environ:  # a clock that stands still
        return None
    return max(0.0, next_change - read_build_time().timestamp()) + 1


def _set_search(request: BuildRequest, needs_search: bool) -> BuildRequest:
    return BuildRequest(request.session, needs_search, request.options, request.is_debugging)


def _build(builder: Builder, watcher: Watcher, session: Session, request: BuildRequest, say: Say) -> None:
    started, before = time.monotonic(), session.result
    result = builder.build(request)
    session.record_result(result)
    if result.folders:
        watcher.watch_folders(result.folders)
    for line in _describe_result(result, before, time.monotonic() - started):
        say(line)


def _describe_result(result: BuildResult, before: BuildResult, seconds: float) -> Sequence[str]:
    """Return the lines about a build that the terminal shows.

    Remarks that the result ``before`` had too are left out.
    """
    if not result.is_successful:
        return (result.message, "Hãy sửa rồi lưu tệp, trang tự dựng lại.")
    remarks = result.remarks if result.remarks != before.remarks else ()
    return (*remarks, f"Đã dựng xong trong {format_decimal(seconds)} giây.")
