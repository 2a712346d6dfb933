"""What every place to publish to promises, in an object store."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.release.metadata import Occasion
from bulletin.publishing.release.release import DamagedReleaseError
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.release_creation import release
from bulletin.publishing.targets.s3 import bucket as calls
from bulletin.publishing.targets.s3.target import S3Target
from tests.publishing.helpers import LATER, NOON, output, put
from tests.publishing.targets.faulty_proxy import Line
from tests.publishing.targets.s3.conftest import PREFIX, Bucket, back

pytestmark = pytest.mark.servers


def whole(folder: Path) -> Path:
    """Write a site with a file of each kind."""
    site = output(folder, **{"2026/11/mot": "một", "chuyen-muc/tin": "danh sách"})
    for path in (
        "assets/bulletin.259359b206.css",
        "images/x-98575dbaeb-1280.jpg",
        "files/kết luận 38.pdf",
        "qc/sidebar.webp",
        "fragments/latest.html",
        "feeds/tat-ca.atom.xml",
        "sitemap.xml",
        "pagefind/2026/fragment/vi_1297d42.pf_fragment",
        "pagefind/2026/pagefind-entry.json",
    ):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(path, encoding="utf-8")
    return site


def test_readers_find_each_file_under_its_path(tmp_path: Path, bucket: Bucket, target: S3Target) -> None:
    site = whole(tmp_path)
    published = put(target, site)
    assert published.new
    assert bucket.paths() == sorted(published.release.manifest.entries)
    assert bucket.text("2026/11/mot/index.html") == "một"
    assert bucket.text("files/kết luận 38.pdf") == "files/kết luận 38.pdf"
    assert (target.current(), target.all()) == (published.release.id, [published.release.id])
    assert target.read(published.release.id) == published.release
    assert target.name == f"s3://{bucket.name}/{PREFIX}"
    assert ".releases/lock" not in bucket.everything()


@pytest.mark.parametrize(
    "row",
    [
        ("index.html", "text/html; charset=utf-8", "public, max-age=300"),
        ("assets/bulletin.259359b206.css", "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        ("files/kết luận 38.pdf", "application/pdf", "public, max-age=3600"),
        ("feeds/tat-ca.atom.xml", "application/atom+xml", "public, max-age=300"),
    ],
)
def test_each_kind_has_its_type_and_time(
    tmp_path: Path, bucket: Bucket, target: S3Target, row: tuple[str, str, str]
) -> None:
    path, kind, kept = row
    entries = put(target, whole(tmp_path)).release.manifest.entries
    found = bucket.object(path)
    assert (found["ContentType"], found["CacheControl"]) == (kind, kept)
    assert found["Metadata"] == {"sha256": entries[path].sha256}


def test_what_is_kept_for_releases_is_no_page(tmp_path: Path, bucket: Bucket, target: S3Target) -> None:
    put(target, output(tmp_path, a="một"))
    kept = bucket.object(f".releases/files/{hashlib.sha256('một'.encode()).hexdigest()}")
    assert (kept["ContentType"], kept["CacheControl"]) == ("application/octet-stream", "private, no-store")


def test_only_what_changed_travels(tmp_path: Path, bucket: Bucket, target: S3Target, line: Line) -> None:
    put(target, output(tmp_path, **{str(n): str(n) for n in range(30)}))
    line.seen.clear()
    published = put(target, output(tmp_path, **{str(n): str(n % 28) for n in range(31)}), LATER)
    assert len(published.difference.changed + published.difference.added) == 3  # of contents that are there
    assert line.keys("PUT", f"/{bucket.name}/{PREFIX}/.releases/files") == []
    assert len(line.keys("COPY")) == 3
    line.seen.clear()
    site = output(tmp_path, **{str(n): str(n % 28) for n in range(31)}, moi="mới")
    put(target, site, LATER + timedelta(hours=1))
    assert len(line.keys("PUT", f"/{bucket.name}/{PREFIX}/.releases/files")) == 1
    assert line.keys("COPY", f"/{bucket.name}/{PREFIX}/") == ["moi/index.html"]


def test_what_refers_comes_after_what_it_refers_to(
    tmp_path: Path, bucket: Bucket, target: S3Target, line: Line
) -> None:
    put(target, output(tmp_path, **{"2026/11/cu": "cũ", "chuyen-muc/tin": "danh sách"}))
    line.seen.clear()
    site = whole(tmp_path)
    for page in ("index.html", "chuyen-muc/tin/index.html"):
        (site / page).write_text("có bài một", encoding="utf-8")
    (site / "2026/11/cu").mkdir()
    (site / "2026/11/cu/index.html").write_text("cũ, có bài một", encoding="utf-8")
    put(target, site, LATER)
    lead = f"/{bucket.name}/{PREFIX}/"
    copied = line.keys("COPY", lead)
    assert set(copied[:5]) == {
        "assets/bulletin.259359b206.css",
        "files/kết luận 38.pdf",
        "images/x-98575dbaeb-1280.jpg",
        "pagefind/2026/fragment/vi_1297d42.pf_fragment",
        "qc/sidebar.webp",
    }
    assert copied[5:7] == ["2026/11/mot/index.html", "2026/11/cu/index.html"]
    assert "chuyen-muc/tin/index.html" in copied[7:]
    assert copied[-1] == "index.html"
    last_upload = max(n for n, one in enumerate(line.seen) if "/.releases/files/" in one and one[:3] == "PUT")
    assert last_upload < line.seen.index(f"COPY {lead}{copied[0]}")
    assert line.seen.index(f"PUT {lead}.releases/current") > line.seen.index(f"COPY {lead}index.html")


def test_without_a_change_nothing_is_written(
    tmp_path: Path, bucket: Bucket, target: S3Target, line: Line
) -> None:
    put(target, whole(tmp_path))
    line.seen.clear()
    assert not put(target, whole(tmp_path), LATER).new
    assert {one for one in line.seen if not one.startswith("GET")} == {
        f"{method} /{bucket.name}/{PREFIX}/.releases/lock" for method in ("PUT", "DELETE")
    }


def test_long_lists_come_in_parts(
    tmp_path: Path, target: S3Target, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(target, output(tmp_path, **{str(n): str(n) for n in range(20)}))
    monkeypatch.setattr(calls, "PAGE", 7)
    line.seen.clear()
    assert not put(target, output(tmp_path, **{str(n): str(n) for n in range(20)}), LATER).new
    assert sum("continuation-token" in one for one in line.seen) >= 5


def test_a_page_written_over_in_the_bucket_is_mended(
    tmp_path: Path, bucket: Bucket, target: S3Target
) -> None:
    put(target, output(tmp_path, a="một", b="hai"))
    bucket.put("a/index.html", "bẩn")
    bucket.delete("b/index.html")
    assert put(target, output(tmp_path, a="một", b="hai"), LATER).new
    assert (bucket.text("a/index.html"), bucket.text("b/index.html")) == ("một", "hai")


def test_the_first_publish_writes_nothing_over(tmp_path: Path, bucket: Bucket, target: S3Target) -> None:
    bucket.put("index.html", "của người khác")
    with pytest.raises(UserError, match="không do lệnh publish đặt"):
        put(target, output(tmp_path, a="một"))
    assert bucket.everything() == ["index.html"]


def test_going_back_copies_in_the_store_alone(
    tmp_path: Path, bucket: Bucket, target: S3Target, line: Line
) -> None:
    one = put(target, output(tmp_path, a="một", b="hai")).release
    put(target, output(tmp_path, a="hỏng", c="ba"), LATER)
    line.seen.clear()
    elsewhere = bucket.target(line, tmp_path / "another cache")
    assert back(elsewhere) == one
    assert bucket.text("a/index.html") == "một"
    assert bucket.text("b/index.html") == "hai"
    assert target.current() == one.id
    assert line.keys("COPY", f"/{bucket.name}/{PREFIX}/") == ["a/index.html"]
    three = put(target, output(tmp_path, a="một", b="hai"), LATER + timedelta(hours=1))
    assert three.new
    assert target.current() == target.all()[-1] == three.release.id


def test_ids_grow_when_the_clock_was_set_back(tmp_path: Path, target: S3Target) -> None:
    one = put(target, output(tmp_path, a="một")).release
    two = put(target, output(tmp_path, a="hai"), NOON - timedelta(days=400)).release
    assert two.id > one.id
    assert target.current() == two.id


def test_a_release_that_lost_a_file_is_not_shown(tmp_path: Path, bucket: Bucket, target: S3Target) -> None:
    one = put(target, output(tmp_path, a="một")).release
    put(target, output(tmp_path, a="hai"), LATER)
    bucket.delete(f".releases/files/{one.manifest.entries['a/index.html'].sha256}")
    with pytest.raises(UserError, match=r"thiếu 1 tệp \(a/index.html"):
        back(target)
    assert bucket.text("a/index.html") == "hai"


def test_an_output_that_changes_meanwhile_is_not_released(
    tmp_path: Path, bucket: Bucket, target: S3Target
) -> None:
    site = output(tmp_path, a="một")
    outgoing = Outgoing.of(site)
    (site / "a/index.html").write_text("hai", encoding="utf-8")
    with target.locked("phép thử", NOON, print), pytest.raises(UserError, match="thay đổi trong lúc"):
        release(target, outgoing, Occasion(NOON), 10)
    assert (target.all(), bucket.paths()) == ([], [])


def test_files_of_a_release_can_be_fetched(tmp_path: Path, target: S3Target) -> None:
    one = put(target, output(tmp_path, a="một", b="hai")).release
    put(target, output(tmp_path, a="khác"), LATER)
    target.fetch(one, ["a/index.html"], tmp_path / "here")
    assert Manifest.of(tmp_path / "here").entries == {"a/index.html": one.manifest.entries["a/index.html"]}


@pytest.mark.parametrize("harm", ["gone", "altered"])
def test_a_release_whose_content_is_harmed_is_told_of(
    tmp_path: Path, bucket: Bucket, target: S3Target, harm: str
) -> None:
    one = put(target, output(tmp_path, a="một")).release
    content = f".releases/files/{one.manifest.entries['a/index.html'].sha256}"
    bucket.delete(content) if harm == "gone" else bucket.put(content, "của ai")
    with pytest.raises(DamagedReleaseError, match="a/index"):
        target.fetch(one, ["a/index.html"], tmp_path / "here")


def test_what_a_stranger_put_there_is_named(tmp_path: Path, bucket: Bucket, target: S3Target) -> None:
    put(target, output(tmp_path, a="một", b="hai"))
    release = put(target, output(tmp_path, a="một"), LATER).release
    assert not list(target.strangers(release))  # what is on its way out is ours
    bucket.put("casino/index.html", "x")
    bucket.put("casino/", "")
    with target.locked("phép thử", LATER, print):
        assert list(target.strangers(release)) == ["casino/index.html"]


def test_a_store_whose_copies_have_another_etag_is_told_of(
    tmp_path: Path, bucket: Bucket, target: S3Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(*words: Any) -> calls.Thing:
        return replace(copy(*words), etag='"khác"')

    said: list[str] = []
    copy = calls.Store.copy
    for hour, expected in enumerate((0, 1)):
        if expected:
            monkeypatch.setattr(calls.Store, "copy", other)
        with target.locked("phép thử", NOON, said.append):
            site = Outgoing.of(output(tmp_path, a=str(hour), b=str(hour)))
            release(target, site, Occasion(NOON + timedelta(hours=hour)), 10)
        assert sum("mang ETag khác tệp gốc" in words for words in said) == expected
        assert bucket.text("b/index.html") == str(hour)
