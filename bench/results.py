"""What was measured: runs, their medians, and the ratios between generators."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.output_diff import OutputChanges
from bench.process_metrics import Cost

BULLETIN_KEY = "bulletin"
"""The generator that others are compared with."""


@dataclass(frozen=True, slots=True)
class BenchRun:
    """One build."""

    generator: str
    scenario: str
    turn: int
    """The round, from 1."""
    cost: Cost
    changes: OutputChanges
    files: int
    """Files in the output when it was done."""


@dataclass(frozen=True, slots=True)
class Spread:
    """One figure over all rounds."""

    median: float
    minimum: float
    maximum: float


@dataclass(frozen=True, slots=True)
class BenchResults:
    """One benchmark of one corpus."""

    articles: int
    machine: Mapping[str, str]
    """What it ran on, and when, in words."""
    generators: Mapping[str, str]
    """Names by key, in the order of the columns."""
    versions: Mapping[str, str]
    differences: Mapping[str, Sequence[str]]
    """What differs in the pages of a peer: no ratio is made with it then."""
    runs: Sequence[BenchRun]

    def summarize_runs(
        self, generator: str, scenario: str, figure: Callable[[BenchRun], float]
    ) -> Spread | None:
        """Return ``figure`` over the rounds; None where it was not measured."""
        found = [figure(run) for run in self.runs if (run.generator, run.scenario) == (generator, scenario)]
        return Spread(median(found), min(found), max(found)) if found else None

    def choose_compared_scenario(self, generator: str, scenario: str) -> str:
        """Return the scenario whose runs stand for ``scenario``.

        A peer makes everything each time: it is charged with the fastest of the ways that were measured,
        into an empty folder or over the last output.
        """
        ways = (
            [scenario]
            if generator == BULLETIN_KEY or scenario in ("cold", "search")
            else [scenario, "unchanged", "cold"]
        )
        found = {way: self.summarize_runs(generator, way, get_elapsed_seconds) for way in ways}
        measured = {way: one.median for way, one in found.items() if one}
        return min(measured, key=measured.__getitem__) if measured else scenario

    def calculate_ratio(self, peer: str, scenario: str) -> float | None:
        """Return how many times as long as ours ``peer`` takes; None where pages or measurements are missing."""
        if self.differences.get(peer):
            return None
        ours = self.summarize_runs(BULLETIN_KEY, scenario, get_elapsed_seconds)
        theirs = self.summarize_runs(peer, self.choose_compared_scenario(peer, scenario), get_elapsed_seconds)
        return theirs.median / ours.median if ours and theirs else None


def get_elapsed_seconds(run: BenchRun) -> float:
    """Return the seconds of a run by the clock on the wall."""
    return run.cost.seconds


def save_results(results: BenchResults, file: Path) -> None:
    """Write ``results`` as JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    data = asdict(results)
    for run in data["runs"]:
        run["cost"].update(seconds=round(run["cost"]["seconds"], 3), cpu=round(run["cost"]["cpu"], 2))
    rows = ",\n  ".join(json.dumps(run, ensure_ascii=False) for run in data.pop("runs"))
    head = json.dumps(data, ensure_ascii=False, indent=1).removesuffix("\n}")
    file.write_text(f'{head},\n "runs": [\n  {rows}\n ]\n}}\n', encoding="utf-8")


def load_results(file: Path) -> BenchResults:
    """Read what ``save_results`` wrote."""
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return BenchResults(**{**data, "runs": tuple(_runs(data["runs"]))})


def _runs(rows: Iterable[dict[str, Any]]) -> Iterable[BenchRun]:
    for row in rows:
        yield BenchRun(**{**row, "cost": Cost(**row["cost"]), "changes": OutputChanges(**row["changes"])})
