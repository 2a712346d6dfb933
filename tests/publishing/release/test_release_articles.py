"""Article changes of a release, after builds with and without a cache."""

import shutil

import pytest

from bulletin.build.content_index import get_content_index_path
from bulletin.publishing.release_creation import read_current_release
from tests.publishing.harness import NEW_ADDRESS, OLD_ADDRESS, PUBLISH_INTERVAL, PublishHarness, read_article
from tests.publishing.small_site import write_dated_article

pytestmark = pytest.mark.slow


def test_publish_after_an_edit_reports_only_articles_with_other_text(harness: PublishHarness) -> None:
    file = write_dated_article(harness.site, "moi")
    harness.publish()
    assert harness.describe_last_release() == [f"1 bài mới: {NEW_ADDRESS}"]
    file.write_text(read_article(file).replace("slug:", "aliases: [/xua/]\nslug:"), encoding="utf-8")
    file.rename(file.with_name("ten-khac.md"))
    harness.publish()
    assert harness.describe_last_release() == []  # the readers' text is equal
    write_dated_article(harness.site, "cu", "Nội dung được viết lại.")
    harness.publish()
    assert harness.describe_last_release() == [f"1 bài sửa: {OLD_ADDRESS}"]


def test_publish_with_a_new_address_reports_a_move(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "cu", slug="moi", aliases=f"[{OLD_ADDRESS}]")
    harness.publish()
    assert harness.describe_last_release() == [f"1 bài đổi địa chỉ: {OLD_ADDRESS} → {NEW_ADDRESS}"]
    write_dated_article(
        harness.site, "cu", slug="moi", aliases=f"[{OLD_ADDRESS}, {NEW_ADDRESS}]", date="2026-10-21"
    )
    harness.publish()
    assert harness.describe_last_release() == [f"1 bài đổi địa chỉ: {NEW_ADDRESS} → /2026/10/moi/"]


def test_publish_reports_expired_and_withdrawn_articles_separately(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "moi", expires=f"{harness.now + 2 * PUBLISH_INTERVAL:%Y-%m-%d %H:%M}")
    harness.publish()
    harness.withdraw(OLD_ADDRESS)
    assert harness.describe_last_release() == [f"1 bài thôi đăng: {NEW_ADDRESS}", f"1 bài gỡ: {OLD_ADDRESS}"]


def test_publish_without_changes_keeps_the_article_digests(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "cu")
    for _ in range(3):
        harness.publish()
    release = read_current_release(harness.target)
    assert release is not None
    assert release.article_digests.keys() == {OLD_ADDRESS, "/2026/11/tin-tot/"}
    shutil.rmtree(harness.site.cache)
    write_dated_article(harness.site, "moi")
    harness.publish()
    assert harness.describe_last_release() == [f"1 bài mới: {NEW_ADDRESS}"]


def test_publish_without_a_content_index_builds_it_again(harness: PublishHarness) -> None:
    harness.publish()
    index_file = get_content_index_path(harness.site.cache, harness.site.publish_output)
    index_file.unlink()
    harness.publish()
    assert index_file.exists()
