"""Tests of the warning about marks that readers would see."""

import re
from time import process_time

import pytest
from hypothesis import given

from bulletin.content.warnings.finders.definitions import find_unused_definitions
from bulletin.content.warnings.finders.foreign_marks import FOREIGN_MARK_PATTERNS
from bulletin.content.warnings.finders.mark_patterns import MARK_PATTERNS
from bulletin.content.warnings.finders.marks import find_leftover_marks
from bulletin.content.warnings.kinds import WARNING_KINDS
from bulletin.content.warnings.texts import find_text_warnings
from bulletin.content.warnings.warning import join_places
from tests.content.markup.strategies import MARKUP_TEXTS
from tests.content.warnings.samples import BODY_LINE, create_checked_text, list_warnings_of

ALL_MARKS = (*MARK_PATTERNS, *FOREIGN_MARK_PATTERNS)


@pytest.mark.parametrize(
    "mark",
    [
        "Một **Hội nghị ** hai", "** Hội nghị** hai", "Một **Hội nghị hai", "Kết quả** là", "Một __Hội nghị __ hai", "Một *Hội nghị * hai",
        "[Báo] (https://a.vn)", "[Báo] (/2026/11/x/)", "##Kết quả", "Một ~~bỏ", "[[Trang chủ]]", "{{< youtube x >}}", "{% include x %}",
        '[caption id="x"]Ảnh[/caption]', "[gallery]", "[b]đậm[/b]", "- [ ] việc", "::: note", "!!! note", "> [!NOTE]", "```\nmã",
        "*Nguồn:*Báo", "_“Hội nghị”_tốt", "5**6**", "khoản 2**điều 6**", "[tại đây(https://a.vn)", "tại đây](https://a.vn)", "==x==",
        "++x++", "H~2~O", "m^2^", "^[chú thích]", "(Báo)[https://a.vn]", "!(Bến cá)[/images/a.png]", "####### x", "[[a.jpg]]",
        '[contact-form-7 id="1"]', '[pdf-embedder url="https://a.vn"]', "[nvgallery]", "[toc]", "[[_TOC_]]", "{:toc}", "{NV_BASE_SITEURL}", "**Một****Hai**",
        "<a href=https://a.vn chữ", "<span giữa>**", "Một< br >hai", "Một<br/ >hai", "Một ==nổi== hai", "~~~ py\nmã", "Chữ {#muc-1}", "{#muc-1}", "{:.center}",
        "*Một\n\nhai*", "*Gồm:\n- một\n- hai.*", "| *x | y* |\n| --- | --- |\n| a | b |", "Chữ*nghiêng* liền", "chữ_nghiêng_ liền",
        "- \n- Một", "Từ ^Một^ hai", "Một câu. ## Kết quả", "[Một][hai]", "Chữ **_x* _** sau", "Chữ **một _hai** ba_ sau", "**đậm*", "***cả ba**", "__x_", "*__x*__", "**_x_**_ y", "*nghiêng**", "_x*", "*x_", "_x__", "_Ảnh *_", "_Nguồn ảnh*_", "Từ _đầu tiên",
        "Chữ _nghiêng _ sau", "Chữ _ nghiêng_ sau", "Chữ * nghiêng* sau", "~bỏ~~", "Một `mã", "Một mã` hai", "[*a*](/x/)*",
        "! [Bến cá](/images/a.png)", "Chữ ~một ngã~ sau", "Chữ ||ẩn|| sau", "Chữ %%ghi chú%% sau", "??? tip", '*"Trích".*Tiếp', "Tính $x^2$ rồi", "Số <!-- ghi chú\n\nnội bộ --> sau",
        "-\n- Một", "+\n\nMột", "•\n\nMột", "(https://a.vn)[Báo]", "[https://a.vn Báo Đảng]", "== Kết quả ==", "'''Hội nghị'''", "[more]", "{loadposition x}", "{youtube}abc{/youtube}",
        '<Tab value="a">Một', "Một</Tabs>", "<Youtube id={x} />", "<ReadMore/>", "\\textbf{Hội nghị}", "\\begin{itemize}", ".. note::", ".. image:: a.png",
        "<strng>Một</strng>", "Một</pan>", '<spam style="x">Một', "<my-widget>Một</my-widget>", "Một ****Hội nghị**** hai", "*****Hội nghị*****", "_/tin/ là địa chỉ._", "[Báo](https://a.vn)_._", "Tên sách__.__ Hết", "## ", "## ##",
        "import Tabs from '@theme/Tabs';", 'import "./a.css"', "export const x = 5;", "^1^ Nguồn", "h2. Kết quả", "bq. Lời trích", "p{color:red}. Chữ", "Chúc mừng :smile: nhé", ":+1:", "(:smile:)", "“:smile:”", '=== "Thẻ"',
    ],
)  # fmt: skip
def test_leftover_mark_is_told_at_its_line(mark: str) -> None:
    line, text = list_warnings_of(f"Đoạn đầu.\n\n{mark}")["leftover-marks"]
    assert line == BODY_LINE + 2
    assert "sẽ hiện ra trên trang" in text


