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
    harness: PublishHarness,
) -> None:
    before = harness.ledger_text
    harness.ledger_file.unlink()
    (harness.site.content / "articles/cu.md").rename(harness.site.content / "articles/khac.md")
    write_dated_article(harness.site, "them")
    harness.publish()
    assert set(harness.read_ledger()) >= {
        line.split("\t")[0] for line in before.splitlines() if line[0] == "/"
    }
    harness.ledger_file.unlink()
    (harness.site.content / "articles/khac.md").unlink()
    with pytest.raises(UserError, match="1 địa chỉ"):
        harness.publish()


def test_a_publish_cut_after_the_switch_is_completed_by_the_next(
    harness: PublishHarness,
) -> None:
    before = harness.ledger_text
    write_dated_article(harness.site, "moi")
    harness.publish()
    harness.ledger_file.write_text(before, encoding="utf-8")  # as if nothing had come after the switch
    said = harness.publish()
    assert "Không có gì thay đổi" in said
    assert harness.read_ledger()[NEW_ADDRESS] == ("articles/moi.md", "")


def test_where_the_ledger_cannot_be_written_the_release_is_said_to_be_out(
    harness: PublishHarness,
) -> None:
    write_dated_article(harness.site, "moi")
    in_the_way = harness.site.root / f".addresses.txt.{os.getpid()}"
    in_the_way.mkdir()
    with pytest.raises(UserError, match=r"Đã phát hành bản .*addresses\.txt: một thư mục đứng ở chỗ"):
        harness.publish()
    assert harness.is_served(NEW_ADDRESS)
    in_the_way.rmdir()
    harness.publish()
    assert NEW_ADDRESS in harness.read_ledger()


def test_after_going_back_all_addresses_are_still_remembered(harness: PublishHarness) -> None:
    file = write_dated_article(harness.site, "moi")
    harness.publish()
    gone = load_withdrawn_addresses(harness.site.content, "")
    roll_back(
        harness.target,
        holder="phép thử",
        moment=harness.now,
        sought=gone,
        say=print,
    )
    assert not harness.is_served(NEW_ADDRESS)
    file.unlink()
    assert f"Địa chỉ {NEW_ADDRESS} sẽ mất" in harness.expect_refusal()
