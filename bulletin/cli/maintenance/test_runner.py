"""Run linters and tests, the same for people, hooks and CI."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from bulletin.errors import UserError
from bulletin.processes.parallel import count_cpus
from bulletin.publishing.workspace.subprocess_env import build_child_environment

STYLE_COMMANDS = (
    ("ruff", "check", "--quiet"),
    ("ruff", "format", "--check", "--quiet"),
    ("tools.check_prose",),
)
TYPE_CHECK_COMMAND = ("mypy",)
MEMORY_NEEDED = 6 << 30
"""Bytes of memory that must be free for a folder in it. The files of all tests take 1.4 GB."""
FAST_TEST_MARKERS = "not browser and not servers and not slow"
"""The tests of ``./inv test --fast``."""
DEBIAN_PACKAGES = {
    "chromium-headless-shell": "chromium-headless-shell fonts-liberation",
    "nginx": "nginx libnginx-mod-http-brotli-static",
    "sshd": "openssh-server",
    "ssh": "openssh-client",
    "rsync": "rsync",
    "swift-proxy-server": "swift-proxy swift-account swift-container swift-object",
    "memcached": "memcached",
    "openssl": "openssl",
}
"""Programs that the tests start, and the Debian packages of each.

Chromium needs fonts, which a bare machine lacks.
"""
SERVER_PATH = "/usr/local/sbin:/usr/sbin:/sbin"
"""Folders of servers in Debian, which may not be on the path of a user."""


def run_linters(root: Path) -> None:
    """Run every linter, so that all faults show at once.

    Raises:
        UserError: A linter failed.
    """
    _require_module("ruff")
    _refuse_failures(
        command for command in (*STYLE_COMMANDS, TYPE_CHECK_COMMAND) if _run_module(root, *command) != 0
    )


def run_tests(root: Path, *, fast: bool, options: Sequence[str], say: Callable[[str], None]) -> None:
    """Install missing programs, then run the linters and the tests.

    mypy runs beside the tests, and its output follows theirs.

    Args:
        root: The folder of the repository.
        fast: Leave out slow tests and those with a browser or servers, and install nothing.
        options: Options for pytest.
        say: Prints a line.

    Raises:
        UserError: A program cannot be installed, or a linter or a test failed.
    """
    _require_module("pytest")
    if not fast:
        install_programs(say)
    _refuse_failures(command for command in STYLE_COMMANDS if _run_module(root, *command) != 0)
    markers = ("-m", FAST_TEST_MARKERS) if fast else ()
    # Two more processes than cores, because tests wait for servers and browsers. Each collects all tests.
    processes = str(count_cpus() + 2)
    command = ("pytest", "-n", processes, "--dist", "worksteal", *markers, *options)
    with (
        tempfile.TemporaryFile() as report,
        tempfile.TemporaryDirectory(prefix="bulletin-", dir=find_memory_folder()) as scratch,
        _start_module(root, *TYPE_CHECK_COMMAND, output=report) as checker,
    ):
        are_tests_passed = _run_module(root, *command, variables={"TMPDIR": scratch}) == 0
        are_types_valid = checker.wait() == 0
        report.seek(0)
        sys.stdout.buffer.write(report.read() if not are_types_valid else b"")
    _refuse_failures([] if are_types_valid else [TYPE_CHECK_COMMAND])
    if not are_tests_passed:
        raise UserError("Có phép thử không đạt: xem các dòng ở trên.")


def find_memory_folder() -> Path | None:
    """Return a folder in memory that has room for the files of all tests, or None.

    Reason: on a disk the tests take a quarter more time, because they write and remove 100,000 files.
    """
    folder = Path("/dev/shm")  # noqa: S108  # a new folder with a name by chance is made in it
    try:
        free = shutil.disk_usage(folder).free
        memory = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return None
    return folder if min(free, memory) >= MEMORY_NEEDED and os.access(folder, os.W_OK) else None


def install_programs(say: Callable[[str], None]) -> None:
    """Install the programs that tests start, if this user may install packages.

    Raises:
        UserError: Programs are missing and cannot be installed; the message names them.
    """
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), SERVER_PATH))
    packages = [
        name
        for program, names in DEBIAN_PACKAGES.items()
        if not shutil.which(program, path=path)
        for name in names.split()
    ]
    if not packages:
        return
    names = " ".join(packages)
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and (not sudo or _run_quietly([*sudo, "true"])):
        say(f"Đang cài gói Debian để thử: {names}…")
        apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
        _run_quietly([*apt, "update"])
        if _run_quietly([*apt, "install", "-y", "--no-install-recommends", *packages]):
            return
    raise UserError(
        f"Thiếu chương trình mà các phép thử cần. Hãy cài: sudo apt-get install {names}; "
        "hoặc bỏ qua các phép thử đó: ./inv test --fast"
    )


def _refuse_failures(commands: Iterable[Sequence[str]]) -> None:
    """Raise UserError if a linter failed. ``commands`` are those that failed."""
    if names := [" ".join(command[:2]) for command in commands]:
        raise UserError("Mã nguồn chưa đạt (" + ", ".join(names) + "): xem các dòng ở trên.")


def _run_module(root: Path, *command: str, variables: Mapping[str, str] = MappingProxyType({})) -> int:
    """Run a module of Python with more environment variables. Return its exit code."""
    with _start_module(root, *command, variables=variables) as process:
        return process.wait()


def _start_module(
    root: Path,
    *command: str,
    output: BinaryIO | None = None,
    variables: Mapping[str, str] = MappingProxyType({}),
) -> "subprocess.Popen[bytes]":
    inherited = build_child_environment()
    inherited.pop("BULLETIN_NOW", None)  # a fixed time for reproducible builds is not meant for tests
    inherited.pop("PYTHONDONTWRITEBYTECODE", None)  # test processes use what another one compiled
    sys.stdout.flush()
    return subprocess.Popen(  # noqa: S603  # our own commands
        [sys.executable, "-m", *command],
        cwd=root,
        env={**inherited, **variables},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
    )


def _require_module(module: str) -> None:
    if importlib.util.find_spec(module) is None:
        raise UserError("Chưa cài các gói để kiểm thử. Hãy chạy ./inv test (không phải invoke test).")


def _run_quietly(command: Sequence[str]) -> bool:
    """Run a command and tell if it succeeded. Show its errors only if it failed."""
    try:
        result = subprocess.run(  # noqa: S603  # our own commands
            command, env=build_child_environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except FileNotFoundError:
        return False
    if result.returncode and command[-1] != "true":
        sys.stderr.write(result.stderr.decode(errors="replace"))
    return result.returncode == 0
