import os
import signal
import time

import pytest

from bulletin.processes.parallel import WorkerDiedError, map_in_processes


@pytest.mark.parametrize("workers", [1, 2, 3, 9])
@pytest.mark.parametrize("chunk", [1, 7, 500])
def test_results_come_in_order_whoever_made_them(workers: int, chunk: int) -> None:
    items = list(range(200))
    assert list(map_in_processes(lambda number: number * 2, items, workers, chunk)) == [
        2 * one for one in items
    ]


def test_nothing_to_do_is_done_at_once() -> None:
    assert list(map_in_processes(str, [], 2)) == []


def test_several_processes_work_and_this_one_is_among_them() -> None:
    made = set(map_in_processes(lambda _: (time.sleep(0.01), os.getpid())[1], range(40), 2))
    assert len(made) == 2
    assert os.getpid() in made


def test_results_larger_than_a_pipe_holds_pass_through() -> None:
    assert sum(len(one) for one in map_in_processes(lambda _: b"x" * 300_000, range(20), 2, 4)) == 6_000_000


@pytest.mark.parametrize("at", [0, 37, 99])
def test_what_a_worker_raises_is_raised_here(at: int) -> None:
    def work(number: int) -> int:
        if number == at:
            raise ValueError(number)
        return number

    with pytest.raises(ValueError, match=str(at)):
        list(map_in_processes(work, range(100), 2, 5))


def test_a_worker_that_is_killed_is_noticed() -> None:
    here = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.01)
        return number

    with pytest.raises(WorkerDiedError):
        list(map_in_processes(work, range(50), 2))


def test_children_are_gone_when_nobody_wants_the_rest() -> None:
    made = map_in_processes(lambda number: (time.sleep(0.01), os.getpid())[1], range(1000), 2)
    pids = {next(made) for _ in range(12)} - {os.getpid()}
    made.close()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


class TwoWordsError(Exception):
    """An exception that cannot be unpickled as it is made."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")


def test_an_exception_that_cannot_travel_is_told_all_the_same() -> None:
    here = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != here:
            raise TwoWordsError("một", "hai")
        time.sleep(0.02)
        return number

    with pytest.raises(RuntimeError, match="TwoWordsError: một hai"):
        list(map_in_processes(work, range(50), 2))
