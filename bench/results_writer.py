"""Put the results where people read them: JSON and drawing in ``bench/results/``, the report in README.md."""

from collections.abc import Sequence
from pathlib import Path

from bench.chart import chart
from bench.markdown_report import report
from bench.results import Results, save
from bulletin.errors import UserError

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"


def publish(found: Sequence[Results], root: Path) -> None:
    """Write all ``found`` into the repository at ``root``. Raise UserError where README.md has no place for it."""
    readme = root / "README.md"
    text = inserted(readme.read_text(encoding="utf-8"), _block(found))
    for results in found:
        save(results, root / "bench" / "results" / f"{results.articles}.json")
        file = root / _drawing(results)
        file.write_text(chart(results), encoding="utf-8")
    readme.write_text(text, encoding="utf-8")


def inserted(text: str, block: str) -> str:
    """Return ``text`` with ``block`` between the two markers. Raise UserError where they are missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise UserError(f"README.md chưa có hai dòng {BEGIN} và {END} để đặt bảng kết quả.")
    return f"{before}{BEGIN}\n\n{block.strip()}\n\n{END}{after}"


def _block(found: Sequence[Results]) -> str:
    parts = []
    for results in found:
        words = f"Seconds by scenario and generator for {results.articles:,} articles"
        parts += [f"![{words}]({_drawing(results)})", report(results)]
    return "\n\n".join(parts)


def _drawing(results: Results) -> str:
    """Return the place of the drawing from the root of the repository."""
    return f"bench/results/{results.articles}.svg"
