"""Factories of benchmark results."""

from bench.output_diff import OutputChanges
from bench.process_metrics import Cost
from bench.results import BenchResults, BenchRun


def create_run(
    generator: str, scenario: str, seconds: float, *, turn: int = 1, written: int = 10
) -> BenchRun:
    cost = Cost(seconds, cpu=2 * seconds, rss=80_000_000, pss=60_000_000)
    return BenchRun(
        generator, scenario, turn, cost, OutputChanges(written, removed=0, changed=1000), files=100
    )


def create_results(*runs: BenchRun, differences: dict[str, list[str]] | None = None) -> BenchResults:
    names = {"bulletin": "The bulletin", "hugo": "Hugo", "pelican": "Stock Pelican"}
    keys = dict.fromkeys(run.generator for run in runs)
    return BenchResults(
        articles=10_000,
        machine={
            "processor": "Some CPU, 2 cores",
            "memory": "8 GiB",
            "system": "Linux 6.1",
            "python": "Python 3.11.2",
            "day": "2026-11-23",
        },
        generators={key: names[key] for key in keys},
        versions={key: f"{names[key]} 1.0" for key in keys},
        differences=differences or {},
        runs=runs,
    )
