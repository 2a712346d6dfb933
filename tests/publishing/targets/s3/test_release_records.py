"""The records of releases in a store, and the copies of them here."""

import gzip
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.release import Release
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.targets.s3.target import S3Target
from tests.publishing.file_damage import DAMAGES, Damage
from tests.publishing.helpers import LATER, output, put
from tests.publishing.targets.faulty_proxy import Line
from tests.publishing.targets.s3.conftest import PREFIX, Bucket, back

pytestmark = pytest.mark.servers


def test_a_cleared_cache_costs_one_record(
    tmp_path: Path, bucket: Bucket, target: S3Target, line: Line
) -> None:
    put(target, output(tmp_path, a="một", b="hai"))
    line.seen.clear()
    put(bucket.target(line, tmp_path / "another cache"), output(tmp_path, a="khác", b="hai"), LATER)
    assert (
        len([one for one in line.keys("GET", f"/{bucket.name}/{PREFIX}/") if one.endswith(".json.gz")]) == 1
    )
    assert bucket.text("a/index.html") == "khác"


def test_a_damaged_record_costs_nothing_but_the_way_back(
    tmp_path: Path, bucket: Bucket, target: S3Target
) -> None:
    one = put(target, output(tmp_path, a="một")).release
    bucket.put(f".releases/{one.id}.json.gz", "hỏng")
    two = put(target, output(tmp_path, a="một"), LATER)
    assert two.new
    assert target.current() == two.release.id
    with pytest.raises(UserError, match="bị hỏng"):
        back(target, one.id)


@pytest.mark.parametrize("left", [lambda whole: b"", lambda whole: whole[:-12], lambda whole: b"\x1f\x8bgar"])
def test_a_damaged_copy_of_a_record_is_fetched_again(
    tmp_path: Path, bucket: Bucket, line: Line, target: S3Target, left: Callable[[bytes], bytes]
) -> None:
    one = put(target, output(tmp_path, a="một")).release
    (copy,) = tmp_path.glob("cache/s3-*/*.json.gz")
    sound = copy.read_bytes()
    copy.write_bytes(left(sound))
    assert bucket.target(line, tmp_path / "cache").read(one.id) == one
    assert copy.read_bytes() == sound


@pytest.mark.parametrize("damage", DAMAGES[-7:-1])
def test_what_stands_in_the_place_of_a_copy_is_replaced(
    tmp_path: Path, bucket: Bucket, line: Line, target: S3Target, damage: Damage
) -> None:
    one = put(target, output(tmp_path, a="một")).release
    two = put(target, output(tmp_path, a="hai"), LATER).release
    copies = sorted(tmp_path.glob("cache/s3-*/*.json.gz"))
    damage(copies[0], random.Random(1), [])  # noqa: S311  # damage, no secret
    copies[1].write_bytes(gzip.compress(one.written().encode()))
    again = bucket.target(line, tmp_path / "cache")
    assert [again.read(one.id), again.read(two.id)] == [one, two]
    assert all(one.is_file() and not one.is_symlink() for one in copies)


def test_while_a_record_is_damaged_no_content_goes(tmp_path: Path, bucket: Bucket, target: S3Target) -> None:
    """Somebody may mend it; what it names must be there then."""
    one = put(target, output(tmp_path, a="một")).release
    two = put(target, output(tmp_path, a="hai"), LATER).release
    record = bucket.object(f".releases/{one.id}.json.gz")["Body"].read()
    bucket.put(f".releases/{one.id}.json.gz", "hỏng")
    said: list[str] = []
    with target.locked("phép thử", LATER, said.append):
        target.purge()
        target.amend(Outgoing.of(output(tmp_path, a="ba")), amended(two, output(tmp_path, a="ba")))
    assert {one.manifest.entries[path].sha256 for path in one.manifest.entries} < set(bucket.contents())
    assert "có bản không đọc được hồ sơ" in said[0]
    bucket.put(f".releases/{one.id}.json.gz", record)
    assert back(target, one.id) == one
    assert bucket.text("a/index.html") == "một"


def test_what_was_withdrawn_is_out_of_sight_though_a_record_is_damaged(
    tmp_path: Path, bucket: Bucket, target: S3Target
) -> None:
    one = put(target, output(tmp_path, a="một")).release
    two = put(target, output(tmp_path, a="hai", anh="ảnh mật"), LATER).release
    put(target, output(tmp_path, a="hai"), LATER + timedelta(hours=1))
    bucket.put(f".releases/{one.id}.json.gz", "hỏng")
    with target.locked("phép thử", LATER, print):
        target.forget([two.id])
        target.purge()
    assert bucket.paths() == ["a/index.html", "index.html"]


def amended(release: Release, site: Path) -> Release:
    """Return the release as it is with the files of ``site``."""
    return replace(release, manifest=Outgoing.of(site).manifest)
