import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.content.markup.body import BodyParser
from bulletin.content.markup.page_html.contact_links import link_contacts

_PARSER = BodyParser()
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>')


def find_links(markdown: str) -> list[tuple[str, str]]:
    """Return address and text of the links in a body."""
    body, problems = _PARSER.parse_body("content/articles/tin.md", markdown, 1)
    assert problems == ()
    return [(address, html.unescape(text)) for address, text in _LINK.findall(body.html)]


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("0243 123 4567", "tel:+842431234567"),
        ("024.3823.4567", "tel:+842438234567"),
        ("(0292) 3820 536", "tel:+842923820536"),
        ("0252-3821234", "tel:+842523821234"),
        ("0252\u00a0000\u00a00001", "tel:+842520000001"),
        ("0912 345 678", "tel:+84912345678"),
        ("+84 252 382 1234", "tel:+842523821234"),
        ("(+84) 912345678", "tel:+84912345678"),
        ("0252 382 1234 (máy lẻ 12)", "tel:+842523821234;ext=12"),
        ("hoi_dap.1@ban-to-chuc.example.vn", "mailto:hoi_dap.1@ban-to-chuc.example.vn"),
        ("a@www.a.vn", "mailto:a@www.a.vn"),
    ],
)
def test_body_contact_is_a_link_with_the_text_as_typed(typed: str, link: str) -> None:
    for text in (
        f"Xin gửi về {typed}.",
        f"| Đơn vị | Số |\n| --- | --- |\n| Văn phòng | {typed} |",
        f"- **{typed}**, ngày 5",
    ):
        assert find_links(text) == [(link, typed)]


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("Điện thoại: 0912345678", "tel:+84912345678"),
        ("Hotline 1900 1234", "tel:19001234"),
        ("Đường dây nóng: **1800 561234**", "tel:1800561234"),
    ],
)
def test_body_ambiguous_number_behind_a_word_for_telephones_is_a_link(typed: str, link: str) -> None:
    assert [address for address, _ in find_links(typed)] == [link]
    assert find_links(re.sub("[^*\\d ]", "", typed)) == []


@pytest.mark.parametrize(
    "typed",
    [
        "Mã số thuế **0312 345 678**", "Tài khoản 0252 000 0001 tại ngân hàng", "CCCD 0252 000 0001", "| Fax | 0252 382 1235 |",
        "Số định danh 060 203 001 234", "ngày 02.03.2026", "năm 1900 2000 người", "từ 1900-1945", "Gọi 1.900.123 đồng",
        "số 02/0912 345 678", "0,912 345 678", "0.912345678", "02 2026 12345", "1-0252 000 0000", "0252 382 1234 5 hộ",
        "0912 345 678/GP", "0123 456 789", "0252 000 000", "từ 0800 0900 1000", "`0912 345 678`", "`a@b.vn`", "x@y", "@a.vn",
        "(+84 912 345 678)", "(+84252 382 7777", "(+84.252.3827777)", "a@b.vn@c", "http://a:b@c", "![0912 345 678](/images/a.jpg)", "![Thư a@b.vn](/images/a.jpg)",
    ],
)  # fmt: skip
def test_body_other_figures_and_signs_are_no_link(typed: str) -> None:
    assert find_links(typed) == []


def test_body_numbers_joined_by_slashes_are_links() -> None:
    numbers = ("0912.345.678", "0252 382 1234", "0913.345.678")
    assert [text for _, text in find_links(f"ĐT: {'/'.join(numbers)}.")] == list(numbers)
    assert find_links("Gọi 12345/0912.345.678") == []


def test_body_fax_in_a_table_leaves_the_number_of_the_next_row_a_link() -> None:
    rows = "| Việc | Số |\n| --- | --- |\n| Fax | 0252 382 1235 |\n| Văn thư | 0252 382 1236 |"
    assert find_links(rows) == [("tel:+842523821236", "0252 382 1236")]


@pytest.mark.parametrize(
    "typed", ["[0912 345 678](tel:113)", '<a href="tel:113">0912 345 678</a>', "[a@b.vn](tel:113)"]
)
def test_body_contact_in_a_link_stays_one_link(typed: str) -> None:
    assert [address for address, _ in find_links(typed)] == ["tel:113"]


@given(st.text(st.sampled_from("0123456789 .-()+84@a.vn&<>/đ,"), max_size=60))
def test_link_contacts_keeps_every_letter(text: str) -> None:
    typed = html.escape(text)
    assert re.sub(r"</?a\b[^>]*>", "", link_contacts(typed)) == typed


_PARTS = "( ) +84 (+84) 84 0252 (0252) 0912 1900 1234 345 678 382 7777 . - / &nbsp; ,".split()


@given(
    st.lists(st.sampled_from([*_PARTS, " ", "máy lẻ 12", "(máy lẻ 5)", "<p>", "</p>"]), max_size=9).map(
        "".join
    )
)
def test_link_contacts_of_any_parts_of_numbers_keeps_them(text: str) -> None:
    assert re.sub(r"</?a\b[^>]*>", "", link_contacts(text)) == text
