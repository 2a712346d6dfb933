import re
from pathlib import Path

import pytest

from bench.command import BenchOptions, run_benchmarks
from bench.generators.generator import PEERS_FOLDER
from bench.run import PEER_GENERATORS as KINDS
from bench.run import BenchPlan
from bulletin.errors import UserError


@pytest.mark.parametrize("options", [BenchOptions(peers="hugo,jekyll"), BenchOptions(scenarios="warm")])
def test_an_unknown_key_is_refused_with_the_known_ones(options: BenchOptions) -> None:
    with pytest.raises(UserError, match=r"Không có “(jekyll|warm)”\. Hãy chọn trong: (hugo|cold), "):
        run_benchmarks(options, print)


def test_too_little_is_refused() -> None:
    with pytest.raises(UserError, match="ít nhất"):
        run_benchmarks(BenchOptions(articles=3), print)


def test_a_publish_is_measured_alone() -> None:
    with pytest.raises(UserError, match="Hãy bỏ --big và --write"):
        run_benchmarks(BenchOptions(publish=True, write=True), print)


def test_each_generator_works_in_a_folder_of_its_own(tmp_path: Path) -> None:
    plan = BenchPlan(tmp_path, 100, 1, list(KINDS), ["cold", "search"])
    generators = plan.create_generators()
    assert generators[0].key == "bulletin"
    assert [one.key for one in generators if one.has_search] == ["bulletin", "hugo"]
    assert len({one.folder for one in generators}) == len(generators)


def test_a_peer_that_is_not_measured_is_named_with_the_reason(tmp_path: Path) -> None:
    plan = BenchPlan(tmp_path, 100, 1, ["pelican"], ["edited"])
    assert list(plan.describe_skipped_peers()) == ["Stock Pelican is left out: it is measured in cold only."]
    assert [one.key for one in plan.create_generators()] == ["bulletin"]


def test_peers_are_pinned_without_the_address_of_a_registry() -> None:
    pins = (PEERS_FOLDER / "hugo/requirements.lock").read_text(encoding="utf-8")
    assert re.match(r"hugo==[\d.]+ \\\n    --hash=sha256:", pins)
    assert "://" not in pins
