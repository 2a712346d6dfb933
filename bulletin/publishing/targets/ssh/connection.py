"""One SSH connection to a server for all commands of a publish.

The connection ends with this process, even after ``kill -9``, because it needs an open pipe to the process.
Identity files, jump hosts and similar options belong in ~/.ssh/config.
Reason: a slow line pays for one handshake only.
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
from bulletin.publishing.targets.ssh.address import SshAddress
from bulletin.publishing.targets.ssh.errors import create_ssh_error
from bulletin.publishing.workspace.subprocess_env import build_child_environment

CONFIG_ENV_VAR = "BULLETIN_SSH_CONFIG"
"""The environment variable that names a file to read instead of ~/.ssh/config."""
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
"""Options that refuse an unknown or changed host key without a question.

The first value that ssh reads is valid. So these options stand before the user's configuration.
Reason: a jump host is reached with the same file, but not with options of the command line.
"""
_DEFAULTS = """
Host *
    ConnectTimeout 20
    ServerAliveInterval 10
    ServerAliveCountMax 3
"""
"""Options that the user's configuration may change. They detect a dead connection in half a minute."""
_READY = "echo ready; exec cat >/dev/null"
_COMPRESSED_SUFFIXES = (
    "gz/br/zst/jpg/jpeg/png/webp/avif/gif/woff2/pdf/zip/docx/xlsx/pptx/odt/mp3/m4a/ogg/opus/mp4/webm"
)
"""Suffixes of files that rsync does not compress."""
_RSYNC_TIMEOUT = 60
"""Seconds without data after which rsync gives up."""
_EXIT_TIMEOUT = 5
"""Seconds that a process has to end by itself."""
_MAX_GREETING_LINES = 100
"""Lines that the shell of a server may print before our script runs."""


class SshConnection:
    """A connection to the server of ``address``, opened when it is first needed."""

    def __init__(self, address: SshAddress) -> None:
        self.address = address
        self._master: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def run_script(
        self,
        script: str,
        *arguments: str,
        text: bytes = b"",
        receive_output: Callable[[bytes], object] = lambda _: None,
    ) -> bytes:
        """Run a script on the server and return its output. Raise SshError.

        ``receive_output`` gets the output even if the script fails.
        """
        self.open()
        command = self._build_ssh_command(_quote_script(script, self.address.path, *arguments))
        done = _run(command, text)
        receive_output(done.stdout)
        if done.returncode:
            raise self._create_error(done.stderr, done.returncode)
        return done.stdout

    def start_script(self, script: str, *arguments: str, stderr: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start a script that runs until its input ends. Raise SshError."""
        self.open()
        command = self._build_ssh_command(_quote_script(script, self.address.path, *arguments))
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
        get_paths: Callable[[str], tuple[str, str]],
        remote_script: tuple[str, ...],
        *,
        text: bytes = b"",
        receive_output: Callable[[str], object] = lambda _: None,
    ) -> None:
        """Copy files between this machine and the server with rsync. Raise SshError.

        Args:
            options: Options of rsync.
            get_paths: Returns source and destination, given the prefix of paths on the server.
            remote_script: The script that starts rsync on the server, and its arguments.
            text: The input of rsync.
            receive_output: Gets the output of rsync.

        """
        self.open()
        host = f"[{self.address.host}]" if ":" in self.address.host else self.address.host
        script, *arguments = remote_script
        command = [
            *(
                "rsync",
                "--recursive",
                "--compress",
                f"--skip-compress={_COMPRESSED_SUFFIXES}",
                f"--timeout={_RSYNC_TIMEOUT}",
            ),
            *("-e", shlex.join(self._build_ssh_command()[:-2])),
            f"--rsync-path={_quote_script(script, self.address.path, *arguments)}",
            *options,
            *get_paths(f"{host}:"),
        ]
        with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as stdin:
            stdin.write(text)
            stdin.seek(0)
            with _start_process(command, stdin, errors) as process:
                while part := os.read(process.stdout.fileno(), 4096) if process.stdout else b"":
                    receive_output(part.decode("utf-8", "replace"))
            if process.returncode:
                errors.seek(0)
                raise self._create_error(errors.read(), process.returncode, program="rsync")

    def open(self) -> None:
        """Connect to the server if there is no connection yet. Raise SshError."""
        if self._master is not None:
            return
        self._folder = tempfile.TemporaryDirectory(prefix="bulletin-")
        config = Path(self._folder.name) / "config"
        config.write_text(build_ssh_config(), encoding="utf-8")
        with tempfile.TemporaryFile() as errors:
            master = _start_process(self._build_ssh_command(_READY, master=True), subprocess.PIPE, errors)
            lines = (master.stdout.readline() for _ in range(_MAX_GREETING_LINES)) if master.stdout else ()
            if not any(line == b"ready\n" for line in takewhile(bool, lines)):
                terminate_process(master)
                errors.seek(0)
                raise self._create_error(errors.read(), master.returncode)
        self._master = master
        weakref.finalize(self, terminate_process, master)

    def close(self) -> None:
        """Close the connection. The next command connects again."""
        master, self._master = self._master, None
        if master is not None:
            terminate_process(master)
        if self._folder is not None:
            self._folder.cleanup()

    def _build_ssh_command(self, command: str = "", *, master: bool = False) -> list[str]:
        """Return the command line that runs ``command`` on the server."""
        address, folder = self.address, self._folder.name if self._folder else ""
        options = (f"ControlMaster={'yes' if master else 'no'}", f"ControlPath={folder}/s")
        words = ["ssh", "-F", f"{folder}/config", *(word for option in options for word in ("-o", option))]
        words += ["-p", str(address.port)] if address.port else []
        words += ["-l", address.user] if address.user else []
        return [*words, address.host, command]

    def _create_error(self, stderr: bytes, code: int, *, program: str = "ssh") -> UserError:
        return create_ssh_error(self.address, stderr.decode("utf-8", "replace"), code, program=program)


def build_ssh_config() -> str:
    """Return the configuration file for ssh.

    The required options come first, then the files of the user and of the machine, then our defaults.
    """
    own = os.environ.get(CONFIG_ENV_VAR)
    files = [str(Path(own).resolve())] if own else ["~/.ssh/config", "/etc/ssh/ssh_config"]
    return _REQUIRED_OPTIONS + "".join(f'Include "{file}"\n' for file in files) + _DEFAULTS


def _quote_script(script: str, *arguments: str) -> str:
    """Return a command line that every shell of a server understands."""
    return shlex.join(["sh", "-c", script, "bulletin", *arguments])


def _run(command: list[str], text: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603  # ssh, every word quoted
            command, input=text, capture_output=True, env=build_child_environment(), check=False
        )
    except FileNotFoundError as error:
        raise _create_missing_program_error(error) from error


def _start_process(command: list[str], stdin: IO[bytes] | int, stderr: IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603  # ssh or rsync, every word quoted
            command, stdin=stdin, stdout=subprocess.PIPE, stderr=stderr, env=build_child_environment()
        )
    except FileNotFoundError as error:
        raise _create_missing_program_error(error) from error


def _create_missing_program_error(error: FileNotFoundError) -> UserError:
    return UserError(
        f"Máy này chưa có {error.filename}. Hãy cài rồi chạy lại: sudo apt install openssh-client rsync"
    )


def terminate_process(process: subprocess.Popen[bytes]) -> None:
    """Close the pipes that keep ``process`` alive, and make it end."""
    if process.stdin and not process.stdin.closed:
        process.stdin.close()
    try:
        process.wait(_EXIT_TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
