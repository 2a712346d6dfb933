"""Run one benchmark: write the corpus, compare the pages, measure the rounds."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.corpus import write_corpus
from bench.edits import open_corpus
from bench.generators.bulletin import BulletinGenerator
from bench.generators.generator import BUILD_TIME, Generator
from bench.generators.hugo import HugoGenerator
from bench.generators.stock_pelican import StockPelicanGenerator
from bench.page_comparison import find_page_differences
from bench.reload import explain_missing_browser
from bench.results import BenchResults, BenchRun, save_results
from bench.rounds import BenchMessageCallback, ScenarioRunner
from bench.scenarios import SCENARIOS
from bench.shared_frame import extract_frame, list_static_files
from bench.system_info import describe_machine
from bulletin.errors import UserError

PEER_GENERATORS: Mapping[str, type[Generator]] = {
    kind.key: kind for kind in (HugoGenerator, StockPelicanGenerator)
}
"""The peers of the bulletin, by key."""


@dataclass(frozen=True, slots=True)
class BenchPlan:
    """Plan of one benchmark, with its folder."""

    cache: Path
    """Folder of programs, corpora, outputs and results."""
    articles: int
    rounds: int
    peers: Sequence[str]
    scenarios: Sequence[str]

    @property
    def folder(self) -> Path:
        """Folder of the corpus and of all generators."""
        return self.cache / f"run-{self.articles}"

    @property
    def content(self) -> Path:
        """Folder of the corpus."""
        return self.folder / "content"

    def create_generators(self) -> list[Generator]:
        """Return the generators, with the bulletin first.

        Each kind is made once without and once with the search index, if scenarios need both.
        """
        kinds: list[type[Generator]] = [BulletinGenerator, *(PEER_GENERATORS[key] for key in self.peers)]
        return [generator for kind in kinds for generator in self._create_variants(kind)]

    def describe_skipped_peers(self) -> Iterator[str]:
        """Yield a sentence for each peer that is not measured, with the reason."""
        for kind in (PEER_GENERATORS[key] for key in self.peers):
            if not kind.scenarios.intersection(self.scenarios):
                yield f"{kind.name} is left out: it is measured in {' and '.join(sorted(kind.scenarios))} only."

    def leave_out_browser(self, reason: str, say: BenchMessageCallback) -> "BenchPlan":
        """Return the plan without scenarios that need a browser, unless there is one.

        Args:
            reason: Why there is no browser; empty if there is one.
            say: Prints a line.

        Raises:
            UserError: All scenarios of the plan need a browser.
        """
        kept = [key for key in self.scenarios if not SCENARIOS[key].needs_browser]
        if not reason or len(kept) == len(self.scenarios):
            return self
        if not kept:
            raise UserError(reason)
        say(f"The scenarios with a browser are left out. {reason}")
        return replace(self, scenarios=kept)

    def _create_variants(self, kind: type[Generator]) -> list[Generator]:
        variants = {SCENARIOS[key].needs_search for key in self.scenarios if key in kind.scenarios}
        return [
            kind(
                self.content,
                self.folder / f"{kind.key}{'-search' * search}",
                self.cache / "tools",
                has_search=search,
            )
            for search in sorted(variants)
        ]


def run_benchmark(plan: BenchPlan, say: BenchMessageCallback) -> BenchResults:
    """Run a benchmark and save its results below the cache folder.

    Raises:
        UserError: A program could not be installed, or a build failed.
    """
    plan = plan.leave_out_browser(explain_missing_browser(), say)
    (plan.cache / "tools").mkdir(parents=True, exist_ok=True)
    shutil.rmtree(plan.folder, ignore_errors=True)
    for reason in plan.describe_skipped_peers():
        say(reason)
    say(f"Writing {plan.articles:,} articles…")
    write_corpus(plan.content, plan.articles)
    generators = plan.create_generators()
    _prepare_generators(generators, plan.folder / "static", say)
    runner = ScenarioRunner(open_corpus(plan.content), generators, say)
    try:
        runs, differences = _run_rounds(plan, runner, say)
    finally:
        for generator in generators:
            generator.remove_cleaned_files()
    results = BenchResults(
        plan.articles,
        describe_machine(),
        {generator.key: generator.name for generator in generators},
        {generator.key: generator.read_version() for generator in generators},
        differences,
        runs,
    )
    save_results(results, plan.cache / "results" / f"{plan.articles}.json")
    return results


def _prepare_generators(generators: Sequence[Generator], static: Path, say: BenchMessageCallback) -> None:
    """Install and set up the generators.

    The bulletin is built once first, because the peers use its stylesheet and images.
    """
    ours, *others = generators
    for generator in generators:
        generator.install()
    say("Building the bulletin once…")
    ours.prepare({}, static)
    ours.build()
    frame = extract_frame(ours.output, BUILD_TIME)
    for name in list_static_files(ours.output):
        (static / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ours.output / name, static / name)
    for generator in others:
        generator.prepare(frame, static)


def _run_rounds(
    plan: BenchPlan, runner: ScenarioRunner, say: BenchMessageCallback
) -> tuple[list[BenchRun], dict[str, list[str]]]:
    """Run the rounds, and compare the pages once after the first complete builds."""
    runs: list[BenchRun] = []
    differences: dict[str, list[str]] | None = None
    for turn in range(1, plan.rounds + 1):
        for key in (key for key in SCENARIOS if key in plan.scenarios):
            if differences is None and key != "cold":
                differences = _compare_peers(runner, say)
            runs += runner.run_round(SCENARIOS[key], turn, plan.rounds)
            if differences is None:
                differences = _compare_peers(runner, say)
    return runs, differences or {}


def _compare_peers(runner: ScenarioRunner, say: BenchMessageCallback) -> dict[str, list[str]]:
    """Return the differences of the pages of each peer, by key."""
    first_of_kind: dict[str, Generator] = {}
    for generator in runner.generators:
        first_of_kind.setdefault(generator.key, generator)
    ours, *peers = first_of_kind.values()
    runner.rebuild_if_stale(ours)
    differences: dict[str, list[str]] = {}
    for peer in peers:
        runner.rebuild_if_stale(peer)
        differences[peer.key] = lines = find_page_differences(ours.output, peer.output)
        say(f"Pages of {peer.name}: {len(lines) or 'no'} elements differ.")
        for line in lines[:10]:
            say(f"  {line}")
    return differences
