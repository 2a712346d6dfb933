"""Tests of the warnings about addresses that are no links."""

import pytest

from tests.content.warnings.samples import BODY_LINE, list_warnings_of


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        ("<p>Xem https://a.vn/b.</p>", 'Hãy viết <a href="https://a.vn/b">https://a.vn/b</a>.'),
        ("<p>(https://a.vn/x(y)).</p>", 'Hãy viết <a href="https://a.vn/x(y)">https://a.vn/x(y)</a>.'),
        ("<div>Trang www.a.vn, mục một</div>", 'Hãy viết <a href="https://www.a.vn">www.a.vn</a>.'),
    ],
)
def test_bare_address_advice_is_the_link(body: str, advice: str) -> None:
    line, text = list_warnings_of(f"Một.\n\n{body}")["bare-address"]
    assert line == BODY_LINE + 2
    assert text.endswith(advice)
    link = advice.removeprefix("Hãy viết ").removesuffix(".")
    assert list_warnings_of(link) == {}


@pytest.mark.parametrize(
    "body",
    [
        "<https://a.vn/>",
        "Xem https://a.vn/ và www.b.vn.",
        "[https://a.vn](https://a.vn) và [b](http://b.vn)",
        "`https://a.vn`",
        "```\nhttps://a.vn\n```",
        "[www.a.vn](https://www.a.vn/)",
        '![Ảnh](/images/a.png "Ảnh: a")',
        "Tỷ lệ 1://2, www. và 3w.",
        "Nguồn=https://a.vn/b, (www.a.vn), [https://a.vn/x], Xem.https://b.vn",
        "Theo baochinhphu.vn, nhandan.vn/vietnamplus.vn; giao thức http: an toàn",
        "[x](/2026/11/x/){href=https://a.vn/b}",
        "[a]\n\n[a]: https://a.vn",
    ],
)
def test_address_that_is_no_text_is_not_told(body: str) -> None:
    assert "bare-address" not in list_warnings_of(body)


def test_bare_address_beside_a_link_to_it_is_told_at_its_own_line() -> None:
    body = "[Trang](https://a.vn/x)\n\n<p>Tức là https://a.vn/x</p>"
    assert list_warnings_of(body)["bare-address"][0] == BODY_LINE + 2


@pytest.mark.parametrize(
    ("body", "remedy"),
    [
        ("Xem https://https://a.vn/b.", "Hãy viết https://a.vn/b"),
        ("Xem http:https://a.vn", "Hãy viết https://a.vn"),
        ("Xem https://abc,vn", "Hãy viết https://abc.vn"),
        ("Xem zalo.me/123.", "Hãy viết https://zalo.me/123"),
        ("Xem https://b.vn và zalo.me/123.", "Hãy viết https://zalo.me/123"),
        ("Xem bit.ly/dangky2026.", "Hãy viết https://bit.ly/dangky2026"),
        ("Xem forms.gle/XyZ123", "Hãy viết https://forms.gle/XyZ123"),
        ("Xem http:a.vn", "Hãy viết http://a.vn"),
        ("Xem https//a.vn/b.", "Hãy viết https://a.vn/b"),
        ("Xem htpps://a.vn", "Hãy viết https://a.vn"),
        ("Xem https:// a.vn", "Hãy viết https://a.vn"),
        ("xemhttps://a.vn", "Hãy để một dấu cách trước địa chỉ."),
        ("Xem https://a", "Hãy chép lại địa chỉ đầy đủ."),
        ("Xem https://ai:mat@a.vn", "Hãy viết https://a.vn"),
    ],
)
def test_mistyped_bare_address_proposes_the_right_one(body: str, remedy: str) -> None:
    assert list_warnings_of(body)["bare-address"][1].endswith(remedy)


@pytest.mark.parametrize("typed", ["Thư: a@b,vn", "Thư: a @ b.vn.", "Thư:a@ b.vn"])
def test_mistyped_address_of_mail_is_told(typed: str) -> None:
    assert "Hãy viết a@b.vn" in list_warnings_of(typed)["bare-address"][1]
