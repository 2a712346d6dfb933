"""The command: ``python -m bench``, and ``./inv bench``."""

import argparse
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import write_corpus
from bench.editing import open_archive
from bench.frame import frame, static_files
from bench.generators.bulletin import Bulletin
from bench.generators.eleventy import Eleventy
from bench.generators.generator import MOMENT, Generator
from bench.generators.hugo import Hugo
from bench.generators.stock_pelican import StockPelican
from bench.machine import machine
from bench.results import Results, save
from bench.rounds import Rounds, Say
from bench.scenarios import SCENARIOS, Scenario
from bench.table import table

ROOT = Path(__file__).parents[1]
CACHE = ROOT / ".cache" / "bench"
PEERS: dict[str, type[Generator]] = {one.key: one for one in (Hugo, StockPelican, Eleventy)}


@dataclass(frozen=True, slots=True)
class Options:
    """What to measure."""

    articles: int
    rounds: int
    peers: Sequence[str]
    scenarios: Sequence[str]


@dataclass(frozen=True, slots=True)
class Yard:
    """Where the generators of one run work."""

    folder: Path
    tools: Path
    scenarios: Sequence[Scenario]

    @property
    def content(self) -> Path:
        """The corpus."""
        return self.folder / "content"

    @property
    def static(self) -> Path:
        """Files that all generators serve as they are."""
        return self.folder / "static"

    def twins(self, kind: type[Generator]) -> list[Generator]:
        """Return the generator that the scenarios ask, and the one with the search where they ask it."""
        asked = {one.search for one in self.scenarios if one.key in kind.scenarios}
        return [
            kind(self.content, self.folder / f"{kind.key}{'-search' * search}", self.tools, search=search)
            for search in sorted(asked)
        ]


def run(options: Options, say: Say) -> Results:
    """Measure, and save the results below ``.cache/bench/results``. Raise CommandError."""
    scenarios = [SCENARIOS[key] for key in SCENARIOS if key in options.scenarios]
    yard = Yard(CACHE / f"run-{options.articles}", CACHE / "tools", scenarios)
    yard.tools.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(yard.folder, ignore_errors=True)
    say(f"Writing {options.articles} articles…")
    write_corpus(yard.content, options.articles)
    generators = _prepared(yard, [PEERS[key] for key in options.peers], say)
    runs = Rounds(open_archive(yard.content), generators, scenarios, say).run(options.rounds)
    results = Results(
        options.articles,
        machine(),
        {one.key: one.name for one in generators},
        {one.key: one.version() for one in generators},
        {},
        runs,
    )
    save(results, CACHE / "results" / f"{options.articles}.json")
    return results


def _prepared(yard: Yard, peers: Sequence[type[Generator]], say: Say) -> list[Generator]:
    """Return the generators, each with its project around the corpus. Ours is built once: peers serve its files."""
    kinds: tuple[type[Generator], ...] = (Bulletin, *peers)
    ours, *others = [one for kind in kinds for one in yard.twins(kind)]
    for one in (ours, *others):
        one.install()
    say("Building the bulletin once…")
    ours.prepare({}, yard.static)
    ours.build()
    around = frame(ours.output, MOMENT)
    for name in static_files(ours.output):
        (yard.static / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ours.output / name, yard.static / name)
    for one in others:
        one.prepare(around, yard.static)
    return [ours, *others]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure as the command line says, and print the table."""
    parser = argparse.ArgumentParser(description="Measure the bulletin beside other generators.")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default=",".join(PEERS), help="comma-separated; empty measures ours alone")
    parser.add_argument("--scenarios", default=",".join(SCENARIOS))
    chosen = parser.parse_args(arguments)
    options = Options(chosen.articles, chosen.rounds, _list(chosen.peers), _list(chosen.scenarios))
    print(table(run(options, lambda line: print(line, flush=True))))


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
