"""The command: ``./inv bench``, or ``python -m bench``."""

import argparse
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.overhead import overhead
from bench.publication import publish
from bench.results import Results
from bench.rounds import Say
from bench.run import PEERS, Plan, run
from bench.scenarios import SCENARIOS
from bench.table import report
from plugins.clock import now
from plugins.mistakes import UserError
from publishing.lock import held

ROOT = Path(__file__).parents[1]
BIG = 100_000
"""Articles of the second corpus that ``--big`` adds."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    articles: int = 10_000
    rounds: int = 3
    peers: str = ",".join(PEERS)
    """Keys with commas between; empty measures ours alone."""
    scenarios: str = ""
    """Keys with commas between; empty measures all."""
    big: bool = False
    """Measure ``BIG`` articles too, once: from nothing, and one article added."""
    write: bool = False
    """Put the results into the repository."""
    publish: bool = False
    """Measure a publish beside the build alone, ``rounds`` pairs of them, instead of all else; nothing is written."""


def bench(options: Options, say: Say) -> list[Results]:
    """Measure what ``options`` ask for. Raise UserError if they are wrong, or if a build fails."""
    plan = Plan(
        ROOT / ".cache" / "bench",
        options.articles,
        options.rounds,
        _chosen(options.peers, PEERS),
        _chosen(options.scenarios, SCENARIOS) or list(SCENARIOS),
    )
    if plan.articles < 20 or plan.rounds < 1:
        raise UserError("Phép đo cần ít nhất 20 bài (--articles) và 1 lượt (--rounds).")
    if options.publish and (options.big or options.write):
        raise UserError("Với --publish chỉ có --articles và --rounds. Hãy bỏ --big và --write.")
    plan.cache.mkdir(parents=True, exist_ok=True)
    with held(plan.cache / "lock", "bench", now(), say):  # two at once would measure each other
        if options.publish:
            say(f"\n{overhead(plan.cache / 'publish', plan.articles, plan.rounds, say)}")
            return []
        found = [run(one, say) for one in (plan, *_bigger(plan, options))]
    for results in found:
        say("")
        say(report(results))
    if options.write:
        publish(found, ROOT)
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description="Measure the bulletin beside other generators.")
    default = Options()
    parser.add_argument("--articles", type=int, default=default.articles)
    parser.add_argument("--rounds", type=int, default=default.rounds)
    parser.add_argument(
        "--peers", default=default.peers, help="with commas between; empty measures ours alone"
    )
    parser.add_argument(
        "--scenarios", default=default.scenarios, help="with commas between; empty measures all"
    )
    parser.add_argument("--big", action="store_true", help=f"measure {BIG:,} articles too")
    parser.add_argument(
        "--write", action="store_true", help="put the results into README.md and bench/results/"
    )
    parser.add_argument("--publish", action="store_true", help="measure a publish beside the build alone")
    bench(Options(**vars(parser.parse_args(arguments))), lambda line: print(line, flush=True))


def _bigger(plan: Plan, options: Options) -> Iterator[Plan]:
    if options.big:
        peers = [key for key in plan.peers if key == "hugo"]  # the others take hours
        yield replace(plan, articles=BIG, rounds=1, peers=peers, scenarios=["cold", "added"])


def _chosen(text: str, known: Collection[str]) -> list[str]:
    """Return the keys in ``text``. Raise UserError naming one that is not known."""
    keys = [part.strip() for part in text.split(",") if part.strip()]
    for key in keys:
        if key not in known:
            raise UserError(f"Không có “{key}”. Hãy chọn trong: {', '.join(known)}.")
    return keys
