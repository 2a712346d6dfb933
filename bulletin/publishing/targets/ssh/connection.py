"""One connection to a server, over which every command of a publish goes: a poor line pays one handshake.

It lives as long as a pipe to this process is open: whatever ends the process, ``kill -9`` included,
ends the connection too. Identity files, jump hosts and the like are ssh's own business, in ~/.ssh/config.
"""

import os
import shlex
import subprocess
import tempfile
import weakref
from collections.abc import Callable, Iterable
from itertools import takewhile
from pathlib import Path
from typing import IO

from bulletin.errors import UserError
from bulletin.publishing.subprocess_env import build_child_environment
from bulletin.publishing.targets.ssh.address import SshAddress
from bulletin.publishing.targets.ssh.errors import create_ssh_error

CONFIG_ENV_VAR = "BULLETIN_SSH_CONFIG"
"""Names a file to read instead of ~/.ssh/config, for an office that keeps its own."""
_REQUIRED_OPTIONS = """
Host *
    BatchMode yes
    StrictHostKeyChecking yes
    UpdateHostKeys no
    ClearAllForwardings yes
    ForwardAgent no
    PermitLocalCommand no
    RequestTTY no
    LogLevel ERROR
    ControlPersist no
"""
"""An unknown or changed host key is refused, never asked for nor accepted in silence.

What ssh reads first holds, and a jump host is reached with the same file: with options of the command line it is not.
"""
_DEFAULTS = """
Host *
    ConnectTimeout 20
    ServerAliveInterval 10
    ServerAliveCountMax 3
"""
"""Where the user's configuration is silent: a dead line is noticed within half a minute."""
_READY = "echo ready; exec cat >/dev/null"
_PACKED = "gz/br/zst/jpg/jpeg/png/webp/avif/gif/woff2/pdf/zip/docx/xlsx/pptx/odt/mp3/mp4/webm"
"""What does not become smaller on its way."""
_RSYNC_TIMEOUT = 60
"""Seconds after which rsync gives up a line on which nothing moves."""
_EXIT_TIMEOUT = 5
"""Seconds for a process to end by itself."""
_GREETING = 100
"""Lines that a server's shell may print of its own before ours."""


