"""Run a command and see what it costs: time, processor time, memory of all its processes.

Linux only: the tree of processes is read from /proc.
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
_PAGE = os.sysconf("SC_PAGE_SIZE")
_STEP = 15
"""Milliseconds between two looks at the resident memory."""
_PSS_INTERVAL = 0.25
"""Seconds between two looks at the proportional memory, which costs the kernel a walk over all pages."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost."""

    seconds: float
    """By the clock on the wall."""
    cpu: float
    """Seconds of processor time of all processes, in user and kernel mode."""
    rss: int
    """Bytes: the highest sum of the resident sets. Pages that forked processes share count once in each."""
    pss: int
    """Bytes: the highest sum of the proportional sets, where a shared page counts once; looked at more rarely."""


def measure_command(
    command: Sequence[str], *, folder: Path, variables: Mapping[str, str], log: Path | None = None
) -> Cost:
    """Run ``command`` in ``folder`` and return its cost. What it says goes to ``log``. Raise UserError."""
    with (log or Path(os.devnull)).open("wb") as said:
        started = time.perf_counter()
        child = subprocess.Popen(
            command, cwd=folder, env=dict(variables), stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        rss, pss = _watch(child.pid)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        tail = log.read_text(encoding="utf-8", errors="replace")[-2000:] if log else ""
        raise UserError(f"{command[0]} ended with {child.returncode}:\n{tail}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, rss, pss)


def add_costs(costs: Iterable[Cost]) -> Cost:
    """Return the cost of commands that ran one after another."""
    found = tuple(costs)
    return Cost(
        sum(one.seconds for one in found),
        sum(one.cpu for one in found),
        max(one.rss for one in found),
        max(one.pss for one in found),
    )


def _watch(pid: int) -> tuple[int, int]:
    """Follow the processes below ``pid`` until it ends; return their highest resident and proportional memory."""
    tree, rss, pss, next_look = ProcessTree(pid), 0, 0, 0.0
    descriptor = os.pidfd_open(pid)
    try:
        ended = select.poll()
        ended.register(descriptor, select.POLLIN)
        while not ended.poll(_STEP):
            members = tree.list_process_ids()
            rss = max(rss, sum(map(_resident, members)))
            if time.monotonic() >= next_look:
                pss = max(pss, sum(map(_proportional, members)))
                next_look = time.monotonic() + _PSS_INTERVAL
    finally:
        os.close(descriptor)
    return rss, pss


class ProcessTree:
    """A process and all that descend from it, found by looking at what is new in /proc each time."""

    def __init__(self, root: int) -> None:
        self._members = {root}
        self._strangers: set[int] = set()

    def list_process_ids(self) -> frozenset[int]:
        """Return the living processes of the tree."""
        present = {int(path.name) for path in _PROC.iterdir() if path.name.isdigit()}
        self._members &= present
        self._strangers &= present
        new = present - self._members - self._strangers
        parents = {pid: _parent(pid) for pid in new}
        while children := {pid for pid in parents if parents[pid] in self._members}:
            self._members |= children
            for pid in children:
                del parents[pid]
        self._strangers |= parents.keys()
        return frozenset(self._members)


def _parent(pid: int) -> int:
    """Return the parent of ``pid``; 0 where it ended meanwhile."""
    stat = _read(pid, "stat")
    return int(stat.rpartition(")")[2].split()[1]) if stat else 0


def _resident(pid: int) -> int:
    """Return the resident set of ``pid`` in bytes."""
    statm = _read(pid, "statm").split()
    return int(statm[1]) * _PAGE if statm else 0


def _proportional(pid: int) -> int:
    """Return the proportional set of ``pid`` in bytes; 0 where the kernel does not tell."""
    for line in _read(pid, "smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _read(pid: int, name: str) -> str:
    try:
        return (_PROC / str(pid) / name).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
