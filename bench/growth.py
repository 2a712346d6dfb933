"""Measure how each stage of a build grows with the archive: one article is added."""

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

from bench.corpus import write_corpus
from bench.edits import open_corpus
from bench.generators.generator import BUILD_TIME
from bench.rounds import BenchMessageCallback
from bulletin.errors import UserError

_ROOT = Path(__file__).parents[1]
GROWTH_COUNTS = (2_500, 5_000, 10_000, 20_000, 40_000)
"""Articles of the corpora, the least first."""


@dataclass(frozen=True, slots=True)
class Growth:
    """Processor seconds of each stage, for one added article."""

    counts: tuple[int, ...]
    """Articles of each corpus, the least first."""
    stages: dict[str, tuple[float, ...]]
    """Seconds by stage, one for each corpus."""

    def __str__(self) -> str:
        """Return a table in milliseconds, with the exponent of each stage."""
        rows = {**self.stages, "together": tuple(map(sum, zip(*self.stages.values(), strict=True)))}
        lines = [f"{'one added, CPU ms':<24}{''.join(f'{count:>9,}' for count in self.counts)}  exponent"]
        for stage, seconds in rows.items():
            figures = "".join(f"{1000 * value:>9.1f}" for value in seconds)
            lines.append(f"{stage:<24}{figures}{compute_exponent(self.counts, seconds):>10.2f}")
        return "\n".join(lines)


def compute_exponent(counts: Sequence[int], seconds: Sequence[float]) -> float:
    """Return the power of the number of articles with which ``seconds`` grow.

    It is the slope of the straight line nearest to the logarithms.
    """
    slope, _ = statistics.linear_regression(
        [log(count) for count in counts], [log(max(value, 1e-6)) for value in seconds]
    )
    return slope


def measure_growth(
    folder: Path, rounds: int, say: BenchMessageCallback, counts: tuple[int, ...] = GROWTH_COUNTS
) -> Growth:
    """Add an article to a corpus of each size, ``rounds`` times.

    The least time of each stage counts. ``folder`` is emptied first.

    Raises:
        UserError: A build failed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    columns: list[dict[str, float]] = []
    for count in counts:
        site = folder / str(count)
        write_corpus(site / "content", count)
        corpus = open_corpus(site / "content")
        say(f"Building {count:,} articles…")
        _build(site)
        measured = []
        for number in range(rounds):
            corpus.add_article(number)
            measured.append(_build(site))
            corpus.restore()
            _build(site)
        stages = measured[0].keys()
        columns.append({stage: min(each.get(stage, 0.0) for each in measured) for stage in stages})
        shutil.rmtree(site)
    return Growth(
        counts, {stage: tuple(column.get(stage, 0.0) for column in columns) for stage in columns[-1]}
    )


def _build(site: Path) -> dict[str, float]:
    """Build ``site`` and return the seconds of each stage."""
    stages = site / "stages.json"
    command = [
        sys.executable, "-m", "bench.stage_timer", str(stages), str(site / "content"), "--output", str(site / "output"),
        "--settings", str(_ROOT / "bench" / "bulletin_settings.py"), "--theme-path", str(_ROOT / "theme"),
        "--fatal", "warnings", "--extra-settings", f"CACHE_PATH={json.dumps(str(site / 'cache'))}",
    ]  # fmt: skip
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    variables |= {"PYTHONUTF8": "1", "BULLETIN_NOW": BUILD_TIME}
    result = subprocess.run(command, cwd=_ROOT, env=variables, capture_output=True, text=True, check=False)
    if result.returncode:
        raise UserError(f"{result.stdout[-1000:]}{result.stderr[-2000:]}")
    seconds: dict[str, float] = json.loads(stages.read_text(encoding="utf-8"))
    return seconds
