"""What a release knows of its articles, whoever made the build."""

import shutil

import pytest

from bulletin.publishing.release_creation import read_current_release
from tests.publishing.harness import NEW_ADDRESS, OLD_ADDRESS, PUBLISH_INTERVAL, PublishHarness, read_article
from tests.publishing.small_site import write_dated_article

pytestmark = pytest.mark.slow


def test_a_release_tells_which_articles_say_something_else(harness: PublishHarness) -> None:
    file = write_dated_article(harness.site, "moi")
    harness.publish()
    assert harness.describe_last_release() == [f"1 bài mới: {NEW_ADDRESS}"]
    file.write_text(read_article(file).replace("slug:", "aliases: [/xua/]\nslug:"), encoding="utf-8")
    file.rename(file.with_name("ten-khac.md"))
    harness.publish()
    assert harness.describe_last_release() == []  # another file, a line more: the article says what it said
    write_dated_article(harness.site, "cu", "Nội dung được viết lại.")
    harness.publish()
    assert harness.describe_last_release() == [f"1 bài sửa: {OLD_ADDRESS}"]


def test_a_new_address_is_no_new_article(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "cu", slug="moi", aliases=f"[{OLD_ADDRESS}]")
    harness.publish()
    assert harness.describe_last_release() == [f"1 bài đổi địa chỉ: {OLD_ADDRESS} → {NEW_ADDRESS}"]
    write_dated_article(
        harness.site, "cu", slug="moi", aliases=f"[{OLD_ADDRESS}, {NEW_ADDRESS}]", date="2026-10-21"
    )
    harness.publish()
    assert harness.describe_last_release() == [f"1 bài đổi địa chỉ: {NEW_ADDRESS} → /2026/10/moi/"]


def test_what_expires_is_told_apart_from_what_was_withdrawn(harness: PublishHarness) -> None:
    write_dated_article(harness.site, "moi", expires=f"{harness.now + 2 * PUBLISH_INTERVAL:%Y-%m-%d %H:%M}")
    harness.publish()
    harness.withdraw(OLD_ADDRESS)
    assert harness.describe_last_release() == [f"1 bài thôi đăng: {NEW_ADDRESS}", f"1 bài gỡ: {OLD_ADDRESS}"]


def test_articles_are_known_after_a_standstill(harness: PublishHarness) -> None:
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


def test_a_register_that_is_gone_ends_a_standstill(harness: PublishHarness) -> None:
    harness.publish()
    indexes = list((harness.site.cache / "engine").glob("*.content-index"))
    assert indexes
    for index in indexes:
        index.unlink()
    harness.publish()
    assert any(index.exists() for index in indexes)
