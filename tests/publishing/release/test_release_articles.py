"""What a release knows of its articles, whoever made the build."""

import shutil

import pytest

from bulletin.publishing.release_creation import current_release
from tests.publishing.harness import HOUR, NEW, OLD, Office, text_of
from tests.publishing.small_site import article

pytestmark = pytest.mark.slow


def test_a_release_tells_which_articles_say_something_else(office: Office) -> None:
    file = article(office.site, "moi")
    office.publish()
    assert office.last_release() == [f"1 bài mới: {NEW}"]
    file.write_text(text_of(file).replace("slug:", "aliases: [/xua/]\nslug:"), encoding="utf-8")
    file.rename(file.with_name("ten-khac.md"))
    office.publish()
    assert office.last_release() == []  # another file, a line more: the article says what it said
    article(office.site, "cu", "Nội dung được viết lại.")
    office.publish()
    assert office.last_release() == [f"1 bài sửa: {OLD}"]


def test_a_new_address_is_no_new_article(office: Office) -> None:
    article(office.site, "cu", slug="moi", aliases=f"[{OLD}]")
    office.publish()
    assert office.last_release() == [f"1 bài đổi địa chỉ: {OLD} → {NEW}"]
    article(office.site, "cu", slug="moi", aliases=f"[{OLD}, {NEW}]", date="2026-10-21")
    office.publish()
    assert office.last_release() == [f"1 bài đổi địa chỉ: {NEW} → /2026/10/moi/"]


def test_what_expires_is_told_apart_from_what_was_withdrawn(office: Office) -> None:
    article(office.site, "moi", expires=f"{office.now + 2 * HOUR:%Y-%m-%d %H:%M}")
    office.publish()
    office.withdraw(OLD)
    assert office.last_release() == [f"1 bài thôi đăng: {NEW}", f"1 bài gỡ: {OLD}"]


def test_articles_are_known_after_a_standstill(office: Office) -> None:
    article(office.site, "cu")
    for _ in range(3):
        office.publish()
    release = current_release(office.target)
    assert release is not None
    assert release.articles.keys() == {OLD, "/2026/11/tin-tot/"}
    shutil.rmtree(office.site.cache)
    article(office.site, "moi")
    office.publish()
    assert office.last_release() == [f"1 bài mới: {NEW}"]


def test_a_register_that_is_gone_ends_a_standstill(office: Office) -> None:
    office.publish()
    (register,) = (office.site.cache / "engine").glob("*.register")
    register.unlink()
    office.publish()
    assert register.exists()
