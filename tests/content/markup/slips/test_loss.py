"""Tests of the comparison between the words of a source and those of its page."""

import pytest
from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from bulletin.content.markup.body import BodyParser
from bulletin.content.markup.slips.links import SourceLines
from bulletin.content.markup.slips.loss import find_lost_words

_PARSER = BodyParser()


def list_lost_words(body: str, clean: str) -> list[tuple[int, str]]:
    found = find_lost_words(clean, SourceLines("content/articles/tin.md", body, 1))
    return [(problem.line, problem.message.partition("“")[2].partition("”")[0]) for problem in found]


def test_lost_words_are_told_at_their_line() -> None:
    body = "Nguyễn Văn A phát biểu.\n\nÔng Nguyễn Văn A và bà Trần Thị B."
    clean = "<p>Nguyễn Văn A phát biểu.</p>\n<p>Ông và bà Trần Thị B.</p>"
    assert list_lost_words(body, clean) == [(3, "Nguyễn Văn A")]


@pytest.mark.parametrize(
    "body",
    [
        "<!-- ghi chú --> Một", "Một [hai](/x/ 'ba')", "[a]: https://a.vn\n\nMột [hai][a]", "> [a]: https://a.vn\n\nMột [hai][a]", "Một [hai][a]\n\n1. [a]: https://a.vn",  "*[HU]: Huyện ủy\n\nHU họp", "# Một {#muc-hai .lop}",
        "```py\nx\n```", "```rust,editable\nx\n```", "```js {1,3} linenos\nx\n```", '```py title="a.py"\nx\n```', "2. Một\n5. Hai", "<p style='color: red'>Một</p>", "Một[^1]\n\n[^1]: Hai", "![Một](/images/hai.png)",
        "**Hội**nghị", "Một &amp; hai&nbsp;ba &lt;tên&gt;", "[TOC]\n\n## Một", "{: .lop }\nMột", "<table><tr><td>Một</td></tr></table>",
    ],
)  # fmt: skip
def test_words_that_are_no_text_are_not_missed(body: str) -> None:
    assert list_lost_words(body, _PARSER.parse_body("a", body, 1)[0].html) == []


@pytest.mark.parametrize(
    ("fence", "lost"),
    [
        ("```Một ghi chú", "Một ghi chú"), ('```smart header="Câu hỏi"', "Câu hỏi"), ("```bash title='how to'", "how to"),
        ('> ```{.py caption="Cài đặt \\"hai\\""}', "Cài đặt hai"), ("```py [Cách làm]", "Cách làm"),
    ],
)  # fmt: skip
def test_words_behind_a_fence_are_told_with_where_they_belong(fence: str, lost: str) -> None:
    (problem,) = find_lost_words("<pre><code>x</code></pre>", SourceLines("a.md", f"{fence}\nx\n```", 1))
    assert (problem.line, f"“{lost}”" in problem.message) == (1, True)
    assert "chỉ ghi tên ngôn ngữ" in problem.remedy


@pytest.mark.parametrize("start", ["\t", "\u200b", "\ufeff\t", "> \t", "\u3000", "-\u200b", "- \xa0"])
@pytest.mark.parametrize("number", ["2. ", "2.\t", "2.\u200b", "2.\xa0"])
def test_number_of_an_item_behind_an_unusual_blank_is_not_missed(start: str, number: str) -> None:
    body = f"{start}{number}Một <b>hai</b>"
    parsed, problems = _PARSER.parse_body("a", body, 1)
    assert ("2" in parsed.html, problems) == (True, ())


@pytest.mark.parametrize("start", ["\u200b", "\xa0", "\ufeff "])
def test_definition_behind_an_unusual_blank_is_not_missed(start: str) -> None:
    body = f"Một [hai][a] và HU.\n\n{start}[a]: https://a.vn 'ba'\n\n{start}*[HU]: Huyện ủy"
    assert _PARSER.parse_body("a", body, 1)[1] == ()


