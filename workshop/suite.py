"""Lint and tests, the same for people, hooks and CI."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from plugins.mistakes import UserError
from publishing.subprocess_env import child_environment

LINT = (
    ("ruff", "check", "--quiet"),
    ("ruff", "format", "--check", "--quiet"),
    ("mypy",),
)
DEBIAN = {
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
SERVERS = "/usr/local/sbin:/usr/sbin:/sbin"
"""Where Debian puts servers, which may not be on the path of a person."""


def lint(root: Path) -> None:
    """Run every linter, so that all faults are seen at once. Raise UserError where one complains."""
    _need("ruff")
    failed = [" ".join(command[:2]) for command in LINT if _python(root, *command) != 0]
    if failed:
        raise UserError("Mã nguồn chưa đạt (" + ", ".join(failed) + "): xem các dòng ở trên.")


def test(root: Path, *, fast: bool, options: Sequence[str], say: Callable[[str], None]) -> None:
    """Install what is missing, lint, test. Raise UserError where something is not right.

    ``fast`` leaves out the tests in a browser and with servers, ``options`` go to pytest.
    """
    _need("pytest")
    if not fast:
        install_programs(say)
    lint(root)
    chosen = ("-m", "not browser and not servers") if fast else ()
    if _python(root, "pytest", "-n", "2", "--dist", "worksteal", *chosen, *options) != 0:
        raise UserError("Có phép thử không đạt: xem các dòng ở trên.")


def install_programs(say: Callable[[str], None]) -> None:
    """Install the programs that tests start, where we may. Raise UserError naming them otherwise."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), SERVERS))
    packages = [
        name
        for program, names in DEBIAN.items()
        if not shutil.which(program, path=path)
        for name in names.split()
    ]
    if not packages:
        return
    names = " ".join(packages)
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and (not sudo or _quiet([*sudo, "true"])):
        say(f"Đang cài gói Debian để thử: {names}…")
        apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
        _quiet([*apt, "update"])
        if _quiet([*apt, "install", "-y", "--no-install-recommends", *packages]):
            return
    raise UserError(
        f"Thiếu chương trình mà các phép thử cần. Hãy cài: sudo apt-get install {names}; "
        "hoặc bỏ qua các phép thử đó: ./inv test --fast"
    )


def _python(root: Path, *command: str) -> int:
    variables = child_environment()
    variables.pop("BULLETIN_NOW", None)  # a moment set for repeated builds is not the tests'
    sys.stdout.flush()
    return subprocess.run(  # noqa: S603  # our own commands
        [sys.executable, "-m", *command], cwd=root, env=variables, stdin=subprocess.DEVNULL, check=False
    ).returncode


def _need(module: str) -> None:
    if importlib.util.find_spec(module) is None:
        raise UserError("Chưa cài các gói để kiểm thử. Hãy chạy ./inv test (không phải invoke test).")


def _quiet(command: Sequence[str]) -> bool:
    """Run a command, show what it printed only where it failed; return whether it did not."""
    try:
        done = subprocess.run(  # noqa: S603  # our own commands
            command, env=child_environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except FileNotFoundError:
        return False
    if done.returncode and command[-1] != "true":
        sys.stderr.write(done.stderr.decode(errors="replace"))
    return done.returncode == 0
