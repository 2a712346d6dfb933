import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import urllib3

from bulletin.publishing.external_links.site_questions import (
    DAYS_REMEMBERED,
    Answer,
    AnswerMemory,
    ask_site,
    ask_sites,
)

pytestmark = pytest.mark.servers

DAY = 86_400


class OtherSite:
    """A server on this machine that answers as its ``pages`` say."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, str]] = {}
        """Status and location by path."""
        self.requests: Counter[str] = Counter()
        self.most_at_once = self._running = 0
        self.user_agents = set[str]()
        lock, site = threading.Lock(), self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                with lock:
                    site._running += 1
                    site.most_at_once = max(site.most_at_once, site._running)
                    site.requests[f"{self.command} {self.path}"] += 1
                    site.user_agents.add(self.headers["User-Agent"])
                time.sleep(0.005)
                status, location = site.pages.get(self.path, (404, ""))
                self.send_response(
                    405 if status == 2 and self.command == "HEAD" else 200 if status == 2 else status
                )
                if location:
                    self.send_header("Location", location)
                self.send_header("Content-Length", "0")
                self.end_headers()
                with lock:
                    site._running -= 1

            do_GET = do_HEAD  # noqa: N815  # as http.server names it

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop the server."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def other_site() -> Iterator[OtherSite]:
    site = OtherSite()
    yield site
    site.close()


@pytest.fixture
def memory(tmp_path: Path) -> AnswerMemory:
    return AnswerMemory(tmp_path / "external-links")


def ask(site: OtherSite, memory: AnswerMemory, *paths: str) -> dict[str, tuple[str, str]]:
    answers = ask_sites([f"{site.address}{path}" for path in paths], memory, "test", pause=0)
    return {
        address.removeprefix(site.address): (answer.verdict, answer.detail.removeprefix(site.address))
        for address, answer in answers.items()
    }


@pytest.mark.parametrize(
    ("pages", "answer"),
    [
        ({"/a": (200, "")}, ("sound", "200")),
        ({"/a": (2, "")}, ("sound", "200")),  # 405 to HEAD
        ({"/a": (404, "")}, ("gone", "404")),
        ({"/a": (410, "")}, ("gone", "410")),
        ({"/a": (403, "")}, ("refused", "403")),
        ({"/a": (500, "")}, ("unanswered", "máy chủ báo lỗi 500")),
        ({"/a": (301, "/b"), "/b": (200, "")}, ("moved", "/b")),
        ({"/a": (308, "/b?x=1"), "/b?x=1": (301, "/c"), "/c": (200, "")}, ("moved", "/c")),
        ({"/a": (302, "/b"), "/b": (200, "")}, ("sound", "200")),
        ({"/a": (301, "/a/"), "/a/": (200, "")}, ("sound", "200")),
        ({"/a": (301, "/b"), "/b": (302, "/c"), "/c": (200, "")}, ("moved", "/b")),
        ({"/a": (301, "/b")}, ("gone", "404")),
        ({"/a": (302, "/"), "/": (200, "")}, ("front-page", "/")),
        ({"/a": (302, "/a")}, ("unanswered", "chuyển hướng vòng quanh")),
        ({"/a": (301, "ftp://x.example/")}, ("unanswered", "chuyển tới ftp://x.example/")),
    ],
)
def test_ask_sites_judges_the_answer(
    other_site: OtherSite, memory: AnswerMemory, pages: dict[str, tuple[int, str]], answer: tuple[str, str]
) -> None:
    other_site.pages = pages
    verdict, detail = ask(other_site, memory, "/a")["/a"]
    assert (verdict, detail) == answer


class OverAfterOneRequest(threading.Event):
    """An event that is set from the second question on."""

    def is_set(self) -> bool:
        if super().is_set():
            return True
        self.set()
        return False


@pytest.mark.parametrize("answer", [(302, "/a"), (404, "")])
def test_ask_site_of_a_command_that_ends_sends_no_further_request(
    other_site: OtherSite, answer: tuple[int, str]
) -> None:
    other_site.pages = {"/a": answer}
    with urllib3.PoolManager(retries=False) as pool:
        stopped = ask_site(pool, f"{other_site.address}/a", "test", OverAfterOneRequest())
    assert (stopped.verdict, stopped.detail) == ("unanswered", "đã dừng")
    assert other_site.requests.total() == 1


def test_ask_sites_without_an_answer_says_why(memory: AnswerMemory) -> None:
    site = OtherSite()
    site.close()
    (answer,) = ask_sites([f"{site.address}/a"], memory, "test").values()
    assert (answer.verdict, answer.detail) == ("unanswered", "máy chủ từ chối kết nối")


def test_ask_sites_asks_one_site_one_question_at_a_time(other_site: OtherSite, memory: AnswerMemory) -> None:
    paths = [f"/{number}" for number in range(20)]
    other_site.pages = dict.fromkeys(paths, (200, ""))
    started = time.monotonic()
    ask_sites([f"{other_site.address}{path}" for path in paths], memory, "bulletin", pause=0.02)
    assert time.monotonic() - started >= 19 * 0.02
    assert other_site.most_at_once == 1
    assert set(other_site.requests.values()) == {1}
    assert other_site.user_agents == {"bulletin"}


def test_ask_sites_remembers_answers_for_a_week(
    other_site: OtherSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_site.pages = {"/a": (200, ""), "/b": (301, "/a")}
    file, now = tmp_path / "external-links", time.time()
    first = ask(other_site, AnswerMemory(file), "/a", "/b", "/c")
    asked = other_site.requests.total()
    monkeypatch.setattr(time, "time", lambda: now + (DAYS_REMEMBERED - 1) * DAY)
    assert ask(other_site, AnswerMemory(file), "/a", "/b", "/c") == first
    assert other_site.requests.total() == asked
    monkeypatch.setattr(time, "time", lambda: now + (DAYS_REMEMBERED + 1) * DAY)
    assert ask(other_site, AnswerMemory(file), "/a") == {"/a": ("sound", "200")}
    assert other_site.requests.total() == asked + 1


def test_ask_sites_asks_again_if_there_was_no_answer(other_site: OtherSite, memory: AnswerMemory) -> None:
    other_site.pages = {"/a": (500, ""), "/b": (429, "")}
    ask(other_site, memory, "/a", "/b")
    other_site.pages = {"/a": (200, ""), "/b": (200, "")}
    assert ask(other_site, memory, "/a", "/b") == {"/a": ("sound", "200"), "/b": ("sound", "200")}


def test_answer_memory_after_an_interruption_has_the_answers_so_far(
    other_site: OtherSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "external-links"
    keep = AnswerMemory.keep

    def keep_and_stop(memory: AnswerMemory, address: str, answer: Answer) -> None:
        keep(memory, address, answer)
        raise KeyboardInterrupt

    monkeypatch.setattr(AnswerMemory, "keep", keep_and_stop)
    with pytest.raises(KeyboardInterrupt):
        ask(other_site, AnswerMemory(file), "/a", "/b")
    assert AnswerMemory(file).find(f"{other_site.address}/a", time.time()) is not None


def test_answer_memory_that_is_damaged_is_empty(tmp_path: Path) -> None:
    file = tmp_path / "external-links"
    file.write_bytes(b"x" * 100)
    assert AnswerMemory(file).find("https://a.vn/", time.time()) is None
