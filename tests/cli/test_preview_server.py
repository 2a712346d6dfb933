import http.client
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bulletin.cli.preview_server import check_bind_address, create_server
from bulletin.errors import UserError

RequestFunction = Callable[..., tuple[int, str, bytes]]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[str], RequestFunction]]:
    """Function that starts a server and returns a function that sends requests to it."""
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

        def start(base: str = "") -> RequestFunction:
            web = stack.enter_context(create_server(root, "127.0.0.1", 0, base))
            threading.Thread(target=web.serve_forever, daemon=True).start()
            stack.callback(web.shutdown)

            def request(path: str, method: str = "GET") -> tuple[int, str, bytes]:
                connection = http.client.HTTPConnection("127.0.0.1", web.server_port, timeout=5)
                connection.request(method, path)
                answer = connection.getresponse()
                return answer.status, answer.headers["Content-Type"], answer.read()

            return request

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
def test_server_answers_a_file_with_its_content_type(
    serve: Callable[[], RequestFunction], path: str, kind: str, file: str
) -> None:
    assert serve()(path) == (200, kind, file.encode())


@pytest.mark.parametrize(
    "path", ["/mat", "/tr%E1%BB%91ng/", "/.manifest", "/a%00", "/../ngo%C3%A0i.txt", "/%2e%2e/x"]
)
def test_server_answers_a_missing_or_hidden_file_with_the_404_page(
    serve: Callable[[], RequestFunction], path: str
) -> None:
    assert serve()(path) == (404, "text/html; charset=utf-8", b"404.html")


def test_server_redirects_a_folder_without_a_slash(serve: Callable[[], RequestFunction]) -> None:
    assert serve()("/tin")[0] == 301


def test_server_answers_head_without_a_body(serve: Callable[[], RequestFunction]) -> None:
    assert serve()("/mat", "HEAD") == (404, "text/html; charset=utf-8", b"")


def test_server_with_a_base_path_serves_the_site_only_below_it(
    serve: Callable[[str], RequestFunction],
) -> None:
    request = serve("/bantin")
    assert request("/bantin/tin/")[2] == b"tin/index.html"
    assert request("/bantin/")[2] == b"index.html"
    assert request("/tin/")[0] == 404


@pytest.mark.parametrize(
    ("host", "port", "message"),
    [
        ("127.0.0.1", 99999, "Cổng phải từ 1 đến 65535."),
        (
            "192.0.2.1",
            8123,
            "192.0.2.1 không phải địa chỉ của máy này.",
        ),  # RFC 5737 reserves it for documentation
    ],
)
def test_check_bind_address_with_a_wrong_address_or_port_raises_an_error(
    host: str, port: int, message: str
) -> None:
    with pytest.raises(UserError, match=f"^{re.escape(message)}$"):
        check_bind_address(host, port)


def test_check_bind_address_with_a_used_port_raises_an_error(tmp_path: Path) -> None:
    with create_server(tmp_path, "127.0.0.1", 0) as web, pytest.raises(OSError, match="in use"):
        check_bind_address("127.0.0.1", web.server_port)
    check_bind_address("127.0.0.1", web.server_port)
