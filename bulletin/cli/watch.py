"""Rebuild while someone writes, and reload the browser: the package livereload does both."""

import logging
from collections.abc import Callable
from pathlib import Path

from livereload import Server

from bulletin.errors import BuildError, UserError
from bulletin.publishing.workspace import BUILD_SETTINGS_FILE, Workspace

WATCHED_PATHS = ("content", "theme", "plugins", BUILD_SETTINGS_FILE)


def watch_and_rebuild(
    site: Workspace, rebuild: Callable[[], None], host: str, port: int, say: Callable[[str], None]
) -> None:
    """Serve output/ until Ctrl-C; call ``rebuild`` after each change. A fault is said, not fatal."""

    def once() -> None:
        try:
            rebuild()
        except BuildError:
            say(str(BuildError("Hãy sửa rồi lưu tệp, trang tự dựng lại.")))
        except UserError as error:
            say(str(error))

    server = Server()  # before the first build: what is saved during it counts as a change
    once()
    for name in WATCHED_PATHS:
        server.watch(str(site.root / name), once, ignore=_is_ignored)
    logging.getLogger("livereload").setLevel(logging.WARNING)
    server._setup_logging = lambda: None  # its English log of requests is not for editors
    say(f"Đang theo dõi thay đổi. Mở http://{host}:{port}/ để xem, bấm Ctrl-C để dừng.")
    server.serve(host=host, port=port, root=str(site.output))


def _is_ignored(path: str) -> bool:
    """Tell whether a change of the file changes no page: editors' own files, compiled Python."""
    name = Path(path).name
    return "__pycache__" in path or name.startswith((".", "#")) or name.endswith("~")