class SshConnection:
    """A connection to the server of ``address``, made when it is first needed."""

    def __init__(self, address: SshAddress) -> None:
        self.address = address
        self._master: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def run_script(
        self,
        script: str,
        *arguments: str,
        text: bytes = b"",
        hear: Callable[[bytes], object] = lambda _: None,
    ) -> bytes:
        """Return what a script prints on the server; ``hear`` gets it also where that fails. Raise RefusalError."""
        self.open()
        done = _start(self._ssh(_remote(script, self.address.path, *arguments)), text)
        hear(done.stdout)
        if done.returncode:
            raise self._refusal(done.stderr, done.returncode)
        return done.stdout

    def start_script(self, script: str, *arguments: str, stderr: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start a script on the server that runs until its input ends. Raise RefusalError."""
        self.open()
        command = self._ssh(_remote(script, self.address.path, *arguments))
        return subprocess.Popen(  # noqa: S603  # ssh, every word quoted
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            env=build_child_environment(),
        )

    def run_rsync(
        self,
        options: Iterable[str],
        ends: Callable[[str], tuple[str, str]],
        served: tuple[str, ...],
        *,
        text: bytes = b"",
        hear: Callable[[str], object] = lambda _: None,
    ) -> None:
        """Let rsync copy between here and the server; ``hear`` gets what it prints. Raise RefusalError.

        ``ends`` makes source and destination of the prefix that means the server, ``served`` is the script
        that starts rsync there, with its arguments.
        """
        self.open()
        host = f"[{self.address.host}]" if ":" in self.address.host else self.address.host
        script, *arguments = served
        command = [
            *(
                "rsync",
                "--recursive",
                "--compress",
                f"--skip-compress={_PACKED}",
                f"--timeout={_RSYNC_TIMEOUT}",
            ),
            *("-e", shlex.join(self._ssh()[:-2])),
            f"--rsync-path={_remote(script, self.address.path, *arguments)}",
            *options,
            *ends(f"{host}:"),
        ]
        with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as given:
            given.write(text)
            given.seek(0)
            with _popen(command, given, errors) as running:
                while part := os.read(running.stdout.fileno(), 4096) if running.stdout else b"":
                    hear(part.decode("utf-8", "replace"))
            if running.returncode:
                errors.seek(0)
                raise self._refusal(errors.read(), running.returncode, program="rsync")

    def open(self) -> None:
        """Connect, unless that was done. Raise RefusalError."""
        if self._master is not None:
            return
        self._folder = tempfile.TemporaryDirectory(prefix="bulletin-")
        config = Path(self._folder.name) / "config"
        config.write_text(build_ssh_config(), encoding="utf-8")
        with tempfile.TemporaryFile() as errors:
            master = _popen(self._ssh(_READY, master=True), subprocess.PIPE, errors)
            heard = (master.stdout.readline() for _ in range(_GREETING)) if master.stdout else ()
            if not any(line == b"ready\n" for line in takewhile(bool, heard)):
                terminate_process(master)
                errors.seek(0)
                raise self._refusal(errors.read(), master.returncode)
        self._master = master
        weakref.finalize(self, terminate_process, master)

    def close(self) -> None:
        """Hang up. The next command connects again."""
        master, self._master = self._master, None
        if master is not None:
            terminate_process(master)
        if self._folder is not None:
            self._folder.cleanup()

    def _ssh(self, command: str = "", *, master: bool = False) -> list[str]:
        """Return the words that run ``command`` on the server."""
        address, folder = self.address, self._folder.name if self._folder else ""
        options = (f"ControlMaster={'yes' if master else 'no'}", f"ControlPath={folder}/s")
        words = ["ssh", "-F", f"{folder}/config", *(word for one in options for word in ("-o", one))]
        words += ["-p", str(address.port)] if address.port else []
        words += ["-l", address.user] if address.user else []
        return [*words, address.host, command]

    def _refusal(self, said: bytes, code: int, *, program: str = "ssh") -> UserError:
        return create_ssh_error(self.address, said.decode("utf-8", "replace"), code, program=program)


def build_ssh_config() -> str:
    """Return a configuration that has our rules first, then asks the user's, then the machine's, then has our defaults."""
    own = os.environ.get(CONFIG_ENV_VAR)
    files = [str(Path(own).resolve())] if own else ["~/.ssh/config", "/etc/ssh/ssh_config"]
    return _REQUIRED_OPTIONS + "".join(f'Include "{file}"\n' for file in files) + _DEFAULTS


def _remote(script: str, *arguments: str) -> str:
    """Return a command line for whatever shell the user has on the server."""
    return shlex.join(["sh", "-c", script, "bulletin", *arguments])


def _start(command: list[str], text: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603  # ssh, every word quoted
            command, input=text, capture_output=True, env=build_child_environment(), check=False
        )
    except FileNotFoundError as error:
        raise _missing(error) from error


def _popen(command: list[str], stdin: IO[bytes] | int, stderr: IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603  # ssh or rsync, every word quoted
            command, stdin=stdin, stdout=subprocess.PIPE, stderr=stderr, env=build_child_environment()
        )
    except FileNotFoundError as error:
        raise _missing(error) from error


def _missing(error: FileNotFoundError) -> UserError:
    return UserError(
        f"Máy này chưa có {error.filename}. Hãy cài rồi chạy lại: sudo apt install openssh-client rsync"
    )


def terminate_process(process: subprocess.Popen[bytes]) -> None:
    """Close the pipes that keep ``process`` alive, and see to it that it ends."""
    if process.stdin and not process.stdin.closed:
        process.stdin.close()
    try:
        process.wait(_EXIT_TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
