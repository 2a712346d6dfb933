"""What every place to publish to promises, in an object store."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from publishing.errors import PublishError
from publishing.history import roll_back
from publishing.manifest import Manifest
from publishing.occasion import Occasion
from publishing.outgoing import Outgoing
from publishing.release import DamagedReleaseError, Release
from publishing.releasing import release
from publishing.sought import Sought
from publishing.targets.s3 import store as calls
from publishing.targets.s3.target import S3Target
from tests.publishing.shop import LATER, NOON, output, put
from tests.publishing.targets.flaky import Fault, Line
from tests.publishing.targets.s3.conftest import PREFIX, Bucket

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


def back(target: S3Target, name: str = "") -> Release:
    """Go back as the task does."""
    nothing = Sought(frozenset(), "")
    return roll_back(target, name, holder="phép thử", moment=LATER, sought=nothing, say=print)


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


def test_the_first_publish_writes_nothing_over(tmp_path: Path, bucket: Bucket, target: S3Target) -> None:
    bucket.put("index.html", "của người khác")
    with pytest.raises(PublishError, match="không do lệnh publish đặt"):
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


def test_ids_grow_when_the_clock_was_set_back(tmp_path: Path, target: S3Target) -> None:
    one = put(target, output(tmp_path, a="một")).release
    two = put(target, output(tmp_path, a="hai"), NOON - timedelta(days=400)).release
    assert two.id > one.id
    assert target.current() == two.id


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
    with pytest.raises(PublishError, match="bị hỏng"):
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


def test_a_release_that_lost_a_file_is_not_shown(tmp_path: Path, bucket: Bucket, target: S3Target) -> None:
    one = put(target, output(tmp_path, a="một")).release
    put(target, output(tmp_path, a="hai"), LATER)
    bucket.delete(f".releases/files/{one.manifest.entries['a/index.html'].sha256}")
    with pytest.raises(PublishError, match=r"thiếu 1 tệp \(a/index.html"):
        back(target)
    assert bucket.text("a/index.html") == "hai"


def test_an_output_that_changes_meanwhile_is_not_released(
    tmp_path: Path, bucket: Bucket, target: S3Target
) -> None:
    site = output(tmp_path, a="một")
    outgoing = Outgoing.of(site)
    (site / "a/index.html").write_text("hai", encoding="utf-8")
    with target.locked("phép thử", NOON, print), pytest.raises(PublishError, match="thay đổi trong lúc"):
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
    with pytest.raises(PublishError):
        put(target, site, LATER)
    (listed,) = said_list(tmp_path, target, site)
    assert listed.read_text(encoding="utf-8").splitlines() == ["/a/", "/b/", "/c/"]


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


def said_list(folder: Path, target: S3Target, site: Path) -> list[Path]:
    """Publish and return the files that the report names."""
    said: list[str] = []
    with target.locked("phép thử", LATER, said.append):
        release(target, Outgoing.of(site), Occasion(LATER), 10)
    named = {Path(line.rpartition(" ")[2]) for line in said if line.startswith("CDN")}
    assert named == set(folder.glob("cache/cdn-*.txt"))
    return sorted(named)