@pytest.mark.parametrize(
    "mark", ["h2. Kết quả", "bq. Lời trích", "p{color:red}. Chữ", "??? tip", "???+ tip", "- ", "+", "• "]
)
def test_mark_at_the_start_of_a_later_line_is_told(mark: str) -> None:
    assert list_warnings_of(f"Một\n{mark}\nhai")["leftover-marks"][0] == BODY_LINE + 1


@given(MARKUP_TEXTS)
def test_each_match_of_a_mark_contains_its_sign(text: str) -> None:
    for mark in ALL_MARKS:
        assert all(mark.sign in found[0] for found in re.finditer(mark.pattern, text, re.MULTILINE))


@pytest.mark.parametrize(
    "body",
    [
        "Từ ~5 đến ~7 ha", "\\~một\\~", "5%% và 6%%", "a || b || c", "??? Không rõ", "Thư viết \\@, \\: và \\%\\%a%%",
        "**Hội nghị** và *đại hội* __lớn__ ~~bỏ~~ `**mã`", "3*4*5 m, 2**3, 95%* và 5%*", "(*) Ghi chú (**)", "* * *", "Họ tên: ____ (____)",
        "#Hashtag #TanhLinh", "\\*\\*Một \\[a](b) \\## \\~~", "Theo [1] và [2]; {a}", "x<y và y>z, <tên cơ quan>", "*Ghi chú: số liệu tạm tính.",
        "```\n**mã\n{{ x }}\n```", "AT&T; R&D", "**Một\nhai**", "[Ảnh] Đại hội (2026)", "Một – [xem](/x/) – hai", "\\<b>", "&lt;b&gt;", "&amp;nbsp;",
        "Mật khẩu: ****", "Xã A*, xã B**", "Xã A\\*, xã B\\*\\*", "20\\_\\_", "CCCD: 060*****123", "1234-****-****-5678", "(****)",
        "5*****", "Ngày __ tháng __ năm 20__", "Ngày __tháng __năm", "[**]", "| # | x |\n| - | - |\n| # | 1 |", "[[ 0.5 ]]", "Đề [b] và [i]",
        "**/**/2026 và ***-***", "Số:__/QĐ-TU", "C++ và D++", "a == b, c == d", "2^10", "Ông *A*, bà *B*",
        "5 * 3 = a * b", "| a |\n| - |\n| - |", "Chuẩn C## và [1][2]", "Điểm[i][j]", "Dấu ^ và ^", "{i=1}^N x_1^{2}", "[Một][x]\n\n[x]: /2026/11/x/", "*Ghi chú: a\n\nTổng số*", "a*b* c", "Báo_cáo_năm", "Tổng*\n\n*Ghi chú: một*hai* ba", "~**5** ha", "**Họ tên: ____**", "**Tổng số***\n\n\\*Ghi chú: a", "**95%**\\*", "Số* liệu*\n\n*Ghi chú: a", "từ _ đến _ giờ",
        "Tệp _config.yml, a_b_ và _x_y", "09*****678, tên N****n V** A", "N**** V** A và T*** B", "Ông Ng** V** A, Tr** Th* L**", "Số [x_1]", "\\=====", "H`Mông và M`Nông", "K`Ho", "\\`x", "Một \\_đầu tiên", "_“Tên”_, *x*, *(Tiếp theo)*",
        "Tỷ lệ 1:2, a::b", "## Kết quả {#ket-qua}", "Giá 5$ và 6$, {a}, {.5}", "Chào bạn! [Xem bài](/2026/11/x/)", "\\{#a}", "`{#a}` và `$x^2$`", "Số 5 *", "Một <!-- ghi riêng --> hai", "R&D --> B <xã>", "a == b", "Số <!-- ghi", "Dấu \\*sao\\*, và *nghiêng*", "Phòng 3*4 m, dấu \\*sao\\*.", "\\*\\*sao\\*\\*, và **đậm**", "**Điều 5\\*** và *\\*x*",
        "<Enter> và <Nguyễn Thị B>", "<Họ tên>", "Theo [https://a.vn, đọc ngày 5/3] và (https://a.vn)[1]", "C:\\begin\\text", "a == b == c", "Xã A::B", "Ông ''An''", "=== HẾT ===", "Giá –\n5", "1 - 2",
        "Gõ \\<b> và <b>đậm</b>.", "Gõ &lt;b&gt;.\n\nVà <b>đậm</b>.", "`<b>` và <b>đậm</b>, \\<b>", "Gõ \\_x\\_ và _y_, \\[x] (/y)", "<div>\n\n**đậm**\n\n</div>",
        "Kính gửi :Ban Thường vụ: lúc 7:30:00", "Tỷ lệ :nam:nữ", "import và export tăng 5%", "H2. Một, h2: hai", "\\:smile:", "`:smile:`", "Ngày_._ 2026", "Ông N****n V****n A", "# Một #", "\\</pan>", "`</pan>`", "a </ b>", "<họ tên> và </họ>", "Chữ đậm.\n\n#Một",
    ],
)  # fmt: skip
def test_text_that_is_printed_as_meant_is_not_told(body: str) -> None:
    assert "leftover-marks" not in list_warnings_of(body)


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("![x](/images/a.png", "dấu ) ngay sau địa chỉ: ![mô tả](/images/…)"), ("[x](https://a.vn và", "dấu ) ngay sau"), ("[x] (https://a.vn)", "liền ]("),
        ("**đậm*", "hai đầu cùng một dấu"), ("Một `mã", "`mã`"),
        ("<center>\n## Kết quả\n</center>", "để một dòng trống phía trên"), ("[vc_row][vc_column]x", "phần mềm khác"), ("<b>x<b>", "<strong>chữ</strong>"),
        ("=====", "viết ---"), ("^^chèn^^", "<u>"), ("**Kết: **a; ** Kết**", "“**Kết: **a; ** Kết**”"), ("<p>##Kết quả</p>", "sau hai đến sáu dấu #"),
        ("Hội nghị** là", "thì viết \\*\\*"), ("__Một là", "thì viết \\_\\_"),
    ],
)  # fmt: skip
def test_leftover_mark_has_the_advice_of_its_fault(typed: str, advice: str) -> None:
    assert advice in list_warnings_of(typed)["leftover-marks"][1]


