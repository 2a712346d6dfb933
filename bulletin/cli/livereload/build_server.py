"""Process that has imported everything, and forks a child for each build.

Each child has the modules of the server, and nothing of an earlier build. So it reads settings and plugins again.
Reason: the start of Python and the imports take two thirds of a small build.
"""

import importlib
import logging
import os
import pkgutil
import signal
import socket
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pelican
from msgspec import json
from pelican.log import init as init_logging
from pelican.settings import read_settings

from bulletin.build.draft_preview import DRAFT_PREVIEW_SETTING, DraftPreview
from bulletin.build.fingerprints import fingerprint_code
from bulletin.build.report import BuildReport, get_build_report_path
from bulletin.cli.livereload.messages import BuildRequest, BuildResult
from bulletin.clock import read_build_time
from bulletin.content.findings import ContentError
from bulletin.errors import UserError, explain_error
from bulletin.processes.progress import PROGRESS_ENV_VAR
from bulletin.publishing.build.results import list_remarks
from bulletin.publishing.build.runner import VERBOSE_OPTIONS, remove_tracebacks
from bulletin.publishing.settings.settings import load_pelican_settings
from bulletin.publishing.workspace.folders import BUILD_SETTINGS_FILE, Workspace
from bulletin.publishing.workspace.lock import hold_lock_file
from bulletin.storage.cache_folder import remove_path

MAX_REQUEST_SIZE = 1 << 16
"""Bytes of a request."""
_PAGE_ENDINGS = (".html", ".xml", ".txt", ".json", ".map", ".conf")
"""Endings of files that a browser does not load as part of a page."""


class _LogCollector(logging.Handler):
    """Handler that keeps messages of warnings and errors, and the last error."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self.error: BaseException | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message of ``record``."""
        if record.exc_info and record.exc_info[1] is not None:
            self.error = record.exc_info[1]
        self.lines += record.getMessage().splitlines()


def import_all_modules() -> None:
    """Import every module that a build may need, and compute the digest of the code."""
    package = importlib.import_module("bulletin")
    for module in pkgutil.walk_packages(package.__path__, "bulletin."):
        if not module.name.startswith(("bulletin.cli", "bulletin.product", "bulletin.publishing")):
            importlib.import_module(module.name)
    fingerprint_code()


def serve_requests(requests: socket.socket, site: Workspace) -> None:
    """Fork a child for each request until the other end is closed.

    A request has two descriptors: one for the result, and one for progress lines.
    """
    while True:
        words, received, _, _ = socket.recv_fds(requests, MAX_REQUEST_SIZE, 2)
        with suppress(ChildProcessError):
            while os.waitpid(-1, 0 if not words else os.WNOHANG)[0]:
                pass
        if not words:
            return
        if not os.fork():
            requests.close()
            _answer_request(json.decode(words, type=BuildRequest), site, *received)
        for descriptor in received:
            os.close(descriptor)


def _answer_request(request: BuildRequest, site: Workspace, answer: int, progress: int) -> None:
    """Build, write the result to ``answer``, and end this process, also on Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ[PROGRESS_ENV_VAR] = str(progress)
    with suppress(BrokenPipeError, KeyboardInterrupt):  # the command has ended
        result = build_draft_preview(site, request)
        with open(answer, "wb") as pipe:  # a descriptor
            pipe.write(json.encode(result))
    sys.stdout.flush()
    os._exit(0)


def build_draft_preview(site: Workspace, request: BuildRequest) -> BuildResult:
    """Build the site with its drafts, and return the result, also of a failure."""
    log = _LogCollector()
    settings: dict[str, Any] = {}
    preview = DraftPreview(request.session, request.makes_search_index)
    try:
        with hold_lock_file(site.lock_file, "build", read_build_time()):
            report_path = get_build_report_path(site.cache, site.preview_output)
            remove_path(report_path)  # a build without our plugins would leave the earlier one
            with _hide_output(request):
                _run_pelican(site, request, preview, settings, log)
            report = BuildReport.read(report_path) or BuildReport()
    except (Exception, SystemExit) as error:  # the loop goes on after any error
        return _explain_failure(error, log, request, site, settings)
    return BuildResult(
        remarks=tuple(list_remarks(report)),
        warnings=report.warnings + report.draft_warnings,
        items=preview.items,
        folders=tuple(_list_folders(settings)),
        base_path=urlsplit(settings["SITEURL"]).path.rstrip("/"),
        has_changed_resources=any(not file.path.endswith(_PAGE_ENDINGS) for file in report.written_files),
        next_change=report.next_change.time.timestamp() if report.next_change else None,
        makes_search_index=request.makes_search_index,
    )


def _run_pelican(
    site: Workspace,
    request: BuildRequest,
    preview: DraftPreview,
    settings: dict[str, Any],
    log: _LogCollector,
) -> None:
    """Run Pelican as its command does, and fill ``settings`` and ``log``."""
    arguments = ["content", "-s", BUILD_SETTINGS_FILE, "-o", site.preview_output.name]
    arguments += ["--fatal", "warnings", "--log-handler", "plain", *request.options]
    options = pelican.parse_arguments(arguments)
    init_logging(level=options.verbosity, fatal=options.fatal, name="pelican")
    logging.getLogger().addHandler(log)
    override = pelican.get_config(options) | {DRAFT_PREVIEW_SETTING: preview}
    settings |= read_settings(options.settings, override=override)
    pelican.Pelican(settings).run()


@contextmanager
def _hide_output(request: BuildRequest) -> Iterator[None]:
    """Send what Pelican prints nowhere, unless the request has an option for it."""
    if VERBOSE_OPTIONS.intersection(request.options):
        yield
        return
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _explain_failure(
    error: BaseException, log: _LogCollector, request: BuildRequest, site: Workspace, settings: dict[str, Any]
) -> BuildResult:
    """Return the result of a build that failed with ``error``."""
    folders = tuple(_list_folders(settings)) if settings else ()
    for cause in (error, log.error):
        if isinstance(cause, ContentError):
            return BuildResult(
                tuple(cause.problems), str(cause), draft_problems=tuple(cause.draft_problems), folders=folders
            )
        if isinstance(cause, UserError):
            return BuildResult(message=str(cause), folders=folders)
    if not settings:  # reading them failed, and their own check says it better
        try:
            load_pelican_settings(site.root / BUILD_SETTINGS_FILE)
        except UserError as settings_error:
            return BuildResult(message=str(settings_error))
    lines = list(remove_tracebacks(log.lines))
    if not lines:
        lines = [explain_error(error) if isinstance(error, Exception) else str(error)]
    if request.is_debugging:
        lines += traceback.format_exception(error)
    return BuildResult(message="\n".join(lines), folders=folders)


def _list_folders(settings: dict[str, Any]) -> Iterator[str]:
    """Yield the folders that a build with ``settings`` reads."""
    names = [settings["PATH"], settings["THEME"], *settings["THEME_TEMPLATES_OVERRIDES"]]
    names += [*settings.get("THEME_STATIC_OVERRIDES", ()), *(settings.get("PLUGIN_PATHS") or ())]
    yield from sorted({os.path.abspath(name) for name in names if Path(name).is_dir()})  # noqa: PTH100


def main(descriptor: int) -> None:
    """Serve the requests of a socket until its other end is closed.

    The command starts this process with Ctrl-C blocked.
    """
    import_all_modules()
    if signal.SIGINT in signal.sigpending():
        return  # the command has ended, so no first build is needed
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the command, which then closes its end
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    serve_requests(socket.socket(fileno=descriptor), Workspace(Path.cwd()))
