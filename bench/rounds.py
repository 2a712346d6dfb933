"""Run the scenarios: every generator in turn, several rounds, so that a busy moment of the machine hits all."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.edits import Archive
from bench.generators.generator import Generator
from bench.output_diff import changes, snapshot
from bench.results import Run
from bench.scenarios import Scenario

Say = Callable[[str], None]
_CALM = 70.0
"""Seconds after which ext4 takes an inode whose file was deleted for a free one (RECENCY_MIN in fs/ext4/ialloc.c: 60)."""
_MANY = 1000
"""Articles from which on it matters."""


@dataclass
class Rounds:
    """The scenarios on one archive. A generator with a state is brought up to date before each of them."""

    archive: Archive
    generators: Sequence[Generator]
    """Those with the search among them; a scenario asks the ones that are made for it."""
    say: Say
    _current: set[Generator] = field(default_factory=set)
    """Generators whose last build was made from the corpus as it was written."""

    def run(self, scenario: Scenario, turn: int, turns: int) -> list[Run]:
        """Build with every generator that ``scenario`` asks, each round beginning with another. Raise UserError.

        Cold builds wait until the pages that were replaced before are forgotten: until then ext4 passes over
        the inode of each of them, one by one, at each new file, ten seconds for ten thousand.
        """
        if scenario.key == "cold" and self.archive.count >= _MANY:
            os.sync()  # an inode whose table is not on the disk yet counts as just deleted for longer
            time.sleep(_CALM)
        asked = [one for one in self.generators if self._asks(one, scenario)]
        start = turn % len(asked) if asked else 0
        runs = []
        for generator in (*asked[start:], *asked[:start]):
            runs.append(self._run(generator, scenario, turn))
            self.say(_line(runs[-1], generator, turns))
        return runs

    def bring_up(self, generator: Generator) -> None:
        """Build ``generator`` from the corpus as it was written, where its last build was another."""
        if generator not in self._current:
            self.archive.restore()
            generator.build()
            self._current.add(generator)

    def _run(self, generator: Generator, scenario: Scenario, turn: int) -> Run:
        self.archive.restore()
        if scenario.key == "cold":
            generator.clear()
        elif generator.keeps_state or not generator.output.is_dir():
            self.bring_up(generator)
        before = snapshot(generator.output)
        os.sync()  # what others wrote is not this one's to wait for
        self._happen(scenario, generator, turn)
        cost = generator.build()
        after = snapshot(generator.output)
        if scenario.key in ("cold", "unchanged", "theme"):
            self._current.add(generator)
        else:
            self._current.discard(generator)
        return Run(generator.key, scenario.key, turn, cost, changes(before, after), len(after))

    def _happen(self, scenario: Scenario, generator: Generator, turn: int) -> None:
        if scenario.key == "edited":
            self.archive.edit(turn)
        elif scenario.key in ("added", "search"):
            self.archive.add(turn)
        elif scenario.key == "theme":
            generator.repaint(turn)

    def _asks(self, generator: Generator, scenario: Scenario) -> bool:
        return generator.search == scenario.search and scenario.key in generator.scenarios


def _line(run: Run, generator: Generator, turns: int) -> str:
    return (
        f"{run.turn}/{turns}  {run.scenario:<10} {generator.name:<16} {run.cost.seconds:7.2f} s"
        f"  cpu {run.cost.cpu:7.2f} s  rss {run.cost.rss / 1e6:6.0f} MB  pss {run.cost.pss / 1e6:6.0f} MB"
        f"  {run.changes.written:6d} written  {run.changes.changed / 1e6:8.2f} MB changed"
    )
