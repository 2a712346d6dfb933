"""What was measured: runs, their medians, and the ratios between generators."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.output_diff import Changes
from bench.process_metrics import Cost

OURS = "bulletin"
"""The generator that others are compared with."""


@dataclass(frozen=True, slots=True)
class Run:
    """One build."""

    generator: str
    scenario: str
    turn: int
    """The round, from 1."""
    cost: Cost
    changes: Changes
    files: int
    """Files in the output when it was done."""


@dataclass(frozen=True, slots=True)
class Spread:
    """One figure over all rounds."""

    middle: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Results:
    """One benchmark of one corpus."""

    articles: int
    machine: Mapping[str, str]
    """What it ran on, and when, in words."""
    generators: Mapping[str, str]
    """Names by key, in the order of the columns."""
    versions: Mapping[str, str]
    differences: Mapping[str, Sequence[str]]
    """What differs in the pages of a peer: no ratio is made with it then."""
    runs: Sequence[Run]

    def spread(self, generator: str, scenario: str, figure: Callable[[Run], float]) -> Spread | None:
        """Return ``figure`` over the rounds; None where it was not measured."""
        found = [figure(run) for run in self.runs if (run.generator, run.scenario) == (generator, scenario)]
        return Spread(median(found), min(found), max(found)) if found else None

    def charged(self, generator: str, scenario: str) -> str:
        """Return the scenario whose runs stand for ``scenario``.

        A peer makes everything each time: it is charged with the fastest of the ways that were measured,
        into an empty folder or over the last output.
        """
        ways = (
            [scenario]
            if generator == OURS or scenario in ("cold", "search")
            else [scenario, "unchanged", "cold"]
        )
        found = {way: self.spread(generator, way, seconds) for way in ways}
        measured = {way: one.middle for way, one in found.items() if one}
        return min(measured, key=measured.__getitem__) if measured else scenario

    def ratio(self, peer: str, scenario: str) -> float | None:
        """Return how many times as long as ours ``peer`` takes; None where pages or measurements are missing."""
        if self.differences.get(peer):
            return None
        ours = self.spread(OURS, scenario, seconds)
        theirs = self.spread(peer, self.charged(peer, scenario), seconds)
        return theirs.middle / ours.middle if ours and theirs else None


def seconds(run: Run) -> float:
    """Return the seconds of a run by the clock on the wall."""
    return run.cost.seconds


def save(results: Results, file: Path) -> None:
    """Write ``results`` as JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    data = asdict(results)
    for run in data["runs"]:
        run["cost"].update(seconds=round(run["cost"]["seconds"], 3), cpu=round(run["cost"]["cpu"], 2))
    rows = ",\n  ".join(json.dumps(run, ensure_ascii=False) for run in data.pop("runs"))
    head = json.dumps(data, ensure_ascii=False, indent=1).removesuffix("\n}")
    file.write_text(f'{head},\n "runs": [\n  {rows}\n ]\n}}\n', encoding="utf-8")


def load(file: Path) -> Results:
    """Read what ``save`` wrote."""
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return Results(**{**data, "runs": tuple(_runs(data["runs"]))})


def _runs(rows: Iterable[dict[str, Any]]) -> Iterable[Run]:
    for row in rows:
        yield Run(**{**row, "cost": Cost(**row["cost"]), "changes": Changes(**row["changes"])})
