"""One publisher at a time on the server, whichever machine the publishers sit at.

The server's kernel holds the lock (flock) for a small script there, which lives while this process
gives signs of life. A process that is killed frees the lock at once; a machine that vanishes from
the net, whatever sshd thinks of its connection, after ``_TIMEOUT_SECONDS``.
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
"""Seconds between two signs of life."""
_TIMEOUT_SECONDS = "90"
"""Seconds without one, after which the server takes us for dead."""


@contextmanager
def hold_remote_lock(
    connection: SshConnection, holder: str, moment: datetime, say: MessageCallback
) -> Iterator[str]:
    """Hold the server's lock; yield the token that commands show there. Raise RefusalError.

    ``say`` hears whom we wait for.
    """
    token, note = uuid.uuid4().hex, f"{' '.join(holder.split())}, từ {format_moment(moment, seconds=True)}"
    over = threading.Event()
    with tempfile.TemporaryFile() as errors:
        process = connection.start_script(
            remote_scripts.LOCK_SCRIPT, token, note, _TIMEOUT_SECONDS, stderr=errors
        )
        try:
            answer = _line(process)
            if answer.startswith("busy"):
                who = answer.removeprefix("busy").strip() or "lệnh khác"
                say(f"Đang có người xuất bản vào {connection.address} ({who}). Xin chờ…")
                answer = _line(process)
            if answer != "held":
                terminate_process(process)
                errors.seek(0)
                said = errors.read().decode("utf-8", "replace")
                raise create_ssh_error(connection.address, said, process.returncode)
            pulse = threading.Thread(target=_send_heartbeat, args=(process, over), daemon=True)
            pulse.start()
            try:
                yield token
            finally:
                over.set()
                pulse.join()
        finally:
            terminate_process(process)


def _line(process: RemoteProcess) -> str:
    return process.stdout.readline().decode("utf-8", "replace").strip() if process.stdout else ""


def _send_heartbeat(process: RemoteProcess, over: threading.Event) -> None:
    with suppress(BrokenPipeError):  # the line is gone: the next command says so
        while process.stdin and not over.wait(_HEARTBEAT_SECONDS):
            process.stdin.write(b".")
            process.stdin.flush()
