"""Put the results where people read them: JSON and drawing in ``bench/results/``, the report in README.md."""

from collections.abc import Sequence
from pathlib import Path

from bench.chart import draw_chart
from bench.markdown_report import format_report
from bench.results import BenchResults, save_results
from bulletin.errors import UserError

REPORT_START, REPORT_END = "<!-- bench -->", "<!-- /bench -->"


def publish_results(found: Sequence[BenchResults], root: Path) -> None:
    """Write all ``found`` into the repository at ``root``. Raise UserError where README.md has no place for it."""
    readme = root / "README.md"
    text = replace_block(readme.read_text(encoding="utf-8"), _block(found))
    for results in found:
        save_results(results, root / "bench" / "results" / f"{results.articles}.json")
        file = root / _drawing(results)
        file.write_text(draw_chart(results), encoding="utf-8")
    readme.write_text(text, encoding="utf-8")


def replace_block(text: str, block: str) -> str:
    """Return ``text`` with ``block`` between the two markers. Raise UserError where they are missing."""
    before, begin, rest = text.partition(REPORT_START)
    _, end, after = rest.partition(REPORT_END)
    if not begin or not end:
        raise UserError(f"README.md chưa có hai dòng {REPORT_START} và {REPORT_END} để đặt bảng kết quả.")
    return f"{before}{REPORT_START}\n\n{block.strip()}\n\n{REPORT_END}{after}"


def _block(found: Sequence[BenchResults]) -> str:
    parts = []
    for results in found:
        words = f"Seconds by scenario and generator for {results.articles:,} articles"
        parts += [f"![{words}]({_drawing(results)})", format_report(results)]
    return "\n\n".join(parts)


def _drawing(results: BenchResults) -> str:
    """Return the place of the drawing from the root of the repository."""
    return f"bench/results/{results.articles}.svg"
