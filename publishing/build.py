"""Pelican's own command, as anyone would type it, in a process of its own.

A process and not ``pelican.main()``: Pelican calls sys.exit, keeps its signals, loggers and
settings modules for the life of the process, and a build must not depend on what ran before.
"""

import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from io import FileIO
from os.path import lexists
from pathlib import Path

from plugins import gate
from plugins.cache_files import is_file, remove
from plugins.clock import Deadline
from plugins.engine.explaining import explanation, explanation_of, summary
from plugins.engine.register import Register, register_file
from plugins.engine.report import BuildReport, report_file
from plugins.output import listed
from plugins.progress import VARIABLE
from publishing.errors import BuildError, PublishError
from publishing.progress import shown
from publishing.settings import read_settings
from publishing.site import BUILD_SETTINGS, Site

VERBOSE = frozenset({"-v", "--verbose", "-D", "--debug"})

NOISE = (
    "RuntimeError: Warning or error",
    "CRITICAL: RuntimeError: Warning or error",
    "During handling of",
    "The above exception",
)
"""Lines that say no more than that there was an error."""


class Building:
    """A build under way, in its own process."""

    def __init__(
        self,
        process: "subprocess.Popen[str]",
        pipes: tuple[FileIO, FileIO],
        settings: Path,
        report: Path,
        heard: Callable[[Iterable[str]], None],
    ) -> None:
        """``pipes`` are what the build waits at, and what it answers to; ``report`` is where it tells what it did.

        ``heard`` takes what it printed if it fails, its ``settings`` being sound.
        """
        self._process, self._settings, self._report, self._heard = process, settings, report, heard
        self._gate, self._answer = pipes

    def begin(self) -> None:
        """Let it read the content and write. Raise OSError."""
        remove(self._report)  # a build without our plugins would leave that of another one
        with suppress(BrokenPipeError):  # it ended before: ``finish`` says why
            self._gate.write(b"1")

    def is_alone(self) -> bool:
        """Tell whether it said by now that nobody else writes into its output."""
        said, _, _ = select.select([self._answer], [], [], 0)
        return bool(said and self._answer.read(1))

    def finish(self) -> None:
        """Wait until it is done. Raise PublishError where it failed."""
        printed, _ = self._process.communicate()
        if self._process.returncode:
            self._blame_settings()
            self._heard((printed or "").splitlines())
            raise BuildError

    def _blame_settings(self) -> None:
        """Raise PublishError or SettingError where the settings are at fault: that says all."""
        try:
            read_settings(self._settings)
        except PublishError as error:
            cause = error.__cause__
            disk = isinstance(cause, OSError | EOFError)  # it is full, or has half of a compiled file
            if not disk or isinstance(cause, FileNotFoundError | PermissionError):
                raise


@contextmanager
def building(
    site: Site,
    settings: str,
    moment: datetime,
    *,
    options: Sequence[str] = (),
    lock: int | None = None,
    debug: bool = False,
    say: Callable[[str], None] = print,
) -> Iterator[Building]:
    """Start a build of the site into its output folder; it gets ready, and waits until it may begin.

    Left before it began, it ends without a trace. A warning fails it, for plugins that do not load
    only warn. ``settings`` is the name of the settings file, ``options`` are further options of Pelican,
    ``moment`` is handed over as the one reading of the clock. What Pelican prints is shown
    where it fails or was asked to be verbose; tracebacks only with ``debug``.
    """
    command = [sys.executable, "-m", "pelican", "content", "-s", settings]
    command += ["-o", site.output_of(settings).name]
    command += ["--fatal", "warnings", *options]
    verbose = bool(VERBOSE.intersection(options))
    if not verbose:
        command += ["--log-handler", "plain"]  # whole lines, for us to pass on

    def heard(lines: Iterable[str]) -> None:
        for line in lines if debug else without_tracebacks(lines):
            say(line)

    for name in (settings, BUILD_SETTINGS):
        if lexists(site.root / name) and not (site.root / name).is_file():  # a pipe would be waited for
            raise PublishError(
                f"{name} không phải là tệp. Hãy chuyển đi rồi lấy lại tệp: git checkout HEAD -- {name}"
            )
    (inner, outer), (answer, answered) = os.pipe(), os.pipe()
    with (
        shown(say) as progress,
        open(outer, "wb", buffering=0) as gate_pipe,  # noqa: PTH123  # a descriptor
        open(answer, "rb", buffering=0) as answer_pipe,  # noqa: PTH123  # likewise
    ):
        try:
            process = subprocess.Popen(  # noqa: S603  # our own command
                command,
                cwd=site.root,
                env={**surroundings(moment), VARIABLE: str(progress), gate.VARIABLE: f"{inner},{answered}"},
                stdin=subprocess.DEVNULL,
                stdout=None if verbose else subprocess.PIPE,
                stderr=None if verbose else subprocess.STDOUT,
                pass_fds=(progress, inner, answered) if lock is None else (progress, inner, answered, lock),
                text=True,
                encoding="utf-8",
                errors="replace",
            )
        finally:
            os.close(inner)
            os.close(answered)
        with process:
            try:
                report = report_file(site.cache, site.output_of(settings))
                yield Building(process, (gate_pipe, answer_pipe), site.root / settings, report, heard)
            finally:
                gate_pipe.close()


