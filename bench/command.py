"""Run the benchmark from the command line: ``./inv bench`` or ``python -m bench``."""

import argparse
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.check_cost import measure_check_cost
from bench.growth import measure_growth
from bench.markdown_report import format_report
from bench.publish_overhead import measure_publish_overhead
from bench.results import BenchResults
from bench.results_writer import publish_results
from bench.rounds import BenchMessageCallback
from bench.run import PEER_GENERATORS, BenchPlan, run_benchmark
from bench.scenarios import SCENARIOS
from bench.search_cost import measure_search_cost
from bulletin.clock import read_build_time
from bulletin.errors import UserError
from bulletin.publishing.workspace.lock import hold_lock_file

REPOSITORY_ROOT = Path(__file__).parents[1]
LARGE_ARTICLE_COUNT = 100_000
"""Articles of the second corpus, which ``--big`` adds."""


@dataclass(frozen=True, slots=True)
class BenchOptions:
    """Options of the command line."""

    articles: int = 10_000
    rounds: int = 3
    peers: str = ",".join(PEER_GENERATORS)
    """Keys of peers, separated by commas; if empty, only the bulletin is measured."""
    scenarios: str = ""
    """Keys of scenarios, separated by commas; if empty, all are measured."""
    big: bool = False
    """Measure ``LARGE_ARTICLE_COUNT`` articles too, in one round of a cold build and an added article."""
    write: bool = False
    """Write the results into the repository."""
    publish: bool = False
    """Measure only ``rounds`` pairs of a build and a publish, and write no results."""
    check: bool = False
    """Measure only ``rounds`` checks without and with dead links, and write no results."""
    find: bool = False
    """Measure only the search page, and write no results."""
    growth: bool = False
    """Measure only the stages of builds of growing archives, and write no results."""


def run_benchmarks(options: BenchOptions, say: BenchMessageCallback) -> list[BenchResults]:
    """Run the benchmarks that ``options`` ask for.

    Raises:
        UserError: An option is wrong, or a build failed.
    """
    plan = BenchPlan(
        REPOSITORY_ROOT / ".cache" / "bench",
        options.articles,
        options.rounds,
        _parse_keys(options.peers, PEER_GENERATORS),
        _parse_keys(options.scenarios, SCENARIOS) or list(SCENARIOS),
    )
    if plan.articles < 20 or plan.rounds < 1:
        raise UserError("Phép đo cần ít nhất 20 bài (--articles) và 1 lượt (--rounds).")
    is_single = options.publish or options.check or options.find or options.growth
    if is_single and (options.big or options.write):
        raise UserError(
            "Với --publish, --check, --find và --growth chỉ có --articles và --rounds. Hãy bỏ --big và --write."
        )
    plan.cache.mkdir(parents=True, exist_ok=True)
    # Two benchmarks at once would slow each other.
    with hold_lock_file(plan.cache / "lock", "bench", read_build_time(), say):
        if options.publish:
            say(f"\n{measure_publish_overhead(plan.cache / 'publish', plan.articles, plan.rounds, say)}")
        if options.check:
            say(f"\n{measure_check_cost(plan.cache / 'check', plan.articles, plan.rounds, say)}")
        if options.find:
            say(f"\n{measure_search_cost(plan.cache / 'search', plan.articles, say)}")
        if options.growth:
            say(f"\n{measure_growth(plan.cache / 'growth', plan.rounds, say)}")
        if is_single:
            return []
        all_results = [run_benchmark(each, say) for each in (plan, *_make_large_plan(plan, options))]
    for results in all_results:
        say("")
        say(format_report(results))
    if options.write:
        publish_results(all_results, REPOSITORY_ROOT)
    return all_results


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmarks of the command line, and exit with a sentence if they fail."""
    parser = argparse.ArgumentParser(prog="./inv bench", allow_abbrev=False)
    default = BenchOptions()
    for names, text in (
        (("-a", "--articles"), "Số bài của trang để đo."),
        (("-r", "--rounds"), "Số lần đo mỗi việc."),
        (
            ("-p", "--peers"),
            "Các chương trình để so, cách nhau bằng dấu phẩy; để trống thì chỉ đo trang này.",
        ),
        (("-s", "--scenarios"), "Các việc để đo, cách nhau bằng dấu phẩy; không có thì đo mọi việc."),
        (("-b", "--big"), "Đo thêm với 100.000 bài."),
        (("-w", "--write"), "Ghi kết quả vào README.md và bench/results/."),
        (("-u", "--publish"), "Chỉ đo việc xuất bản bên cạnh việc dựng."),
        (("-c", "--check"), "Chỉ đo việc kiểm tra khi có nhiều liên kết hỏng."),
        (
            ("-f", "--find"),
            "Chỉ đo trang tìm kiếm: số byte, số lần tải, thời gian, bộ nhớ, kết quả đầu tiên.",
        ),
        (("-g", "--growth"), "Chỉ đo từng chặng của việc thêm một bài, khi kho bài lớn dần."),
    ):
        value = getattr(default, names[1].removeprefix("--"))
        if isinstance(value, bool):
            parser.add_argument(*names, action="store_true", help=text)
        else:
            parser.add_argument(*names, type=type(value), default=value, help=text)
    try:
        run_benchmarks(
            BenchOptions(**vars(parser.parse_args(arguments))), lambda line: print(line, flush=True)
        )
    except UserError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:  # ./inv prints the answer
        sys.exit(130)


def _make_large_plan(plan: BenchPlan, options: BenchOptions) -> Iterator[BenchPlan]:
    if options.big:
        peers = [key for key in plan.peers if key == "hugo"]  # other peers take hours
        yield replace(plan, articles=LARGE_ARTICLE_COUNT, rounds=1, peers=peers, scenarios=["cold", "added"])


def _parse_keys(text: str, known: Collection[str]) -> list[str]:
    """Return the keys in ``text``.

    Raises:
        UserError: A key is not known.
    """
    keys = [part.strip() for part in text.split(",") if part.strip()]
    for key in keys:
        if key not in known:
            raise UserError(f"Không có “{key}”. Hãy chọn trong: {', '.join(known)}.")
    return keys
