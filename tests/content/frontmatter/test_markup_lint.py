"""Tests of HTML and marks of Markdown in the front matter."""

import pytest

from bulletin.content.frontmatter.markup_lint import remove_markup


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("GD&amp;ĐT bàn việc gi&oacute;i", "GD&ĐT bàn việc giói"),
        ("TPP&#x3A; một &#8211; hai", "TPP: một – hai"),
        ("<b>Hội nghị</b> <i>lớn</i><br/>", "Hội nghị lớn"),
        ("**Hội nghị** và *đại hội* __lớn__", "Hội nghị và đại hội lớn"),
        ("Theo [báo](https://a.vn/b_(c)) số 5[^1]", "Theo báo số 5"),
        ("# Hội nghị", "Hội nghị"),
        ("**Hội nghị ** toàn**quốc** ** lớn**", "Hội nghị toànquốc lớn"),
        ("[Báo] (https://a.vn) và [[Trang]]{{< hinh >}}", "Báo và Trang"),
        ("<https://a.vn/x><!-- ghi chú --> 5 \\* 3", "https://a.vn/x 5 * 3"),
        ("~~Bãi bỏ~~ `mã`", "Bãi bỏ mã"),
        ("****Hội nghị**** ==lớn==", "Hội nghị lớn"),
        ("Hội nghị **tổng kết", "Hội nghị tổng kết"),
        ("Hội nghị** tổng __kết {#x}", "Hội nghị tổng kết"),
        ("Hội nghị<br>tổng kết<p>năm</p>", "Hội nghị tổng kết năm"),
        ('1\\. Nói \\"làm\\"', '1. Nói "làm"'),
    ],
)
def test_remove_markup_returns_what_is_meant(typed: str, meant: str) -> None:
    assert remove_markup(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "R&D, AT&T; B&B", "3*4*5 m và 95%*, 5%*", "(*) Ghi chú (*)", "Số < 5 và > 3", "<tên cơ quan>", "[Ảnh] Đại hội", "Mẫu (____) số (____)",
        "C# và #TanhLinh", "5 * 3 * 2", "tên_tệp_mới", "Hội nghị [kỳ 2] (2026)", "Mã `", "a&b;", "(**) Ghi chú (**), 95%** và 5%**",
        "Giá** và số**, 2**3**4", "C:\\Bao cao\\x", "1. Mục", "- Mục",
        "Xã A*, xã B**", "060*****123", "Ngày __tháng __năm", "Chuẩn C++**", "Hội nghị ***", "a == b == c", "===", "N**** V**** A",
    ],
)  # fmt: skip
def test_remove_markup_keeps_plain_text(text: str) -> None:
    assert remove_markup(text) == text
