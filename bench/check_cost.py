"""Measure a check of sound content, and of content with dead links.

Nothing but the links differs, and the articles were read before. So the difference is the cost of the findings.
"""

import os
import random
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bench.corpus import write_corpus
from bench.generators.generator import BUILD_TIME
from bench.rounds import BenchMessageCallback
from bulletin.errors import UserError

_ROOT = Path(__file__).parents[1]
DEAD_LINKS = (0, 1000, 2000)
"""Dead links of the three folders. Twice as many may take twice as long."""
_CHECK = """\
import sys, time
from pathlib import Path
from pelican.settings import read_settings
from bulletin.check import check_content
from bulletin.content.findings import list_findings
folder = Path(sys.argv[1])
settings = {**read_settings("pelicanconf.py"), "CACHE_PATH": str(folder / "cache")}
for _ in range(2):  # the first check reads the articles
    started = time.process_time()
    report = check_content(folder / "content", settings)
    lines = list(list_findings(report.findings))
    seconds = time.process_time() - started
print(seconds, len(report.problems))
"""


@dataclass(frozen=True, slots=True)
class CheckCost:
    """Processor seconds of checks of one corpus."""

    articles: int
    dead_links: tuple[int, ...]
    """Dead links of each folder, the least first."""
    timings: tuple[tuple[float, ...], ...]
    """Seconds of each round, one for each folder."""

    def __str__(self) -> str:
        """Return a line with the medians, and how much longer twice the findings take."""
        seconds = [statistics.median(column) for column in zip(*self.timings, strict=True)]
        each = ", ".join(
            f"{count:,}: {took:.2f} s" for count, took in zip(self.dead_links, seconds, strict=True)
        )
        first, second = (later - earlier for earlier, later in pairwise(seconds))
        growth = f"; the second half costs {second / first:.1f} times the first" if first > 0 else ""
        return f"{self.articles:,} articles, check by dead links: {each}{growth}."


def measure_check_cost(
    folder: Path,
    articles: int,
    rounds: int,
    say: BenchMessageCallback,
    dead_links: tuple[int, ...] = DEAD_LINKS,
) -> CheckCost:
    """Measure checks of a corpus with each number of dead links.

    ``folder`` is emptied first.

    Raises:
        UserError: A check failed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    say(f"Writing {articles:,} articles…")
    folders = [folder / str(count) for count in dead_links]
    for place, count in zip(folders, dead_links, strict=True):
        write_corpus(place / "content", articles)
        add_dead_links(place / "content", count)
    timings = []
    for number in range(rounds):
        timings.append(tuple(_check(place, count) for place, count in zip(folders, dead_links, strict=True)))
        say(f"{number + 1}/{rounds}  " + ", ".join(f"{seconds:.2f} s" for seconds in timings[-1]))
    return CheckCost(articles, dead_links, tuple(timings))


def add_dead_links(content: Path, count: int) -> None:
    """Write ``count`` links to pages that never were into articles of ``content``."""
    files = sorted((content / "articles").rglob("*.md"))
    chosen = random.Random(1).choices(files, k=count)  # no secret
    for number, file in enumerate(chosen):
        address = f"/{2010 + number % 16}/{number % 12 + 1:02d}/hoi-nghi-tong-ket-cong-tac-nam-{number}/"
        with file.open("a", encoding="utf-8") as stream:
            stream.write(f"\nXem [bài cũ]({address}).\n")


def _check(folder: Path, expected: int) -> float:
    """Return the processor seconds of a check that finds ``expected`` problems."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    variables |= {"PYTHONUTF8": "1", "BULLETIN_NOW": BUILD_TIME, "PYTHONPATH": str(_ROOT)}
    command = [sys.executable, "-c", _CHECK, str(folder)]
    result = subprocess.run(command, cwd=_ROOT, env=variables, capture_output=True, text=True, check=False)
    seconds, _, found = result.stdout.partition(" ")
    if result.returncode or int(found) != expected:
        raise UserError(f"{result.stdout[-1000:]}{result.stderr[-2000:]}")
    return float(seconds)
