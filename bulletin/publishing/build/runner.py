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

from bulletin.build.report import get_build_report_path
from bulletin.errors import BuildError, UserError
from bulletin.processes.progress import PROGRESS_ENV_VAR
from bulletin.processes.progress_display import display_progress
from bulletin.publishing.subprocess_env import build_child_environment
from bulletin.publishing.workspace import BUILD_SETTINGS_FILE, Workspace
from bulletin.storage.cache_folder import remove_path

VERBOSE_OPTIONS = frozenset({"-v", "--verbose", "-D", "--debug"})

IGNORED_LOG_PREFIXES = (
    "RuntimeError: Warning or error",
    "CRITICAL: RuntimeError: Warning or error",
    "During handling of",
    "The above exception",
)
"""Lines that say no more than that there was an error."""


class BuildProcess:
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

    def wait(self, on_failure: Callable[[], object] = lambda: None) -> None:
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
        from bulletin.publishing.settings.settings import load_pelican_settings  # noqa: PLC0415  # long to import, rarely needed

        try:
            load_pelican_settings(self._settings)
        except UserError as error:
            cause = error.__cause__
            disk = isinstance(cause, OSError | EOFError)  # it is full, or has half of a compiled file
            if not disk or isinstance(cause, FileNotFoundError | PermissionError):
                raise


@contextmanager
def start_build_process(
    site: Workspace,
    settings: str,
    moment: datetime,
    *,
    options: Sequence[str] = (),
    lock: int | None = None,
    debug: bool = False,
    say: Callable[[str], None] = print,
) -> Iterator[BuildProcess]:
    """Start a build of the site into its output folder; an exception of the caller ends it.

    A warning fails the build, because Pelican only warns of plugins that do not load.
    ``settings`` is the name of the settings file, ``options`` are further options of Pelican,
    ``moment`` is handed over as the one reading of the clock. What Pelican prints is shown
    where it fails or was asked to be verbose; tracebacks only with ``debug``.
    """
    command = [sys.executable, "-m", "pelican", "content", "-s", settings]
    command += ["-o", site.get_output_folder(settings).name]
    command += ["--fatal", "warnings", *options]
    verbose = bool(VERBOSE_OPTIONS.intersection(options))
    if not verbose:
        command += ["--log-handler", "plain"]  # whole lines, for us to pass on

    def heard(lines: Iterable[str]) -> None:
        for line in lines if debug else remove_tracebacks(lines):
            say(line)

    for name in (settings, BUILD_SETTINGS_FILE):
        if lexists(site.root / name) and not (site.root / name).is_file():  # a pipe would be waited for
            raise UserError(
                f"{name} không phải là tệp. Hãy chuyển đi rồi lấy lại tệp: git checkout HEAD -- {name}"
            )
    # A build without our plugins would leave the report of another build.
    remove_path(get_build_report_path(site.cache, site.get_output_folder(settings)))
    with ExitStack() as bar:
        progress = bar.enter_context(display_progress(say))
        process = bar.enter_context(
            subprocess.Popen(  # noqa: S603  # our own command
                command,
                cwd=site.root,
                env={**build_child_environment(moment), PROGRESS_ENV_VAR: str(progress)},
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
            yield BuildProcess(process, bar, site.root / settings, heard)
        except BaseException:
            process.terminate()
            raise


def remove_tracebacks(lines: Iterable[str]) -> Iterator[str]:
    """Yield what a person can use of Pelican's log: its messages, not the Python behind them."""
    inside = False
    for line in lines:
        if line.startswith("Traceback (most recent call last)"):
            inside = True
        elif inside:
            inside = not line or line[0].isspace()  # the exception's own line repeats the message
        elif line.strip() and not line.startswith(IGNORED_LOG_PREFIXES):
            yield line
