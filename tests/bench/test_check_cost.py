from pathlib import Path

import pytest

from bench.check_cost import CheckCost, add_dead_links, measure_check_cost
from bulletin.errors import UserError


@pytest.mark.slow
@pytest.mark.plays
def test_measure_check_cost_has_a_time_for_each_number_of_dead_links(tmp_path: Path) -> None:
    cost = measure_check_cost(tmp_path / "bench", 12, 2, lambda _: None, (0, 5, 10))
    assert [len(times) for times in cost.timings] == [3, 3]
    assert min(map(min, cost.timings)) > 0


@pytest.mark.slow
def test_measure_check_cost_of_a_check_that_fails_raises_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.check_cost.add_dead_links", lambda *_: None)
    with pytest.raises(UserError):
        measure_check_cost(tmp_path / "bench", 20, 1, lambda _: None, (0, 3))


def test_add_dead_links_writes_as_many_as_wanted(tmp_path: Path) -> None:
    files = [tmp_path / "articles" / name for name in ("a.md", "b.md")]
    files[0].parent.mkdir()
    for file in files:
        file.write_text("Tin.\n", encoding="utf-8")
    add_dead_links(tmp_path, 7)
    texts = [file.read_text(encoding="utf-8") for file in files]
    assert sum(text.count("](/20") for text in texts) == 7


def test_check_cost_as_text_states_medians_and_growth() -> None:
    cost = CheckCost(10_000, (0, 1000, 2000), ((0.2, 0.4, 0.6), (0.2, 0.4, 0.6), (0.9, 0.9, 0.9)))
    assert str(cost) == (
        "10,000 articles, check by dead links: 0: 0.20 s, 1,000: 0.40 s, 2,000: 0.60 s; "
        "the second half costs 1.0 times the first."
    )
