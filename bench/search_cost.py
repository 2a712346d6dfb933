"""Measure the search page: size, requests, processor time, memory, results.

Each query is a cold visit of a phone's browser, and then a search in a tab that stays open.
Sizes are those that nginx sends: compressed with brotli, with 250 bytes of headers for each file.
"""

import csv
import os
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import brotli

from bench.corpus import write_corpus
from bench.generators.generator import BUILD_TIME
from bench.reload import explain_missing_browser
from bench.rounds import BenchMessageCallback
from bulletin.cli.preview_server import serve_folder
from bulletin.errors import UserError
from bulletin.urls import convert_address_to_path

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request

_ROOT = Path(__file__).parents[1]
QUERY_FILE = Path(__file__).with_name("search_queries.tsv")
_CHROMIUM = "/usr/bin/chromium-headless-shell"
_CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_HEADER_SIZE = 250
_QUALITY = 9
_IMAGE_ENDINGS = (".webp", ".jpg", ".png", ".avif")
_ANSWERED = '.search__results[aria-busy="false"]'


@dataclass(frozen=True, slots=True)
class SearchCost:
    """The cost of queries for a reader."""

    articles: int
    right: int
    """Queries whose first result is the wanted one."""
    wrong: tuple[str, ...]
    requests: tuple[int, ...]
    sizes: tuple[int, ...]
    """Bytes of each cold visit."""
    milliseconds: tuple[float, ...]
    """Processor time of the page for each query in an open tab."""
    memory: int
    """Bytes that the page's process holds alone after ten queries, with its share of common memory."""

    def __str__(self) -> str:
        """Return the figures in a line."""
        wrong = f" ({', '.join(self.wrong)})" if self.wrong else ""
        return (
            f"{self.articles:,} articles: {self.right} of {len(self.requests)} queries right{wrong}; "
            f"cold visit: {statistics.median(self.requests):.0f} requests (at most {max(self.requests)}), "
            f"{statistics.median(self.sizes) / 1000:.0f} kB (at most {max(self.sizes) / 1000:.0f}); "
            f"query in an open tab: {statistics.median(self.milliseconds):.0f} ms of processor time "
            f"(at most {max(self.milliseconds):.0f}); memory after ten queries: {self.memory / 1e6:.0f} MB."
        )


def measure_search_cost(folder: Path, articles: int, say: BenchMessageCallback) -> SearchCost:
    """Build a site in ``folder``, and measure its search page.

    Raises:
        UserError: The build failed, or there is no browser.
    """
    if reason := explain_missing_browser():
        raise UserError(reason)
    shutil.rmtree(folder, ignore_errors=True)
    say(f"Writing {articles:,} articles…")
    write_corpus(folder / "content", articles)
    say("Building the site with its search index…")
    _build(folder)
    queries = read_queries()
    say(f"Asking {len(queries)} queries…")
    return _measure(folder / "output", articles, queries)


def read_queries() -> list[tuple[str, str]]:
    """Return queries, each with a pattern of the first result."""
    lines = QUERY_FILE.read_text(encoding="utf-8").splitlines()[1:]
    return [(row[0], row[1]) for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _build(folder: Path) -> None:
    command = [
        sys.executable, "-m", "pelican", str(folder / "content"), "--output", str(folder / "output"),
        "--settings", str(_ROOT / "bench" / "bulletin_settings.py"), "--theme-path", str(_ROOT / "theme"),
        "--fatal", "warnings", "--extra-settings", f'CACHE_PATH="{folder / "cache"}"',
    ]  # fmt: skip
    variables = {**os.environ, "BULLETIN_NOW": BUILD_TIME, "BENCH_SEARCH": "1"}
    result = subprocess.run(command, cwd=_ROOT, env=variables, capture_output=True, text=True, check=False)
    if result.returncode:
        raise UserError(result.stdout[-1000:] + result.stderr[-1000:])


def _measure(output: Path, articles: int, queries: list[tuple[str, str]]) -> SearchCost:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # a package for tests

    requests, sizes, milliseconds, wrong = [], [], [], []
    get_size = lru_cache(lambda path: _get_wire_size(output, path))
    with serve_folder(output) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_CHROMIUM_OPTIONS)
        for words, wanted in queries:
            context = browser.new_context(viewport={"width": 390, "height": 844})
            page = context.new_page()
            paths = _record_paths(page)
            page.goto(f"{address}/tim-kiem/?q={quote(words)}")
            page.locator(_ANSWERED).wait_for(state="attached")
            page.wait_for_load_state("networkidle")
            found = page.locator(".search__result")
            if not found.count() or not re.search(wanted, found.first.inner_text(), re.DOTALL):
                wrong.append(words)
            requests.append(len(set(paths)))  # the icon of the tab is in the cache
            sizes.append(sum(map(get_size, set(paths))))
            context.close()
        page = browser.new_page(viewport={"width": 390, "height": 844})
        session = page.context.new_cdp_session(page)
        session.send(
            "Performance.enable", {"timeDomain": "threadTicks"}
        )  # processor time, not time on the clock
        page.goto(f"{address}/tim-kiem/")
        memory = 0
        for asked, (words, _) in enumerate(queries[:1] + queries):
            before = _read_task_seconds(session)
            page.get_by_role("searchbox").fill(words)
            page.get_by_role("searchbox").press("Enter")
            page.locator(_ANSWERED).wait_for(state="attached")
            page.wait_for_load_state("networkidle")
            if asked:  # the first query loads the head
                milliseconds.append(1000 * (_read_task_seconds(session) - before))
            if asked == 10:
                memory = max(map(_read_memory, _list_renderers()), default=0)
        browser.close()
    right = len(queries) - len(wrong)
    return SearchCost(
        articles, right, tuple(wrong), tuple(requests), tuple(sizes), tuple(milliseconds), memory
    )


def _record_paths(page: "Page") -> list[str]:
    """Return a list that grows by the path of each request."""
    paths: list[str] = []

    def record(request: "Request") -> None:
        paths.append(urlsplit(request.url).path)

    page.on("request", record)
    return paths


def _get_wire_size(output: Path, path: str) -> int:
    file = output / convert_address_to_path(path)
    data = file.read_bytes() if file.is_file() else b""
    packed = data if path.endswith(_IMAGE_ENDINGS) else brotli.compress(data, quality=_QUALITY)
    return min(len(data), len(packed)) + _HEADER_SIZE


def _read_task_seconds(session: Any) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(metric["value"]) for metric in metrics if metric["name"] == "TaskDuration")


def _list_renderers() -> Iterator[Path]:
    """Yield the folders in ``/proc`` of the processes of pages, children of this one."""
    own = {os.getpid()}
    folders = sorted(
        (path for path in Path("/proc").iterdir() if path.name.isdigit()), key=lambda path: int(path.name)
    )
    for folder in folders:
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_bytes()
        except OSError:  # it has ended
            continue
        if parent in own:
            own.add(int(folder.name))
            if b"--type=renderer" in command:
                yield folder


def _read_memory(folder: Path) -> int:
    """Return the proportional set size of a process in bytes (proc(5))."""
    try:
        found = re.search(r"^Pss:\s+(\d+) kB", (folder / "smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return 1024 * int(found[1]) if found else 0
