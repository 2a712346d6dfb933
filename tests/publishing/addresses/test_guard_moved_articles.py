"""The check reports articles that left a published address, before a build."""

import pytest

from bulletin.errors import UserError
from bulletin.publishing.pipeline import publish
from bulletin.publishing.settings.settings import load_pelican_settings
from bulletin.publishing.steps import check_content_and_addresses
from tests.publishing.harness import OLD_ADDRESS, PublishHarness, apply_alias_advice
from tests.publishing.small_site import write_dated_article

pytestmark = pytest.mark.slow


def run_failing_check(harness: PublishHarness) -> str:
    """Run a check that must fail; return its messages."""
    messages: list[str] = []
    table = load_pelican_settings(harness.site.root / "publishconf.py")
    with pytest.raises(UserError) as caught:
        check_content_and_addresses(harness.site, table, harness.now, messages.append)
    return "\n".join((*messages, str(caught.value)))


def test_publish_links_to_changed_slug_also_reports_moved_article(harness: PublishHarness) -> None:
    """Report the reason too, so that an editor does not change each link."""
    write_dated_article(harness.site, "ke-ben", "Xem [bài kia](/2026/11/cu/).")
    harness.publish()
    file = write_dated_article(harness.site, "cu")
    file.write_text(file.read_text("utf-8").replace("slug: cu", "slug: moi"), "utf-8")
    messages: list[str] = []
    with pytest.raises(UserError, match="Nội dung có 1 lỗi"):
        publish(harness.site, harness.now, messages.append)
    assert "Liên kết tới địa chỉ không có: /2026/11/cu/" in messages[0]
    assert "Địa chỉ /2026/11/cu/ sẽ mất: nay là /2026/11/moi/." in messages[1]
    apply_alias_advice("\n".join(messages), harness.site.root)
    harness.publish()
    assert harness.is_served("/2026/11/cu/")
    assert harness.is_served("/2026/11/moi/")


def test_check_changed_slug_reports_moved_article(harness: PublishHarness) -> None:
    file = write_dated_article(harness.site, "cu")
    file.write_text(file.read_text("utf-8").replace("slug: cu", "slug: moi"), "utf-8")
    messages = run_failing_check(harness)
    assert "nay là /2026/11/moi/" in messages
    assert "1 địa chỉ đã xuất bản sẽ mất" in messages
    apply_alias_advice(messages, harness.site.root)
    messages_after: list[str] = []
    check_content_and_addresses(
        harness.site,
        load_pelican_settings(harness.site.root / "publishconf.py"),
        harness.now,
        messages_after.append,
    )
    assert [line.partition(":")[0] for line in messages_after] == ["Nội dung không có lỗi"]


def test_check_withdrawn_address_is_not_reported(harness: PublishHarness) -> None:
    """Restore the old ledger, as if only the withdrawal list came from git."""
    write_dated_article(harness.site, "cu", slug="moi")
    before = harness.ledger_text
    harness.withdraw(OLD_ADDRESS)
    harness.ledger_file.write_text(before, encoding="utf-8")
    messages: list[str] = []
    check_content_and_addresses(
        harness.site,
        load_pelican_settings(harness.site.root / "publishconf.py"),
        harness.now,
        messages.append,
    )
    assert [line.partition(":")[0] for line in messages] == ["Nội dung không có lỗi"]


def test_check_invalid_file_is_not_reported_as_moved(
    harness: PublishHarness,
) -> None:
    write_dated_article(harness.site, "cu", category="Không có mục này")
    assert "sẽ mất" not in run_failing_check(harness)
