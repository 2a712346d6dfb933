import os
from collections.abc import Iterator

import pytest

from plugins import gate


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, int]]:
    """Hand a gate to this process, and return the end that opens it and the one at which its answer is heard."""
    (inner, outer), (answer, answered) = os.pipe(), os.pipe()
    monkeypatch.setenv(gate.VARIABLE, f"{inner},{answered}")
    yield outer, answer
    gate.answer()
    os.close(answer)


def test_without_a_pipe_there_is_nothing_to_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(gate.VARIABLE, raising=False)
    assert not gate.closed()
    gate.answer()


def test_a_build_waits_once_and_answers_once(ends: tuple[int, int]) -> None:
    opening, hearing = ends
    assert gate.closed()
    os.write(opening, b"1")
    gate.wait()
    assert not gate.closed()
    gate.answer()
    gate.answer()
    assert os.read(hearing, 9) == b"1"
    os.close(opening)


def test_a_build_answers_also_where_nobody_listens_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    (inner, outer), (answer, answered) = os.pipe(), os.pipe()
    monkeypatch.setenv(gate.VARIABLE, f"{inner},{answered}")
    os.write(outer, b"1")
    gate.wait()
    os.close(answer)
    gate.answer()
    os.close(outer)


def test_a_build_that_is_not_wanted_ends(ends: tuple[int, int]) -> None:
    os.close(ends[0])
    with pytest.raises(SystemExit):
        gate.wait()
