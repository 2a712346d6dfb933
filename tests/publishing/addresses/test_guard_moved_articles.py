"""An article that left its address is told of by the check, before anything is built."""

import pytest

from bulletin.errors import UserError
from bulletin.publishing.pipeline import publish
from bulletin.publishing.settings.settings import load_pelican_settings
from bulletin.publishing.steps import check_content_and_addresses
from tests.publishing.harness import OLD_ADDRESS, PublishHarness, apply_alias_advice
from tests.publishing.small_site import write_dated_article

pytestmark = pytest.mark.slow


def run_failing_check(office: PublishHarness) -> str:
    """Return what a check that must fail says."""
    said: list[str] = []
    table = load_pelican_settings(office.site.root / "publishconf.py")
    with pytest.raises(UserError) as caught:
        check_content_and_addresses(office.site, table, office.now, said.append)
    return "\n".join((*said, str(caught.value)))


def test_links_to_a_slug_that_changed_are_explained_by_it(harness: PublishHarness) -> None:
    """The links fail first; without a word on why, an editor would mend each of them."""
    write_dated_article(harness.site, "ke-ben", "Xem [bài kia](/2026/11/cu/).")
    harness.publish()
    file = write_dated_article(harness.site, "cu")
    file.write_text(file.read_text("utf-8").replace("slug: cu", "slug: moi"), "utf-8")
    said: list[str] = []
    with pytest.raises(UserError, match="Nội dung có 1 lỗi"):
        publish(harness.site, harness.now, said.append)
    assert "Liên kết tới địa chỉ không có: /2026/11/cu/" in said[0]
    assert "Địa chỉ /2026/11/cu/ sẽ mất: nay là /2026/11/moi/." in said[1]
    apply_alias_advice("\n".join(said), harness.site.root)
    harness.publish()
    assert harness.is_served("/2026/11/cu/")
    assert harness.is_served("/2026/11/moi/")


def test_a_check_alone_tells_of_it_too(harness: PublishHarness) -> None:
    file = write_dated_article(harness.site, "cu")
    file.write_text(file.read_text("utf-8").replace("slug: cu", "slug: moi"), "utf-8")
    said = run_failing_check(harness)
    assert "nay là /2026/11/moi/" in said
    assert "1 địa chỉ đã xuất bản sẽ mất" in said
    apply_alias_advice(said, harness.site.root)
    passed: list[str] = []
    check_content_and_addresses(
        harness.site,
        load_pelican_settings(harness.site.root / "publishconf.py"),
        harness.now,
        passed.append,
    )
    assert [line.partition(":")[0] for line in passed] == ["Nội dung không có lỗi"]


def test_an_address_that_was_withdrawn_is_not_missed(harness: PublishHarness) -> None:
    """Another machine has the act from git before any publish there, or a ledger, says so."""
    write_dated_article(harness.site, "cu", slug="moi")
    before = harness.ledger_text
    harness.withdraw(OLD_ADDRESS)
    harness.ledger_file.write_text(before, encoding="utf-8")
    said: list[str] = []
    check_content_and_addresses(
        harness.site,
        load_pelican_settings(harness.site.root / "publishconf.py"),
        harness.now,
        said.append,
    )
    assert [line.partition(":")[0] for line in said] == ["Nội dung không có lỗi"]


def test_a_file_that_cannot_be_read_is_not_taken_for_one_that_moved(
    harness: PublishHarness,
) -> None:
    write_dated_article(harness.site, "cu", category="Không có mục này")
    assert "sẽ mất" not in run_failing_check(harness)
