import pytest

from bulletin.content.checks.ambiguous_names import find_ambiguous_names
from bulletin.content.models import Article
from tests.factories import create_test_article, shift_time


def create_tagged_articles(*tags: str, **changes: object) -> list[Article]:
    """Return an article for each tag, the oldest first."""
    return [
        create_test_article(f"tin-{number}", tags=(tag,), date=shift_time(number - 100), **changes)
        for number, tag in enumerate(tags)
    ]


def list_messages(articles: list[Article]) -> list[str]:
    return [str(problem) for problem in find_ambiguous_names(articles, "content")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("hòa bình", "Hoà Bình"),
        ("thúy", "THUÝ"),
        ("Khoẻ", "khỏe"),
        ("Đảng viên", "đảng viên"),
        ("Huỷ", "Hủy"),
    ],
)
def test_find_ambiguous_names_of_another_case_or_place_of_tone_returns_none(first: str, second: str) -> None:
    assert list_messages(create_tagged_articles(first, second)) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [("Dừa", "Dứa"), ("Chợ quê", "Chó quê"), ("Cán bộ", "Can bộ"), ("Đảng", "Dang"), ("Hoa mơ", "Hòa mơ"), ("COVID 19", "COVID-19")],
)  # fmt: skip
def test_find_ambiguous_names_of_other_letters_names_the_first_article(first: str, second: str) -> None:
    (message,) = list_messages(create_tagged_articles(first, second))
    assert message.startswith(
        f"content/articles/tin-1.md:1: Chủ đề “{second}” trùng địa chỉ với “{first}” ở content/articles/tin-0.md."
    )


def test_find_ambiguous_names_names_the_rarer_spelling() -> None:
    (message,) = list_messages(create_tagged_articles("Dừa", "Dứa", "dứa"))
    assert message.startswith("content/articles/tin-0.md:1: Chủ đề “Dừa” trùng địa chỉ với “Dứa”")


def test_find_ambiguous_names_of_drafts_does_not_blame_the_published_article() -> None:
    published = create_tagged_articles("Dừa")
    drafts = [create_test_article(f"nhap-{number}", tags=("Dứa",), status="draft") for number in range(3)]
    messages = list_messages([*drafts, *published])
    assert [message.partition(":")[0] for message in messages] == [
        f"content/articles/nhap-{number}.md" for number in range(3)
    ]


def test_find_ambiguous_names_in_one_article_returns_each() -> None:
    article = create_test_article("tin", tags=("Dừa", "Dứa"), topic="Chợ quê", authors=("An", "Ân"))
    messages = list_messages([article])
    assert [message.split(" trùng")[0].partition(": ")[2] for message in messages] == [
        "Tác giả “Ân”",
        "Chủ đề “Dứa”",
    ]
    assert all("cùng bài" in message for message in messages)