class _OtherWords(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [line.replace("Huyện", "Tỉnh") for line in lines]


class _OtherWordsExtension(Extension):
    """Extension of a site that writes another word."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the name is Python-Markdown's
        md.preprocessors.register(_OtherWords(md), "other words", 28)


def test_parse_body_with_an_extension_of_the_site_compares_nothing() -> None:
    body, problems = BodyParser({"extensions": [_OtherWordsExtension()]}).parse_body("a", "<b>Huyện</b>", 1)
    assert (body.html, problems) == ("<p><b>Tỉnh</b></p>", ())


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        ("[^1]: 18-NQ/TW", "[^1]: 19-NQ/TW", "[^1]"),
        ("> [^1]: Nguồn thứ nhất", "[^1]: Báo cáo khác", "[^1]"),
        ("[a]: https://a.vn", "[A]: https://b.vn", "[A]"),
        ("*[HU]: Huyện ủy", "*[HU]: Hội ủng hộ", "*[HU]"),
    ],
)
def test_parse_body_with_a_label_twice_tells_the_second_line(first: str, second: str, name: str) -> None:
    use = "[^1]" if name == "[^1]" else "[a]"
    body = f"HU họp {use}.\n\n{first}\n\n{second}"
    (problem,) = _PARSER.parse_body("content/articles/tin.md", body, 5)[1]
    assert (problem.line, f"{name} đã có ở dòng 7" in problem.message) == (9, True)


@pytest.mark.parametrize(
    "body",
    [
        "Xem [a].\n\n[a]: https://a.vn\n[a]: https://a.vn",
        "Xem[^1].\n\n[^1]: Một\n\n```\n[^1]: Hai\n```",
        "[Ghi chú]: xem\n\n[Ghi chú]: đọc",
        "[^a][^A]\n\n[^a]: Một\n\n[^A]: Hai",
        "[^1][^2]\n\n[^1]: 18-NQ/TW\n[^2]: 19-NQ/TW",
    ],
)
def test_parse_body_with_labels_of_one_meaning_tells_nothing(body: str) -> None:
    assert _PARSER.parse_body("a", body, 1)[1] == ()


def test_lost_figure_that_is_a_part_of_another_is_told() -> None:
    assert list_lost_words("Năm 2026\n\n20 hồ sơ", "<p>Năm 2026</p>\n<p>hồ sơ</p>") == [(3, "20")]


def test_word_whose_parts_markup_joins_is_not_told() -> None:
    assert list_lost_words("quốc<o:p></o:p>gia", "<p>quốcgia</p>") == []


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("*[Theo TTXVN]:* Hội nghị họp ngày 5-6.", "<em>[Theo TTXVN]:</em> Hội nghị họp ngày 5-6."),
        (
            "*[Ảnh]: Đại hội Đảng bộ xã* diễn ra sáng 5-6",
            "<em>[Ảnh]: Đại hội Đảng bộ xã</em> diễn ra sáng 5-6",
        ),
        ("- *[1] : Theo Báo*", "<em>[1] : Theo Báo</em>"),
        ("> *[1]:* Theo Báo", "<em>[1]:</em> Theo Báo"),
    ],
)
def test_italics_in_the_form_of_an_abbreviation_are_text(body: str, text: str) -> None:
    assert text in _PARSER.parse_body("a", body, 1)[0].html


def test_explanation_of_an_abbreviation_that_is_lost_is_told() -> None:
    assert list_lost_words("*[HU]: Huyện ủy\n\nHU họp", '<p><abbr title="Tỉnh">HU</abbr> họp</p>') == [
        (1, "Huyện ủy")
    ]


@pytest.mark.parametrize("fence", ["```", "~~~"])
def test_words_behind_a_fence_are_told(fence: str) -> None:
    (problem,) = _PARSER.parse_body("a", f"Một\n\n{fence}Nghị quyết 5\nx\n{fence}", 1)[1]
    assert (problem.line, "“Nghị quyết 5”" in problem.message) == (3, True)


@pytest.mark.parametrize(
    "info",
    [
        "py",
        "js run",
        ".html",
        "c++",
        'py title="mot.py"',
        "{ .py .lop }",
        "py {.lop}",
        "",
        "cpp=",
        "cpp=101",
        "py=+",
        "js{5,10}",
        "js {5} [a.js]",
        "ts:line-numbers",
        "ts:line-numbers=2 {1}",
    ],
)
def test_language_and_options_behind_a_fence_are_not_told(info: str) -> None:
    assert _PARSER.parse_body("a", f"Một\n\n```{info}\n<b>x</b> &amp; y\n```", 1)[1] == ()


def test_parse_body_with_another_problem_tells_a_label_twice_too() -> None:
    body = "Xem[^1].\n\n[^1]: Một\n\n[^1]: Hai\n\n<div>Ba"
    assert [problem.line for problem in _PARSER.parse_body("a", body, 1)[1]] == [7, 5]