def test_command_of_another_system_beside_its_end_is_told_once() -> None:
    found = find_text_warnings("tin.md", create_checked_text('[video mp4="/files/a.mp4"][/video]'), ())
    assert ["phần mềm khác" in str(warning) for warning in found] == [True]


def test_advice_to_copy_ends_without_a_stop() -> None:
    remedies = {mark.remedy for mark in ALL_MARKS} | {kind.remedy for kind in WARNING_KINDS.values()}
    assert [remedy for remedy in remedies if re.search(r"[^\w\s”)}…/]\.$|[/…]\)\.$", remedy)] == []


def test_equal_marks_are_told_at_each_line() -> None:
    body = "\n\n".join(["**Một ** a"] * 4 + ["Một __hai"])
    found = find_text_warnings("tin.md", create_checked_text(body), ())
    assert [warning.line for warning in found] == [BODY_LINE + number for number in (0, 2, 4, 6, 8)]
    joined = join_places(found)
    assert [warning.line for warning in joined] == [BODY_LINE, BODY_LINE + 8]
    assert joined[0].message.endswith(f"Cũng ở dòng {BODY_LINE + 2}, {BODY_LINE + 4}, {BODY_LINE + 6}.")


def test_unused_definition_is_told_at_its_line() -> None:
    line, text = list_warnings_of("Một [a].\n\n[a]: https://a.vn\n[Nguồn]: https://b.vn")["unused-definition"]
    assert line == BODY_LINE + 3
    assert "“[Nguồn]: https://b.vn”" in text


