"""Fixtures: an object store, a proxy with faults, and a bucket for each test."""

import fcntl
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.config import Config
from botocore.loaders import Loader, create_loader

from bulletin.publishing.release.release import Release
from bulletin.publishing.rollback import roll_back
from bulletin.publishing.targets.s3 import lock
from bulletin.publishing.targets.s3.settings import S3Settings
from bulletin.publishing.targets.s3.target import S3Target
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from tests.publishing.small_release import LATER_PUBLISH_TIME
from tests.publishing.targets import faulty_proxy, swift_server

KEY_PREFIX = "bao/tin"
LOCK_KEY = ".releases/lock"


@pytest.fixture(scope="session")
def store(
    shared_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[swift_server.SwiftServer]:
    """The object store of all test processes.

    The process that started it waits at its end until the others have ended.
    Reason: a start takes five seconds of processor time.
    """
    port = shared_folder / "swift.port"
    with (
        ExitStack() as started,
        (shared_folder / "swift.lock").open("w") as change,
        (shared_folder / "swift.users").open("w") as users,
    ):
        fcntl.flock(change, fcntl.LOCK_EX)
        is_first = not port.exists()
        if is_first:
            running = started.enter_context(swift_server.run_swift(tmp_path_factory.mktemp("swift")))
            port.write_text(str(running.port), encoding="ascii")
        else:
            running = swift_server.SwiftServer(int(port.read_text(encoding="ascii")))
        fcntl.flock(users, fcntl.LOCK_SH)
        fcntl.flock(change, fcntl.LOCK_UN)
        yield running
        if is_first:
            fcntl.flock(change, fcntl.LOCK_EX)
            fcntl.flock(users, fcntl.LOCK_EX)
            port.unlink()
            started.close()


@pytest.fixture(scope="session")
def client(store: swift_server.SwiftServer) -> Any:
    """A client of the store that does not use the proxy."""
    return boto3.client(
        "s3",
        endpoint_url=store.address,
        aws_access_key_id=swift_server.SWIFT_ACCOUNT,
        aws_secret_access_key=swift_server.SWIFT_PASSWORD,
        region_name="us-east-1",
        config=Config(
            request_checksum_calculation="when_required",
            s3={"addressing_style": "path"},
            # The store has one process, and the machine may be busy.
            retries={"mode": "standard", "total_max_attempts": 10},
        ),
    )


@pytest.fixture
def proxy(store: swift_server.SwiftServer) -> Iterator[faulty_proxy.FaultyProxy]:
    """A proxy for the store, without faults until a test adds them."""
    with faulty_proxy.run_faulty_proxy(store.port) as proxy:
        yield proxy


@pytest.fixture(scope="session")
def botocore_loader() -> Loader:
    """The loader of botocore's data, which keeps what it has read."""
    return create_loader()


@pytest.fixture(autouse=True)
def share_botocore_data(botocore_loader: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all clients share botocore's data.

    Reason: each client would read four megabytes of JSON again.
    """
    monkeypatch.setattr(botocore.session, "create_loader", lambda _paths: botocore_loader)


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The environment of an editor, without that of the user who runs the tests."""
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", swift_server.SWIFT_ACCOUNT)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", swift_server.SWIFT_PASSWORD)
    monkeypatch.setattr(lock, "CONFLICT_WAIT_SECONDS", 0.05)
    monkeypatch.setattr(lock, "POLL_SECONDS", 0.1)
    monkeypatch.setattr(lock, "SAFETY_MARGIN_SECONDS", 0.0)


@pytest.fixture
def bucket(client: Any) -> "TestedBucket":
    """An empty bucket, read without the proxy."""
    return TestedBucket(client, f"kho-{uuid.uuid4().hex[:12]}")


@pytest.fixture
def target(bucket: "TestedBucket", proxy: faulty_proxy.FaultyProxy, tmp_path: Path) -> S3Target:
    return bucket.create_target(proxy, tmp_path / "cache")


class TestedBucket:
    """A bucket as a test and a reader see it."""

    __test__ = False

    def __init__(self, client: Any, name: str) -> None:
        self.name, self._client = name, client
        client.create_bucket(Bucket=name)

    def create_target(self, proxy: faulty_proxy.FaultyProxy, cache: Path, **settings: Any) -> S3Target:
        """Return the target that reaches this bucket through ``proxy``."""
        known = {"endpoint_url": proxy.address, "addressing_style": "path", "attempts": 3, **settings}
        return S3Target(self.name, KEY_PREFIX, S3Settings(**known), cache)

    def list_paths(self) -> list[str]:
        """Return the paths that readers can request."""
        return [key for key in self.list_keys() if not key.startswith(".releases/")]

    def list_contents(self) -> list[str]:
        """Return the digests of the contents that are kept for releases."""
        return [key.rpartition("/")[2] for key in self.list_keys() if key.startswith(".releases/files/")]

    def list_keys(self) -> list[str]:
        """Return all keys below the prefix, without the prefix."""
        rows = self._client.list_objects_v2(Bucket=self.name, Prefix=f"{KEY_PREFIX}/").get("Contents", ())
        return [row["Key"].removeprefix(f"{KEY_PREFIX}/") for row in rows]

    def get_object(self, path: str) -> dict[str, Any]:
        """Return an object with its headers."""
        found: dict[str, Any] = self._client.get_object(Bucket=self.name, Key=f"{KEY_PREFIX}/{path}")
        return found

    def read_text(self, path: str) -> str:
        """Return the text that readers get at ``path``."""
        text: str = self.get_object(path)["Body"].read().decode()
        return text

    def list_etags(self) -> dict[str, str]:
        """Return the ETags of all objects, which are MD5 digests in this store."""
        rows = self._client.list_objects_v2(Bucket=self.name, Prefix=f"{KEY_PREFIX}/")["Contents"]
        return {row["Key"].removeprefix(f"{KEY_PREFIX}/"): row["ETag"].strip('"') for row in rows}

    def put_object(self, path: str, text: str | bytes) -> None:
        """Write an object that no publish made."""
        body = text.encode() if isinstance(text, str) else text
        self._client.put_object(Bucket=self.name, Key=f"{KEY_PREFIX}/{path}", Body=body)

    def delete_object(self, path: str) -> None:
        self._client.delete_object(Bucket=self.name, Key=f"{KEY_PREFIX}/{path}")


def roll_back_target(target: S3Target, name: str = "") -> Release:
    """Roll back as the command does."""
    withdrawn = WithdrawnAddresses(frozenset(), "")
    return roll_back(target, name, holder="phép thử", now=LATER_PUBLISH_TIME, withdrawn=withdrawn, say=print)
