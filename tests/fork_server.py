"""Start Pelican by a fork of one process that has imported everything.

``python -m pelican`` spends four fifths of a small build on Python's own start and on imports.
The server imports once, and each build is a fork of the server.
The fork gets the arguments, variables, folder and descriptors that a new process would have.
Later imports and files of one build do not affect other builds.
Reason: a small build takes 0.07 s of processor time instead of 0.45 s.
"""

import fcntl
import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import selectors
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, ClassVar, NoReturn

ROOT = Path(__file__).resolve().parents[1]
_MAX_REQUEST_SIZE = 1 << 20
"""Bytes of a request."""
ORIGINAL_POPEN = subprocess.Popen
"""The class that tests replace by ``Popen`` of this module."""
_UNUSED_PACKAGES = (
    "bulletin.cli",
    "bulletin.product",
    "bulletin.publishing",
    "bulletin.readership",
    "bulletin.reports",
)
"""Packages that no build imports."""
_FIRST_TEMPORARY_DESCRIPTOR = 500
"""Lowest temporary number of a descriptor, before it gets the number that the build expects."""


class ForkServer:
    """Process that forks builds with the code in ``root`` until it is closed."""

    running: ClassVar[dict[Path, "ForkServer"]] = {}

    @classmethod
    def at(cls, root: Path) -> "ForkServer":
        """Return the server of the code in ``root``, started now if it does not run."""
        if root not in cls.running:
            cls.running[root] = cls(root)
        return cls.running[root]

    @classmethod
    def close_all(cls, *, but: Path | None = None) -> None:
        """Close all servers that ``at`` started."""
        for root in [running for running in cls.running if running != but]:
            cls.running.pop(root).close()

    def __init__(self, root: Path) -> None:
        self._requests, far_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._requests.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _MAX_REQUEST_SIZE)
        with far_end:
            self._process = ORIGINAL_POPEN(
                [sys.executable, __file__, str(far_end.fileno())],
                cwd=root,
                env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[far_end.fileno()],
            )

    def start_build(
        self,
        arguments: Sequence[str],
        folder: str,
        variables: Mapping[str, str],
        descriptors: Mapping[int, int],
    ) -> int:
        """Start a build in ``folder``. Return a descriptor to read its exit code from.

        ``descriptors`` maps the numbers that the build knows to descriptors of this process.
        """
        status, far_end = os.pipe()
        words = json.dumps([list(arguments), folder, dict(variables), list(descriptors)]).encode()
        socket.send_fds(self._requests, [words], [far_end, *descriptors.values()])
        os.close(far_end)
        return status

    def close(self) -> None:
        """End the server. Builds that run go on."""
        self._requests.close()
        self._process.wait()


class ForkedPelican:
    """Build of a ``ForkServer``, with the methods of Popen that publishing uses."""

    def __init__(self, server: ForkServer, command: Sequence[str], **options: Any) -> None:
        self.args = command
        self.returncode: int | None = None
        self._printed: int | None = None
        self._encoding: str | None = None
        inside: dict[int, int] = {number: number for number in options.get("pass_fds", ())}
        with open(os.devnull, "r+b") as nothing:  # noqa: PTH123  # a descriptor
            inside[0] = inside[1] = inside[2] = nothing.fileno()
            if options.get("stdout") is subprocess.PIPE:
                self._printed, inside[1] = os.pipe()
                self._encoding = options.get("encoding") or ("utf-8" if options.get("text") else None)
                inside[2] = inside[1]  # stderr never has a pipe of its own, because tests read both as one
            folder = os.path.abspath(options.get("cwd") or os.curdir)  # noqa: PTH100
            status = server.start_build(command[3:], folder, options.get("env") or os.environ, inside)
            self._status: BinaryIO = open(status, "rb")  # noqa: PTH123, SIM115  # a descriptor, closed by wait
            self._pid: int | None = None
        if self._printed is not None:
            os.close(inside[1])

    def __enter__(self) -> "ForkedPelican":
        """Return the build."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the build."""
        self.wait()

    def communicate(
        self, _sent: object = None, timeout: float | None = None
    ) -> "tuple[str | bytes | None, str | bytes | None]":
        """Wait for the build and return its output. ``timeout`` is ignored."""
        printed: str | bytes | None = None
        if self._printed is not None:
            with open(self._printed, "rb") as pipe:  # noqa: PTH123  # a descriptor
                printed = pipe.read()
            if self._encoding:
                printed = printed.decode(self._encoding, "replace")
            self._printed = None
        self.wait()
        return printed, None if printed is None else printed[:0]

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the build and return its exit code. ``timeout`` is ignored."""
        if self._printed is not None:
            os.close(self._printed)
            self._printed = None
        if self.returncode is None:
            self._read_pid()
            self.returncode = int(self._status.read())
            self._status.close()
        return self.returncode

    def terminate(self) -> None:
        """Send SIGTERM to the build, unless it has ended."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self._read_pid(), signal.SIGTERM)

    def _read_pid(self) -> int:
        if self._pid is None:
            self._pid = int(self._status.readline())
        return self._pid

    poll = wait


