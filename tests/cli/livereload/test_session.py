import threading

import pytest

from bulletin.build.draft_preview import UnpublishedItem
from bulletin.cli.livereload.messages import BuildResult
from bulletin.cli.livereload.session import Session
from bulletin.content.problems import Problem

PATH = "content/articles/nhap.md"
PROBLEM = Problem(PATH, 2, "Sai.")


def create_session(*results: BuildResult) -> Session:
    session = Session(lambda: None)
    for result in results:
        session.record_result(result)
    return session


def test_session_keeps_the_address_of_a_draft_that_became_unreadable() -> None:
    readable = UnpublishedItem(PATH, "Nháp", "/2026/11/nhap/", "draft")
    unreadable = UnpublishedItem(PATH, "", "", "draft", None, (PROBLEM,))
    session = create_session(BuildResult(items=(readable,)), BuildResult(items=(unreadable,)))
    item = session.find_item("/2026/11/nhap/")
    assert item is not None
    assert (item.title, item.problems) == ("Nháp", (PROBLEM,))


def test_session_after_a_build_without_a_list_keeps_the_list_before() -> None:
    item = UnpublishedItem(PATH, "Nháp", "/2026/11/nhap/", "draft")
    assert create_session(BuildResult(items=(item,)), BuildResult(items=None)).items == (item,)


@pytest.mark.parametrize("result", [BuildResult(problems=(PROBLEM,)), BuildResult(message="Hỏng.")])
def test_session_after_a_failed_build_waits_for_no_search_index(result: BuildResult) -> None:
    requests: list[str] = []
    session = Session(lambda: requests.append("tìm kiếm"))
    session.record_result(result)
    session.wait_for_search()
    assert requests == []


def test_session_asks_for_the_search_index_and_waits_until_it_is_made() -> None:
    requested = threading.Event()
    session = Session(requested.set)
    session.record_result(BuildResult())
    waiting = threading.Thread(target=session.wait_for_search)
    waiting.start()
    assert requested.wait(5)
    session.record_result(BuildResult())  # a build that left the search index for later
    waiting.join(0.05)
    assert waiting.is_alive()
    session.record_result(BuildResult(makes_search_index=True))
    waiting.join(5)
    assert not waiting.is_alive()
    requested.clear()
    session.wait_for_search()
    assert not requested.is_set()


def test_session_waits_for_the_next_build() -> None:
    session = create_session(BuildResult())
    assert session.wait_for_build(0, 5) == 1
    assert session.wait_for_build(1, 0.01) == 1
