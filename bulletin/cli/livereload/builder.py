"""Builds of a livereload session, made by a build server that stays warm."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from msgspec import DecodeError, json

from bulletin.cli.livereload.messages import BuildRequest, BuildResult
from bulletin.processes.progress_display import display_progress
from bulletin.publishing.workspace.folders import Workspace
from bulletin.publishing.workspace.subprocess_env import build_child_environment

_PACKAGE_PARENT = Path(__file__).resolve().parents[3]
_PROGRAM = f"""\
import sys
sys.path.append({str(_PACKAGE_PARENT)!r})
from bulletin.cli.livereload.build_server import main
main(int(sys.argv[1]))
"""
_DIED = "Lượt dựng dừng giữa chừng. Hãy lưu lại tệp để dựng lại."


class Builder:
    """The build server of one workspace. Close it to end the server."""

    def __init__(self, site: Workspace, say: Callable[[str], None]) -> None:
        self._site, self._say = site, say
        self._process: subprocess.Popen[bytes] | None = None
        self._requests: socket.socket | None = None

    def build(self, request: BuildRequest) -> BuildResult:
        """Build, and return the result. The server is started if it does not run."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._start()
        reading, writing = os.pipe()
        with display_progress(self._say) as progress, os.fdopen(reading, "rb") as answer:
            try:
                assert self._requests is not None  # noqa: S101  # _start set it
                socket.send_fds(self._requests, [json.encode(request)], [writing, progress])
            except OSError:  # the server could not start, and has printed the reason
                return BuildResult(message=_DIED)
            finally:
                os.close(writing)
            data = answer.read()
        try:
            return json.decode(data, type=BuildResult)
        except DecodeError:  # the child was killed
            return BuildResult(message=_DIED)

    def close(self) -> None:
        """End the server, after a build that is under way.

        The next build starts a server, which imports all code again.
        """
        if self._requests is not None:
            self._requests.close()
        if self._process is not None:
            self._process.wait()
        self._requests = self._process = None

    def _start(self) -> None:
        """Start the server with Ctrl-C blocked.

        Reason: Python would print a traceback of the imports, which take a second.
        """
        self._requests, far_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        earlier = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            with far_end:
                self._process = subprocess.Popen(  # noqa: S603  # our own command
                    [sys.executable, "-c", _PROGRAM, str(far_end.fileno())],
                    cwd=self._site.root,
                    env=build_child_environment(),
                    stdin=subprocess.DEVNULL,
                    pass_fds=[far_end.fileno()],
                )
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, earlier)
