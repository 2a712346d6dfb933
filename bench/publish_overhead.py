"""Measure a publish and a build alone: the first ones, and others after an edit.

An edit changes one article. After edits, builds and publishes alternate.
The site is published to a folder, with the search index.
The folder then holds as many releases as it keeps, as on an ordinary working day.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

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
from typing import NamedTuple
from bulletin.clock import read_build_time
from bulletin.publishing.build.runner import start_build_process
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE, Workspace
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


class RunTime(NamedTuple):
    """The time of one build or publish."""

    seconds: float
    """Elapsed time."""
    cpu: float
    """Seconds of processor time of all processes."""


@dataclass(frozen=True, slots=True)
class PublishOverhead:
    """Times of builds and publishes of one corpus."""

    articles: int
    first: tuple[RunTime, RunTime]
    """The first build of the site, and the first publish, each with an empty cache."""
    timings: tuple[tuple[float, float], ...]
    """Pairs of the seconds of a build and of the publish next to it, after edits."""
    publish_summary: str
    """The line about files that the last publish printed."""

    @property
    def extra_seconds(self) -> list[float]:
        """Additional seconds of each publish over the build of its pair, sorted."""
        return sorted(publish - build for build, publish in self.timings)

    def __str__(self) -> str:
        """Return lines on the first publish, on publishes after edits, and on files."""
        build, publish = map(statistics.median, zip(*self.timings, strict=True))
        extra = self.extra_seconds
        first_build, first_publish = self.first
        return (
            f"{self.articles:,} articles, first publish: {first_publish.seconds:.1f} s, "
            f"{first_publish.seconds / first_build.seconds:.2f} times the build alone; "
            f"{first_publish.cpu:.1f} s of processor time, {first_publish.cpu / first_build.cpu:.2f} times.\n"
            f"{self.articles:,} articles, one edited: {publish:.2f} s to publish, {build:.2f} s to build alone; "
            f"{statistics.median(extra):.2f} s more ({extra[0]:.2f}–{extra[-1]:.2f}, {len(extra)} pairs).\n{self.publish_summary}"
        )


def measure_publish_overhead(
    folder: Path, articles: int, pairs: int, say: BenchMessageCallback
) -> PublishOverhead:
    """Measure pairs of a build and a publish in ``folder``, which is emptied first.

    Raises:
        UserError: A build or publish failed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    say(f"Writing {articles:,} articles…")
    write_corpus(folder / "content", articles)
    (folder / "publishconf.py").write_text(_SETTINGS, encoding="utf-8")
    site = _Site(folder, open_corpus(folder / "content"))
    say("Building and publishing for the first time…")
    first_build = site.build(0)
    site.move_output_aside()
    first = first_build, site.publish(0)
    for number in range(1, _KEEP + 1):  # after these, each release replaces the oldest
        say(f"Publishing before it is measured: {number}/{_KEEP}…")
        site.publish(number)
    timings: list[tuple[float, float]] = []
    for number in range(pairs):
        edit = 2 * number + _KEEP + 1
        if number % 2:
            publish, build = site.publish(edit), site.build(edit + 1)
        else:
            build, publish = site.build(edit), site.publish(edit + 1)
        timings.append((build.seconds, publish.seconds))
        say(f"{number + 1}/{pairs}  build {build.seconds:.2f} s, publish {publish.seconds:.2f} s")
    return PublishOverhead(articles, first, tuple(timings), site.read_publish_summary())


class _Site:
    def __init__(self, folder: Path, corpus: Corpus) -> None:
        self._folder, self._corpus = folder, corpus

    def build(self, number: int) -> RunTime:
        return self._run(_BUILD, number, "build.log")

    def publish(self, number: int) -> RunTime:
        return self._run(_PUBLISH, number, "publish.log")

    def move_output_aside(self) -> None:
        """Move output and cache away, so that the next build is a first one.

        Reason: after a deletion of many files, ext4 is slow for a minute.
        """
        aside = self._folder / "first-build"
        aside.mkdir()
        for name in ("output-publish", ".cache"):
            (self._folder / name).rename(aside / name)

    def read_publish_summary(self) -> str:
        """Return the line about files that the last publish printed."""
        lines = (self._folder / "publish.log").read_text(encoding="utf-8").splitlines()
        return next(line for line in lines if "Đã xuất bản" in line)

    def _run(self, program: str, number: int, log: str) -> RunTime:
        """Edit an article, run the program and return its time.

        Each ``number`` gives another edit and a later build time.
        Reason: releases are sorted by time.
        """
        self._corpus.edit_article(number)
        os.sync()  # so that the program does not wait for files written before
        variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        now = datetime.fromisoformat(BUILD_TIME) + timedelta(minutes=number)
        variables |= {"PYTHONUTF8": "1", "BULLETIN_NOW": now.isoformat(" ")}
        command = [sys.executable, "-c", program, str(self._folder)]
        # The memory is not measured, because that takes time itself.
        with (self._folder / log).open("wb") as output:
            started, cpu = time.perf_counter(), _read_processor_seconds()
            result = subprocess.run(
                command, cwd=_ROOT, env=variables, stdout=output, stderr=subprocess.STDOUT, check=False
            )
            seconds = time.perf_counter() - started
        if result.returncode:
            raise UserError((self._folder / log).read_text(encoding="utf-8", errors="replace")[-2000:])
        return RunTime(seconds, _read_processor_seconds() - cpu)


def _read_processor_seconds() -> float:
    """Return the processor time of all child processes that ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
