"""The few calls that publishing makes to an object store, and what they may raise."""

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
from bulletin.publishing.targets.s3.error_messages import describe_s3_error, get_s3_error_code
from bulletin.publishing.targets.s3.settings import S3Settings

LIST_PAGE_SIZE = 1000
"""So many objects a store lists at once."""
_PRIVATE = {"ContentType": "application/octet-stream", "CacheControl": "private, no-store"}
_CONNECT, _READ = 15, 60
"""Seconds that a store has to answer."""
_MISSING = {"NoSuchKey", "404"}
_CONFLICTS = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}
BucketItemT = TypeVar("BucketItemT")


class BucketError(TargetError):
    """The store refused, or could not be reached."""


class ObjectNotFoundError(BucketError):
    """There is no object of that key."""


class ObjectExistsError(BucketError):
    """The object is there already, and was not to be."""


class OperationUnsupportedError(BucketError):
    """The store has no such function."""


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """An object as a store lists it."""

    etag: str
    """The same for the same content; for the most part its MD5, which nothing here relies on."""
    size: int
    last_modified: datetime
    """By the clock of the store."""


class Bucket:
    """One bucket. Every method raises StoreError; all of them may be called by several threads."""

    def __init__(self, bucket: str, settings: S3Settings, name: str) -> None:
        self._bucket, self._settings, self._name = bucket, settings, name
        self._heard = datetime.now(UTC)  # until it tells
        self.before_write: Callable[[str], object] = lambda _: None
        """Called with the address before each request that writes or deletes is sent, also for the second time."""

    @property
    def server_time(self) -> datetime:
        """The time that the store told last: all who publish there share its clock."""
        return self._heard

    def get(self, key: str) -> tuple[bytes, datetime]:
        """Return what an object holds and when it was written."""
        for _ in range(self._settings.attempts):  # botocore tries a request again, not the body of its answer
            answer = self._call("get_object", Key=key)
            try:
                return answer["Body"].read(), answer["LastModified"]
            except BotoCoreError as error:
                broken = error
        raise BucketError(self._name, describe_s3_error(broken)) from broken

    def put(self, key: str, text: bytes, *, fresh: bool = False) -> ObjectInfo:
        """Write an object that readers must not see; ``fresh``: only where there is none.

        Raise ConflictError where there is one, UnableError where the store cannot tell in the same step.
        """
        condition = {"IfNoneMatch": "*"} if fresh else {}
        digest = hashlib.md5(text, usedforsecurity=False).digest()
        answer = self._call(
            "put_object", Key=key, Body=text, ContentMD5=_base64(digest), **_PRIVATE, **condition
        )
        return ObjectInfo(answer["ETag"], len(text), self.server_time)

    def upload_file(self, key: str, file: Path, sha256: str) -> ObjectInfo:
        """Write a file out of the readers' sight. Raise UserError where it is not what ``sha256`` says."""
        own, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                own.update(block)
                md5.update(block)
                size += len(block)
            if own.hexdigest() != sha256:
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
        """Let the store copy the object at ``origin``, if it is still ``source``, to ``key``, with other headers."""
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
        """Delete an object; it need not be there."""
        self._call("delete_object", Key=key)

    def list_objects(self, prefix: str) -> dict[str, ObjectInfo]:
        """Return the objects whose keys begin with ``prefix``."""
        return self._list(prefix)[0]

    def list_folder(self, prefix: str) -> tuple[dict[str, ObjectInfo], list[str]]:
        """Return the same without those that have a further slash, and the prefixes up to that slash."""
        return self._list(prefix, Delimiter="/")

    def map_concurrently(
        self, work: Callable[[BucketItemT], object], items: Collection[BucketItemT]
    ) -> Iterator[None]:
        """Do ``work`` for every item, several at once; yield after each. At the first error stop and raise it."""
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
            raise self._error(error) from error
        if date := answer["ResponseMetadata"]["HTTPHeaders"].get("date"):
            self._heard = parsedate_to_datetime(date)
        return answer

    def _error(self, error: Exception) -> BucketError:
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
            connect_timeout=_CONNECT,
            read_timeout=_READ,
            max_pool_connections=settings.workers + 1,
            request_checksum_calculation="when_required",  # Content-MD5 says the same to stores of every age
            response_checksum_validation="when_required",
            s3={"addressing_style": settings.addressing_style} if settings.addressing_style else None,
        )
        try:
            session = boto3.Session(
                profile_name=settings.profile or None, region_name=settings.region or None
            )
            client = session.client("s3", endpoint_url=settings.endpoint_url or None, config=config)
        except (BotoCoreError, ValueError) as error:  # ValueError: an address that is none
            raise BucketError(self._name, describe_s3_error(error)) from error
        client.meta.events.register("before-send.s3", self._before)
        return client

    def _before(self, request: AWSPreparedRequest, **_: object) -> None:
        if request.method not in ("GET", "HEAD"):
            self.before_write(request.url)


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
