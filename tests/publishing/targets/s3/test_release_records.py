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
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.targets.s3.target import S3Target
from tests.publishing.file_damage import FILE_DAMAGES, FileDamage
from tests.publishing.helpers import LATER_PUBLISH_TIME, publish_to, write_output
from tests.publishing.targets.faulty_proxy import FaultyProxy
from tests.publishing.targets.s3.conftest import KEY_PREFIX, TestedBucket, roll_back_target

pytestmark = pytest.mark.servers


def test_a_cleared_cache_costs_one_record(
    tmp_path: Path, bucket: TestedBucket, target: S3Target, proxy: FaultyProxy
) -> None:
    publish_to(target, write_output(tmp_path, a="một", b="hai"))
    proxy.requests.clear()
    publish_to(
        bucket.create_target(proxy, tmp_path / "another cache"),
        write_output(tmp_path, a="khác", b="hai"),
        LATER_PUBLISH_TIME,
    )
    assert (
        len(
            [
                one
                for one in proxy.list_keys("GET", f"/{bucket.name}/{KEY_PREFIX}/")
                if one.endswith(".json.gz")
            ]
        )
        == 1
    )
    assert bucket.read_text("a/index.html") == "khác"


def test_a_damaged_record_costs_nothing_but_the_way_back(
    tmp_path: Path, bucket: TestedBucket, target: S3Target
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    bucket.put_object(f".releases/{one.id}.json.gz", "hỏng")
    two = publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME)
    assert two.is_new
    assert target.current_id() == two.release.id
    with pytest.raises(UserError, match="bị hỏng"):
        roll_back_target(target, one.id)


@pytest.mark.parametrize("left", [lambda whole: b"", lambda whole: whole[:-12], lambda whole: b"\x1f\x8bgar"])
def test_a_damaged_copy_of_a_record_is_fetched_again(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, target: S3Target, left: Callable[[bytes], bytes]
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    (copy,) = tmp_path.glob("cache/s3-*/*.json.gz")
    sound = copy.read_bytes()
    copy.write_bytes(left(sound))
    assert bucket.create_target(proxy, tmp_path / "cache").read_release(one.id) == one
    assert copy.read_bytes() == sound


@pytest.mark.parametrize("damage", FILE_DAMAGES[-7:-1])
def test_what_stands_in_the_place_of_a_copy_is_replaced(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, target: S3Target, damage: FileDamage
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    two = publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME).release
    copies = sorted(tmp_path.glob("cache/s3-*/*.json.gz"))
    damage(copies[0], random.Random(1), [])  # noqa: S311  # damage, no secret
    copies[1].write_bytes(gzip.compress(one.to_json().encode()))
    again = bucket.create_target(proxy, tmp_path / "cache")
    assert [again.read_release(one.id), again.read_release(two.id)] == [one, two]
    assert all(one.is_file() and not one.is_symlink() for one in copies)


def test_while_a_record_is_damaged_no_content_goes(
    tmp_path: Path, bucket: TestedBucket, target: S3Target
) -> None:
    """Somebody may mend it; what it names must be there then."""
    one = publish_to(target, write_output(tmp_path, a="một")).release
    two = publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME).release
    record = bucket.get_object(f".releases/{one.id}.json.gz")["Body"].read()
    bucket.put_object(f".releases/{one.id}.json.gz", "hỏng")
    said: list[str] = []
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, said.append):
        target.purge_unreferenced()
        target.rewrite(
            StagedSite.from_folder(write_output(tmp_path, a="ba")),
            replace_manifest(two, write_output(tmp_path, a="ba")),
        )
    assert {one.manifest.entries[path].sha256 for path in one.manifest.entries} < set(bucket.list_contents())
    assert "có bản không đọc được hồ sơ" in said[0]
    bucket.put_object(f".releases/{one.id}.json.gz", record)
    assert roll_back_target(target, one.id) == one
    assert bucket.read_text("a/index.html") == "một"


def test_what_was_withdrawn_is_out_of_sight_though_a_record_is_damaged(
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
    """Return the release as it is with the files of ``site``."""
    return replace(release, manifest=StagedSite.from_folder(site).manifest)
