"""The command: ``./inv bench``, or ``python -m bench``."""

import argparse
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.markdown_report import format_report
from bench.publish_overhead import measure_publish_overhead
from bench.results import BenchResults
from bench.results_writer import publish_results
from bench.rounds import BenchMessageCallback
from bench.run import PEER_GENERATORS, BenchPlan, run_benchmark
from bench.scenarios import SCENARIOS
from bulletin.clock import read_build_time
from bulletin.errors import UserError
from bulletin.publishing.workspace_lock import hold_lock_file

REPOSITORY_ROOT = Path(__file__).parents[1]
LARGE_ARTICLE_COUNT = 100_000
"""Articles of the second corpus that ``--big`` adds."""


@dataclass(frozen=True, slots=True)
class BenchOptions:
    """What the command line asks for."""

    articles: int = 10_000
    rounds: int = 3
    peers: str = ",".join(PEER_GENERATORS)
    """Keys with commas between; empty measures ours alone."""
    scenarios: str = ""
    """Keys with commas between; empty measures all."""
    big: bool = False
    """Measure ``LARGE_ARTICLE_COUNT`` articles too, once: from nothing, and one article added."""
    write: bool = False
    """Put the results into the repository."""
    publish: bool = False
    """Measure a publish beside the build alone, ``rounds`` pairs of them, instead of all else; nothing is written."""


def run_benchmarks(options: BenchOptions, say: BenchMessageCallback) -> list[BenchResults]:
    """Measure what ``options`` ask for. Raise UserError if they are wrong, or if a build fails."""
    plan = BenchPlan(
        REPOSITORY_ROOT / ".cache" / "bench",
        options.articles,
        options.rounds,
        _chosen(options.peers, PEER_GENERATORS),
        _chosen(options.scenarios, SCENARIOS) or list(SCENARIOS),
    )
    if plan.articles < 20 or plan.rounds < 1:
        raise UserError("Phép đo cần ít nhất 20 bài (--articles) và 1 lượt (--rounds).")
    if options.publish and (options.big or options.write):
        raise UserError("Với --publish chỉ có --articles và --rounds. Hãy bỏ --big và --write.")
    plan.cache.mkdir(parents=True, exist_ok=True)
    with hold_lock_file(
        plan.cache / "lock", "bench", read_build_time(), say
    ):  # two at once would measure each other
        if options.publish:
            say(f"\n{measure_publish_overhead(plan.cache / 'publish', plan.articles, plan.rounds, say)}")
            return []
        found = [run_benchmark(one, say) for one in (plan, *_bigger(plan, options))]
    for results in found:
        say("")
        say(format_report(results))
    if options.write:
        publish_results(found, REPOSITORY_ROOT)
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure as the command line says; end with a sentence if that cannot be done."""
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
    except KeyboardInterrupt:  # ./inv answers
        sys.exit(130)


def _bigger(plan: BenchPlan, options: BenchOptions) -> Iterator[BenchPlan]:
    if options.big:
        peers = [key for key in plan.peers if key == "hugo"]  # the others take hours
        yield replace(plan, articles=LARGE_ARTICLE_COUNT, rounds=1, peers=peers, scenarios=["cold", "added"])


def _chosen(text: str, known: Collection[str]) -> list[str]:
    """Return the keys in ``text``. Raise UserError naming one that is not known."""
    keys = [part.strip() for part in text.split(",") if part.strip()]
    for key in keys:
        if key not in known:
            raise UserError(f"Không có “{key}”. Hãy chọn trong: {', '.join(known)}.")
    return keys
