"""Measure time, processor time and memory of a command with all its processes.

It works on Linux only, because it reads the process tree from ``/proc``.
"""

import os
import select
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bulletin.errors import UserError

_PROC = Path("/proc")
_PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")
_RSS_INTERVAL = 15
"""Milliseconds between two measurements of resident memory."""
_PSS_INTERVAL = 0.25
"""Seconds between two measurements of proportional memory, for which the kernel visits all pages."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Time and memory that a command took."""

    seconds: float
    """Elapsed time."""
    cpu: float
    """Seconds of processor time of all processes, in user and kernel mode."""
    rss: int
    """Highest sum of the resident sets in bytes. A page shared by forked processes counts in each of them."""
    pss: int
    """Highest sum of the proportional sets in bytes, in which a shared page counts once."""


def measure_command(
    command: Sequence[str], *, folder: Path, variables: Mapping[str, str], log: Path | None = None
) -> Cost:
    """Run ``command`` in ``folder`` and return its cost. The output goes to ``log``.

    Raises:
        UserError: The command failed.
    """
    with (log or Path(os.devnull)).open("wb") as output:
        started = time.perf_counter()
        child = subprocess.Popen(
            command, cwd=folder, env=dict(variables), stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        rss, pss = _measure_memory(child.pid)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        tail = log.read_text(encoding="utf-8", errors="replace")[-2000:] if log else ""
        raise UserError(f"{command[0]} ended with {child.returncode}:\n{tail}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, rss, pss)


def add_costs(costs: Iterable[Cost]) -> Cost:
    """Return the cost of commands that ran one after another."""
    costs = tuple(costs)
    return Cost(
        sum(cost.seconds for cost in costs),
        sum(cost.cpu for cost in costs),
        max(cost.rss for cost in costs),
        max(cost.pss for cost in costs),
    )


def _measure_memory(pid: int) -> tuple[int, int]:
    """Return the highest resident and proportional memory of a process tree.

    Measure until the process ``pid`` ends.
    """
    tree, rss, pss, next_pss_time = ProcessTree(pid), 0, 0, 0.0
    descriptor = os.pidfd_open(pid)
    try:
        ended = select.poll()
        ended.register(descriptor, select.POLLIN)
        while not ended.poll(_RSS_INTERVAL):
            members = tree.list_process_ids()
            rss = max(rss, sum(map(_read_rss, members)))
            if time.monotonic() >= next_pss_time:
                pss = max(pss, sum(map(_read_pss, members)))
                next_pss_time = time.monotonic() + _PSS_INTERVAL
    finally:
        os.close(descriptor)
    return rss, pss


class ProcessTree:
    """A process and its descendants, found among the new entries of ``/proc``."""

    def __init__(self, root: int) -> None:
        self._members = {root}
        self._unrelated: set[int] = set()

    def list_process_ids(self) -> frozenset[int]:
        """Return the living processes of the tree."""
        present = {int(path.name) for path in _PROC.iterdir() if path.name.isdigit()}
        self._members &= present
        self._unrelated &= present
        new = present - self._members - self._unrelated
        parents = {pid: _read_parent(pid) for pid in new}
        while children := {pid for pid in parents if parents[pid] in self._members}:
            self._members |= children
            for pid in children:
                del parents[pid]
        self._unrelated |= parents.keys()
        return frozenset(self._members)


def _read_parent(pid: int) -> int:
    """Return the parent of ``pid``, or 0 if the process has ended."""
    stat = _read(pid, "stat")
    return int(stat.rpartition(")")[2].split()[1]) if stat else 0


def _read_rss(pid: int) -> int:
    """Return the resident set of ``pid`` in bytes."""
    statm = _read(pid, "statm").split()
    return int(statm[1]) * _PAGE_SIZE if statm else 0


def _read_pss(pid: int) -> int:
    """Return the proportional set of ``pid`` in bytes, or 0 if it is unknown."""
    for line in _read(pid, "smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _read(pid: int, name: str) -> str:
    try:
        return (_PROC / str(pid) / name).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
