import http.client
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bulletin.cli.preview_server import check_bind_address, create_server
from bulletin.errors import UserError

AskServer = Callable[..., tuple[int, str, bytes]]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[str], AskServer]]:
    """Return what starts a server of a small site below a path, and then asks it."""
    root = tmp_path / "output"
    (root / "tin").mkdir(parents=True)
    (root / "trống").mkdir()
    for name in (
        "index.html",
        "tin/index.html",
        "404.html",
        "a.js",
        "a.css",
        "a.webp",
        ".manifest",
        "ảnh 1.png",
    ):
        (root / name).write_text(name, encoding="utf-8")
    (tmp_path / "ngoài.txt").write_text("bí mật", encoding="utf-8")
    with ExitStack() as stack:

        def start(base: str = "") -> AskServer:
            web = stack.enter_context(create_server(root, "127.0.0.1", 0, base))
            threading.Thread(target=web.serve_forever, daemon=True).start()
            stack.callback(web.shutdown)

            def ask(path: str, method: str = "GET") -> tuple[int, str, bytes]:
                connection = http.client.HTTPConnection("127.0.0.1", web.server_port, timeout=5)
                connection.request(method, path)
                answer = connection.getresponse()
                return answer.status, answer.headers["Content-Type"], answer.read()

            return ask

        yield start


@pytest.mark.parametrize(
    ("path", "kind", "file"),
    [
        ("/", "text/html; charset=utf-8", "index.html"),
        ("/tin/?a=1", "text/html; charset=utf-8", "tin/index.html"),
        ("/a.js", "text/javascript; charset=utf-8", "a.js"),
        ("/a.css", "text/css; charset=utf-8", "a.css"),
        ("/a.webp", "image/webp", "a.webp"),
        ("/%E1%BA%A3nh%201.png", "image/png", "ảnh 1.png"),
    ],
)
def test_files_are_answered_with_their_type(
    serve: Callable[[], AskServer], path: str, kind: str, file: str
) -> None:
    assert serve()(path) == (200, kind, file.encode())


@pytest.mark.parametrize(
    "path", ["/mat", "/tr%E1%BB%91ng/", "/.manifest", "/a%00", "/../ngo%C3%A0i.txt", "/%2e%2e/x"]
)
def test_what_is_not_there_is_the_site_s_own_404(serve: Callable[[], AskServer], path: str) -> None:
    assert serve()(path) == (404, "text/html; charset=utf-8", b"404.html")


def test_a_folder_without_its_slash_is_redirected(serve: Callable[[], AskServer]) -> None:
    assert serve()("/tin")[0] == 301


def test_a_question_for_the_head_has_no_body(serve: Callable[[], AskServer]) -> None:
    assert serve()("/mat", "HEAD") == (404, "text/html; charset=utf-8", b"")


def test_the_site_hangs_below_its_path(serve: Callable[[str], AskServer]) -> None:
    ask = serve("/bantin")
    assert ask("/bantin/tin/")[2] == b"tin/index.html"
    assert ask("/bantin/")[2] == b"index.html"
    assert ask("/tin/")[0] == 404


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [
        ("127.0.0.1", 99999, "Cổng phải từ 1 đến 65535."),
        ("192.0.2.1", 8123, "192.0.2.1 không phải địa chỉ của máy này."),  # RFC 5737: nobody has it
    ],
)
def test_where_nobody_can_listen_is_refused(host: str, port: int, said: str) -> None:
    with pytest.raises(UserError, match=f"^{re.escape(said)}$"):
        check_bind_address(host, port)


def test_a_port_is_taken_as_long_as_somebody_listens(tmp_path: Path) -> None:
    with create_server(tmp_path, "127.0.0.1", 0) as web, pytest.raises(OSError, match="in use"):
        check_bind_address("127.0.0.1", web.server_port)
    check_bind_address("127.0.0.1", web.server_port)
