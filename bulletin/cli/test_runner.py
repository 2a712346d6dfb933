"""Lint and tests, the same for people, hooks and CI."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from bulletin.errors import UserError
from bulletin.publishing.subprocess_env import build_child_environment

STYLE_COMMANDS = (
    ("ruff", "check", "--quiet"),
    ("ruff", "format", "--check", "--quiet"),
    ("tools.check_prose",),
)
TYPE_CHECK_COMMAND = ("mypy",)
FAST_TEST_MARKERS = "not browser and not servers and not slow"
"""The tests of ``./inv test --fast``."""
DEBIAN_PACKAGES = {
    "chromium": "chromium fonts-liberation",
    "nginx": "nginx libnginx-mod-http-brotli-static",
    "sshd": "openssh-server",
    "ssh": "openssh-client",
    "rsync": "rsync",
    "swift-proxy-server": "swift-proxy swift-account swift-container swift-object",
    "memcached": "memcached",
    "openssl": "openssl",
}
"""Programs that the tests start, and the Debian packages of each (a bare machine has no fonts)."""
SERVER_PATH = "/usr/local/sbin:/usr/sbin:/sbin"
"""Where Debian puts servers, which may not be on the path of a person."""


def run_linters(root: Path) -> None:
    """Run every linter, so that all faults are seen at once. Raise UserError where one complains."""
    _require_module("ruff")
    _refuse(command for command in (*STYLE_COMMANDS, TYPE_CHECK_COMMAND) if _python(root, *command) != 0)


def run_tests(root: Path, *, fast: bool, options: Sequence[str], say: Callable[[str], None]) -> None:
    """Install what is missing, lint, test. Raise UserError where something is not right.

    ``fast`` leaves out the slow tests, and those in a browser and with servers. ``options`` go to pytest.
    mypy runs beside the tests and reports after them.
    """
    _require_module("pytest")
    if not fast:
        install_programs(say)
    _refuse(command for command in STYLE_COMMANDS if _python(root, *command) != 0)
    chosen = ("-m", FAST_TEST_MARKERS) if fast else ()
    with tempfile.TemporaryFile() as report, _started(root, *TYPE_CHECK_COMMAND, output=report) as types:
        passed = _python(root, "pytest", "-n", "logical", "--dist", "worksteal", *chosen, *options) == 0
        sound = types.wait() == 0
        report.seek(0)
        sys.stdout.buffer.write(report.read() if not sound else b"")
    _refuse([] if sound else [TYPE_CHECK_COMMAND])
    if not passed:
        raise UserError("Có phép thử không đạt: xem các dòng ở trên.")


def install_programs(say: Callable[[str], None]) -> None:
    """Install the programs that tests start, where we may. Raise UserError naming them otherwise."""
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


def _refuse(failed: Iterable[Sequence[str]]) -> None:
    """Raise UserError where a linter failed."""
    if names := [" ".join(command[:2]) for command in failed]:
        raise UserError("Mã nguồn chưa đạt (" + ", ".join(names) + "): xem các dòng ở trên.")


def _python(root: Path, *command: str) -> int:
    """Run a module of Python. Return its exit code."""
    with _started(root, *command) as process:
        return process.wait()


def _started(root: Path, *command: str, output: BinaryIO | None = None) -> "subprocess.Popen[bytes]":
    variables = build_child_environment()
    variables.pop("BULLETIN_NOW", None)  # a moment set for repeated builds is not the tests'
    sys.stdout.flush()
    return subprocess.Popen(  # noqa: S603  # our own commands
        [sys.executable, "-m", *command],
        cwd=root,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
    )


def _require_module(module: str) -> None:
    if importlib.util.find_spec(module) is None:
        raise UserError("Chưa cài các gói để kiểm thử. Hãy chạy ./inv test (không phải invoke test).")


def _run_quietly(command: Sequence[str]) -> bool:
    """Run a command, show what it printed only where it failed; return whether it did not."""
    try:
        done = subprocess.run(  # noqa: S603  # our own commands
            command, env=build_child_environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except FileNotFoundError:
        return False
    if done.returncode and command[-1] != "true":
        sys.stderr.write(done.stderr.decode(errors="replace"))
    return done.returncode == 0
