"""Tests of the warnings about lists and tables of Word in running text."""

import pytest

from bulletin.content.warnings.texts import find_text_warnings
from bulletin.content.warnings.warning import join_places
from tests.content.warnings.samples import BODY_LINE, create_checked_text, list_warnings_of


@pytest.mark.parametrize(
    "body",
    [
        "Ba nội dung:\n– Một là;\n– Hai là;",
        "Ba nội dung:\n• Một là;\n• Hai là;",
        "Ba nội dung\n1) Một là;\n2) Hai là;",
        "Ba nội dung\na) Một là;\nb) Hai là;",
        "**Các đơn vị:**\n– `Xã` **Một**\n– [Xã Hai](https://a.vn)",
        "> Các đơn vị:\n> – Xã Một\n> – Xã Hai",
    ],
)
def test_list_in_paragraph_is_told_at_its_first_item(body: str) -> None:
    line, text = list_warnings_of(f"Đoạn đầu.\n\n{body}")["list-in-paragraph"]
    assert line == BODY_LINE + 3
    assert "dòng trống" in text


@pytest.mark.parametrize(
    "body",
    [
        "Các đơn vị:\n\n- Xã Một\n- Xã Hai",
        "Các đơn vị:\n- Xã Một\n- Xã Hai",
        "Hội nghị nghe:\n1. Báo cáo\n2. Tham luận",
        "- Xã Một\n- Xã Hai\n    - Thôn Ba\n    - Thôn Bốn",
        "1. Báo cáo\n2. Tham luận",
        "Cuộc họp ngày\n- một ngày mưa - kết thúc sớm.",
        "Anh nói:  \n– Có.  \n– Không.",
        "Các đơn vị:\n\n```\nGồm:\n- a\n- b\n```",
        "Có 5\n25. Có 6",
        "Xem `a`,\n\n<pre>\nx:\n- a\n- b\n</pre>",
        "Theo Nghị quyết số\n12 của Tỉnh ủy\n13 của Huyện ủy.",
    ],
)
def test_list_that_is_printed_as_typed_is_not_told(body: str) -> None:
    assert "list-in-paragraph" not in list_warnings_of(body)


def test_list_in_paragraph_proposes_marks_of_markdown() -> None:
    assert "như “- Một là;”" in list_warnings_of("Gồm:\n– Một là;\n– Hai")["list-in-paragraph"][1]
    assert "như “1. Một là;”" in list_warnings_of("Gồm:\n1) Một là;\n2) Hai")["list-in-paragraph"][1]


@pytest.mark.parametrize("body", ["- **Một:** a\n-**Hai:** b", "- Một\n\n-**Hai:** b"])
def test_dash_right_before_bold_words_proposes_a_mark_of_markdown(body: str) -> None:
    assert "như “- Hai: b”" in list_warnings_of(body)["list-in-paragraph"][1]


def test_ticks_stay_what_they_are() -> None:
    text = list_warnings_of("Ý kiến:\n☑ Đồng ý\n☐ Không")["list-in-paragraph"][1]
    assert text.endswith("Hãy để một dòng trống trước mục đầu và giữa các mục.")


def test_list_in_a_paragraph_of_html_has_a_remedy_that_makes_a_list() -> None:
    remedy = list_warnings_of("<p>Gồm:\n– Một\n– Hai</p>")["list-in-paragraph"][1]
    assert "ra ngoài thẻ <p>. Hãy để một dòng trống phía trên dòng này, và viết mỗi mục như “- Một”" in remedy
    assert "list-in-paragraph" not in list_warnings_of("<p>Gồm:</p>\n\n- Một\n- Hai")
    assert "ra ngoài" not in list_warnings_of("<p>Đầu</p>\n\nGồm:\n– Một\n– Hai")["list-in-paragraph"][1]


def test_lists_in_paragraphs_are_told_once_with_all_lines() -> None:
    line, text = list_warnings_of("Một:\n– a\n– b\n\nHai:\n– c\n– d")["list-in-paragraph"]
    assert line == BODY_LINE + 1
    assert text.endswith(f"Cũng ở dòng {BODY_LINE + 5}.")


def test_tab_rows_of_word_propose_a_table() -> None:
    line, text = list_warnings_of("Kết quả:\n\nSTT\tHọ tên\tTuổi\n1\tLê An\t20\n2\tVũ Ba\t31")["tab-rows"]
    assert line == BODY_LINE + 2
    assert "| STT | Họ tên | Tuổi |, thêm dòng thứ hai | --- | --- | --- |" in text
    assert "(3 hàng)" in text


@pytest.mark.parametrize(
    "body",
    [
        "-\tMột\n-\tHai\n-\tBa",
        "1.\tMột\n2.\tHai\n3.\tBa",
        "* [Một](https://a.vn)\t - đầu\n* [Hai](https://a.vn)\t - sau\n* [Ba](https://a.vn)\t - cuối",
        "\tMột đoạn thụt vào.\n\n\tMột đoạn nữa.",
        "```\na\tb\tc\nd\te\tf\n```",
        "Họ tên:\tLê An\n\nTuổi:\t20",
    ],
)
def test_tabs_that_make_no_table_are_not_told(body: str) -> None:
    assert "tab-rows" not in list_warnings_of(body)


