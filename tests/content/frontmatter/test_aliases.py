import re

import pytest

from bulletin.content.frontmatter.aliases import (
    MAX_ALIAS_BYTES,
    AliasError,
    parse_alias,
    parse_request_alias,
)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/tin-tuc/tin-4711.aspx", "/tin-tuc/tin-4711.aspx"),
        ("/releases/1.94.1", "/releases/1.94.1"),
        ("/Default.ASPX", "/Default.ASPX"),
        ("/van-ban/ke-hoach.pdf", "/van-ban/ke-hoach.pdf"),
        ("/tin-t%E1%BB%A9c/b%C3%A0i.php#binh-luan", "/tin-tức/bài.php"),
        ("/cu.", "/cu."),
    ],
)
def test_parse_alias_of_any_ending_returns_path(text: str, path: str) -> None:
    assert parse_alias(text) == path


@pytest.mark.parametrize(
    ("text", "request_alias"),
    [
        ("/?p=1164", "/?p=1164"),
        (
            "/index.php?language=vi&nv=news&op=tin-tuc/tin-11",
            "/index.php?language=vi&nv=news&op=tin-tuc/tin-11",
        ),
        ("/Default.aspx?tabid=120&ItemID=4711#top", "/Default.aspx?tabid=120&ItemID=4711"),
        ("/x.aspx?ID={AB-1}&List=%7BCD%7D", "/x.aspx?ID={AB-1}&List=%7BCD%7D"),
        ("/tin-t%E1%BB%A9c?bài=ảnh", "/tin-tức?b%C3%A0i=%E1%BA%A3nh"),
        ("/tin?b=a\u0309nh", "/tin?b=%E1%BA%A3nh"),
        ('/tin?q="a b"<c>\'d\\e', "/tin?q=%22a%20b%22%3Cc%3E%27d%5Ce"),
        ("/tin?q=100%", "/tin?q=100%"),
        ("/tin?a?b", "/tin?a?b"),
        ("/tin?url=http://a.vn//b", "/tin?url=http://a.vn//b"),
    ],
)
def test_parse_request_alias_returns_query_as_browsers_send_it(text: str, request_alias: str) -> None:
    assert parse_request_alias(text) == request_alias


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("index.php?id=1", "không nằm trong trang"),
        ("https://cu.example.vn/?p=1", "không nằm trong trang"),
        ("//cu.example.vn/?p=1", "không nằm trong trang"),
        ("/../x?p=1", "không nằm trong trang"),
        ("/.git/config?p=1", "không nằm trong trang"),
        ("/tin?p=\u200e1", "không nằm trong trang"),
        ("/%C3?p=1", "không phải mã hóa UTF-8"),
        ('/a"b?p=1', "địa chỉ nào cũng không có"),
        ("/a%22b?p=1", "địa chỉ nào cũng không có"),
        ("/a%3Fb?p=1", "có dấu “.” mã hóa"),
        ("/a%23b?p=1", "có dấu “#” mã hóa"),
        (f"/{'a' * 201}?p=1", "quá dài"),
        (f"/tin?p={'a' * MAX_ALIAS_BYTES}", "quá dài"),
        (f"/tin?p={'ế' * (MAX_ALIAS_BYTES // 8)}", "quá dài"),
        (f"/tin?p={'/' * (MAX_ALIAS_BYTES // 3)}", "quá dài"),
    ],
)
def test_parse_request_alias_that_no_map_can_hold_is_refused(text: str, said: str) -> None:
    with pytest.raises(AliasError, match=said):
        parse_request_alias(text)


@pytest.mark.parametrize("entity", ["&amp;", "&AMP;", "&#38;", "&#038;", "&#x26;"])
def test_parse_request_alias_with_entity_is_refused_with_advice_that_is_accepted(entity: str) -> None:
    with pytest.raises(AliasError) as caught:
        parse_request_alias(f"/index.php?nv=news{entity}id=7")
    assert caught.value.remedy == "Hãy viết “/index.php?nv=news&id=7”."
    assert parse_request_alias("/index.php?nv=news&id=7") == "/index.php?nv=news&id=7"


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("https://cu.example.vn/?p=1", "Hãy bỏ tên miền, viết “/?p=1”."),
        (
            "HTTP://cu.example.vn:8080/a.aspx?u=http://b.vn/",
            "Hãy bỏ tên miền, viết “/a.aspx?u=http://b.vn/”.",
        ),
        ("https://cu.example.vn/", "Hãy viết từ gốc trang, như /2019/12/ten-cu/"),
        ("https://cu.example.vn//b.vn/?p=1", "Hãy viết từ gốc trang, như /2019/12/ten-cu/"),
        ("tin-cu.html", "Hãy viết “/tin-cu.html”."),
        ("2019/12/tin-cũ/", "Hãy viết “/2019/12/tin-cũ/”."),
        ("index.php?id=7", "Hãy viết “/index.php?id=7”."),
        ("cu.example.vn/tin.html", "Hãy viết từ gốc trang, như /2019/12/ten-cu/"),
        ("../tin-cu/", "Hãy viết từ gốc trang, như /2019/12/ten-cu/"),
    ],
)
def test_parse_alias_that_is_no_path_advises_the_path(text: str, advice: str) -> None:
    parse = parse_request_alias if "?" in text else parse_alias
    with pytest.raises(AliasError) as caught:
        parse(text)
    assert caught.value.remedy == advice
    if path := re.search("viết “(.+)”", advice):
        assert parse(path[1]) == path[1]
