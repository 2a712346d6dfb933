"""A store, a line to it that can be made bad, and a bucket of its own for each test."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from bulletin.publishing.release.release import Release
from bulletin.publishing.rollback import roll_back
from bulletin.publishing.targets.s3 import lock
from bulletin.publishing.targets.s3.settings import S3Settings
from bulletin.publishing.targets.s3.target import S3Target
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from tests.publishing.helpers import LATER_PUBLISH_TIME
from tests.publishing.targets import faulty_proxy, swift_server

KEY_PREFIX = "bao/tin"
LOCK_KEY = ".releases/lock"


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[swift_server.SwiftServer]:
    """The object store of this test process."""
    with swift_server.run_swift(tmp_path_factory.mktemp("swift")) as running:
        yield running


@pytest.fixture(scope="session")
def client(store: swift_server.SwiftServer) -> Any:
    """The way to the store past the line."""
    return boto3.client(
        "s3",
        endpoint_url=store.address,
        aws_access_key_id=swift_server.SWIFT_ACCOUNT,
        aws_secret_access_key=swift_server.SWIFT_PASSWORD,
        region_name="us-east-1",
        config=Config(
            request_checksum_calculation="when_required",
            s3={"addressing_style": "path"},
            retries={
                "mode": "standard",
                "total_max_attempts": 10,
            },  # a store of one process on a busy machine
        ),
    )


@pytest.fixture
def proxy(store: swift_server.SwiftServer) -> Iterator[faulty_proxy.FaultyProxy]:
    """A line to the store, good until a test makes it bad."""
    with faulty_proxy.run_faulty_proxy(store.port) as between:
        yield between


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What an editor has in the environment; nothing of whoever runs the tests."""
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
    """An empty bucket, seen past the line."""
    return TestedBucket(client, f"kho-{uuid.uuid4().hex[:12]}")


@pytest.fixture
def target(bucket: "TestedBucket", proxy: faulty_proxy.FaultyProxy, tmp_path: Path) -> S3Target:
    return bucket.create_target(proxy, tmp_path / "cache")


class TestedBucket:
    """What a test looks at, and what readers see."""

    def __init__(self, client: Any, name: str) -> None:
        self.name, self._client = name, client
        client.create_bucket(Bucket=name)

    def create_target(self, line: faulty_proxy.FaultyProxy, cache: Path, **settings: Any) -> S3Target:
        """Return the target that reaches this bucket over ``line``."""
        known = {"endpoint_url": line.address, "addressing_style": "path", "attempts": 3, **settings}
        return S3Target(self.name, KEY_PREFIX, S3Settings(**known), cache)

    def list_paths(self) -> list[str]:
        """Return what readers can ask for."""
        return [key for key in self.list_keys() if not key.startswith(".releases/")]

    def list_contents(self) -> list[str]:
        """Return the digests of what is kept for releases."""
        return [key.rpartition("/")[2] for key in self.list_keys() if key.startswith(".releases/files/")]

    def list_keys(self) -> list[str]:
        """Return all that lies below the prefix, without it."""
        rows = self._client.list_objects_v2(Bucket=self.name, Prefix=f"{KEY_PREFIX}/").get("Contents", ())
        return [row["Key"].removeprefix(f"{KEY_PREFIX}/") for row in rows]

    def get_object(self, path: str) -> dict[str, Any]:
        """Return an object with its headers."""
        found: dict[str, Any] = self._client.get_object(Bucket=self.name, Key=f"{KEY_PREFIX}/{path}")
        return found

    def read_text(self, path: str) -> str:
        """Return what readers get at ``path``."""
        text: str = self.get_object(path)["Body"].read().decode()
        return text

    def list_etags(self) -> dict[str, str]:
        """Return what tells whether two objects are the same; the MD5 in this store."""
        rows = self._client.list_objects_v2(Bucket=self.name, Prefix=f"{KEY_PREFIX}/")["Contents"]
        return {row["Key"].removeprefix(f"{KEY_PREFIX}/"): row["ETag"].strip('"') for row in rows}

    def put_object(self, path: str, text: str | bytes) -> None:
        """Write an object as a stranger would."""
        body = text.encode() if isinstance(text, str) else text
        self._client.put_object(Bucket=self.name, Key=f"{KEY_PREFIX}/{path}", Body=body)

    def delete_object(self, path: str) -> None:
        self._client.delete_object(Bucket=self.name, Key=f"{KEY_PREFIX}/{path}")


def roll_back_target(target: S3Target, name: str = "") -> Release:
    """Go back as the task does."""
    nothing = WithdrawnAddresses(frozenset(), "")
    return roll_back(target, name, holder="phép thử", now=LATER_PUBLISH_TIME, withdrawn=nothing, say=print)
