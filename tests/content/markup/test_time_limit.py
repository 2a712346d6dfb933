import re
import signal
import sys
import threading
import time
from types import FrameType

import pytest

from bulletin.content.markup import time_limit
from bulletin.content.markup.body import BodyParser
from bulletin.content.markup.time_limit import TimeLimit, TimeLimitError

pytestmark = pytest.mark.slow


def use_cpu(seconds: float) -> float:
    """Work for ``seconds`` of processor time, and return what was taken."""
    start = time.process_time()
    while time.process_time() < start + seconds:
        sum(range(1000))
    return time.process_time() - start


@pytest.fixture(autouse=True)
def _even_pace(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(time_limit, "_measure_pace", lambda: time_limit._PACE)


def test_work_that_takes_too_long_is_ended_within_a_search_too() -> None:
    start = time.process_time()
    with pytest.raises(TimeLimitError), TimeLimit(0.1):
        re.search("(a+)+$", "a" * 60 + "b")
    assert time.process_time() - start < 1


def test_work_within_the_limit_is_left_alone_and_so_is_what_comes_after_it() -> None:
    with TimeLimit(0.2):
        use_cpu(0.05)
    assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] == 0
    use_cpu(0.25)


def test_no_handler_of_exceptions_holds_the_error_back() -> None:
    def stubborn() -> None:
        try:
            use_cpu(1)
        except Exception:
            use_cpu(1)

    with pytest.raises(TimeLimitError), TimeLimit(0.05):
        stubborn()


def test_a_slower_machine_is_given_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit, "_measure_pace", lambda: 5 * time_limit._PACE)
    with TimeLimit(0.1):
        use_cpu(0.3)
    with pytest.raises(TimeLimitError), TimeLimit(0.1):
        use_cpu(2)


def test_other_threads_work_without_the_limit() -> None:
    taken = []

    def work() -> None:
        with TimeLimit(0.01):
            taken.append(use_cpu(0.1))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert taken[0] >= 0.1


def test_a_text_that_takes_too_long_is_refused_where_its_marks_are_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(time_limit, "TEXT_TIME_LIMIT", 0.02)
    reader = BodyParser()
    text, (problem,) = reader.parse_body("a", "Một.\n\nHai.\n\n" + "<i>a</i> " * 5_000, 10)
    assert text.html == ""
    assert (problem.line, "“<”" in problem.message) == (14, True)
    monkeypatch.setattr(time_limit, "TEXT_TIME_LIMIT", 1.0)
    assert reader.parse_body("a", "Một.", 1)[0].html == "<p>Một.</p>"


def test_the_time_of_other_threads_counts_for_nothing() -> None:
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            sum(range(1000))

    thread = threading.Thread(target=work)
    thread.start()
    try:
        with TimeLimit(0.3):
            start = time.process_time()
            while time.process_time() < start + 0.4:
                time.sleep(0.01)
    finally:
        over.set()
        thread.join()


def test_no_error_comes_where_the_timer_is_being_stopped() -> None:
    limit = TimeLimit(5)
    limit.__enter__()
    limit._start -= 10
    raised = []

    def trace(frame: FrameType, event: str, _argument: object) -> None:
        if frame.f_code is TimeLimit.__exit__.__code__ and not raised:
            raised.append(event)
            time_limit._handle_timer_signal(signal.SIGVTALRM, frame)

    sys.settrace(trace)
    try:
        limit.__exit__(None, None, None)
    finally:
        sys.settrace(None)
    assert raised == ["call"]
    assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] == 0
