from importlib import import_module
from operator import attrgetter

import pytest

from bench.growth import Growth, compute_exponent
from bench.stage_timer import REST, STAGES, StageTimer


def test_compute_exponent_of_square_growth_is_two() -> None:
    assert compute_exponent((10, 20, 40), (0.1, 0.4, 1.6)) == pytest.approx(2)


def test_growth_as_text_has_a_row_for_each_stage_and_their_sum() -> None:
    table = str(Growth((1000, 2000), {"plan": (0.01, 0.02), "archive": (0.02, 0.02)}))
    assert table.splitlines() == [
        "one added, CPU ms           1,000    2,000  exponent",
        "plan                         10.0     20.0      1.00",
        "archive                      20.0     20.0      0.00",
        "together                     30.0     40.0      0.42",
    ]


def test_stages_name_functions_of_the_bulletin() -> None:
    names = [name.split(":") for names in STAGES.values() for name in names]
    assert all(callable(attrgetter(path)(import_module(module))) for module, path in names)


def test_measured_function_leaves_the_time_of_its_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(100))
    monkeypatch.setattr("bench.stage_timer.time.process_time", lambda: next(clock))
    timer = StageTimer()
    inner = timer.measure("inner", lambda: iter("ab"))
    outer = timer.measure("outer", lambda: [*inner(), *inner()])
    assert outer() == ["a", "b", "a", "b"]
    timer.enter(REST)
    assert timer.seconds["inner"] == 2
    assert timer.seconds["outer"] == 3
