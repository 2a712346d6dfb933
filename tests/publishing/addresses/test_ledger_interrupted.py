"""The address ledger after interrupted publishes, lost files and rollbacks."""

import os

import pytest

from bulletin.errors import UserError
from bulletin.publishing.rollback import roll_back
from bulletin.publishing.withdrawal.addresses import load_withdrawn_addresses
from tests.publishing.harness import NEW_ADDRESS, PublishHarness
from tests.publishing.small_site import write_dated_article

pytestmark = pytest.mark.slow


def test_ledger_deleted_file_is_restored_from_current_release(
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


def test_ledger_after_interrupted_publish_is_completed_by_next(
    harness: PublishHarness,
) -> None:
    before = harness.ledger_text
    write_dated_article(harness.site, "moi")
    harness.publish()
    harness.ledger_file.write_text(before, encoding="utf-8")  # as if the publish had ended at the activation
    messages = harness.publish()
    assert "Không có gì thay đổi" in messages
    assert harness.read_ledger()[NEW_ADDRESS] == ("articles/moi.md", "")


def test_ledger_write_error_names_published_release(
    harness: PublishHarness,
) -> None:
    write_dated_article(harness.site, "moi")
    obstacle = harness.site.root / f".addresses.txt.{os.getpid()}"
    obstacle.mkdir()
    with pytest.raises(UserError, match=r"Đã phát hành bản .*addresses\.txt: một thư mục đứng ở chỗ"):
        harness.publish()
    assert harness.is_served(NEW_ADDRESS)
    obstacle.rmdir()
    harness.publish()
    assert NEW_ADDRESS in harness.read_ledger()


def test_ledger_after_rollback_keeps_all_addresses(harness: PublishHarness) -> None:
    file = write_dated_article(harness.site, "moi")
    harness.publish()
    withdrawn = load_withdrawn_addresses(harness.site.content, "")
    roll_back(
        harness.target,
        holder="phép thử",
        now=harness.now,
        withdrawn=withdrawn,
        say=print,
    )
    assert not harness.is_served(NEW_ADDRESS)
    file.unlink()
    assert f"Địa chỉ {NEW_ADDRESS} sẽ mất" in harness.expect_refusal()
