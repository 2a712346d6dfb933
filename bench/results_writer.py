"""Write the results into the repository.

JSON and drawings go to ``bench/results/``, and the report to ``README.md``.
"""

from collections.abc import Sequence
from pathlib import Path

from bench.chart import draw_chart
from bench.markdown_report import format_report
from bench.results import BenchResults, save_results
from bulletin.errors import UserError

REPORT_START, REPORT_END = "<!-- bench -->", "<!-- /bench -->"


def publish_results(all_results: Sequence[BenchResults], root: Path) -> None:
    """Write the results into the repository at ``root``.

    Raises:
        UserError: ``README.md`` lacks the markers of the report.
    """
    readme = root / "README.md"
    text = replace_block(readme.read_text(encoding="utf-8"), _format_block(all_results))
    for results in all_results:
        save_results(results, root / "bench" / "results" / f"{results.articles}.json")
        file = root / _get_chart_path(results)
        file.write_text(draw_chart(results), encoding="utf-8")
    readme.write_text(text, encoding="utf-8")


def replace_block(text: str, block: str) -> str:
    """Return ``text`` with ``block`` between the two markers.

    Raises:
        UserError: A marker is missing.
    """
    before, begin, rest = text.partition(REPORT_START)
    _, end, after = rest.partition(REPORT_END)
    if not begin or not end:
        raise UserError(f"README.md chưa có hai dòng {REPORT_START} và {REPORT_END} để đặt bảng kết quả.")
    return f"{before}{REPORT_START}\n\n{block.strip()}\n\n{REPORT_END}{after}"


def _format_block(all_results: Sequence[BenchResults]) -> str:
    parts = []
    for results in all_results:
        caption = f"Seconds by scenario and generator for {results.articles:,} articles"
        parts += [f"![{caption}]({_get_chart_path(results)})", format_report(results)]
    return "\n\n".join(parts)


def _get_chart_path(results: BenchResults) -> str:
    """Return the path of the drawing from the root of the repository."""
    return f"bench/results/{results.articles}.svg"
