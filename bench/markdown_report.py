"""Format the results as Markdown: the machine, two tables, and notes on them."""

from collections.abc import Callable, Iterable

from bench.results import BULLETIN_KEY, BenchResults, BenchRun, get_elapsed_seconds
from bench.scenarios import SCENARIOS

_NOTES = """\
Time is by the clock on the wall: the median of {rounds}, with the least and the most in brackets. A peer makes
everything each time, so it is charged with its fastest way, into an empty folder or over its last output; "×" is
how many times as long as the bulletin it takes. Memory is the peak of the resident sets of all processes together
(pages that forked processes share count in each; the JSON has the proportional sets too).
"""
_EQUAL = """\
The pages are equal: in a sample of them every element was compared, structured data, "Các tin khác", feeds and
sitemaps included. Two things are not equal. Share cards are off, because no peer can draw them. With the search index,
the bulletin brings its own up to date, and a peer has Pagefind index the whole site.
"""


def format_report(results: BenchResults) -> str:
    """Return the report of one benchmark."""
    parts = [
        _describe_setup(results),
        format_table(results, "seconds", _format_times),
        format_table(results, "memory, processor time, files written", _format_costs),
        *(_format_differences(results, key) for key in results.differences if results.differences[key]),
        _NOTES.format(rounds=_count_rounds(results)) + (_EQUAL if _are_pages_equal(results) else ""),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def format_table(results: BenchResults, corner: str, cell: Callable[[BenchResults, str, str], str]) -> str:
    """Return a table with one row for each scenario and one column for each generator."""
    measured = {run.scenario for run in results.runs}
    rows: list[Iterable[str]] = [
        (corner, *results.generators.values()),
        ["---"] * (len(results.generators) + 1),
    ]
    rows += [
        (SCENARIOS[key].title, *(cell(results, generator, key) for generator in results.generators))
        for key in SCENARIOS
        if key in measured
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _format_times(results: BenchResults, generator: str, scenario: str) -> str:
    time = results.summarize_runs(
        generator, results.choose_compared_scenario(generator, scenario), get_elapsed_seconds
    )
    if time is None:
        return "–"
    text = f"{time.median:.2f} ({time.minimum:.2f}–{time.maximum:.2f})"
    if generator == BULLETIN_KEY:
        return text
    ratio = results.calculate_ratio(generator, scenario)
    return f"{text}, {ratio:.1f} ×" if ratio is not None else text


def _format_costs(results: BenchResults, generator: str, scenario: str) -> str:
    compared = results.choose_compared_scenario(generator, scenario)

    def find_median(figure: Callable[[BenchRun], float]) -> float:
        spread = results.summarize_runs(generator, compared, figure)
        return spread.median if spread else 0.0

    memory = find_median(lambda run: run.cost.rss / 1e6)
    if not memory:
        return "–"
    cpu, written = find_median(lambda run: run.cost.cpu), find_median(lambda run: run.changes.written)
    return f"{memory:,.0f} MB, {cpu:.1f} s, {written:,.0f}"


def _describe_setup(results: BenchResults) -> str:
    machine, versions = results.machine, dict.fromkeys(results.versions.values())
    setup = f"{machine['processor']}, {machine['memory']}, {machine['system']}, {machine['python']}"
    return f"{results.articles:,} articles on {setup}, {machine['day']}. {', '.join(versions)}."


def _count_rounds(results: BenchResults) -> str:
    count = max((run.turn for run in results.runs), default=0)
    return f"{count} interleaved rounds" if count > 1 else "one round"


def _format_differences(results: BenchResults, key: str) -> str:
    differences = results.differences[key]
    lines = "\n".join(f"- {line}" for line in differences[:5])
    count = len(differences)
    return f"**No ratio for {results.generators[key]}: {count} elements of its pages differ.**\n\n{lines}"


def _are_pages_equal(results: BenchResults) -> bool:
    return len(results.generators) > 1 and not any(results.differences.values())
