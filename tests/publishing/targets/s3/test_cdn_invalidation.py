"""Tests of the list of addresses that a CDN has to fetch again."""

import random
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.release import ReleaseMetadata
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.release_creation import release_site
from bulletin.publishing.targets.s3.cdn_invalidation import InvalidationList
from bulletin.publishing.targets.s3.target import S3Target
from tests.gate import mark_later_rows
from tests.publishing.file_damage import FILE_DAMAGES, FileDamage
from tests.publishing.small_release import LATER_PUBLISH_TIME, publish_to, write_output
from tests.publishing.targets.faulty_proxy import FaultyProxy, ProxyFault
from tests.publishing.targets.s3.conftest import TestedBucket

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("damage", FILE_DAMAGES[-7:-1])
@pytest.mark.parametrize("name", ["cdn.txt", "cdn.part"])
def test_invalidation_list_other_file_in_its_place_is_replaced(
    tmp_path: Path, name: str, damage: FileDamage
) -> None:
    (tmp_path / name).touch()
    damage(tmp_path / name, random.Random(1), [])  # noqa: S311  # damage, not a secret
    addresses = InvalidationList(tmp_path / "cdn.txt")
    addresses.add_pending(["a/index.html"])
    assert addresses.has_pending
    assert addresses.merge_pending() == 1
    assert (tmp_path / "cdn.txt").read_text(encoding="utf-8") == "/a/\n"
    assert [file.name for file in tmp_path.iterdir()] == ["cdn.txt"]


def test_invalidation_list_damaged_lines_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "cdn.txt").write_bytes(b"/a/\n\xff\xfe/b/\n/c\0/\nx\n/\xc4\x91/\n")
    addresses = InvalidationList(tmp_path / "cdn.txt")
    addresses.add_pending(["d/index.html"])
    assert addresses.merge_pending() == 3
    assert (tmp_path / "cdn.txt").read_text(encoding="utf-8") == "/a/\n/d/\n/đ/\n"


def test_publish_changed_and_deleted_addresses_are_listed(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, target: S3Target
) -> None:
    publish_to(target, write_output(tmp_path, a="một", b="hai"))
    (addresses,) = publish_and_find_lists(
        tmp_path, target, write_output(tmp_path, a="khác", b="hai", c="mới")
    )
    assert addresses.read_text(encoding="utf-8") == "/a/\n"
    without_grace = bucket.create_target(proxy, tmp_path / "cache", grace_hours=0)
    publish_and_find_lists(tmp_path, without_grace, write_output(tmp_path, a="khác"))
    assert addresses.read_text(encoding="utf-8").splitlines() == ["/a/", "/b/", "/c/"]


def test_publish_list_grows_until_a_script_removes_it(tmp_path: Path, target: S3Target) -> None:
    publish_to(target, write_output(tmp_path, a="một", b="hai"))
    (addresses,) = publish_and_find_lists(tmp_path, target, write_output(tmp_path, a="khác", b="hai"))
    publish_and_find_lists(tmp_path, target, write_output(tmp_path, a="khác", b="khác"))
    assert addresses.read_text(encoding="utf-8").splitlines() == ["/a/", "/b/"]
    addresses.unlink()
    publish_and_find_lists(tmp_path, target, write_output(tmp_path, a="một", b="khác"))
    assert addresses.read_text(encoding="utf-8").splitlines() == ["/a/"]


def test_publish_deleted_address_stays_in_the_list_after_activation(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, target: S3Target
) -> None:
    publish_to(target, write_output(tmp_path, a="một", b="hai"))
    publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME)
    without_grace = bucket.create_target(proxy, tmp_path / "cache", grace_hours=0)
    (addresses,) = publish_and_find_lists(tmp_path, without_grace, write_output(tmp_path, a="khác"))
    assert addresses.read_text(encoding="utf-8").splitlines() == ["/a/", "/b/"]


@pytest.mark.parametrize("cut_at", mark_later_rows(["PUT .*/current", "DELETE .*/b/index.html"], 1))
def test_publish_addresses_of_interrupted_publish_are_in_the_next_list(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, cut_at: str
) -> None:
    target = bucket.create_target(proxy, tmp_path / "cache", attempts=1, grace_hours=0, workers=1)
    publish_to(target, write_output(tmp_path, a="một", b="hai", c="ba"))
    site = write_output(tmp_path, a="khác")
    proxy.faults = [ProxyFault(503, cut_at, count=1)]
    with pytest.raises(UserError):
        publish_to(target, site, LATER_PUBLISH_TIME)
    (addresses,) = publish_and_find_lists(tmp_path, target, site)
    assert addresses.read_text(encoding="utf-8").splitlines() == ["/a/", "/b/", "/c/"]


def publish_and_find_lists(folder: Path, target: S3Target, site: Path) -> list[Path]:
    """Publish, and return the lists that the messages name."""
    messages: list[str] = []
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, messages.append):
        release_site(target, StagedSite.from_folder(site), ReleaseMetadata(LATER_PUBLISH_TIME), 10)
    reported = {Path(line.rpartition(" ")[2]) for line in messages if line.startswith("CDN")}
    assert reported == set(folder.glob("cache/cdn-*.txt"))
    return sorted(reported)
