"""Rebuild after each change and reload the browser, with the package livereload."""

import logging
from collections.abc import Callable
from pathlib import Path

from livereload import Server

from bulletin.errors import BuildError, UserError
from bulletin.publishing.workspace import BUILD_SETTINGS_FILE, Workspace

WATCHED_PATHS = ("content", "theme", "bulletin", "plugins", BUILD_SETTINGS_FILE)


def watch_and_rebuild(
    site: Workspace, rebuild: Callable[[], None], host: str, port: int, say: Callable[[str], None]
) -> None:
    """Serve ``output/`` until Ctrl-C and call ``rebuild`` after each change.

    An error of a build is printed and does not end the server.
    """

    def rebuild_and_report() -> None:
        try:
            rebuild()
        except BuildError:
            say(str(BuildError("Hãy sửa rồi lưu tệp, trang tự dựng lại.")))
        except UserError as error:
            say(str(error))

    server = Server()  # before the first build, so that a file saved during this build counts as changed
    rebuild_and_report()
    for name in WATCHED_PATHS:
        server.watch(str(site.root / name), rebuild_and_report, ignore=_is_ignored)
    logging.getLogger("livereload").setLevel(logging.WARNING)
    server._setup_logging = lambda: None  # its English log of requests is not for editors
    say(f"Đang theo dõi thay đổi. Mở http://{host}:{port}/ để xem, bấm Ctrl-C để dừng.")
    server.serve(host=host, port=port, root=str(site.output))


def _is_ignored(path: str) -> bool:
    """Tell if a change of the file changes no page.

    Such files are backups of text editors and compiled Python.
    """
    name = Path(path).name
    return "__pycache__" in path or name.startswith((".", "#")) or name.endswith("~")
