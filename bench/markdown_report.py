"""The results in Markdown: what was compared, two tables, and what to know about them."""

from collections.abc import Callable, Iterable

from bench.results import OURS, Results, Run, seconds
from bench.scenarios import SCENARIOS

_NOTES = """\
Time is by the clock on the wall: the median of {rounds}, with the least and the most in brackets. A peer makes
everything each time, so it is charged with its fastest way, into an empty folder or over its last output; "×" is
how many times as long as the bulletin it takes. Memory is the peak of the resident sets of all processes together
(pages that forked processes share count in each; the JSON has the proportional sets too).
"""
_EQUAL = """\
The pages are equal: in a sample of them every element was compared, structured data, "Các tin khác", feeds and
sitemaps included. The QR code for paper is the exception, which the bulletin alone prints, to its cost.
"""


def report(results: Results) -> str:
    """Return everything about one benchmark."""
    parts = [
        _surroundings(results),
        table(results, "seconds", _times),
        table(results, "memory, processor time, files written", _costs),
        *(_differing(results, key) for key in results.differences if results.differences[key]),
        _NOTES.format(rounds=_rounds(results)) + (_EQUAL if _all_equal(results) else ""),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def table(results: Results, corner: str, cell: Callable[[Results, str, str], str]) -> str:
    """Return a table with a row a scenario and a column a generator."""
    measured = {run.scenario for run in results.runs}
    rows: list[Iterable[str]] = [
        (corner, *results.generators.values()),
        ["---"] * (len(results.generators) + 1),
    ]
    rows += [
        (SCENARIOS[key].title, *(cell(results, one, key) for one in results.generators))
        for key in SCENARIOS
        if key in measured
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _times(results: Results, generator: str, scenario: str) -> str:
    time = results.spread(generator, results.charged(generator, scenario), seconds)
    if time is None:
        return "–"
    text = f"{time.middle:.2f} ({time.least:.2f}–{time.most:.2f})"
    if generator == OURS:
        return text
    ratio = results.ratio(generator, scenario)
    return f"{text}, {ratio:.1f} ×" if ratio is not None else text


def _costs(results: Results, generator: str, scenario: str) -> str:
    way = results.charged(generator, scenario)

    def middle(figure: Callable[[Run], float]) -> float:
        found = results.spread(generator, way, figure)
        return found.middle if found else 0.0

    memory = middle(lambda run: run.cost.rss / 1e6)
    if not memory:
        return "–"
    cpu, written = middle(lambda run: run.cost.cpu), middle(lambda run: run.changes.written)
    return f"{memory:,.0f} MB, {cpu:.1f} s, {written:,.0f}"


def _surroundings(results: Results) -> str:
    machine, versions = results.machine, dict.fromkeys(results.versions.values())
    place = f"{machine['processor']}, {machine['memory']}, {machine['system']}, {machine['python']}"
    return f"{results.articles:,} articles on {place}, {machine['day']}. {', '.join(versions)}."


def _rounds(results: Results) -> str:
    count = max((run.turn for run in results.runs), default=0)
    return f"{count} interleaved rounds" if count > 1 else "one round"


def _differing(results: Results, key: str) -> str:
    found = results.differences[key]
    lines = "\n".join(f"- {one}" for one in found[:5])
    return (
        f"**No ratio for {results.generators[key]}: {len(found)} elements of its pages differ.**\n\n{lines}"
    )


def _all_equal(results: Results) -> bool:
    return len(results.generators) > 1 and not any(results.differences.values())
