"""A real object store with an S3 API on loopback: OpenStack Swift from Debian.

Its S3 API does not support ``If-None-Match: *`` and answers 501.
"""

import getpass
import os
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

SWIFT_ACCOUNT, SWIFT_PASSWORD = "test:tester", "testing"  # of a store for the tests alone
_PARTS = ("account", "container", "object")
_PATH = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/local/sbin:/usr/sbin:/sbin"))
_COMMON = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
user = {user}
swift_dir = {root}/etc
workers = {workers}
"""
_PART = """devices = {root}/node
mount_check = false
[pipeline:main]
pipeline = {name}-server
[app:{name}-server]
use = egg:swift#{name}
log_requests = false
conn_timeout = 30
node_timeout = 60
"""
_PROXY = f"""[pipeline:main]
pipeline = catch_errors cache listing_formats s3api tempauth copy slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
# On a busy machine a part answers late. The proxy must not answer 503 for a minute because of that.
conn_timeout = 30
node_timeout = 60
error_suppression_limit = 1000000
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{{memcached}}
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
[filter:tempauth]
use = egg:swift#tempauth
user_{SWIFT_ACCOUNT.replace(":", "_")} = {SWIFT_PASSWORD} .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
"""


_RINGS = """
import sys
from swift.common.ring import RingBuilder
folder, *parts = sys.argv[1:]
for part in parts:
    name, port = part.split(":")
    ring = RingBuilder(8, 1, 1)
    ring.add_dev({"region": 1, "zone": 1, "ip": "127.0.0.1", "port": int(port), "device": "d1", "weight": 1})
    ring.rebalance()
    ring.get_ring().save(f"{folder}/{name}.ring.gz")
"""


@dataclass(frozen=True)
class SwiftServer:
    """A running store."""

    port: int

    @property
    def address(self) -> str:
        """The endpoint for boto3."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def run_swift(folder: Path) -> Iterator[SwiftServer]:
    """Yield a store that keeps its data below ``folder``.

    If the disk of ``folder`` has no extended attributes, use the cache of the workspace.
    """
    with tempfile.TemporaryDirectory(prefix="swift-", dir=_find_folder_with_attributes(folder)) as name:
        root = Path(name)
        ports = dict(zip((*_PARTS, "proxy", "memcached"), _find_free_ports(5), strict=True))
        _configure(root, ports)
        processes: list[subprocess.Popen[bytes]] = []
        with (root / "log").open("wb") as log:
            try:
                user = ["-u", getpass.getuser()]
                command = ["memcached", *user, "-l", "127.0.0.1", "-p", str(ports["memcached"])]
                processes.append(_start(command, log))
                for part in (*_PARTS, "proxy"):
                    command = [f"swift-{part}-server", f"{root}/etc/{part}-server.conf"]
                    processes.append(_start(command, log))
                _wait_for_server(ports["proxy"], root / "log")
                yield SwiftServer(ports["proxy"])
            finally:
                for process in processes:
                    process.kill()  # their data are not needed
                for process in processes:
                    process.wait()


def _configure(root: Path, ports: dict[str, int]) -> None:
    for folder in ("etc", "node/d1"):
        (root / folder).mkdir(parents=True)
    (root / "etc/swift.conf").write_text(
        "[swift-hash]\nswift_hash_path_prefix = bulletin\nswift_hash_path_suffix = bulletin\n"
        "[storage-policy:0]\nname = single\ndefault = yes\n"
    )
    for part in (*_PARTS, "proxy"):
        # A part without workers serves in the process that we started and can stop.
        values = {
            "port": ports[part],
            "user": getpass.getuser(),
            "root": root,
            "name": part,
            "workers": 0,
            **ports,
        }
        text = (_COMMON + (_PROXY if part == "proxy" else _PART)).format(**{**values, "port": ports[part]})
        (root / f"etc/{part}-server.conf").write_text(text)
    words = [f"{part}:{ports[part]}" for part in _PARTS]
    command = ["/usr/bin/python3", "-c", _RINGS, f"{root}/etc", *words]  # Debian's Python has Swift
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL, env=_build_environment())


def _start(command: list[str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=_build_environment()
    )


def _build_environment() -> dict[str, str]:
    """Return the environment for Debian's Python, without our virtual environment."""
    ours = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    return {**{key: value for key, value in os.environ.items() if key not in ours}, "PATH": _PATH}


def _wait_for_server(port: int, log: Path) -> None:
    for _ in range(1200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/info", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the object store did not answer:\n" + log.read_text(errors="replace")[-2000:])


def _find_free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in sockets]
    for probe in sockets:
        probe.close()
    return ports


def _find_folder_with_attributes(folder: Path) -> Path:
    """Return a folder on a disk with extended attributes, which Swift needs."""
    cache = Path(__file__).parents[3] / ".cache"
    for place in (folder, cache):
        place.mkdir(parents=True, exist_ok=True)
        probe = place / ".attributes"
        probe.touch()
        try:
            os.setxattr(probe, "user.probe", b"1")
        except OSError:
            continue
        finally:
            probe.unlink()
        return place
    raise AssertionError(f"neither {folder} nor {cache} is on a disk with extended attributes")
