"""Tests of deferred deletion and of immediate deletion after a withdrawal."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.publishing.release.release import Release
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.targets.s3.target import S3Target
from tests.publishing.small_release import LATER_PUBLISH_TIME, PUBLISH_TIME, publish_to, write_output
from tests.publishing.targets.faulty_proxy import FaultyProxy
from tests.publishing.targets.s3.conftest import TestedBucket, roll_back_target

pytestmark = pytest.mark.servers


def test_publish_unreferenced_object_stays_for_the_grace_period(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, target: S3Target
) -> None:
    site = write_output(tmp_path, a="một", b="hai")
    publish_to(target, site)
    publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME)
    assert bucket.read_text("b/index.html") == "hai"
    # No time has passed by the clock of the store.
    publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME + timedelta(days=3))
    assert bucket.read_text("b/index.html") == "hai"
    without_grace = bucket.create_target(proxy, tmp_path / "cache", grace_hours=0)
    assert not publish_to(without_grace, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME).is_new
    assert bucket.list_paths() == ["a/index.html", "index.html"]


def test_publish_page_that_returns_within_grace_period_stays(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, target: S3Target
) -> None:
    for hour, pages in enumerate(({"a": "một", "b": "hai"}, {"a": "một"}, {"a": "ba", "b": "hai"})):
        publish_to(target, write_output(tmp_path, **pages), PUBLISH_TIME + timedelta(hours=hour))
    without_grace = bucket.create_target(proxy, tmp_path / "cache", grace_hours=0)
    publish_to(without_grace, write_output(tmp_path, a="ba", b="hai"), LATER_PUBLISH_TIME + timedelta(days=1))
    assert bucket.read_text("b/index.html") == "hai"


def test_publish_foreign_object_is_kept(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, target: S3Target
) -> None:
    without_grace = bucket.create_target(proxy, tmp_path / "cache", grace_hours=0)
    publish_to(without_grace, write_output(tmp_path, a="một"))
    bucket.put_object("google123.html", "của người khác")
    publish_to(without_grace, write_output(tmp_path, b="một"), LATER_PUBLISH_TIME)
    assert bucket.list_paths() == ["b/index.html", "google123.html", "index.html"]


def test_publish_keeps_the_last_releases_and_their_contents(
    tmp_path: Path, bucket: TestedBucket, target: S3Target
) -> None:
    made = [
        publish_to(
            target, write_output(tmp_path, a=str(n)), PUBLISH_TIME + timedelta(hours=n), keep=2
        ).release.id
        for n in range(4)
    ]
    assert target.release_ids() == made[-2:]
    assert sorted(bucket.list_contents()) == sorted(
        hashlib.sha256(text.encode()).hexdigest() for text in ("trang nhất", "2", "3")
    )


def test_delete_removes_contents_of_the_deleted_release_alone(
    tmp_path: Path, bucket: TestedBucket, target: S3Target
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    two = publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME).release
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        target.delete(iter([one.id]))
    assert target.release_ids() == [two.id]
    assert set(bucket.list_contents()) == {entry.sha256 for entry in two.manifest.entries.values()}


def test_purge_unreferenced_withdrawn_content_is_deleted_at_once(
    tmp_path: Path, bucket: TestedBucket, target: S3Target
) -> None:
    # Other unreferenced objects stay, because readers still have old pages.
    one = publish_to(target, write_output(tmp_path, a="mật", anh="ảnh mật", cu="cũ")).release
    publish_to(target, write_output(tmp_path, a="đã gỡ"), LATER_PUBLISH_TIME)
    assert bucket.read_text("anh/index.html") == "ảnh mật"
    fixed = StagedSite.from_folder(write_output(tmp_path / "fixed", a="đã gỡ", cu="cũ"))
    amended = Release(one.id, one.published_at, one.published_by, one.commit, manifest=fixed.manifest)
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        target.rewrite(fixed, amended)
        target.purge_unreferenced()
    assert target.read_release(one.id) == amended
    assert bucket.list_paths() == ["a/index.html", "cu/index.html", "index.html"]
    kept = [bucket.read_text(f".releases/files/{sha256}") for sha256 in bucket.list_contents()]
    assert sorted(kept) == sorted(["đã gỡ", "cũ", "trang nhất"])
    roll_back_target(target, one.id)
    assert bucket.read_text("a/index.html") == "đã gỡ"