@pytest.mark.parametrize("body", ["> 65 tuổi: 12 người", "- > 5 triệu có 3 hộ", "> 1.000 hộ\n> 2.000 hộ"])
def test_figure_behind_the_sign_of_a_quotation_is_told_with_what_prints_the_sign(body: str) -> None:
    line, text = list_warnings_of(f"Có:\n\n{body}")["comparison-as-quotation"]
    assert line == BODY_LINE + 2
    advised = text.rpartition("viết “")[2].removesuffix("”.")
    assert advised == "\\" + body.removeprefix("- ").split("\n")[0]
    assert "<blockquote" not in create_checked_text(advised).html


@pytest.mark.parametrize(
    "body", ["> 1. Một\n> 2. Hai", "> Lời Bác\n> 65 năm trước", ">5 triệu", "```\n> 5\n```\n\n> a"]
)
def test_quotation_without_a_figure_at_its_start_is_not_told(body: str) -> None:
    assert "comparison-as-quotation" not in list_warnings_of(body)


@pytest.mark.parametrize(
    ("mark", "advised"),
    [
        ("-", "- "), ("+", "- "), ("*", "- "), ("▪ ", "- "), ("➢ ", "- "), ("✓ ", "- "), ("o ", "- "), ("− ", "- "), ("‒ ", "- "), ("–", "- "),
        ("1.", "1. "), ("1/ ", "1. "), ("1- ", "1. "), ("(1) ", "1. "), ("1)", "1. "), ("100) ", "100. "),
    ],
)  # fmt: skip
def test_list_of_editors_and_word_is_told_with_a_mark_of_markdown(mark: str, advised: str) -> None:
    line, text = list_warnings_of(f"Gồm:\n{mark}Một\n{mark}Hai")["list-in-paragraph"]
    assert line == BODY_LINE + 1
    assert text.endswith(f"Hãy để một dòng trống phía trên dòng này, và viết mỗi mục như “{advised}Một”.")
    assert "<li>Một</li>" in create_checked_text(f"Gồm:\n\n{advised}Một\n{advised}Hai").html


@pytest.mark.parametrize("marks", ["•◦▪", "–++", "●○■"])
def test_list_with_indented_marks_is_told(marks: str) -> None:
    body = "Gồm:\n" + "\n".join(f"{' ' * 2 * depth}{mark} Xã" for depth, mark in enumerate(marks))
    assert list_warnings_of(body)["list-in-paragraph"][0] == BODY_LINE + 1


@pytest.mark.parametrize("mark", ["a) ", "a. ", "A) ", "I. ", "II- ", "1.1. ", "đ) ", "i) "])
def test_list_of_letters_is_told_with_an_empty_line_that_keeps_them(mark: str) -> None:
    line, text = list_warnings_of(f"Gồm:\n{mark}Một\n{mark}Hai")["list-in-paragraph"]
    assert line == BODY_LINE + 1
    assert text.endswith("Hãy để một dòng trống trước mục đầu và giữa các mục.")
    assert f"<p>{mark}Một</p>" in create_checked_text(f"Gồm:\n\n{mark}Một\n\n{mark}Hai").html


@pytest.mark.parametrize(
    ("marks", "advised"),
    [
        (("a, ", "b, "), ""), (("a.", "b."), ""), (("d-", "đ-"), ""), (("a: ", "b: "), ""), (("i) ", "ii) "), ""), (("(i) ", "(ii) "), ""),
        (("(*) ", "(**) "), ""), (("(-) ", "(-) "), "“- Một”"), (("ü ", "ü "), "“- Một”"), (("v ", "v "), "“- Một”"), (("à ", "à "), "“- Một”"),
    ],
)  # fmt: skip
def test_unusual_marks_that_follow_one_another_are_told(marks: tuple[str, str], advised: str) -> None:
    line, text = list_warnings_of(f"Đầu.\n\n{marks[0]}Một\n{marks[1]}Hai")["list-in-paragraph"]
    assert line == BODY_LINE + 2
    assert (advised or "một dòng trống trước mục đầu và giữa các mục") in text


@pytest.mark.parametrize(
    ("above", "indent"), [("2. Hồ sơ gồm:", ""), ("2. Hồ sơ gồm:", "   "), ("Gồm:", ""), ("- Gồm:", "  ")]
)
def test_empty_lines_as_advised_end_the_warning_about_letters(above: str, indent: str) -> None:
    items = [f"{indent}a) Phiếu đăng ký;", f"{indent}b) Bản sao;", f"{indent}c) 02 phong bì."]
    text = list_warnings_of("\n".join((above, *items)))["list-in-paragraph"][1]
    assert text.endswith("Hãy để một dòng trống trước mục đầu và giữa các mục.")
    assert list_warnings_of("\n\n".join((above, *items))) == {}


