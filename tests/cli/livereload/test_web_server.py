import http.client
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.error import HTTPError

import pytest

from bulletin.build.draft_preview import UnpublishedItem
from bulletin.cli.livereload.messages import BuildResult
from bulletin.cli.livereload.session import Session
from bulletin.cli.livereload.web_server import create_livereload_server
from bulletin.content.problems import Problem

PAGE = "<html><head></head><body><p>{}</p></body></html>"
PROBLEM = Problem("content/articles/nhap.md", 3, "Sai.", "Hãy sửa.")
DRAFT = UnpublishedItem("content/articles/nhap.md", "Nháp", "/nhap/", "draft")
FAULTY = UnpublishedItem("content/articles/nhap.md", "", "", "draft", None, (PROBLEM,))
StartServer = Callable[[Session], str]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Output of a build, with a front page, a draft and a style."""
    for name in ("", "nhap/"):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / f"{name}index.html").write_text(PAGE.format(name), encoding="utf-8")
    (tmp_path / "404.html").write_text(PAGE.format("không có"), encoding="utf-8")
    (tmp_path / "a.css").write_text("x", encoding="utf-8")
    return tmp_path


@pytest.fixture
def start(root: Path) -> Iterator[StartServer]:
    """Function that starts a server of a session and returns its address."""
    with ExitStack() as stack:

        def start_server(session: Session) -> str:
            web = stack.enter_context(create_livereload_server(root, session, "127.0.0.1", 0))
            threading.Thread(target=web.serve_forever, daemon=True).start()
            stack.callback(web.shutdown)
            return f"http://127.0.0.1:{web.server_port}"

        yield start_server


def create_session(*results: BuildResult) -> Session:
    session = Session(lambda: None)
    for result in results:
        session.record_result(result)
    return session


def fetch(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def open_events(address: str, path: str, version: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    connection.request("GET", f"/.livereload/events?path={path}&version={version}")
    return connection.getresponse()


def read_version(page: str) -> str:
    return page.partition('data-version="')[2].partition('"')[0]


def test_server_marks_the_page_of_a_draft_without_a_script(start: StartServer) -> None:
    status, page = fetch(f"{start(create_session(BuildResult(items=(DRAFT,))))}/nhap/")
    assert status == 200
    assert "Bản nháp: bạn đọc chưa thấy trang này." in page


def test_server_lists_what_is_not_published(start: StartServer) -> None:
    status, page = fetch(f"{start(create_session(BuildResult(items=(DRAFT,))))}/.livereload/chua-dang/")
    assert status == 200
    assert '<a href="/nhap/">Nháp</a>' in page


@pytest.mark.parametrize("path", ["/", "/nhap/", "/khong-co/"])
def test_server_after_a_failed_build_shows_the_faults_on_each_page(start: StartServer, path: str) -> None:
    address = start(create_session(BuildResult(items=(DRAFT,)), BuildResult(problems=(PROBLEM,))))
    status, page = fetch(address + path)
    assert status == 500
    assert "content/articles/nhap.md:3" in page
    assert fetch(f"{address}/a.css") == (200, "x")


def test_server_shows_the_faults_of_a_draft_at_its_last_address_only(root: Path, start: StartServer) -> None:
    (root / "nhap/index.html").unlink()
    address = start(create_session(BuildResult(items=(DRAFT,)), BuildResult(items=(FAULTY,))))
    status, page = fetch(f"{address}/nhap/")
    assert status == 500
    assert "content/articles/nhap.md:3" in page
    assert fetch(f"{address}/")[0] == 200


def test_server_answers_an_absent_page_with_the_page_of_the_site(start: StartServer) -> None:
    status, page = fetch(f"{start(create_session(BuildResult()))}/khong-co/")
    assert status == 404
    assert "không có" in page
    assert read_version(page)


def test_server_serves_its_style_and_no_other_file(start: StartServer) -> None:
    address = start(create_session(BuildResult()))
    assert fetch(f"{address}/.livereload/livereload.css")[0] == 200
    assert fetch(f"{address}/.livereload/../web_server.py")[0] == 404


def test_server_sends_an_event_when_the_page_changes(root: Path, start: StartServer) -> None:
    session = create_session(BuildResult())
    address = start(session)
    events = open_events(address, "/", read_version(fetch(f"{address}/")[1]))
    assert events.getheader("Content-Type") == "text/event-stream; charset=utf-8"
    (root / "nhap/index.html").write_text(PAGE.format("khác"), encoding="utf-8")
    session.record_result(BuildResult())  # another page changed
    assert events.readline() == b":\n"
    events.readline()
    (root / "index.html").write_text(PAGE.format("mới"), encoding="utf-8")
    session.record_result(BuildResult())
    assert b"event: reload\n" in events.read()


def test_server_sends_an_event_at_once_to_a_page_that_is_out_of_date(start: StartServer) -> None:
    address = start(create_session(BuildResult()))
    assert open_events(address, "/", "cu").read() == b"event: reload\ndata:\n\n"


def test_server_sends_an_event_after_a_failed_build_and_after_a_changed_image(start: StartServer) -> None:
    session = create_session(BuildResult())
    address = start(session)
    for result in (BuildResult(problems=(PROBLEM,)), BuildResult(), BuildResult(has_changed_resources=True)):
        events = open_events(address, "/", read_version(fetch(f"{address}/")[1]))
        session.record_result(result)
        assert b"event: reload\n" in events.read()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        *(("localhost:{port}", 200), ("127.0.0.1:{port}", 200), ("[::1]:{port}", 200), ("127.0.0.1", 200)),
        *(("ke-gian.example:{port}", 403), ("192.168.1.7:{port}", 403), ("[x", 403), ("", 403)),
        ("127.0.0.1.ke-gian.example", 403),
    ],
)
@pytest.mark.parametrize(
    "path", ["/nhap/", "/a.css", "/.livereload/chua-dang/", "/.livereload/livereload.js"]
)
def test_server_for_this_machine_refuses_other_hosts(
    start: StartServer, host: str, status: int, path: str
) -> None:
    address = start(create_session(BuildResult(items=(DRAFT,)))).removeprefix("http://")
    connection = http.client.HTTPConnection(address, timeout=10)
    connection.request("GET", path, headers={"Host": host.format(port=address.partition(":")[2])})
    response = connection.getresponse()
    assert response.status == status
    assert status == 200 or "http://127.0.0.1:" in response.read().decode()


def test_server_for_the_network_answers_each_host_and_says_that_others_see_drafts(root: Path) -> None:
    session = create_session(BuildResult(items=(DRAFT,)))
    with create_livereload_server(root, session, "0.0.0.0", 0) as web:  # noqa: S104  # the tested address
        threading.Thread(target=web.serve_forever, daemon=True).start()
        connection = http.client.HTTPConnection("127.0.0.1", web.server_port, timeout=10)
        connection.request("GET", "/.livereload/chua-dang/", headers={"Host": "may-ban-bien-tap:8000"})
        page = connection.getresponse().read().decode()
        web.shutdown()
    assert "máy nào trong mạng mở được địa chỉ này" in page


def test_server_shows_the_faults_of_a_draft_that_was_never_read(start: StartServer) -> None:
    unread = UnpublishedItem("content/articles/2026/11/chua-doc.md", "", "", "draft", None, (PROBLEM,))
    address = start(create_session(BuildResult(items=(unread,))))
    status, page = fetch(f"{address}/2026/11/chua-doc/")
    assert status == 500
    assert "content/articles/nhap.md:3" in page
    assert fetch(f"{address}/2026/11/khac/")[0] == 404
    assert fetch(f"{address}/")[0] == 200