class Popen(subprocess.Popen):
    """Popen that lets a ``ForkServer`` start ``python -m pelican``.

    Other commands, and copies of the project, get an ordinary process.
    """

    def __new__(cls, command: Any, *rest: Any, **options: Any) -> Any:
        """Return a build of the server, or an ordinary process."""
        folder = Path(options.get("cwd") or os.curdir).resolve()
        if is_pelican_command(command) and (folder == ROOT or not (folder / "plugins").exists()):
            return ForkedPelican(ForkServer.at(ROOT), command, **options)
        return super().__new__(cls)


def is_pelican_command(command: object) -> bool:
    """Tell if ``command`` starts Pelican as publishing does."""
    return isinstance(command, list) and command[:3] == [sys.executable, "-m", "pelican"]


def serve_build_requests(requests: socket.socket) -> list[str]:
    """Fork a build for each request, and report its exit code.

    The function returns only in a fork, with the arguments of the build.
    """
    running: dict[int, tuple[int, int]] = {}
    """Builds by the descriptors that tell their end: process and descriptor of the status."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(requests, selectors.EVENT_READ)
        while waiting.get_map():
            for key, _ in waiting.select():
                if key.fd in running:
                    waiting.unregister(key.fd)
                    report_exit_code(*running.pop(key.fd))
                    os.close(key.fd)
                    continue
                words, received, _, _ = socket.recv_fds(requests, _MAX_REQUEST_SIZE, 64)
                if not words:
                    waiting.unregister(requests)
                    continue
                status, *descriptors = received
                if build := os.fork():
                    for descriptor in descriptors:
                        os.close(descriptor)
                    write_status(status, f"{build}\n")
                    end = os.pidfd_open(build)
                    running[end] = build, status
                    waiting.register(end, selectors.EVENT_READ)
                    continue
                # Another build has ended for its reader when no process holds its status any more.
                for descriptor in (status, *running, *(status for _, status in running.values())):
                    os.close(descriptor)
                requests.close()
                return take_over_request(words, descriptors)
    os._exit(0)


def report_exit_code(build: int, status: int) -> None:
    """Write the exit code of a build that has ended."""
    write_status(status, str(os.waitstatus_to_exitcode(os.waitpid(build, 0)[1])))
    os.close(status)


def write_status(status: int, text: str) -> None:
    """Write to the reader of a status, unless its test has ended."""
    with suppress(BrokenPipeError):
        os.write(status, text.encode())


def take_over_request(words: bytes, descriptors: Sequence[int]) -> list[str]:
    """Take over folder, variables and descriptors of a request.

    The arguments of the build are returned.
    """
    arguments, folder, variables, numbers = json.loads(words)
    moved = [
        fcntl.fcntl(descriptor, fcntl.F_DUPFD, _FIRST_TEMPORARY_DESCRIPTOR) for descriptor in descriptors
    ]
    for descriptor in descriptors:
        os.close(descriptor)
    for descriptor, number in zip(moved, numbers, strict=True):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(folder)
    sys.path[0] = folder
    if columns := variables.get("COLUMNS"):  # Pelican's console reads it during its import
        importlib.import_module("pelican.log").console.width = int(columns)
    return list(arguments)


def import_pelican_and_plugins() -> None:
    """Import Pelican and all plugins of the folder that the server runs in.

    Compute what is the same in all builds too: parsers, regular expressions, the digest of the code, and the parts of
    the stylesheet. Reason: a build then takes half the processor time.
    """
    root = Path.cwd()
    sys.path[0] = str(root)
    importlib.import_module("pelican")
    package = importlib.import_module("bulletin")
    for module in pkgutil.walk_packages(package.__path__, "bulletin."):
        if not module.name.startswith(_UNUSED_PACKAGES):
            importlib.import_module(module.name)
    importlib.import_module("rich.status")  # Pelican's console imports it late
    importlib.import_module("rich._emoji_codes")
    importlib.import_module("rich.console").Console(file=io.StringIO()).print("Done: 1 <b>")
    importlib.import_module("PIL.Image").init()
    importlib.import_module("pypdf")
    importlib.import_module("bulletin.content.markup.body").BodyParser()
    importlib.import_module("bulletin.citations.finding").find_citations(
        "Kết luận số 38-KL/TW ngày 13/11/2018"
    )
    importlib.import_module("bulletin.build.fingerprints").fingerprint_code()
    importlib.import_module("bulletin.render.assets").load_theme_assets([root / "theme/static"])
    importlib.import_module("bulletin.render.first_screen").load_first_screen_styles([root / "theme/static"])
    importlib.import_module("pelican").parse_arguments(["content"])
    gc.collect()
    gc.freeze()  # forks do not look through what the server has imported


def run_pelican() -> NoReturn:
    """Run Pelican, and end the process without clearing its memory.

    Reason: to clear it, Python would first copy what the fork shares with the server.
    That takes a third of a small build.
    """
    code = 1
    try:
        runpy.run_module("pelican", run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    import_pelican_and_plugins()
    sys.argv = ["pelican", *serve_build_requests(socket.socket(fileno=int(sys.argv[1])))]
    run_pelican()
