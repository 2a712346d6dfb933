"""An OpenSSH server on a free local port, with keys of its own.

It runs as the user who runs the tests.
"""

import getpass
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bulletin.publishing.targets.ssh.address import SshAddress
from bulletin.publishing.targets.ssh.target import SshTarget

CommandWrapper = Callable[[list[str]], list[str]]


class SshServer:
    """A server with its keys and settings in ``folder``.

    ``client_config`` is the configuration file for clients.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.client_config, self.known_hosts = folder / "config", folder / "known_hosts"
        folder.mkdir(parents=True)
        for name in ("host", "user"):
            create_key_pair(folder / name)
        (folder / "authorized_keys").write_bytes((folder / "user.pub").read_bytes())
        self.port = find_free_port()
        self.add_known_host(self.port)
        self.write_client_config()

    def add_known_host(self, *ports: int, name: str = "host") -> None:
        """Make the key of a server known to clients, for every one of ``ports``."""
        public = (self.folder / f"{name}.pub").read_text(encoding="utf-8")
        self.known_hosts.write_text(
            "".join(f"[127.0.0.1]:{port} {public}" for port in ports), encoding="utf-8"
        )

    def write_client_config(self, identity: str = "user", patience: int = 2) -> None:
        """Write the configuration file for clients.

        They detect a dead connection after ``patience`` seconds.
        """
        self.client_config.write_text(
            f"Host *\nIdentityFile {self.folder / identity}\nIdentitiesOnly yes\n"
            f"UserKnownHostsFile {self.known_hosts}\nGlobalKnownHostsFile none\n"
            "KexAlgorithms curve25519-sha256\n"  # faster than the post-quantum default
            f"ConnectTimeout {patience}\nServerAliveInterval {patience // 2}\nServerAliveCountMax 2\n",
            encoding="utf-8",
        )

    def create_target(self, path: Path | str, cache: Path, port: int = 0) -> SshTarget:
        """Return the target for a folder of this server."""
        return SshTarget(SshAddress.parse(self.get_address(path, port)), cache)

    def get_address(self, path: Path | str, port: int = 0) -> str:
        return f"ssh://{getpass.getuser()}@127.0.0.1:{port or self.port}{path}"

    @contextmanager
    def run(self, wrap: CommandWrapper = list, **settings: str) -> Iterator["SshServer"]:
        """Serve inside the block.

        ``wrap`` changes the command line. ``settings`` are further settings of sshd.
        """
        lines = {
            "Port": str(self.port),
            "ListenAddress": "127.0.0.1",
            "HostKey": str(self.folder / "host"),
            "AuthorizedKeysFile": str(self.folder / "authorized_keys"),
            "PidFile": "none",
            "StrictModes": "no",
            "UsePAM": "no",
            "PasswordAuthentication": "no",
            "KbdInteractiveAuthentication": "no",
            "PermitRootLogin": "prohibit-password",
            "MaxStartups": "100",
            "SetEnv": f"HOME={self.folder}",  # the start-up files of the user's shell may be slow or print
            **settings,
        }
        config, log = self.folder / "sshd_config", self.folder / "log"
        config.write_text("".join(f"{name} {value}\n" for name, value in lines.items()), encoding="utf-8")
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)  # needed by the privilege separation of sshd
        with log.open("ab") as stream:
            server = subprocess.Popen(wrap(["/usr/sbin/sshd", "-D", "-e", "-f", str(config)]), stderr=stream)
        try:
            _wait_for_server(self.port, server, log)
            yield self
        finally:
            server.terminate()
            server.wait()


def create_key_pair(file: Path) -> None:
    """Make a key pair."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(file)], check=True)


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for_server(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as connection:
                if connection.recv(3) == b"SSH":
                    return
        except OSError:
            time.sleep(0.02)
    raise AssertionError(log.read_text(encoding="utf-8"))
