import re
import signal
import sys
import threading
import time
from types import FrameType

import pytest

from bulletin.content import time_limit
from bulletin.content.markup.body import BodyParser
from bulletin.content.time_limit import REFERENCE_PACE, TimeLimit, TimeLimitError

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("stop_garbage_collection")]


def use_cpu(seconds: float) -> float:
    """Work for ``seconds`` of processor time, and return the measured time."""
    start = time.process_time()
    while time.process_time() < start + seconds:
        sum(range(1000))
    return time.process_time() - start


@pytest.fixture(autouse=True)
def _reference_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit, "measure_pace", lambda: REFERENCE_PACE)


def test_time_limit_interrupts_slow_regular_expression() -> None:
    start = time.process_time()
    with pytest.raises(TimeLimitError), TimeLimit(0.1):
        re.search("(a+)+$", "a" * 60 + "b")
    assert time.process_time() - start < 1


def test_time_limit_with_fast_block_raises_nothing_later() -> None:
    with TimeLimit(0.2):
        use_cpu(0.05)
    assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] == 0
    use_cpu(0.25)


def test_time_limit_error_passes_handlers_of_exception() -> None:
    def work_despite_exceptions() -> None:
        try:
            use_cpu(1)
        except Exception:
            use_cpu(1)

    with pytest.raises(TimeLimitError), TimeLimit(0.05):
        work_despite_exceptions()


def test_time_limit_on_slow_machine_gives_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit, "measure_pace", lambda: 5 * REFERENCE_PACE)
    with TimeLimit(0.1):
        use_cpu(0.3)
    with pytest.raises(TimeLimitError), TimeLimit(0.1):
        use_cpu(2)


def test_time_limit_in_other_thread_has_no_effect() -> None:
    seconds = []

    def work() -> None:
        with TimeLimit(0.01):
            seconds.append(use_cpu(0.1))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seconds[0] >= 0.1


def test_parse_body_above_time_limit_reports_its_marks_and_reads_next_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(time_limit, "TEXT_TIME_LIMIT", 0.02)
    reader = BodyParser()
    text, (problem,) = reader.parse_body("a", "Một.\n\nHai.\n\n" + "<i>a</i> " * 5_000, 10)
    assert text.html == ""
    assert (problem.line, "“<”" in problem.message) == (14, True)
    monkeypatch.setattr(time_limit, "TEXT_TIME_LIMIT", 1.0)
    assert reader.parse_body("a", "Một.", 1)[0].html == "<p>Một.</p>"


def test_time_limit_ignores_time_of_other_threads() -> None:
    is_finished = threading.Event()

    def work() -> None:
        while not is_finished.is_set():
            sum(range(1000))

    thread = threading.Thread(target=work)
    thread.start()
    try:
        with TimeLimit(0.3):
            start = time.process_time()
            while time.process_time() < start + 0.4:
                time.sleep(0.01)
    finally:
        is_finished.set()
        thread.join()


def test_time_limit_raises_nothing_while_timer_stops() -> None:
    limit = TimeLimit(0)
    limit.__enter__()
    handle_signal = signal.getsignal(signal.SIGVTALRM)
    assert callable(handle_signal)
    events = list[str]()

    def trace(frame: FrameType, event: str, _argument: object) -> None:
        if frame.f_code is TimeLimit.__exit__.__code__ and not events:
            events.append(event)
            handle_signal(signal.SIGVTALRM, frame)

    sys.settrace(trace)
    try:
        limit.__exit__(None, None, None)
    finally:
        sys.settrace(None)
    assert events == ["call"]
    assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] == 0
