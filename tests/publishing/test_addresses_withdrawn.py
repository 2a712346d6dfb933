"""Addresses that go on purpose: what a withdrawal excuses, and what it does not."""

from pathlib import Path

import pytest

from publishing.errors import PublishError
from publishing.releasing import current_release
from tests.publishing.bulletin import article
from tests.publishing.office import OLD, Office


def test_an_article_is_withdrawn_with_the_topic_that_only_it_filled(tmp_path: Path) -> None:
    office = Office(tmp_path)
    file = article(office.site, "cu", topic="Chuyện ngắn")
    office.publish()
    office.withdraw(OLD)
    assert office.ledger()[OLD] == ("articles/cu.md", "gỡ bài")
    assert office.ledger()["/dong-su-kien/chuyen-ngan/"][1] == "hết bài"
    release = current_release(office.target)
    assert release is not None
    assert OLD not in release.articles
    file.unlink()
    office.publish()


def test_a_withdrawal_excuses_no_topic_that_is_renamed_beside_it(tmp_path: Path) -> None:
    office = Office(tmp_path)
    article(office.site, "cu", topic="Chuyện ngắn")
    article(office.site, "khac", topic="Chuyện cũ")
    office.publish()
    article(office.site, "khac", topic="Chuyện mới")
    with pytest.raises(PublishError, match="1 địa chỉ"):
        office.withdraw(OLD)
    assert "Địa chỉ /dong-su-kien/chuyen-cu/ sẽ mất" in "\n".join(office.said)
    assert "chuyen-ngan" not in "\n".join(office.said)
    article(office.site, "khac", topic="Chuyện cũ")
    office.publish()
    assert office.ledger()[OLD][1] == "gỡ bài"


def test_what_leaves_every_article_standing_excuses_no_listing(tmp_path: Path) -> None:
    office = Office(tmp_path)
    article(office.site, "cu", topic="Chuyện ngắn", aliases="[/cu.html]")
    article(office.site, "khac", topic="Chuyện cũ")
    office.publish()
    article(office.site, "cu", topic="Chuyện dài")
    article(office.site, "khac", topic="Chuyện mới")
    with pytest.raises(PublishError, match="địa chỉ"):
        office.withdraw("/cu.html")
    assert "Địa chỉ /dong-su-kien/chuyen-cu/ sẽ mất" in "\n".join(office.said)


def test_an_article_is_withdrawn_after_its_file_with_what_only_it_filled(tmp_path: Path) -> None:
    office = Office(tmp_path)
    file = article(office.site, "cu", topic="Chuyện ngắn", author="Lê An")
    office.publish()
    file.unlink()
    office.withdraw(OLD)
    assert office.ledger()["/tac-gia/le-an/"][1] == "hết bài"


@pytest.mark.parametrize(
    ("address", "keys"),
    [
        (OLD, {"slug": "moi", "topic": "Chuyện ngắn", "aliases": "[/cu.html]"}),
        ("/cu.html", {"topic": "Chuyện ngắn"}),
        ("/dong-su-kien/chuyen-ngan/", {"aliases": "[/cu.html]"}),
    ],
)
def test_what_is_gone_from_the_content_can_be_withdrawn(
    tmp_path: Path, address: str, keys: dict[str, str]
) -> None:
    office = Office(tmp_path)
    article(office.site, "cu", topic="Chuyện ngắn", aliases="[/cu.html]")
    office.publish()
    article(office.site, "cu", **keys)
    assert f'./inv withdraw {address} --reason "lý do"' in office.refused()
    office.withdraw(address)
    assert office.ledger()[address][1] == "gỡ bài"
    office.publish()
