"""Serve a built site on loopback, as readers get it."""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bulletin.cli.preview_server import serve_folder
from bulletin.clock import read_build_time
from bulletin.errors import UserError
from bulletin.publishing.build.results import read_output_files
from bulletin.publishing.release.compression import CompressionCache
from bulletin.publishing.release.release import ReleaseMetadata
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.release_creation import release_site
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE, Workspace
from bulletin.publishing.workspace.subprocess_env import build_child_environment
from bulletin.storage.output_folder import OUTPUT_LIST_NAME
from tools.nginx_server import NGINX_PROGRAM, SERVER_NAME, run_nginx

_BROTLI_MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
_CANONICAL = re.compile(r'<link rel="canonical" href="(https?://[^/"]+)/">')


@dataclass(frozen=True, slots=True)
class ServedSite:
    """A built site behind a server on this machine."""

    folder: Path
    """The folder of the files that the server sends."""
    url: str
    """Scheme and host that readers would type. The browser finds them on this machine."""
    port: int
    has_nginx: bool

    @property
    def browser_options(self) -> tuple[str, ...]:
        """Options with which Chromium finds every host on this machine."""
        return (f"--host-resolver-rules=MAP * 127.0.0.1:{self.port}",) if self.has_nginx else ()


@contextmanager
def serve_site(folder: Path) -> Iterator[ServedSite]:
    """Serve a folder with a built or published site.

    nginx with ``deploy/nginx.conf`` serves it if nginx and its brotli module are installed.
    Otherwise the server of ``./inv serve`` does, without compression and without headers.

    Args:
        folder: The folder of a target, of one release, or the output of a build.

    Raises:
        UserError: The folder holds no site.
    """
    with tempfile.TemporaryDirectory(prefix="bulletin-audit-") as temporary:
        public = _prepare_release(folder, Path(temporary))
        site = public / "current"
        if Path(NGINX_PROGRAM).is_file() and _BROTLI_MODULE.is_file():
            with run_nginx(public, Path(temporary) / "nginx") as nginx:
                yield ServedSite(site.resolve(), _read_site_url(site), nginx.port, has_nginx=True)
            return
        with serve_folder(site) as url:
            yield ServedSite(site.resolve(), url, urlsplit(url).port or 0, has_nginx=False)


def _prepare_release(folder: Path, temporary: Path) -> Path:
    """Return a folder like that of a target, with the site at ``current``."""
    if (folder / "current" / "index.html").is_file():
        return folder.resolve()
    if not (folder / "index.html").is_file():
        raise UserError(f"{folder} không có trang nào. Hãy ghi thư mục của bản đã dựng hay đã xuất bản.")
    public = temporary / "public"
    if not (folder / OUTPUT_LIST_NAME).is_file():  # a release, which a publish has compressed
        public.mkdir()
        (public / "current").symlink_to(folder.resolve())
        return public
    staged = CompressionCache(temporary / "compressed").add_compressed_files(
        StagedSite.from_folder(folder.resolve(), read_output_files(folder.resolve()))
    )
    now, target = read_build_time(), FolderTarget(public)
    with target.hold_lock("audit", now, lambda _line: None):
        release_site(target, staged, ReleaseMetadata(now), 1)
    return public


def _read_site_url(site: Path) -> str:
    found = _CANONICAL.search((site / "index.html").read_text(encoding="utf-8"))
    return found[1].replace("http:", "https:") if found else f"https://{SERVER_NAME}"


@contextmanager
def build_site_apart(workspace: Workspace) -> Iterator[Path]:
    """Build the site of a workspace as a publish does, into a temporary folder.

    Its outputs and its cache stay as they are.

    Raises:
        UserError: The build failed.
    """
    with tempfile.TemporaryDirectory(prefix="bulletin-audit-") as temporary:
        output = Path(temporary) / "output"
        cache = json.dumps(str(Path(temporary) / "cache"))
        command = [sys.executable, "-m", "pelican", "content", "-s", PUBLISH_SETTINGS_FILE, "-o", str(output)]
        result = subprocess.run(
            [*command, "--fatal", "warnings", "-e", f"CACHE_PATH={cache}"],
            cwd=workspace.root, env=build_child_environment(read_build_time()), capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        if result.returncode:
            raise UserError(
                f"Chưa dựng được trang để soát. Hãy chạy ./inv preview để xem vì sao.\n{result.stderr[-2000:]}"
            )
        yield output
