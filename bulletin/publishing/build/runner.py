"""Run the command of Pelican as a process.

Reason: ``pelican.main()`` calls ``sys.exit``.
It also keeps signals, loggers and settings modules, and a build must not depend on an earlier one.
"""

import json
import os
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
from bulletin.publishing.workspace.folders import BUILD_SETTINGS_FILE, Workspace
from bulletin.publishing.workspace.subprocess_env import build_child_environment
from bulletin.storage.cache_folder import remove_path

VERBOSE_OPTIONS = frozenset({"-v", "--verbose", "-D", "--debug"})

IGNORED_LOG_PREFIXES = (
    "RuntimeError: Warning or error",
    "CRITICAL: RuntimeError: Warning or error",
    "During handling of",
    "The above exception",
)
"""Beginnings of lines that only say that an error occurred."""


class BuildProcess:
    """A build under way, in its own process."""

    def __init__(
        self,
        process: "subprocess.Popen[str]",
        progress: ExitStack,
        settings: Path,
        pass_on: Callable[[Iterable[str]], None],
    ) -> None:
        """Close ``progress`` when the build is done.

        ``pass_on`` takes the output of a failed build if its ``settings`` are sound.
        """
        self._process, self._progress, self._settings, self._pass_on = process, progress, settings, pass_on

    def wait(self, on_failure: Callable[[], object] = lambda: None) -> None:
        """Wait until the build is done. Raise UserError if it failed.

        ``on_failure`` may raise a better explanation than the output of the build.
        """
        output, _ = self._process.communicate()
        self._progress.close()
        if self._process.returncode:
            self._require_sound_settings()
            on_failure()
            self._pass_on((output or "").splitlines())
            raise BuildError

    def _require_sound_settings(self) -> None:
        """Raise UserError or SettingError if the settings cannot be loaded.

        Reason: their message explains the failure better than the output of the build.
        """
        from bulletin.publishing.settings.settings import load_pelican_settings  # noqa: PLC0415  # long to import, rarely needed

        try:
            load_pelican_settings(self._settings)
        except UserError as error:
            cause = error.__cause__
            # The disk is full, or a compiled file is incomplete.
            is_disk_error = isinstance(cause, OSError | EOFError)
            if not is_disk_error or isinstance(cause, FileNotFoundError | PermissionError):
                raise


@contextmanager
def start_build_process(
    workspace: Workspace,
    settings: str,
    build_time: datetime,
    *,
    latest_time: datetime | None = None,
    options: Sequence[str] = (),
    lock: int | None = None,
    debug: bool = False,
    say: Callable[[str], None] = print,
) -> Iterator[BuildProcess]:
    """Start a build of the site into its output folder.

    An exception of the caller ends the build.
    ``settings`` is the name of the settings file, and ``options`` are further options of Pelican.
    ``build_time`` is handed over as the one reading of the clock.
    ``latest_time`` is later if the clock was set back after a publish.
    The output of Pelican is shown if the build fails or is verbose.
    Tracebacks are shown with ``debug`` only.
    Warnings fail the build, because Pelican only warns of a plugin that does not load.
    """
    command = [sys.executable, "-m", "pelican", "content", "-s", settings]
    command += ["-o", workspace.get_output_folder(settings).name]
    command += ["--fatal", "warnings", *options]
    variables = build_child_environment(build_time, latest_time or build_time)
    if workspace.origin:
        command += ["-e", f"CACHE_PATH={json.dumps(str(workspace.cache))}"]
        # Plugins and modules that the settings import stand beside the settings of the editor.
        folders = [str(workspace.origin.root), variables.get("PYTHONPATH", "")]
        variables["PYTHONPATH"] = os.pathsep.join(filter(None, folders))
    verbose = bool(VERBOSE_OPTIONS.intersection(options))
    if not verbose:
        command += ["--log-handler", "plain"]  # whole lines, to be passed on

    def pass_on(lines: Iterable[str]) -> None:
        for line in lines if debug else remove_tracebacks(lines):
            say(line)

    for name in (settings, BUILD_SETTINGS_FILE):
        if lexists(workspace.root / name) and not (workspace.root / name).is_file():  # a pipe would block
            raise UserError(
                f"{name} không phải là tệp. Hãy chuyển đi rồi lấy lại tệp: git checkout HEAD -- {name}"
            )
    # Otherwise a build without our plugins would leave the report of an earlier build.
    remove_path(get_build_report_path(workspace.cache, workspace.get_output_folder(settings)))
    with ExitStack() as stack:
        progress = stack.enter_context(display_progress(say))
        process = stack.enter_context(
            subprocess.Popen(  # noqa: S603  # our own command
                command,
                cwd=workspace.root,
                env={**variables, PROGRESS_ENV_VAR: str(progress)},
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
            yield BuildProcess(process, stack, workspace.root / settings, pass_on)
        except BaseException:
            process.terminate()
            raise


def remove_tracebacks(lines: Iterable[str]) -> Iterator[str]:
    """Yield the messages of a log of Pelican, without the Python tracebacks."""
    is_in_traceback = False
    for line in lines:
        if line.startswith("Traceback (most recent call last)"):
            is_in_traceback = True
        elif is_in_traceback:
            # The last line of a traceback repeats the message.
            is_in_traceback = not line or line[0].isspace()
        elif line.strip() and not line.startswith(IGNORED_LOG_PREFIXES):
            yield line
