from pathlib import Path

from tools.audit.budgets import Budgets, read_budgets
from tools.audit.page_kinds import KINDS

BUDGETS = Budgets(
    goals={"seo": 100, "largest_paint": 1.2},
    pages={"html": 8000},
    kinds={"front": {"html": 9000}, "not-found": {"seo": -1}},
    stylesheets=100,
)


def test_limits_of_a_kind_replace_those_of_all_pages() -> None:
    assert BUDGETS.get_limits("front") == {"seo": 100, "largest_paint": 1.2, "html": 9000}
    assert BUDGETS.get_limits("section")["html"] == 8000


def test_negative_limit_leaves_a_figure_out() -> None:
    assert "seo" not in BUDGETS.get_limits("not-found")
    assert BUDGETS.find_excesses("not-found", {"seo": 61}) == {}


def test_excess_is_more_than_a_limit_or_less_than_a_score() -> None:
    assert BUDGETS.find_excesses("front", {"html": 9000, "seo": 100, "largest_paint": 1.2}) == {}
    assert BUDGETS.find_excesses("front", {"html": 9001, "seo": 99, "largest_paint": 1.21}) == {
        "html": 9000,
        "seo": 100,
        "largest_paint": 1.2,
    }


def test_figure_that_was_not_measured_is_no_excess() -> None:
    assert BUDGETS.find_excesses("front", {}) == {}


def test_budgets_of_the_repository_name_known_kinds_and_figures() -> None:
    budgets = read_budgets()
    assert set(budgets.kinds) <= set(KINDS)
    known = {*budgets.goals, *budgets.pages}
    assert {name for limits in budgets.kinds.values() for name in limits} <= known


def test_read_budgets_reads_all_tables(tmp_path: Path) -> None:
    file = tmp_path / "budgets.toml"
    file.write_text(
        "[theme]\nstylesheets = 5\n[goals]\nseo = 90\n[pages]\nhtml = 1\n[kinds.front]\nhtml = 2\n",
        encoding="utf-8",
    )
    assert read_budgets(file) == Budgets({"seo": 90}, {"html": 1}, {"front": {"html": 2}}, 5)
