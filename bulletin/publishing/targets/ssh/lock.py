"""The lock that lets one publisher at a time write to a server.

The kernel of the server holds the lock (flock) for a small script.
The script lives while this process sends heartbeats.
If this process is killed, the lock is free at once.
If this machine leaves the network, the lock is free after ``HEARTBEAT_TIMEOUT_SECONDS``.
"""

import tempfile
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from subprocess import Popen

from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.targets.ssh import remote_scripts
from bulletin.publishing.targets.ssh.connection import SshConnection, terminate_process
from bulletin.publishing.targets.ssh.errors import create_ssh_error
from bulletin.text.formatting import format_moment

RemoteProcess = Popen[bytes]
_HEARTBEAT_SECONDS = 15.0
"""Seconds between two heartbeats."""
HEARTBEAT_TIMEOUT_SECONDS = "90"
"""Seconds without a heartbeat after which the server frees the lock."""


@contextmanager
def hold_remote_lock(
    connection: SshConnection, holder: str, now: datetime, say: MessageCallback
) -> Iterator[str]:
    """Hold the lock of the server, and yield the token of the holder. Raise SshError.

    Scripts that write must present the token.
    ``say`` gets the name of another holder while this process waits.
    """
    token, note = uuid.uuid4().hex, f"{' '.join(holder.split())}, từ {format_moment(now, seconds=True)}"
    is_done = threading.Event()
    with tempfile.TemporaryFile() as errors:
        process = connection.start_script(
            remote_scripts.LOCK_SCRIPT, token, note, HEARTBEAT_TIMEOUT_SECONDS, stderr=errors
        )
        try:
            answer = _read_line(process)
            if answer.startswith("busy"):
                other_holder = answer.removeprefix("busy").strip() or "lệnh khác"
                say(f"Đang có người xuất bản vào {connection.address} ({other_holder}). Xin chờ…")
                answer = _read_line(process)
            if answer != "held":
                terminate_process(process)
                errors.seek(0)
                stderr = errors.read().decode("utf-8", "replace")
                raise create_ssh_error(connection.address, stderr, process.returncode)
            heartbeat = threading.Thread(target=_send_heartbeat, args=(process, is_done), daemon=True)
            heartbeat.start()
            try:
                yield token
            finally:
                is_done.set()
                heartbeat.join()
        finally:
            terminate_process(process)


def _read_line(process: RemoteProcess) -> str:
    return process.stdout.readline().decode("utf-8", "replace").strip() if process.stdout else ""


def _send_heartbeat(process: RemoteProcess, is_done: threading.Event) -> None:
    with suppress(BrokenPipeError):  # the connection is lost, which the next command reports
        while process.stdin and not is_done.wait(_HEARTBEAT_SECONDS):
            process.stdin.write(b".")
            process.stdin.flush()
