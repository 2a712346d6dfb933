from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from bulletin.views.parts.sharing import build_share_links
from tests.factories import create_test_context

TITLE, ADDRESS = "Giám sát & kiểm tra: 100% chi bộ/tổ?", "https://bantin.example.vn/2026/11/tin/"


def test_build_share_links_holds_title_and_address_of_the_article() -> None:
    links = build_share_links(TITLE, ADDRESS, create_test_context())
    assert parse_qs(urlsplit(links.mail).query) == {"subject": [TITLE], "body": [ADDRESS]}
    assert parse_qs(urlsplit(links.facebook).query) == {"u": [ADDRESS]}


def test_build_share_links_writes_mails_with_title_and_address_filled_in() -> None:
    error, opinion = build_share_links(TITLE, ADDRESS, create_test_context(email=" toasoan@bao.vn ")).feedback
    assert (error.label, opinion.label) == ("Báo lỗi nội dung", "Gửi ý kiến")
    for link, subject in ((error, "Báo lỗi nội dung: "), (opinion, "Ý kiến về bài: ")):
        mail = urlsplit(link.url)
        values = parse_qs(mail.query)
        assert (mail.scheme, mail.path) == ("mailto", "toasoan@bao.vn")
        assert values["subject"] == [subject + TITLE]
        assert values["body"][0].startswith(f"{ADDRESS}\r\n\r\n")
        assert "\n" not in unquote(link.url).replace("\r\n", "")


def test_build_share_links_without_an_address_of_the_office_is_empty() -> None:
    assert build_share_links(TITLE, ADDRESS, create_test_context()).feedback == ()


@pytest.mark.parametrize(
    ("form", "siteurl", "url"),
    [
        (
            "https://gopy.vn/?t={title}&bai={address}",
            "https://bantin.example.vn",
            "https://gopy.vn/?t=Gi%C3%A1m%20s%C3%A1t%20%26%20ki%E1%BB%83m%20tra%3A%20100%25%20chi%20b%E1%BB%99%2Ft%E1%BB%95%3F"
            "&bai=https%3A%2F%2Fbantin.example.vn%2F2026%2F11%2Ftin%2F",
        ),
        ("/gop-y/", "https://tinh.vn/bantin", "/bantin/gop-y/"),
    ],
)
def test_build_share_links_with_a_form_is_one_link_to_it(form: str, siteurl: str, url: str) -> None:
    context = create_test_context(siteurl=siteurl, email="toasoan@bao.vn", feedback_form=form)
    (link,) = build_share_links(TITLE, ADDRESS, context).feedback
    assert (link.url, link.label) == (url, "Báo lỗi, gửi ý kiến")
