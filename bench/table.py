"""The results as a table in Markdown."""

from collections.abc import Iterable, Sequence

from bench.results import OURS, Results, Run, Spread, seconds
from bench.scenarios import SCENARIOS


def table(results: Results) -> str:
    """Return the table of one benchmark: a row a scenario, a column a generator."""
    keys = tuple(results.generators)
    head = ["scenario", *(f"{results.generators[key]}" for key in keys)]
    rows = [
        [SCENARIOS[key].title, *(_cell(results, one, key) for one in keys)] for key in _scenarios(results)
    ]
    return "\n".join(_row(row) for row in (head, ["---"] * len(head), *rows))


def _scenarios(results: Results) -> list[str]:
    found = {run.scenario for run in results.runs}
    return [key for key in SCENARIOS if key in found]


def _cell(results: Results, generator: str, scenario: str) -> str:
    way = results.charged(generator, scenario)
    time = results.spread(generator, way, seconds)
    if time is None:
        return "–"
    memory = results.spread(generator, way, _memory)
    parts = [f"{_seconds(time)} / {_megabytes(memory)}"]
    ratio = results.ratio(generator, scenario) if generator != OURS else None
    if ratio is not None:
        parts.append(f"{ratio:.1f} ×")
    return ", ".join(parts)


def _memory(run: Run) -> float:
    return run.cost.rss


def _seconds(time: Spread) -> str:
    return f"{time.middle:.2f} s ({time.least:.2f}–{time.most:.2f})"


def _megabytes(memory: Spread | None) -> str:
    return f"{memory.middle / 1e6:.0f} MB" if memory else "–"


def _row(cells: Sequence[str] | Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
