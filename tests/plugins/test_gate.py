import os
from collections.abc import Iterator

import pytest

from plugins import gate


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Hand a gate to this process, and return the end that opens it."""
    inner, outer = os.pipe()
    monkeypatch.setenv(gate.VARIABLE, str(inner))
    yield outer
    os.close(outer)


def test_without_a_pipe_there_is_nothing_to_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(gate.VARIABLE, raising=False)
    assert not gate.closed()


def test_a_build_waits_once(pipe: int) -> None:
    assert gate.closed()
    os.write(pipe, b"1")
    gate.wait()
    assert not gate.closed()


def test_a_build_that_is_not_wanted_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    inner, outer = os.pipe()
    monkeypatch.setenv(gate.VARIABLE, str(inner))
    os.close(outer)
    with pytest.raises(SystemExit):
        gate.wait()
