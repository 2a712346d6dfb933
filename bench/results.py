"""Results of a benchmark: runs, their medians, and the ratios between generators."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.output_diff import OutputChanges
from bench.process_metrics import Cost

BULLETIN_KEY = "bulletin"
"""The generator that the peers are compared with."""


@dataclass(frozen=True, slots=True)
class BenchRun:
    """One measured build."""

    generator: str
    scenario: str
    turn: int
    """Number of the round, from 1."""
    cost: Cost
    changes: OutputChanges
    files: int
    """Files in the output folder after the build."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, minimum and maximum of one figure over all rounds."""

    median: float
    minimum: float
    maximum: float


@dataclass(frozen=True, slots=True)
class BenchResults:
    """Results of one benchmark of one corpus."""

    articles: int
    machine: Mapping[str, str]
    """Description of the machine, and the day."""
    generators: Mapping[str, str]
    """Names by key, in the order of the columns."""
    versions: Mapping[str, str]
    differences: Mapping[str, Sequence[str]]
    """Differences of a peer's pages, by key. A peer with differences gets no ratio."""
    runs: Sequence[BenchRun]

    def summarize_runs(
        self, generator: str, scenario: str, figure: Callable[[BenchRun], float]
    ) -> Spread | None:
        """Return the spread of ``figure`` over the rounds, or None if it was not measured."""
        figures = [figure(run) for run in self.runs if (run.generator, run.scenario) == (generator, scenario)]
        return Spread(median(figures), min(figures), max(figures)) if figures else None

    def choose_compared_scenario(self, generator: str, scenario: str) -> str:
        """Return the scenario whose times are used for ``scenario``.

        A peer builds everything each time, into an empty folder or over the last output.
        The faster of these is compared with the bulletin.
        """
        candidates = (
            [scenario]
            if generator == BULLETIN_KEY or scenario not in ("unchanged", "edited", "added", "theme")
            else [scenario, "unchanged", "cold"]
        )
        spreads = {key: self.summarize_runs(generator, key, get_elapsed_seconds) for key in candidates}
        medians = {key: spread.median for key, spread in spreads.items() if spread}
        return min(medians, key=medians.__getitem__) if medians else scenario

    def calculate_ratio(self, peer: str, scenario: str) -> float | None:
        """Return the time of ``peer`` divided by that of the bulletin.

        Return None if the pages differ or a scenario was not measured.
        """
        if self.differences.get(peer):
            return None
        ours = self.summarize_runs(BULLETIN_KEY, scenario, get_elapsed_seconds)
        theirs = self.summarize_runs(peer, self.choose_compared_scenario(peer, scenario), get_elapsed_seconds)
        return theirs.median / ours.median if ours and theirs else None


def get_elapsed_seconds(run: BenchRun) -> float:
    """Return the elapsed seconds of a run."""
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
    """Read the results that ``save_results`` wrote."""
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return BenchResults(**{**data, "runs": tuple(_parse_runs(data["runs"]))})


def _parse_runs(rows: Iterable[dict[str, Any]]) -> Iterable[BenchRun]:
    for row in rows:
        yield BenchRun(**{**row, "cost": Cost(**row["cost"]), "changes": OutputChanges(**row["changes"])})