def refuse_unknown(site: Site, what: str | bool) -> None:
    """Raise PublishError where ``what`` names a content file that is not there, before a build is made to explain it.

    Of an address only the build can tell.
    """
    if isinstance(what, str) and what.endswith(".md"):
        parts = Path(what).parts
        if not any(site.content.joinpath(*parts[place:]).is_file() for place in range(len(parts))):
            raise PublishError(
                f"Không có tệp “{what}” trong content/. "
                "Hãy viết cả đường dẫn, như content/articles/2026/11/ten-bai.md."
            )


def explained(site: Site, settings: str, what: str | bool = "") -> Iterator[str]:
    """Yield what the last build with ``settings`` did: in short, of one file (``what``), or file by file (True).

    Raise PublishError where the site has no such file and no such address.
    """
    output = site.output_of(settings)
    report = BuildReport.read(report_file(site.cache, output))
    if report is None:  # built without our plugins
        return
    if isinstance(what, str) and what:
        lines = list(explanation_of(report, what, listed(output)))
        if not lines:
            raise PublishError(f"Trang không có tệp hay địa chỉ nào là “{what}”.")
        yield from lines
    else:
        yield from explanation(report) if what else summary(report)


def written(site: Site, settings: str) -> frozenset[str] | None:
    """Return the files that the last build with ``settings`` wrote, from its output; None where nobody knows."""
    report = BuildReport.read(report_file(site.cache, site.output_of(settings)))
    return frozenset(one.file for one in report.written) if report else None


def next_change(site: Site, settings: str) -> Deadline | None:
    """Return when the output of the last build with ``settings`` next changes of itself; None for never, or unknown."""
    report = BuildReport.read(report_file(site.cache, site.output_of(settings)))
    return report.due if report else None


def registered(site: Site, settings: str) -> Register | None:
    """Return what the last build with ``settings`` came to; None where it was made without our plugins."""
    if not is_file(report_file(site.cache, site.output_of(settings))):
        return None  # that of another build may lie there
    return Register.read(register_file(site.cache, site.output_of(settings)))


def surroundings(moment: datetime | None = None) -> dict[str, str]:
    """Return the variables for a child process: whatever the machine's language, UTF-8."""
    variables = dict(os.environ)
    for name in ("LC_ALL", "LANGUAGE", "LANG"):
        variables.pop(name, None)
    variables |= {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}
    if moment is not None:
        variables["BULLETIN_NOW"] = moment.isoformat()
    return variables


def without_tracebacks(lines: Iterable[str]) -> Iterator[str]:
    """Yield what a person can use of Pelican's log: its messages, not the Python behind them."""
    inside = False
    for line in lines:
        if line.startswith("Traceback (most recent call last)"):
            inside = True
        elif inside:
            inside = not line or line[0].isspace()  # the exception's own line repeats the message
        elif line.strip() and not line.startswith(NOISE):
            yield line
