"""Run the scenarios in several rounds, in which all generators alternate.

Reason: a busy minute of the machine then slows all generators.
"""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.edits import Corpus
from bench.generators.generator import Generator
from bench.output_diff import OutputChanges, compare_snapshots, take_snapshot
from bench.results import BenchRun
from bench.scenarios import Scenario

BenchMessageCallback = Callable[[str], None]
_INODE_REUSE_SECONDS = 70.0
"""Seconds after which ext4 uses the inode of a deleted file again (RECENCY_MIN in fs/ext4/ialloc.c is 60)."""
_MIN_ARTICLES_FOR_WAIT = 1000
"""Number of articles from which on the reuse of inodes matters."""


@dataclass
class ScenarioRunner:
    """Runner of the scenarios on one corpus.

    A generator with a state builds the unchanged corpus before each scenario.
    """

    corpus: Corpus
    generators: Sequence[Generator]
    """All generators; each scenario uses those with the same search setting."""
    say: BenchMessageCallback
    _current: set[Generator] = field(default_factory=set)
    """Generators whose last build was of the unchanged corpus."""

    def run_round(self, scenario: Scenario, turn: int, turns: int) -> list[BenchRun]:
        """Build with every generator of the scenario, each round beginning with another.

        Cold builds wait until ext4 uses the inodes of deleted pages again.
        Reason: ext4 skips these inodes one by one for each new file, which costs 10 seconds for 10,000 pages.

        Raises:
            UserError: A build failed.
        """
        if scenario.key == "cold" and self.corpus.count >= _MIN_ARTICLES_FOR_WAIT:
            os.sync()  # an inode counts as just deleted for longer if its table is not on the disk yet
            time.sleep(_INODE_REUSE_SECONDS)
        generators = [each for each in self.generators if self._takes_part(each, scenario)]
        start = turn % len(generators) if generators else 0
        runs = []
        for generator in (*generators[start:], *generators[:start]):
            runs.append(self._run(generator, scenario, turn))
            self.say(_format_run(runs[-1], generator, turns))
        return runs

    def rebuild_if_stale(self, generator: Generator) -> None:
        """Build the unchanged corpus with ``generator``, unless its last build did."""
        if generator not in self._current:
            self.corpus.restore()
            generator.build()
            self._current.add(generator)

    def _run(self, generator: Generator, scenario: Scenario, turn: int) -> BenchRun:
        self.corpus.restore()
        if scenario.needs_browser:
            cost = generator.measure_reload(scenario.key, self.corpus.edited_file)
            return BenchRun(generator.key, scenario.key, turn, cost, OutputChanges(0, 0, 0), files=0)
        if scenario.key == "cold":
            generator.clean()
        elif generator.has_state or not generator.output.is_dir():
            self.rebuild_if_stale(generator)
        before = take_snapshot(generator.output)
        os.sync()  # so that the build does not wait for files written before
        self._apply_change(scenario, generator, turn)
        cost = generator.build()
        after = take_snapshot(generator.output)
        if scenario.key in ("cold", "unchanged", "theme"):
            self._current.add(generator)
        else:
            self._current.discard(generator)
        return BenchRun(generator.key, scenario.key, turn, cost, compare_snapshots(before, after), len(after))

    def _apply_change(self, scenario: Scenario, generator: Generator, turn: int) -> None:
        if scenario.key == "edited":
            self.corpus.edit_article(turn)
        elif scenario.key in ("added", "search"):
            self.corpus.add_article(turn)
        elif scenario.key == "theme":
            generator.edit_theme(turn)

    def _takes_part(self, generator: Generator, scenario: Scenario) -> bool:
        return generator.has_search == scenario.needs_search and scenario.key in generator.scenarios


def _format_run(run: BenchRun, generator: Generator, turns: int) -> str:
    return (
        f"{run.turn}/{turns}  {run.scenario:<10} {generator.name:<16} {run.cost.seconds:7.2f} s"
        f"  cpu {run.cost.cpu:7.2f} s  rss {run.cost.rss / 1e6:6.0f} MB  pss {run.cost.pss / 1e6:6.0f} MB"
        f"  {run.changes.written:6d} written  {run.changes.changed / 1e6:8.2f} MB changed"
    )
