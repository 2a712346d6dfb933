"""Nginx of Debian with deploy/nginx.conf, on loopback ports."""

import getpass
import http.client
import os
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NGINX_CONF_FILE = Path(__file__).parents[1] / "deploy" / "nginx.conf"
NGINX_PROGRAM = "/usr/sbin/nginx"
SERVER_NAME = "bantin.example.vn"
_NGINX_CONF = """\
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
events {{ worker_connections 128; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class NginxResponse:
    """A response of nginx."""

    status: int
    headers: dict[str, str]
    """Values by lower-case name."""
    body: bytes


@dataclass(frozen=True)
class NginxServer:
    """A running nginx."""

    process: subprocess.Popen[bytes]
    port: int
    """The port of HTTPS."""
    http_port: int
    """The port of HTTP."""

    @property
    def url(self) -> str:
        """Return the address of HTTPS without a path."""
        return f"https://127.0.0.1:{self.port}"

    def fetch(self, path: str, method: str = "GET", *, secure: bool = True, **headers: str) -> NginxResponse:
        """Request ``path`` unchanged, with headers such as ``accept_encoding="br"``."""
        with self.connect(secure=secure) as fetch:
            return fetch(path, method, **headers)

    @contextmanager
    def connect(self, *, secure: bool = True) -> Iterator[Callable[..., NginxResponse]]:
        """Give a function like ``fetch`` that makes all its requests over one connection.

        Reason: a handshake takes four times as long as a request.
        """
        trust = ssl._create_unverified_context()  # noqa: S323  # a self-signed certificate of the test
        connection = (
            http.client.HTTPSConnection("127.0.0.1", self.port, context=trust, timeout=10)
            if secure
            else http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=10)
        )

        def fetch(path: str, method: str = "GET", **headers: str) -> NginxResponse:
            names = {name.replace("_", "-").title(): value for name, value in headers.items()}
            connection.request(
                method, path, headers={"Host": SERVER_NAME, "Accept-Encoding": "identity"} | names
            )
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return NginxResponse(response.status, found, response.read())

        try:
            yield fetch
        finally:
            connection.close()

    def reload(self) -> None:
        """Reload the configuration and wait until only new workers run."""
        old = self.list_workers()
        self.process.send_signal(signal.SIGHUP)
        _wait_until(lambda: (now := self.list_workers()) and not now & old)

    def list_workers(self) -> set[str]:
        """Return the process ids of the workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return set(children.read_text(encoding="utf-8").split())


@contextmanager
def run_nginx(
    public: Path,
    folder: Path,
    *,
    conf: Path = NGINX_CONF_FILE,
    name: str = SERVER_NAME,
) -> Iterator[NginxServer]:
    """Serve the folder of a target with a self-signed certificate.

    Args:
        public: The folder of the target.
        folder: A new folder for the files of nginx.
        conf: A copy of deploy/nginx.conf.
        name: The host name in ``conf``.
    """
    folder.mkdir(parents=True)
    port, http_port = _find_free_port(), _find_free_port()
    _create_certificate(folder)
    text = conf.read_text(encoding="utf-8")
    for old, new in (
        ("/srv/bantin/public", str(public)),
        (f"/etc/letsencrypt/live/{name}", str(folder)),
        ("/var/www/html", str(folder / "letsencrypt")),
        ("listen 80;", f"listen 127.0.0.1:{http_port};"),
        ("    listen [::]:80;\n", ""),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;"),
        ("    listen [::]:443 ssl http2;\n", ""),
    ):
        if old not in text:
            raise ValueError(f"{conf} lacks {old}")
        text = text.replace(old, new)
    (folder / "site.conf").write_text(text, encoding="utf-8")
    user = f"user {getpass.getuser()};" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(_NGINX_CONF.format(user=user, folder=folder), encoding="utf-8")
    command = [
        NGINX_PROGRAM,
        "-p",
        str(folder),
        "-c",
        str(folder / "nginx.conf"),
        "-e",
        str(folder / "error.log"),
    ]
    check = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    if check.returncode or "[warn]" in check.stderr:
        raise RuntimeError(check.stderr)
    process = subprocess.Popen(command)
    try:
        _wait_until(lambda: process.poll() is None and _is_listening(port))
        yield NginxServer(process, port, http_port)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _create_certificate(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={SERVER_NAME}",
         "-addext", f"subjectAltName=DNS:{SERVER_NAME},IP:127.0.0.1",
         "-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")],
        check=True, capture_output=True,
    )  # fmt: skip


def _find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait_until(condition: Callable[[], object]) -> None:
    for _ in range(500):
        if condition():
            return
        time.sleep(0.02)
    raise TimeoutError("nginx is not ready")