@pytest.mark.parametrize(
    "use", ["[a]", "[chữ][a]", "[A][]", "![ảnh][a]", "lời [a]: hai", "tin.\n\n[a]: hai ba"]
)
def test_used_definition_is_not_told(use: str) -> None:
    assert "unused-definition" not in list_warnings_of(f"Một {use}.\n\n[a]: /images/a.png")


def test_definition_with_the_label_of_an_abbreviation_is_told() -> None:
    found = list_warnings_of("HU họp.\n\n*[HU]: Huyện ủy\n\n[HU]: https://a.vn")
    assert found["unused-definition"][0] == BODY_LINE + 4


@pytest.mark.parametrize("start", ["", "- ", "> "])
def test_abbreviation_without_a_use_is_told_with_what_prints_it(start: str) -> None:
    line, text = list_warnings_of(f"Một.\n\n{start}*[Nguồn]: 2.026 hồ sơ")["unused-definition"]
    assert (line, "hoặc" in text) == (BODY_LINE + 2, False)
    assert text.endswith("muốn in cả dòng thì viết \\*[Nguồn]: …")


def test_unused_definitions_of_a_long_text_are_each_told_at_their_line() -> None:
    body = "\n\n".join(f"[a{number}]: https://a.vn/{number}" for number in range(3000))
    found = [slip.line for slip in find_unused_definitions(create_checked_text(body))]
    assert found == [BODY_LINE + 2 * number for number in range(3000)]


@pytest.mark.parametrize("definition", ["*[HU]: Huyện ủy", "[a]: https://a.vn"])
def test_unused_definition_behind_a_rule_is_told(definition: str) -> None:
    assert list_warnings_of(f"Một.\n\n<hr>{definition}")["unused-definition"][0] == BODY_LINE + 2


def test_definition_in_a_body_of_code_alone_is_not_told() -> None:
    assert "unused-definition" not in list_warnings_of("```\nerror[E0382]: x\n[a]: https://a.vn\n```")


def test_words_behind_a_line_break_that_look_like_a_definition_are_not_told() -> None:
    assert "unused-definition" not in list_warnings_of("<br>*[HU]: Huyện ủy")


def test_abbreviation_with_a_use_is_not_told() -> None:
    assert "unused-definition" not in list_warnings_of("BCH họp.\n\n*[BCH]: Ban Chấp hành")


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("**Hội nghị**\n\nMột **Hội nghị ** hai", 3),
        ("`**mã` a\n\n**mã hai", 3),
        ("Một ~~~\n\n~~~\nx", 3),
        ("Đoạn.\n\n__a *b__ c*", 3),
        ("Một \\*sao\\*\n\nHai *sao ba", 3),
        ("Một \\<b>\n\nHai <b>ba", 3),
    ],
)
def test_leftover_mark_with_the_words_of_another_line_is_told_at_its_own(body: str, line: int) -> None:
    assert list_warnings_of(body)["leftover-marks"][0] == BODY_LINE + line - 1


def test_one_emphasis_without_its_partner_is_told_once() -> None:
    found = find_text_warnings("tin.md", create_checked_text("Chữ **_x* _** sau\n\n***cả ba* hết"), ())
    assert [warning.name for warning in found] == ["leftover-marks"] * 2


@pytest.mark.parametrize("start", ["\u200b", "\xa0", "\ufeff "])
@pytest.mark.parametrize("definition", ["[a]: /2026/11/x/", "*[Nguồn]: 2.026 hồ sơ"])
def test_definition_behind_an_unusual_blank_is_told(start: str, definition: str) -> None:
    assert list_warnings_of(f"Một \\[a].\n\n{start}{definition}")["unused-definition"][0] == BODY_LINE + 2


def test_thousands_of_lines_with_a_mark_take_no_square_of_time() -> None:
    assert _measure(4_000) < 8 * max(_measure(1_000), 0.02)


def _measure(count: int) -> float:
    """Return the least time of two for ``count`` items with a mark of a heading."""
    text = create_checked_text("- #\n:\n" * count)
    times = []
    for _ in range(2):
        start = process_time()
        list(find_leftover_marks(text))
        times.append(process_time() - start)
    return min(times)
