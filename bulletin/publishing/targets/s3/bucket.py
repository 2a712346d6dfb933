"""Requests to an object store, and their errors."""

import base64
import hashlib
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import boto3
from botocore.awsrequest import AWSPreparedRequest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from bulletin.errors import TargetError, UserError
from bulletin.processes.progress import track_progress
from bulletin.processes.progress_display import display_progress
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.targets.s3.error_messages import describe_s3_error, get_s3_error_code
from bulletin.publishing.targets.s3.settings import S3Settings

LIST_PAGE_SIZE = 1000
"""Number of objects that a store lists in one answer."""
_PRIVATE = {"ContentType": "application/octet-stream", "CacheControl": "private, no-store"}
_CONNECT_TIMEOUT, _READ_TIMEOUT = 15, 60
"""Seconds that a store has to accept a connection, and to answer."""
_MISSING = {"NoSuchKey", "404"}
_CONFLICTS = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}
BucketItemT = TypeVar("BucketItemT")


class BucketError(TargetError):
    """The store refused a request, or could not be reached."""


class ObjectNotFoundError(BucketError):
    """There is no object of that key."""


class ObjectExistsError(BucketError):
    """An object exists although a request asked for a new one."""


class OperationUnsupportedError(BucketError):
    """The store does not support a request."""


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """An object as a store lists it."""

    etag: str
    """Equal for equal contents. Mostly the MD5, but nothing here relies on that."""
    size: int
    last_modified: datetime
    """By the clock of the store."""


