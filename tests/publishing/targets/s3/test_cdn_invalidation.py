"""The list of addresses that a CDN must fetch again."""

import random
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.metadata import Occasion
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.release_creation import release
from bulletin.publishing.targets.s3.cdn_invalidation import Invalidation
from bulletin.publishing.targets.s3.target import S3Target
from tests.publishing.file_damage import DAMAGES, Damage
from tests.publishing.helpers import LATER, output, put
from tests.publishing.targets.faulty_proxy import Fault, Line
from tests.publishing.targets.s3.conftest import Bucket

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("damage", DAMAGES[-7:-1])
@pytest.mark.parametrize("name", ["cdn.txt", "cdn.part"])
def test_what_stands_in_the_place_of_a_list_is_replaced(tmp_path: Path, name: str, damage: Damage) -> None:
    (tmp_path / name).touch()
    damage(tmp_path / name, random.Random(1), [])  # noqa: S311  # damage, no secret
    listed = Invalidation(tmp_path / "cdn.txt")
    listed.begin(["a/index.html"])
    assert listed.begun
    assert listed.finish() == 1
    assert (tmp_path / "cdn.txt").read_text(encoding="utf-8") == "/a/\n"
    assert [one.name for one in tmp_path.iterdir()] == ["cdn.txt"]


def test_lines_of_a_list_that_are_no_addresses_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "cdn.txt").write_bytes(b"/a/\n\xff\xfe/b/\n/c\0/\nx\n/\xc4\x91/\n")
    listed = Invalidation(tmp_path / "cdn.txt")
    listed.begin(["d/index.html"])
    assert listed.finish() == 3
    assert (tmp_path / "cdn.txt").read_text(encoding="utf-8") == "/a/\n/d/\n/đ/\n"


def test_the_addresses_that_a_cdn_must_fetch_again_are_listed(
    tmp_path: Path, bucket: Bucket, line: Line, target: S3Target
) -> None:
    put(target, output(tmp_path, a="một", b="hai"))
    (listed,) = said_list(tmp_path, target, output(tmp_path, a="khác", b="hai", c="mới"))
    assert listed.read_text(encoding="utf-8") == "/a/\n"
    impatient = bucket.target(line, tmp_path / "cache", grace_hours=0)
    said_list(tmp_path, impatient, output(tmp_path, a="khác"))
    assert listed.read_text(encoding="utf-8").splitlines() == ["/a/", "/b/", "/c/"]


def test_the_list_for_a_cdn_grows_until_somebody_takes_it(tmp_path: Path, target: S3Target) -> None:
    put(target, output(tmp_path, a="một", b="hai"))
    (listed,) = said_list(tmp_path, target, output(tmp_path, a="khác", b="hai"))
    said_list(tmp_path, target, output(tmp_path, a="khác", b="khác"))
    assert listed.read_text(encoding="utf-8").splitlines() == ["/a/", "/b/"]
    listed.unlink()
    said_list(tmp_path, target, output(tmp_path, a="một", b="khác"))
    assert listed.read_text(encoding="utf-8").splitlines() == ["/a/"]


def test_what_goes_before_a_switch_stays_in_the_list_after_it(
    tmp_path: Path, bucket: Bucket, line: Line, target: S3Target
) -> None:
    put(target, output(tmp_path, a="một", b="hai"))
    put(target, output(tmp_path, a="một"), LATER)
    impatient = bucket.target(line, tmp_path / "cache", grace_hours=0)
    (listed,) = said_list(tmp_path, impatient, output(tmp_path, a="khác"))
    assert listed.read_text(encoding="utf-8").splitlines() == ["/a/", "/b/"]


@pytest.mark.parametrize("cut_at", ["PUT .*/current", "DELETE .*/b/index.html"])
def test_what_a_cut_left_untold_is_in_the_next_list(
    tmp_path: Path, bucket: Bucket, line: Line, cut_at: str
) -> None:
    target = bucket.target(line, tmp_path / "cache", attempts=1, grace_hours=0, workers=1)
    put(target, output(tmp_path, a="một", b="hai", c="ba"))
    site = output(tmp_path, a="khác")
    line.faults = [Fault(503, cut_at, times=1)]
    with pytest.raises(UserError):
        put(target, site, LATER)
    (listed,) = said_list(tmp_path, target, site)
    assert listed.read_text(encoding="utf-8").splitlines() == ["/a/", "/b/", "/c/"]


def said_list(folder: Path, target: S3Target, site: Path) -> list[Path]:
    """Publish and return the files that the report names."""
    said: list[str] = []
    with target.locked("phép thử", LATER, said.append):
        release(target, Outgoing.of(site), Occasion(LATER), 10)
    named = {Path(line.rpartition(" ")[2]) for line in said if line.startswith("CDN")}
    assert named == set(folder.glob("cache/cdn-*.txt"))
    return sorted(named)
