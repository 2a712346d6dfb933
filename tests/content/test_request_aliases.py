from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.content.frontmatter.aliases import AliasError, parse_request_alias
from bulletin.content.models import Article
from bulletin.content.request_aliases import (
    find_request_key,
    find_request_problems,
    get_request_key,
    list_request_forms,
    split_query,
)
from tests.factories import SmallSite, create_test_article


@pytest.mark.parametrize(
    ("request_alias", "forms"),
    [
        ("/?p=1", ("/?p=1",)),
        ("/a.php?x=1", ("/a.php?x=1",)),
        ("/a?x=1", ("/a/?x=1", "/a?x=1")),
        ("/a/?x=1", ("/a/?x=1", "/a?x=1")),
        ("/a.php?op=b/c", ("/a.php?op=b/c", "/a.php?op=b%2Fc")),
        ("/a.php?op=b%2fc", ("/a.php?op=b%2fc", "/a.php?op=b/c", "/a.php?op=b%2Fc")),
        ("/a.php?ID={7}", ("/a.php?ID={7}", "/a.php?ID=%7B7%7D")),
        ("/a.php?x=1%262", ("/a.php?x=1%262",)),
    ],
)
def test_list_request_forms_has_every_way_to_send_it(request_alias: str, forms: tuple[str, ...]) -> None:
    assert list_request_forms(request_alias) == forms


@given(st.text(st.sampled_from("/?&=%2Fabế{}[]'\"\\#;$ +:,.~"), min_size=1, max_size=30))
def test_request_forms_of_any_query_share_a_key_and_suit_a_map(query: str) -> None:
    if not split_query(f"?{query}")[1]:
        return
    try:
        request_alias = parse_request_alias(f"/a.php?{query}")
    except AliasError:
        return
    for form in list_request_forms(request_alias):
        assert get_request_key(form) == get_request_key(request_alias) == find_request_key(form)
        assert form.isascii()
        assert not set('"\\ \n') & set(form)


def find_messages(*articles: Article) -> list[str]:
    return [str(problem) for problem in find_request_problems(articles, "content")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/?p=1", "/?p=1"),
        ("/a?x=1", "/a/?x=1"),
        ("/a.php?x=A", "/A.php?x=a"),
        ("/a.php?x=b/c", "/a.php?x=b%2Fc"),
    ],
)
def test_request_problems_of_two_articles_with_one_request_name_both(first: str, second: str) -> None:
    (message,) = find_messages(
        create_test_article("mot", request_aliases=(first,)),
        create_test_article("hai", request_aliases=(second,)),
    )
    assert message.startswith("content/articles/mot.md:1: Trùng địa chỉ cũ ")
    assert "với content/articles/hai.md:1" in message
    assert ("không phân biệt" in message) == (first != second)


def test_request_problems_of_one_article_or_different_requests_are_none() -> None:
    assert not find_messages(
        create_test_article("mot", request_aliases=("/?p=1", "/?P=1", "/a?x", "/a/?x")),
        create_test_article("hai", request_aliases=("/?p=2", "/?p=1&x=2", "/b?x", "/van-ban/xem.aspx?id=1")),
    )


@pytest.mark.parametrize("request_alias", ["/tim-kiem/?q=a", "/Tim-Kiem?q=a", "/assets/a.php?x=1"])
def test_request_problems_of_a_part_of_the_site_are_reported(request_alias: str) -> None:
    (message,) = find_messages(create_test_article("mot", request_aliases=(request_alias,)))
    assert "dành cho hệ thống" in message


def test_request_problems_of_a_draft_do_not_stop_the_other_article(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    site.write_article("a", aliases='["/?p=1"]', status="draft")
    site.write_article("b", aliases='["/?p=1"]')
    report = site.check_content()
    assert report.problems == ()
    assert [problem.path for problem in report.draft_problems] == ["content/articles/a.md"]


def test_request_problems_of_a_withdrawn_article_are_none(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    site.write_article("a", aliases='["/?p=1"]')
    site.write_article("b", aliases='["/?p=1"]')
    site.write_file("withdrawn.yml", "- {address: /2026/11/a/, by: An, when: 2026-11-22, reason: Sai}\n")
    assert site.list_problems() == []
