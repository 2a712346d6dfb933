"""What a publish costs beside the build alone: the two by turns, each after an article was edited.

The site is published to a folder, with the search index, and keeps as many releases as it may: an office's every day.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bench.corpus import write_corpus
from bench.edits import Corpus, open_corpus
from bench.generators.generator import BUILD_TIME
from bench.rounds import BenchMessageCallback
from bulletin.errors import UserError

_ROOT = Path(__file__).parents[1]
_KEEP = 3
_SETTINGS = f"""\
__file__ = {str(_ROOT / "pelicanconf.py")!r}
exec(compile(open(__file__, encoding="utf-8").read(), __file__, "exec"))
SITEURL = "https://bantin.example.vn"
CACHE_PATH = ".cache"
PUBLISH_KEEP = {_KEEP}
"""
_START = """\
import sys
from pathlib import Path
from bulletin.clock import read_build_time
from bulletin.publishing.build.runner import start_build_process
from bulletin.publishing.workspace import PUBLISH_SETTINGS_FILE, Workspace
site = Workspace(Path(sys.argv[1]))
"""
_BUILD = f"""{_START}
with start_build_process(site, PUBLISH_SETTINGS_FILE, read_build_time()) as run:
    run.wait()
"""
_PUBLISH = f"""{_START}
from bulletin.publishing.pipeline import publish
publish(site, read_build_time())
"""


@dataclass(frozen=True, slots=True)
class PublishOverhead:
    """What was measured."""

    articles: int
    timings: tuple[tuple[float, float], ...]
    """Seconds of a build, and of a publish, that followed each other."""
    publish_summary: str
    """What the last publish said of the files that it moved."""

    @property
    def extra_seconds(self) -> list[float]:
        """Seconds that each publish took longer than the build beside it, the least first."""
        return sorted(publish - build for build, publish in self.timings)

    def __str__(self) -> str:
        """In two lines."""
        build, publish = map(statistics.median, zip(*self.timings, strict=True))
        more = self.extra_seconds
        return (
            f"{self.articles:,} articles, one edited: {publish:.2f} s to publish, {build:.2f} s to build alone; "
            f"{statistics.median(more):.2f} s more ({more[0]:.2f}–{more[-1]:.2f}, {len(more)} pairs).\n{self.publish_summary}"
        )


def measure_publish_overhead(
    folder: Path, articles: int, pairs: int, say: BenchMessageCallback
) -> PublishOverhead:
    """Measure in ``folder``, which is made anew. Raise UserError."""
    shutil.rmtree(folder, ignore_errors=True)
    say(f"Writing {articles:,} articles…")
    write_corpus(folder / "content", articles)
    (folder / "publishconf.py").write_text(_SETTINGS, encoding="utf-8")
    site = _Site(folder, open_corpus(folder / "content"))
    for turn in range(_KEEP + 1):  # from then on a release takes the place of the oldest
        say(f"Publishing before it is measured: {turn + 1}/{_KEEP + 1}…")
        site.publish(turn)
    found: list[tuple[float, float]] = []
    for turn in range(pairs):
        first = 2 * turn + _KEEP + 1
        if turn % 2:
            publish, build = site.publish(first), site.build(first + 1)
        else:
            build, publish = site.build(first), site.publish(first + 1)
        found.append((build, publish))
        say(f"{turn + 1}/{pairs}  build {build:.2f} s, publish {publish:.2f} s")
    return PublishOverhead(articles, tuple(found), site.moved())


class _Site:
    def __init__(self, folder: Path, archive: Corpus) -> None:
        self._folder, self._archive = folder, archive

    def build(self, turn: int) -> float:
        return self._run(_BUILD, turn, "build.log")

    def publish(self, turn: int) -> float:
        return self._run(_PUBLISH, turn, "publish.log")

    def moved(self) -> str:
        """Return what the last publish said that it moved."""
        said = (self._folder / "publish.log").read_text(encoding="utf-8").splitlines()
        return next(line for line in said if "Đã xuất bản" in line)

    def _run(self, program: str, turn: int, log: str) -> float:
        """Edit the article in another way each ``turn``, run the program and return its seconds."""
        self._archive.edit_article(turn)
        os.sync()  # what was written before is not this one's to wait for
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        moment = datetime.fromisoformat(BUILD_TIME) + timedelta(
            minutes=turn
        )  # releases are in the order of their moments
        variables = {**kept, "PYTHONUTF8": "1", "BULLETIN_NOW": moment.isoformat(" ")}
        words = [sys.executable, "-c", program, str(self._folder)]
        with (self._folder / log).open(
            "wb"
        ) as said:  # nobody looks at its memory meanwhile: that takes time itself
            started = time.perf_counter()
            done = subprocess.run(
                words, cwd=_ROOT, env=variables, stdout=said, stderr=subprocess.STDOUT, check=False
            )
            seconds = time.perf_counter() - started
        if done.returncode:
            raise UserError((self._folder / log).read_text(encoding="utf-8", errors="replace")[-2000:])
        return seconds
