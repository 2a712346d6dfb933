"""What no page names any more: how long it stays, and what goes at once."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.publishing.release.release import Release
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.targets.s3.target import S3Target
from tests.publishing.helpers import LATER, NOON, output, put
from tests.publishing.targets.faulty_proxy import Line
from tests.publishing.targets.s3.conftest import Bucket, back

pytestmark = pytest.mark.servers


def test_what_no_page_names_stays_for_the_grace(
    tmp_path: Path, bucket: Bucket, line: Line, target: S3Target
) -> None:
    site = output(tmp_path, a="một", b="hai")
    put(target, site)
    put(target, output(tmp_path, a="một"), LATER)
    assert bucket.text("b/index.html") == "hai"
    put(
        target, output(tmp_path, a="một"), LATER + timedelta(days=3)
    )  # by the store's clock no time has passed
    assert bucket.text("b/index.html") == "hai"
    impatient = bucket.target(line, tmp_path / "cache", grace_hours=0)
    assert not put(impatient, output(tmp_path, a="một"), LATER).new
    assert bucket.paths() == ["a/index.html", "index.html"]


def test_a_page_that_comes_back_meanwhile_stays(
    tmp_path: Path, bucket: Bucket, line: Line, target: S3Target
) -> None:
    for hour, pages in enumerate(({"a": "một", "b": "hai"}, {"a": "một"}, {"a": "ba", "b": "hai"})):
        put(target, output(tmp_path, **pages), NOON + timedelta(hours=hour))
    impatient = bucket.target(line, tmp_path / "cache", grace_hours=0)
    put(impatient, output(tmp_path, a="ba", b="hai"), LATER + timedelta(days=1))
    assert bucket.text("b/index.html") == "hai"


def test_what_others_put_there_is_left_alone(
    tmp_path: Path, bucket: Bucket, line: Line, target: S3Target
) -> None:
    impatient = bucket.target(line, tmp_path / "cache", grace_hours=0)
    put(impatient, output(tmp_path, a="một"))
    bucket.put("google123.html", "của người khác")
    put(impatient, output(tmp_path, b="một"), LATER)
    assert bucket.paths() == ["b/index.html", "google123.html", "index.html"]


def test_the_last_releases_are_kept_and_what_only_they_held(
    tmp_path: Path, bucket: Bucket, target: S3Target
) -> None:
    made = [
        put(target, output(tmp_path, a=str(n)), NOON + timedelta(hours=n), keep=2).release.id
        for n in range(4)
    ]
    assert target.all() == made[-2:]
    assert sorted(bucket.contents()) == sorted(
        hashlib.sha256(text.encode()).hexdigest() for text in ("trang nhất", "2", "3")
    )


def test_what_only_a_forgotten_release_held_goes_with_it(
    tmp_path: Path, bucket: Bucket, target: S3Target
) -> None:
    one = put(target, output(tmp_path, a="một")).release
    two = put(target, output(tmp_path, a="hai"), LATER).release
    with target.locked("phép thử", LATER, print):
        target.forget(iter([one.id]))
    assert target.all() == [two.id]
    assert set(bucket.contents()) == {entry.sha256 for entry in two.manifest.entries.values()}


def test_what_was_withdrawn_is_gone_at_once(tmp_path: Path, bucket: Bucket, target: S3Target) -> None:
    """And what only left the pages stays for the grace: readers still have pages from before."""
    one = put(target, output(tmp_path, a="mật", anh="ảnh mật", cu="cũ")).release
    put(target, output(tmp_path, a="đã gỡ"), LATER)
    assert bucket.text("anh/index.html") == "ảnh mật"
    fixed = Outgoing.of(output(tmp_path / "fixed", a="đã gỡ", cu="cũ"))
    amended = Release(one.id, one.when, one.who, one.commit, manifest=fixed.manifest)
    with target.locked("phép thử", LATER, print):
        target.amend(fixed, amended)
        target.purge()
    assert target.read(one.id) == amended
    assert bucket.paths() == ["a/index.html", "cu/index.html", "index.html"]
    kept = [bucket.text(f".releases/files/{sha256}") for sha256 in bucket.contents()]
    assert sorted(kept) == sorted(["đã gỡ", "cũ", "trang nhất"])
    back(target, one.id)
    assert bucket.text("a/index.html") == "đã gỡ"
