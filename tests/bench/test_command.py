import re
from pathlib import Path

import pytest

from bench.command import BenchOptions, run_benchmarks
from bench.generators.generator import PEERS_FOLDER
from bench.run import PEER_GENERATORS, BenchPlan
from bulletin.errors import UserError


@pytest.mark.parametrize("options", [BenchOptions(peers="hugo,jekyll"), BenchOptions(scenarios="warm")])
def test_run_benchmarks_with_an_unknown_key_names_the_known_keys(options: BenchOptions) -> None:
    with pytest.raises(UserError, match=r"Không có “(jekyll|warm)”\. Hãy chọn trong: (hugo|cold), "):
        run_benchmarks(options, print)


def test_run_benchmarks_with_too_few_articles_raises_an_error() -> None:
    with pytest.raises(UserError, match="ít nhất"):
        run_benchmarks(BenchOptions(articles=3), print)


def test_run_benchmarks_with_publish_and_write_raises_an_error() -> None:
    with pytest.raises(UserError, match="Hãy bỏ --big và --write"):
        run_benchmarks(BenchOptions(publish=True, write=True), print)


def test_create_generators_gives_each_generator_its_own_folder(tmp_path: Path) -> None:
    plan = BenchPlan(tmp_path, 100, 1, list(PEER_GENERATORS), ["cold", "search"])
    generators = plan.create_generators()
    assert generators[0].key == "bulletin"
    assert [generator.key for generator in generators if generator.has_search] == ["bulletin", "hugo"]
    assert len({generator.folder for generator in generators}) == len(generators)


def test_describe_skipped_peers_names_the_peer_and_the_reason(tmp_path: Path) -> None:
    plan = BenchPlan(tmp_path, 100, 1, ["pelican"], ["edited"])
    assert list(plan.describe_skipped_peers()) == ["Stock Pelican is left out: it is measured in cold only."]
    assert [generator.key for generator in plan.create_generators()] == ["bulletin"]


def test_leave_out_browser_keeps_the_builds_and_says_the_reason(tmp_path: Path) -> None:
    plan = BenchPlan(tmp_path, 100, 1, [], ["cold", "reload", "reload-sample"])
    lines: list[str] = []
    assert plan.leave_out_browser("No Chromium.", lines.append).scenarios == ["cold"]
    assert lines == ["The scenarios with a browser are left out. No Chromium."]
    assert plan.leave_out_browser("", lines.append) == plan
    assert len(lines) == 1


def test_leave_out_browser_of_a_plan_with_nothing_else_raises_the_reason(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No Chromium"):
        BenchPlan(tmp_path, 100, 1, [], ["reload"]).leave_out_browser("No Chromium.", print)


def test_create_generators_of_scenarios_with_a_browser_leaves_peers_out(tmp_path: Path) -> None:
    plan = BenchPlan(tmp_path, 100, 1, list(PEER_GENERATORS), ["reload", "reload-sample"])
    assert [generator.key for generator in plan.create_generators()] == ["bulletin"]


def test_requirements_lock_of_hugo_has_hashes_and_no_addresses() -> None:
    pins = (PEERS_FOLDER / "hugo/requirements.lock").read_text(encoding="utf-8")
    assert re.match(r"hugo==[\d.]+ \\\n    --hash=sha256:", pins)
    assert "://" not in pins
