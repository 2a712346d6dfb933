"""Tests of the records of releases in a bucket and in the cache."""

import gzip
import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.release import Release
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.targets.s3.bucket import Bucket, ObjectInfo
from bulletin.publishing.targets.s3.target import S3Target
from tests.publishing.file_damage import FILE_DAMAGES
from tests.publishing.small_release import LATER_PUBLISH_TIME, publish_to, write_output
from tests.publishing.targets.faulty_proxy import FaultyProxy
from tests.publishing.targets.s3.conftest import KEY_PREFIX, TestedBucket, roll_back_target

pytestmark = pytest.mark.servers


def test_publish_cleared_cache_fetches_one_record(
    tmp_path: Path, bucket: TestedBucket, target: S3Target, proxy: FaultyProxy
) -> None:
    publish_to(target, write_output(tmp_path, a="một", b="hai"))
    proxy.requests.clear()
    publish_to(
        bucket.create_target(proxy, tmp_path / "another cache"),
        write_output(tmp_path, a="khác", b="hai"),
        LATER_PUBLISH_TIME,
    )
    keys = proxy.list_keys("GET", f"/{bucket.name}/{KEY_PREFIX}/")
    assert sum(key.endswith(".json.gz") for key in keys) == 1
    assert bucket.read_text("a/index.html") == "khác"


def test_publish_damaged_record_makes_a_new_release(
    tmp_path: Path, bucket: TestedBucket, target: S3Target
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    bucket.put_object(f".releases/{one.id}.json.gz", "hỏng")
    two = publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME)
    assert two.is_new
    assert target.current_id() == two.release.id
    with pytest.raises(UserError, match="bị hỏng"):
        roll_back_target(target, one.id)


def test_read_release_damaged_cached_record_is_fetched_again(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, target: S3Target
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    (copy,) = tmp_path.glob("cache/s3-*/*.json.gz")
    sound = copy.read_bytes()
    for damaged in (b"", sound[:-12], b"\x1f\x8bgar"):
        copy.write_bytes(damaged)
        assert bucket.create_target(proxy, tmp_path / "cache").read_release(one.id) == one
        assert copy.read_bytes() == sound


def test_write_that_met_another_one_reads_the_record_of_the_store(
    tmp_path: Path, target: S3Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    def put_without_etag(bucket: Bucket, key: str, text: bytes, *, new: bool = False) -> ObjectInfo:
        return replace(put(bucket, key, text, new=new), etag="")

    put = Bucket.put
    monkeypatch.setattr(Bucket, "put", put_without_etag)
    release = publish_to(target, write_output(tmp_path, a="một")).release
    assert target.read_release(release.id) == release
    assert [copy.name for copy in tmp_path.glob("cache/s3-*/*.json.gz") if "-." in copy.name] == []


def test_read_release_other_file_in_place_of_cached_record_is_replaced(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, target: S3Target
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    two = publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME).release
    copies = sorted(tmp_path.glob("cache/s3-*/*.json.gz"))
    for damage in FILE_DAMAGES[-7:-1]:
        damage(copies[0], random.Random(1), [])  # noqa: S311  # damage, not a secret
        copies[1].write_bytes(gzip.compress(one.to_json().encode()))
        reopened = bucket.create_target(proxy, tmp_path / "cache")
        assert [reopened.read_release(one.id), reopened.read_release(two.id)] == [one, two], damage.__name__
        assert all(copy.is_file() and not copy.is_symlink() for copy in copies)


def test_purge_unreferenced_damaged_record_keeps_all_contents(
    tmp_path: Path, bucket: TestedBucket, target: S3Target
) -> None:
    # An administrator may restore the record, and then its contents must exist.
    one = publish_to(target, write_output(tmp_path, a="một")).release
    two = publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME).release
    record = bucket.get_object(f".releases/{one.id}.json.gz")["Body"].read()
    bucket.put_object(f".releases/{one.id}.json.gz", "hỏng")
    messages: list[str] = []
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, messages.append):
        target.purge_unreferenced()
        target.rewrite(
            StagedSite.from_folder(write_output(tmp_path, a="ba")),
            replace_manifest(two, write_output(tmp_path, a="ba")),
        )
    assert {one.manifest.entries[path].sha256 for path in one.manifest.entries} < set(bucket.list_contents())
    assert "có bản không đọc được hồ sơ" in messages[0]
    bucket.put_object(f".releases/{one.id}.json.gz", record)
    assert roll_back_target(target, one.id) == one
    assert bucket.read_text("a/index.html") == "một"


def test_purge_unreferenced_damaged_record_still_hides_withdrawn_files(
    tmp_path: Path, bucket: TestedBucket, target: S3Target
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    two = publish_to(target, write_output(tmp_path, a="hai", anh="ảnh mật"), LATER_PUBLISH_TIME).release
    publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME + timedelta(hours=1))
    bucket.put_object(f".releases/{one.id}.json.gz", "hỏng")
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        target.delete([two.id])
        target.purge_unreferenced()
    assert bucket.list_paths() == ["a/index.html", "index.html"]


def replace_manifest(release: Release, site: Path) -> Release:
    """Return the release with the files of ``site``."""
    return replace(release, manifest=StagedSite.from_folder(site).manifest)