@pytest.mark.parametrize("sign", ["👉", "➢", "–"])
def test_line_with_a_colon_above_other_marks_is_no_item(sign: str) -> None:
    line, text = list_warnings_of(f"Đầu.\n\n{sign} Nội dung:\n✅ Một là;\n✅ Hai là.")["list-in-paragraph"]
    assert line == BODY_LINE + 3
    assert text.endswith("viết mỗi mục như “- Một là;”.")
    assert list_warnings_of(f"Đầu.\n\n{sign} Nội dung:\n\n- Một là;\n- Hai là.") == {}


def test_dialogue_in_a_paragraph_is_told_with_empty_lines() -> None:
    _, text = list_warnings_of("– Tôi rất vui.\n– Vì sao ạ?")["list-in-paragraph"]
    assert text.endswith("Hãy để một dòng trống trước mục đầu và giữa các mục.")


@pytest.mark.parametrize(
    "body",
    [
        "Giảm còn\n-5 độ, rồi\n-6 độ.", "Có\n1/12 hộ và\n5-6 xã và\n1.200 người và\n+84 số.", "Xã đạt 19/19\n1. 200 hộ.",
        "Theo\nA Một và\nI Hai.", "Bài *nghiêng\nhai* và\n*ba* và\n*bốn*.", "-Hết-", "Theo\n-TTXVN", "Anh về,\nà anh ơi", "Gồm\na, rồi\nc, rồi", "x-quang\ny-tế", "o ép\nông o",
    ],
)  # fmt: skip
def test_prose_with_figures_at_the_start_of_lines_is_not_told(body: str) -> None:
    assert "list-in-paragraph" not in list_warnings_of(body)


def test_line_below_a_fence_without_an_end_is_told_at_its_line() -> None:
    body = "Tin.\n\n```\nmã\n\nGồm:\n– Một\n– Hai"
    assert list_warnings_of(body)["list-in-paragraph"][0] == BODY_LINE + 6


def test_single_sentence_with_a_dash_below_a_colon_is_told_as_an_item() -> None:
    assert list_warnings_of("Nội dung:\n– Một là.")["list-in-paragraph"][1].endswith("như “- Một là.”.")


@pytest.mark.parametrize("body", ["Một\nhai\n===", "**Một**\n**hai**\n---"])
def test_underline_of_a_paragraph_is_told(body: str) -> None:
    assert list_warnings_of(body)["underlined-paragraph"][0] == BODY_LINE + 2


@pytest.mark.parametrize(
    "body",
    [
        "Một\n---",
        "Một\n===",
        "- a\n- b\n---",
        "Một\nhai\n\n---",
        "Một\n\n=====\n\nHai\n=====\n\nBa",
        "| a | b |\n| --- | --- |\n| c | d |\n---",
        "```\na\nb\n===\n```",
    ],
)
def test_underline_of_a_heading_or_a_rule_is_not_told(body: str) -> None:
    assert "underlined-paragraph" not in list_warnings_of(body)


@pytest.mark.parametrize("body", ["-Một xã", "Câu.\n-Một xã", "+Một xã", "- a\n-Một xã"])
def test_single_item_without_a_blank_is_told(body: str) -> None:
    assert list_warnings_of(body)["list-in-paragraph"][0] == BODY_LINE + ("\n" in body)


def test_lists_of_different_marks_are_told_one_by_one() -> None:
    text = create_checked_text("– a\n– b\n\n1) c\n2) d\n\n– e\n– f")
    joined = join_places(find_text_warnings("tin.md", text, ()))
    found = [(warning.line, warning.remedy) for warning in joined]
    assert [line for line, _ in found] == [BODY_LINE, BODY_LINE + 3]
    assert found[0][1].endswith(f"Cũng ở dòng {BODY_LINE + 6}.")


def test_two_rows_of_two_cells_propose_a_table() -> None:
    text = list_warnings_of("Xã\tSố\nAn\t1")["tab-rows"][1]
    assert "Hãy viết hàng đầu là | Xã | Số |, thêm dòng thứ hai | --- | --- |" in text


def test_tab_rows_with_a_missing_cell_are_one_table() -> None:
    line, text = list_warnings_of("A\tB\n1\t2\t5\n3\t4\t6\n7\t8\t9")["tab-rows"]
    assert line == BODY_LINE
    assert "(4 hàng)" in text
    assert "| A | B |  |" in text


@pytest.mark.parametrize("arrows", [">>", ">>>", ">> >"])
def test_arrows_at_the_start_of_a_line_are_told(arrows: str) -> None:
    line, text = list_warnings_of(f"Đoạn.\n\n{arrows} Xem thêm: Tin")["comparison-as-quotation"]
    assert line == BODY_LINE + 2
    assert f"hãy viết “\\{arrows} Xem thêm: Tin”" in text
    assert list_warnings_of(f"Đoạn.\n\n\\{arrows} Xem thêm: Tin") == {}


def test_each_line_of_arrows_is_told() -> None:
    text = create_checked_text(">> Một\n>>> Hai\n\n> Lời\n>> Ba")
    found = [warning.line - BODY_LINE for warning in find_text_warnings("tin.md", text, ())]
    assert found == [0, 1]


def test_arrows_inside_a_quotation_are_not_told() -> None:
    assert "comparison-as-quotation" not in list_warnings_of("> Một\n>> Hai\n>>> Ba")