class Bucket:
    """One bucket.

    Every method raises BucketError. Several threads may call all methods.
    """

    def __init__(self, bucket: str, settings: S3Settings, name: str) -> None:
        self._bucket, self._settings, self._name = bucket, settings, name
        self._server_time = datetime.now(UTC)  # until the first answer
        self.before_write: Callable[[str], object] = lambda _: None
        """Called with the address before each request that writes or deletes, also before a retry."""

    @property
    def server_time(self) -> datetime:
        """The time of the last answer. All publishers share the clock of the store."""
        return self._server_time

    def get(self, key: str) -> tuple[bytes, datetime]:
        """Return the content of an object, and the time at which it was written."""
        for _ in range(
            self._settings.attempts
        ):  # botocore repeats the request, but not the reading of the body
            answer = self._call("get_object", Key=key)
            try:
                return answer["Body"].read(), answer["LastModified"]
            except BotoCoreError as error:
                broken = error
        raise BucketError(self._name, describe_s3_error(broken)) from broken

    def put(self, key: str, text: bytes, *, new: bool = False) -> ObjectInfo:
        """Write an object that readers must not see.

        The ETag is empty if another publisher wrote the object in the same moment: Swift then keeps the newer one.
        If ``new``, raise ObjectExistsError if there is such an object.
        Raise OperationUnsupportedError if the store cannot check that in the same step.
        """
        condition = {"IfNoneMatch": "*"} if new else {}
        digest = hashlib.md5(text, usedforsecurity=False).digest()
        answer = self._call(
            "put_object", Key=key, Body=text, ContentMD5=_base64(digest), **_PRIVATE, **condition
        )
        return ObjectInfo(answer.get("ETag", ""), len(text), self.server_time)

    def upload_file(self, key: str, file: Path, sha256: str) -> ObjectInfo:
        """Upload a file, out of sight of readers. Raise UserError if it was changed."""
        digest, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
                md5.update(block)
                size += len(block)
            if digest.hexdigest() != sha256:
                raise UserError("Thư mục output thay đổi trong lúc phát hành. Hãy chạy lại lệnh publish.")
            stream.seek(0)
            answer = self._call(
                "put_object",
                Key=key,
                Body=stream,
                ContentLength=size,
                ContentMD5=_base64(md5.digest()),
                Metadata={"sha256": sha256},
                **_PRIVATE,
            )
        return ObjectInfo(answer["ETag"], size, self.server_time)

    def copy(
        self, source: ObjectInfo, origin: str, key: str, headers: dict[str, str], sha256: str
    ) -> ObjectInfo:
        """Copy the object at ``origin`` to ``key``, with other headers.

        The copy fails if the object is not ``source`` any more.
        """
        answer = self._call(
            "copy_object",
            Key=key,
            CopySource={"Bucket": self._bucket, "Key": origin},
            CopySourceIfMatch=source.etag,
            MetadataDirective="REPLACE",
            Metadata={"sha256": sha256},
            **headers,
        )
        return ObjectInfo(answer["CopyObjectResult"]["ETag"], source.size, self.server_time)

    def delete(self, key: str) -> None:
        """Delete an object. It need not exist."""
        self._call("delete_object", Key=key)

    def list_objects(self, prefix: str) -> dict[str, ObjectInfo]:
        """Return the objects whose keys begin with ``prefix``."""
        return self._list(prefix)[0]

    def list_folder(self, prefix: str) -> tuple[dict[str, ObjectInfo], list[str]]:
        """Return the objects directly below ``prefix``, and the prefixes of subfolders."""
        return self._list(prefix, Delimiter="/")

    def map_concurrently(
        self, work: Callable[[BucketItemT], object], items: Collection[BucketItemT]
    ) -> Iterator[None]:
        """Do ``work`` for every item in several threads, and yield after each item.

        Stop at the first error and raise it.
        """
        with ThreadPoolExecutor(self._settings.workers) as pool:
            try:
                for done in as_completed([pool.submit(work, item) for item in items]):
                    done.result()
                    yield
            finally:
                pool.shutdown(cancel_futures=True)

    def _list(self, prefix: str, **words: str) -> tuple[dict[str, ObjectInfo], list[str]]:
        found: dict[str, ObjectInfo] = {}
        folders: list[str] = []
        while True:
            answer = self._call("list_objects_v2", Prefix=prefix, MaxKeys=LIST_PAGE_SIZE, **words)
            for row in answer.get("Contents", ()):
                found[row["Key"]] = ObjectInfo(row["ETag"], row["Size"], row["LastModified"])
            folders += [row["Prefix"] for row in answer.get("CommonPrefixes", ())]
            if not answer.get("IsTruncated"):
                return found, folders
            words["ContinuationToken"] = answer["NextContinuationToken"]

    def _call(self, operation: str, **words: Any) -> Any:
        try:
            answer = getattr(self._client, operation)(Bucket=self._bucket, **words)
        except (ClientError, BotoCoreError) as error:
            raise self._create_error(error) from error
        if date := answer["ResponseMetadata"]["HTTPHeaders"].get("date"):
            self._server_time = parsedate_to_datetime(date)
        return answer

    def _create_error(self, error: Exception) -> BucketError:
        code, reason = get_s3_error_code(error), describe_s3_error(error)
        if code in _MISSING:
            return ObjectNotFoundError(self._name, reason)
        if code in _CONFLICTS:
            return ObjectExistsError(self._name, reason)
        return (OperationUnsupportedError if code == "NotImplemented" else BucketError)(self._name, reason)

    @cached_property
    def _client(self) -> Any:
        settings = self._settings
        config = Config(
            retries={"mode": "standard", "total_max_attempts": settings.attempts},
            connect_timeout=_CONNECT_TIMEOUT,
            read_timeout=_READ_TIMEOUT,
            max_pool_connections=settings.workers + 1,
            request_checksum_calculation="when_required",  # Content-MD5 does the same in stores of every age
            response_checksum_validation="when_required",
            s3={"addressing_style": settings.addressing_style} if settings.addressing_style else None,
        )
        try:
            session = boto3.Session(
                profile_name=settings.profile or None, region_name=settings.region or None
            )
            client = session.client("s3", endpoint_url=settings.endpoint_url or None, config=config)
        except (BotoCoreError, ValueError) as error:  # ValueError: an invalid address
            raise BucketError(self._name, describe_s3_error(error)) from error
        client.meta.events.register("before-send.s3", self._call_before_write)
        return client

    def _call_before_write(self, request: AWSPreparedRequest, **_: object) -> None:
        if request.method not in ("GET", "HEAD"):
            self.before_write(request.url)


class ProgressBatch:
    """Runs many requests at once, and sends the progress to ``say``."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self.say: MessageCallback = print

    def run(self, stage: str, work: Callable[[BucketItemT], object], items: Collection[BucketItemT]) -> None:
        """Do ``work`` for every item, and show the progress. Raise the first BucketError."""
        if not items:
            return
        with display_progress(self.say) as pipe:
            for _ in track_progress(stage, self._bucket.map_concurrently(work, items), len(items), pipe):
                pass


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
