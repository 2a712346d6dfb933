"""One benchmark: a corpus, the generators around it, the comparison of their pages, the rounds."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import write_corpus
from bench.edits import open_corpus
from bench.generators.bulletin import BulletinGenerator
from bench.generators.generator import BUILD_TIME, Generator
from bench.generators.hugo import HugoGenerator
from bench.generators.stock_pelican import StockPelicanGenerator
from bench.page_comparison import find_page_differences
from bench.results import BenchResults, BenchRun, save_results
from bench.rounds import BenchMessageCallback, ScenarioRunner
from bench.scenarios import SCENARIOS
from bench.shared_frame import extract_frame, list_static_files
from bench.system_info import describe_machine

PEER_GENERATORS: Mapping[str, type[Generator]] = {
    one.key: one for one in (HugoGenerator, StockPelicanGenerator)
}
"""The generators that ours is compared with, by key."""


@dataclass(frozen=True, slots=True)
class BenchPlan:
    """What to measure, and where."""

    cache: Path
    """Folder of the bench: tools, corpora, outputs and results."""
    articles: int
    rounds: int
    peers: Sequence[str]
    scenarios: Sequence[str]

    @property
    def folder(self) -> Path:
        """Where the generators work."""
        return self.cache / f"run-{self.articles}"

    @property
    def content(self) -> Path:
        """The corpus."""
        return self.folder / "content"

    def create_generators(self) -> list[Generator]:
        """Return the generators, ours first: one for the scenarios without the search, another for those with it."""
        kinds: list[type[Generator]] = [BulletinGenerator, *(PEER_GENERATORS[key] for key in self.peers)]
        return [one for kind in kinds for one in self._create_variants(kind)]

    def describe_skipped_peers(self) -> Iterator[str]:
        """Yield which peers are not measured, and why."""
        for kind in (PEER_GENERATORS[key] for key in self.peers):
            if not kind.scenarios.intersection(self.scenarios):
                yield f"{kind.name} is left out: it is measured in {' and '.join(sorted(kind.scenarios))} only."

    def _create_variants(self, kind: type[Generator]) -> list[Generator]:
        asked = {SCENARIOS[key].needs_search for key in self.scenarios if key in kind.scenarios}
        return [
            kind(
                self.content,
                self.folder / f"{kind.key}{'-search' * search}",
                self.cache / "tools",
                has_search=search,
            )
            for search in sorted(asked)
        ]


def run_benchmark(plan: BenchPlan, say: BenchMessageCallback) -> BenchResults:
    """Measure, and save the results below the cache. Raise UserError."""
    (plan.cache / "tools").mkdir(parents=True, exist_ok=True)
    shutil.rmtree(plan.folder, ignore_errors=True)
    for reason in plan.describe_skipped_peers():
        say(reason)
    say(f"Writing {plan.articles:,} articles…")
    write_corpus(plan.content, plan.articles)
    generators = plan.create_generators()
    _prepare(generators, plan.folder / "static", say)
    rounds = ScenarioRunner(open_corpus(plan.content), generators, say)
    try:
        runs, found = _measured(plan, rounds, say)
    finally:
        for one in generators:
            one.remove_cleaned_files()
    results = BenchResults(
        plan.articles,
        describe_machine(),
        {one.key: one.name for one in generators},
        {one.key: one.read_version() for one in generators},
        found,
        runs,
    )
    save_results(results, plan.cache / "results" / f"{plan.articles}.json")
    return results


def _prepare(generators: Sequence[Generator], static: Path, say: BenchMessageCallback) -> None:
    """Install and set up the generators. Ours is built once first: peers serve its stylesheet and pictures."""
    ours, *others = generators
    for one in generators:
        one.install()
    say("Building the bulletin once…")
    ours.prepare({}, static)
    ours.build()
    around = extract_frame(ours.output, BUILD_TIME)
    for name in list_static_files(ours.output):
        (static / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ours.output / name, static / name)
    for one in others:
        one.prepare(around, static)


def _measured(
    plan: BenchPlan, rounds: ScenarioRunner, say: BenchMessageCallback
) -> tuple[list[BenchRun], dict[str, list[str]]]:
    """Run the rounds and, as soon as every generator has built the whole corpus, compare their pages."""
    runs: list[BenchRun] = []
    found: dict[str, list[str]] | None = None
    for turn in range(1, plan.rounds + 1):
        for key in (key for key in SCENARIOS if key in plan.scenarios):
            if found is None and key != "cold":
                found = _compared(rounds, say)
            runs += rounds.run_round(SCENARIOS[key], turn, plan.rounds)
            if found is None:
                found = _compared(rounds, say)
    return runs, found or {}


def _compared(rounds: ScenarioRunner, say: BenchMessageCallback) -> dict[str, list[str]]:
    """Return what differs in the pages of each peer."""
    chosen: dict[str, Generator] = {}
    for one in rounds.generators:
        chosen.setdefault(one.key, one)
    ours, *peers = chosen.values()
    rounds.rebuild_if_stale(ours)
    found: dict[str, list[str]] = {}
    for peer in peers:
        rounds.rebuild_if_stale(peer)
        found[peer.key] = lines = find_page_differences(ours.output, peer.output)
        say(f"Pages of {peer.name}: {len(lines) or 'no'} elements differ.")
        for line in lines[:10]:
            say(f"  {line}")
    return found
