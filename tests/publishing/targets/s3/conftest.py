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
from bulletin.publishing.targets.s3.settings import StoreSettings
from bulletin.publishing.targets.s3.target import S3Target
from bulletin.publishing.withdrawal.addresses import Sought
from tests.publishing.helpers import LATER
from tests.publishing.targets import faulty_proxy, swift_server

PREFIX = "bao/tin"
LOCK = ".releases/lock"


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[swift_server.Swift]:
    """The object store of this test process."""
    with swift_server.started(tmp_path_factory.mktemp("swift")) as running:
        yield running


@pytest.fixture(scope="session")
def client(store: swift_server.Swift) -> Any:
    """The way to the store past the line."""
    return boto3.client(
        "s3",
        endpoint_url=store.address,
        aws_access_key_id=swift_server.ACCOUNT,
        aws_secret_access_key=swift_server.PASSWORD,
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
def line(store: swift_server.Swift) -> Iterator[faulty_proxy.Line]:
    """A line to the store, good until a test makes it bad."""
    with faulty_proxy.between(store.port) as between:
        yield between


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What an editor has in the environment; nothing of whoever runs the tests."""
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", swift_server.ACCOUNT)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", swift_server.PASSWORD)
    monkeypatch.setattr(lock, "SETTLE", 0.05)
    monkeypatch.setattr(lock, "PAUSE", 0.1)
    monkeypatch.setattr(lock, "SPARE", 0.0)


@pytest.fixture
def bucket(client: Any) -> "Bucket":
    """An empty bucket, seen past the line."""
    return Bucket(client, f"kho-{uuid.uuid4().hex[:12]}")


@pytest.fixture
def target(bucket: "Bucket", line: faulty_proxy.Line, tmp_path: Path) -> S3Target:
    return bucket.target(line, tmp_path / "cache")


class Bucket:
    """What a test looks at, and what readers see."""

    def __init__(self, client: Any, name: str) -> None:
        self.name, self._client = name, client
        client.create_bucket(Bucket=name)

    def target(self, line: faulty_proxy.Line, cache: Path, **settings: Any) -> S3Target:
        """Return the target that reaches this bucket over ``line``."""
        known = {"endpoint_url": line.address, "addressing_style": "path", "attempts": 3, **settings}
        return S3Target(self.name, PREFIX, StoreSettings(**known), cache)

    def paths(self) -> list[str]:
        """Return what readers can ask for."""
        return [key for key in self.everything() if not key.startswith(".releases/")]

    def contents(self) -> list[str]:
        """Return the digests of what is kept for releases."""
        return [key.rpartition("/")[2] for key in self.everything() if key.startswith(".releases/files/")]

    def everything(self) -> list[str]:
        """Return all that lies below the prefix, without it."""
        rows = self._client.list_objects_v2(Bucket=self.name, Prefix=f"{PREFIX}/").get("Contents", ())
        return [row["Key"].removeprefix(f"{PREFIX}/") for row in rows]

    def object(self, path: str) -> dict[str, Any]:
        """Return an object with its headers."""
        found: dict[str, Any] = self._client.get_object(Bucket=self.name, Key=f"{PREFIX}/{path}")
        return found

    def text(self, path: str) -> str:
        """Return what readers get at ``path``."""
        text: str = self.object(path)["Body"].read().decode()
        return text

    def etags(self) -> dict[str, str]:
        """Return what tells whether two objects are the same; the MD5 in this store."""
        rows = self._client.list_objects_v2(Bucket=self.name, Prefix=f"{PREFIX}/")["Contents"]
        return {row["Key"].removeprefix(f"{PREFIX}/"): row["ETag"].strip('"') for row in rows}

    def put(self, path: str, text: str | bytes) -> None:
        """Write an object as a stranger would."""
        body = text.encode() if isinstance(text, str) else text
        self._client.put_object(Bucket=self.name, Key=f"{PREFIX}/{path}", Body=body)

    def delete(self, path: str) -> None:
        self._client.delete_object(Bucket=self.name, Key=f"{PREFIX}/{path}")


def back(target: S3Target, name: str = "") -> Release:
    """Go back as the task does."""
    nothing = Sought(frozenset(), "")
    return roll_back(target, name, holder="phép thử", moment=LATER, sought=nothing, say=print)
