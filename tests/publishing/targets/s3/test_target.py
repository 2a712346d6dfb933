"""Tests of an object store as target."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.release.release import DamagedReleaseError, ReleaseMetadata
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.release_creation import release_site
from bulletin.publishing.targets.s3 import bucket as bucket_module
from bulletin.publishing.targets.s3.target import S3Target
from tests.publishing.small_release import LATER_PUBLISH_TIME, PUBLISH_TIME, publish_to, write_output
from tests.publishing.small_site import OFFICE_SETTINGS, create_small_site
from tests.publishing.targets.faulty_proxy import FaultyProxy
from tests.publishing.targets.partial_scenario import assert_published_alone
from tests.publishing.targets.s3.conftest import KEY_PREFIX, TestedBucket, roll_back_target
from tests.publishing.targets.withdrawal_scenario import assert_withdrawn_everywhere, has_withdrawn_text

pytestmark = pytest.mark.servers


def write_full_site(folder: Path) -> Path:
    """Write a site with a file of each type."""
    site = write_output(folder, **{"2026/11/mot": "một", "chuyen-muc/tin": "danh sách"})
    for path in (
        "assets/bulletin.259359b206.css",
        "images/x-98575dbaeb-1280.jpg",
        "files/kết luận 38.pdf",
        "qc/sidebar.webp",
        "fragments/latest.html",
        "feeds/tat-ca.atom.xml",
        "sitemap.xml",
        "search/2026/text.1297d42abc.json",
        "search/summary/index.json",
    ):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(path, encoding="utf-8")
    return site


def test_publish_readers_find_each_file_under_its_path(
    tmp_path: Path, bucket: TestedBucket, target: S3Target
) -> None:
    site = write_full_site(tmp_path)
    published = publish_to(target, site)
    assert published.is_new
    assert bucket.list_paths() == sorted(published.release.manifest.entries)
    assert bucket.read_text("2026/11/mot/index.html") == "một"
    assert bucket.read_text("files/kết luận 38.pdf") == "files/kết luận 38.pdf"
    assert (target.current_id(), target.release_ids()) == (published.release.id, [published.release.id])
    assert target.read_release(published.release.id) == published.release
    assert target.name == f"s3://{bucket.name}/{KEY_PREFIX}"
    assert ".releases/lock" not in bucket.list_keys()


def test_publish_each_file_type_has_its_headers(
    tmp_path: Path, bucket: TestedBucket, target: S3Target
) -> None:
    entries = publish_to(target, write_full_site(tmp_path)).release.manifest.entries
    for path, content_type, cache_control in (
        ("index.html", "text/html; charset=utf-8", "public, max-age=300"),
        ("assets/bulletin.259359b206.css", "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        ("files/kết luận 38.pdf", "application/pdf", "public, max-age=3600"),
        ("feeds/tat-ca.atom.xml", "application/atom+xml", "public, max-age=300"),
    ):
        found = bucket.get_object(path)
        assert (found["ContentType"], found["CacheControl"]) == (content_type, cache_control), path
        assert found["Metadata"] == {"sha256": entries[path].sha256}


def test_publish_contents_are_private(tmp_path: Path, bucket: TestedBucket, target: S3Target) -> None:
    publish_to(target, write_output(tmp_path, a="một"))
    content = bucket.get_object(f".releases/files/{hashlib.sha256('một'.encode()).hexdigest()}")
    assert (content["ContentType"], content["CacheControl"]) == (
        "application/octet-stream",
        "private, no-store",
    )


def test_publish_uploads_only_new_contents(
    tmp_path: Path, bucket: TestedBucket, target: S3Target, proxy: FaultyProxy
) -> None:
    publish_to(target, write_output(tmp_path, **{str(n): str(n) for n in range(30)}))
    proxy.requests.clear()
    published = publish_to(
        target, write_output(tmp_path, **{str(n): str(n % 28) for n in range(31)}), LATER_PUBLISH_TIME
    )
    assert len(published.difference.changed + published.difference.added) == 3  # their contents exist already
    assert proxy.list_keys("PUT", f"/{bucket.name}/{KEY_PREFIX}/.releases/files") == []
    assert len(proxy.list_keys("COPY")) == 3
    proxy.requests.clear()
    site = write_output(tmp_path, **{str(n): str(n % 28) for n in range(31)}, moi="mới")
    publish_to(target, site, LATER_PUBLISH_TIME + timedelta(hours=1))
    assert len(proxy.list_keys("PUT", f"/{bucket.name}/{KEY_PREFIX}/.releases/files")) == 1
    assert proxy.list_keys("COPY", f"/{bucket.name}/{KEY_PREFIX}/") == ["moi/index.html"]


def test_publish_resources_are_copied_before_pages(
    tmp_path: Path, bucket: TestedBucket, target: S3Target, proxy: FaultyProxy
) -> None:
    publish_to(target, write_output(tmp_path, **{"2026/11/cu": "cũ", "chuyen-muc/tin": "danh sách"}))
    proxy.requests.clear()
    site = write_full_site(tmp_path)
    for page in ("index.html", "chuyen-muc/tin/index.html"):
        (site / page).write_text("có bài một", encoding="utf-8")
    (site / "2026/11/cu").mkdir()
    (site / "2026/11/cu/index.html").write_text("cũ, có bài một", encoding="utf-8")
    publish_to(target, site, LATER_PUBLISH_TIME)
    prefix = f"/{bucket.name}/{KEY_PREFIX}/"
    copied = proxy.list_keys("COPY", prefix)
    assert set(copied[:5]) == {
        "assets/bulletin.259359b206.css",
        "files/kết luận 38.pdf",
        "images/x-98575dbaeb-1280.jpg",
        "qc/sidebar.webp",
        "search/2026/text.1297d42abc.json",
    }
    assert copied[5:7] == ["2026/11/mot/index.html", "2026/11/cu/index.html"]
    assert "chuyen-muc/tin/index.html" in copied[7:]
    assert copied[-1] == "index.html"
    last_upload = max(
        n
        for n, request in enumerate(proxy.requests)
        if "/.releases/files/" in request and request.startswith("PUT")
    )
    assert last_upload < proxy.requests.index(f"COPY {prefix}{copied[0]}")
    assert proxy.requests.index(f"PUT {prefix}.releases/current") > proxy.requests.index(
        f"COPY {prefix}index.html"
    )


def test_publish_without_a_change_writes_only_the_lock(
    tmp_path: Path, bucket: TestedBucket, target: S3Target, proxy: FaultyProxy
) -> None:
    publish_to(target, write_full_site(tmp_path))
    proxy.requests.clear()
    assert not publish_to(target, write_full_site(tmp_path), LATER_PUBLISH_TIME).is_new
    assert {request for request in proxy.requests if not request.startswith("GET")} == {
        f"{method} /{bucket.name}/{KEY_PREFIX}/.releases/lock" for method in ("PUT", "DELETE")
    }


def test_publish_long_listings_are_read_in_parts(
    tmp_path: Path, target: S3Target, proxy: FaultyProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_to(target, write_output(tmp_path, **{str(n): str(n) for n in range(20)}))
    monkeypatch.setattr(bucket_module, "LIST_PAGE_SIZE", 7)
    proxy.requests.clear()
    assert not publish_to(
        target, write_output(tmp_path, **{str(n): str(n) for n in range(20)}), LATER_PUBLISH_TIME
    ).is_new
    assert sum("continuation-token" in request for request in proxy.requests) >= 5


def test_publish_overwritten_page_is_repaired(tmp_path: Path, bucket: TestedBucket, target: S3Target) -> None:
    publish_to(target, write_output(tmp_path, a="một", b="hai"))
    bucket.put_object("a/index.html", "bẩn")
    bucket.delete_object("b/index.html")
    assert publish_to(target, write_output(tmp_path, a="một", b="hai"), LATER_PUBLISH_TIME).is_new
    assert (bucket.read_text("a/index.html"), bucket.read_text("b/index.html")) == ("một", "hai")


def test_publish_first_release_overwrites_no_foreign_object(
    tmp_path: Path, bucket: TestedBucket, target: S3Target
) -> None:
    bucket.put_object("index.html", "của người khác")
    with pytest.raises(UserError, match="không do lệnh publish đặt"):
        publish_to(target, write_output(tmp_path, a="một"))
    assert bucket.list_keys() == ["index.html"]


def test_roll_back_copies_within_the_store(
    tmp_path: Path, bucket: TestedBucket, target: S3Target, proxy: FaultyProxy
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một", b="hai")).release
    publish_to(target, write_output(tmp_path, a="hỏng", c="ba"), LATER_PUBLISH_TIME)
    proxy.requests.clear()
    elsewhere = bucket.create_target(proxy, tmp_path / "another cache")
    assert roll_back_target(elsewhere) == one
    assert bucket.read_text("a/index.html") == "một"
    assert bucket.read_text("b/index.html") == "hai"
    assert target.current_id() == one.id
    assert proxy.list_keys("COPY", f"/{bucket.name}/{KEY_PREFIX}/") == ["a/index.html"]
    three = publish_to(
        target, write_output(tmp_path, a="một", b="hai"), LATER_PUBLISH_TIME + timedelta(hours=1)
    )
    assert three.is_new
    assert target.current_id() == target.release_ids()[-1] == three.release.id


@pytest.mark.plays
def test_publish_clock_set_back_still_makes_a_larger_id(tmp_path: Path, target: S3Target) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    two = publish_to(target, write_output(tmp_path, a="hai"), PUBLISH_TIME - timedelta(days=400)).release
    assert two.id > one.id
    assert target.current_id() == two.id


def test_roll_back_release_with_missing_content_is_refused(
    tmp_path: Path, bucket: TestedBucket, target: S3Target
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME)
    bucket.delete_object(f".releases/files/{one.manifest.entries['a/index.html'].sha256}")
    with pytest.raises(UserError, match=r"thiếu 1 tệp \(a/index.html"):
        roll_back_target(target)
    assert bucket.read_text("a/index.html") == "hai"


def test_publish_output_changed_during_publish_is_refused(
    tmp_path: Path, bucket: TestedBucket, target: S3Target
) -> None:
    site = write_output(tmp_path, a="một")
    staged = StagedSite.from_folder(site)
    (site / "a/index.html").write_text("hai", encoding="utf-8")
    with (
        target.hold_lock("phép thử", PUBLISH_TIME, print),
        pytest.raises(UserError, match="thay đổi trong lúc"),
    ):
        release_site(target, staged, ReleaseMetadata(PUBLISH_TIME), 10)
    assert (target.release_ids(), bucket.list_paths()) == ([], [])


def test_download_copies_files_of_a_release(tmp_path: Path, target: S3Target) -> None:
    one = publish_to(target, write_output(tmp_path, a="một", b="hai")).release
    publish_to(target, write_output(tmp_path, a="khác"), LATER_PUBLISH_TIME)
    target.download(one, ["a/index.html"], tmp_path / "here")
    assert Manifest.from_folder(tmp_path / "here").entries == {
        "a/index.html": one.manifest.entries["a/index.html"]
    }


@pytest.mark.parametrize("damage", ["deleted", "altered"])
def test_download_damaged_content_raises_damaged_release_error(
    tmp_path: Path, bucket: TestedBucket, target: S3Target, damage: str
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    content = f".releases/files/{one.manifest.entries['a/index.html'].sha256}"
    if damage == "deleted":
        bucket.delete_object(content)
    else:
        bucket.put_object(content, "của ai")
    with pytest.raises(DamagedReleaseError, match="a/index"):
        target.download(one, ["a/index.html"], tmp_path / "here")


def test_unexpected_files_names_foreign_objects(
    tmp_path: Path, bucket: TestedBucket, target: S3Target
) -> None:
    publish_to(target, write_output(tmp_path, a="một", b="hai"))
    release = publish_to(target, write_output(tmp_path, a="một"), LATER_PUBLISH_TIME).release
    assert not list(target.unexpected_files(release))  # pending deletions are not unexpected
    bucket.put_object("casino/index.html", "x")
    bucket.put_object("casino/", "")
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        assert list(target.unexpected_files(release)) == ["casino/index.html"]


def test_activate_store_with_other_etags_of_copies_is_reported(
    tmp_path: Path, bucket: TestedBucket, target: S3Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy_with_other_etag(*arguments: Any) -> bucket_module.ObjectInfo:
        return replace(copy(*arguments), etag='"khác"')

    messages: list[str] = []
    copy = bucket_module.Bucket.copy
    for hour, expected in enumerate((0, 1)):
        if expected:
            monkeypatch.setattr(bucket_module.Bucket, "copy", copy_with_other_etag)
        with target.hold_lock("phép thử", PUBLISH_TIME, messages.append):
            site = StagedSite.from_folder(write_output(tmp_path, a=str(hour), b=str(hour)))
            release_site(target, site, ReleaseMetadata(PUBLISH_TIME + timedelta(hours=hour)), 10)
        assert sum("mang ETag khác tệp gốc" in message for message in messages) == expected
        assert bucket.read_text("b/index.html") == str(hour)


@pytest.mark.plays
def test_partial_publish_s3_target_gets_the_chosen_article_alone(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy
) -> None:
    site = create_small_site(
        tmp_path / "site",
        has_search=False,  # each file takes several requests, and the other targets have search
        PUBLISH_TO=f"s3://{bucket.name}/{KEY_PREFIX}",
        PUBLISH_S3={"endpoint_url": proxy.address, "addressing_style": "path"},
        **OFFICE_SETTINGS,
    )
    assert_published_alone(site, lambda: bucket.create_target(proxy, site.cache), tmp_path / "here")


@pytest.mark.plays
def test_withdraw_s3_target_has_no_trace_of_the_article(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy
) -> None:
    settings = {"endpoint_url": proxy.address, "addressing_style": "path"}
    site = create_small_site(
        tmp_path / "site",
        has_search=False,  # each file takes several requests, and the other targets have search
        PUBLISH_TO=f"s3://{bucket.name}/{KEY_PREFIX}",
        PUBLISH_S3=settings,
        **OFFICE_SETTINGS,
    )
    assert_withdrawn_everywhere(site, lambda: bucket.create_target(proxy, site.cache), shares_contents=True)
    assert not [
        path
        for path in bucket.list_keys()
        if has_withdrawn_text(bucket.get_object(path)["Body"].read(), path)
    ]
