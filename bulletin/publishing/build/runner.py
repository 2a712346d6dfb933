"""Pelican's own command, as anyone would type it, in a process of its own.

A process and not ``pelican.main()``: Pelican calls sys.exit, keeps its signals, loggers and
settings modules for the life of the process, and a build must not depend on what ran before.
"""

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from os.path import lexists
from pathlib import Path

from bulletin.build.report import report_file
from bulletin.errors import BuildError, UserError
from bulletin.processes.progress import VARIABLE
from bulletin.processes.progress_display import shown
from bulletin.publishing.subprocess_env import child_environment
from bulletin.publishing.workspace import BUILD_SETTINGS, Site
from bulletin.storage.cache_folder import remove

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
        progress: ExitStack,
        settings: Path,
        heard: Callable[[Iterable[str]], None],
    ) -> None:
        """Close ``progress`` when the build is done.

        ``heard`` takes the output of a failed build if its ``settings`` are sound.
        """
        self._process, self._progress, self._settings, self._heard = process, progress, settings, heard

    def finish(self, on_failure: Callable[[], object] = lambda: None) -> None:
        """Wait until the build is done. Raise UserError if it failed.

        ``on_failure`` may raise a better explanation than the output of the build.
        """
        printed, _ = self._process.communicate()
        self._progress.close()
        if self._process.returncode:
            self._blame_settings()
            on_failure()
            self._heard((printed or "").splitlines())
            raise BuildError

    def _blame_settings(self) -> None:
        """Raise UserError or SettingError where the settings are at fault: that says all."""
        from bulletin.publishing.settings.settings import read_settings  # noqa: PLC0415  # long to import, rarely needed

        try:
            read_settings(self._settings)
        except UserError as error:
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
    """Start a build of the site into its output folder; an exception of the caller ends it.

    A warning fails the build, because Pelican only warns of plugins that do not load.
    ``settings`` is the name of the settings file, ``options`` are further options of Pelican,
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
            raise UserError(
                f"{name} không phải là tệp. Hãy chuyển đi rồi lấy lại tệp: git checkout HEAD -- {name}"
            )
    # A build without our plugins would leave the report of another build.
    remove(report_file(site.cache, site.output_of(settings)))
    with ExitStack() as bar:
        progress = bar.enter_context(shown(say))
        process = bar.enter_context(
            subprocess.Popen(  # noqa: S603  # our own command
                command,
                cwd=site.root,
                env={**child_environment(moment), VARIABLE: str(progress)},
                stdin=subprocess.DEVNULL,
                stdout=None if verbose else subprocess.PIPE,
                stderr=None if verbose else subprocess.STDOUT,
                pass_fds=(progress,) if lock is None else (progress, lock),
                text=True,
                encoding="utf-8",
                errors="replace",
            )
        )
        try:
            yield Building(process, bar, site.root / settings, heard)
        except BaseException:
            process.terminate()
            raise


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
