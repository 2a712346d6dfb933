"""Run the scenarios: every generator in turn, several rounds, so that a busy moment of the machine hits all."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.edits import Corpus
from bench.generators.generator import Generator
from bench.output_diff import compare_snapshots, take_snapshot
from bench.results import BenchRun
from bench.scenarios import Scenario

BenchMessageCallback = Callable[[str], None]
_INODE_REUSE_SECONDS = 70.0
"""Seconds after which ext4 takes an inode whose file was deleted for a free one (RECENCY_MIN in fs/ext4/ialloc.c: 60)."""
_MANY = 1000
"""Articles from which on it matters."""


@dataclass
class ScenarioRunner:
    """The scenarios on one archive. A generator with a state is brought up to date before each of them."""

    archive: Corpus
    generators: Sequence[Generator]
    """Those with the search among them; a scenario asks the ones that are made for it."""
    say: BenchMessageCallback
    _current: set[Generator] = field(default_factory=set)
    """Generators whose last build was made from the corpus as it was written."""

    def run_round(self, scenario: Scenario, turn: int, turns: int) -> list[BenchRun]:
        """Build with every generator that ``scenario`` asks, each round beginning with another. Raise UserError.

        Cold builds wait until the pages that were replaced before are forgotten: until then ext4 passes over
        the inode of each of them, one by one, at each new file, ten seconds for ten thousand.
        """
        if scenario.key == "cold" and self.archive.count >= _MANY:
            os.sync()  # an inode whose table is not on the disk yet counts as just deleted for longer
            time.sleep(_INODE_REUSE_SECONDS)
        asked = [one for one in self.generators if self._asks(one, scenario)]
        start = turn % len(asked) if asked else 0
        runs = []
        for generator in (*asked[start:], *asked[:start]):
            runs.append(self._run(generator, scenario, turn))
            self.say(_line(runs[-1], generator, turns))
        return runs

    def rebuild_if_stale(self, generator: Generator) -> None:
        """Build ``generator`` from the corpus as it was written, where its last build was another."""
        if generator not in self._current:
            self.archive.restore()
            generator.build()
            self._current.add(generator)

    def _run(self, generator: Generator, scenario: Scenario, turn: int) -> BenchRun:
        self.archive.restore()
        if scenario.key == "cold":
            generator.clean()
        elif generator.has_state or not generator.output.is_dir():
            self.rebuild_if_stale(generator)
        before = take_snapshot(generator.output)
        os.sync()  # what others wrote is not this one's to wait for
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
            self.archive.edit_article(turn)
        elif scenario.key in ("added", "search"):
            self.archive.add_article(turn)
        elif scenario.key == "theme":
            generator.edit_theme(turn)

    def _asks(self, generator: Generator, scenario: Scenario) -> bool:
        return generator.has_search == scenario.needs_search and scenario.key in generator.scenarios


def _line(run: BenchRun, generator: Generator, turns: int) -> str:
    return (
        f"{run.turn}/{turns}  {run.scenario:<10} {generator.name:<16} {run.cost.seconds:7.2f} s"
        f"  cpu {run.cost.cpu:7.2f} s  rss {run.cost.rss / 1e6:6.0f} MB  pss {run.cost.pss / 1e6:6.0f} MB"
        f"  {run.changes.written:6d} written  {run.changes.changed / 1e6:8.2f} MB changed"
    )
