"""The ledger of addresses through real publishes that were cut, lost it, could not write it, or went back."""

import os

import pytest

from bulletin.errors import UserError
from bulletin.publishing.rollback import roll_back
from bulletin.publishing.withdrawal.addresses import load_withdrawn_addresses
from tests.publishing.harness import NEW_ADDRESS, PublishHarness
from tests.publishing.small_site import write_dated_article

pytestmark = pytest.mark.slow


def test_a_ledger_deleted_by_hand_comes_back_from_the_current_release(
    harness_with_listings: PublishHarness,
) -> None:
    before = harness_with_listings.ledger_text
    harness_with_listings.ledger_file.unlink()
    (harness_with_listings.site.content / "articles/cu.md").rename(
        harness_with_listings.site.content / "articles/khac.md"
    )
    write_dated_article(harness_with_listings.site, "them")
    harness_with_listings.publish()
    assert set(harness_with_listings.read_ledger()) >= {
        line.split("\t")[0] for line in before.splitlines() if line[0] == "/"
    }
    harness_with_listings.ledger_file.unlink()
    (harness_with_listings.site.content / "articles/khac.md").unlink()
    with pytest.raises(UserError, match="1 địa chỉ"):
        harness_with_listings.publish()


def test_a_publish_cut_after_the_switch_is_completed_by_the_next(
    harness_with_listings: PublishHarness,
) -> None:
    before = harness_with_listings.ledger_text
    write_dated_article(harness_with_listings.site, "moi")
    harness_with_listings.publish()
    harness_with_listings.ledger_file.write_text(
        before, encoding="utf-8"
    )  # as if nothing had come after the switch
    said = harness_with_listings.publish()
    assert "Không có gì thay đổi" in said
    assert harness_with_listings.read_ledger()[NEW_ADDRESS] == ("articles/moi.md", "")


def test_where_the_ledger_cannot_be_written_the_release_is_said_to_be_out(
    harness_with_listings: PublishHarness,
) -> None:
    write_dated_article(harness_with_listings.site, "moi")
    in_the_way = harness_with_listings.site.root / f".addresses.txt.{os.getpid()}"
    in_the_way.mkdir()
    with pytest.raises(UserError, match=r"Đã phát hành bản .*addresses\.txt: một thư mục đứng ở chỗ"):
        harness_with_listings.publish()
    assert harness_with_listings.is_served(NEW_ADDRESS)
    in_the_way.rmdir()
    harness_with_listings.publish()
    assert NEW_ADDRESS in harness_with_listings.read_ledger()


def test_after_going_back_all_addresses_are_still_remembered(harness_with_listings: PublishHarness) -> None:
    file = write_dated_article(harness_with_listings.site, "moi")
    harness_with_listings.publish()
    gone = load_withdrawn_addresses(harness_with_listings.site.content, "")
    roll_back(
        harness_with_listings.target,
        holder="phép thử",
        now=harness_with_listings.now,
        withdrawn=gone,
        say=print,
    )
    assert not harness_with_listings.is_served(NEW_ADDRESS)
    file.unlink()
    assert f"Địa chỉ {NEW_ADDRESS} sẽ mất" in harness_with_listings.expect_refusal()
