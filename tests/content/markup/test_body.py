import re
import warnings
from typing import Any

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin.content.markup.body import BodyParser
from bulletin.content.models import ParsedBody
from bulletin.content.problems import Problem
from tests.gate import mark_later_rows

READER = BodyParser()
HTML = "{http://www.w3.org/1999/xhtml}"
MARKUP = st.lists(
    st.sampled_from(
        [
            "<script>", "</script>", "<p onclick=alert(1)>", "<img src=x onerror=y>",
            "<style>", "<svg/onload=x>", "<iframe src=//a>",
            "<a href='javascript:x'>", "</a>", "<form action=x>", "<math><mi//xlink:href=data:x>",
            "<!--", "-->", "<![CDATA[", "]]>",
            "[a](javascript:x)", "![a](/images/x.jpg)", "**", "`", "#", "\n",
            "\n\n", "> ", "- ", "| a | b |\n|---|---|\n", "[^1]",
            "\n[^1]: x\n", "{: #a onclick=x }", "&#0;", "&#x1;", "&lt;script&gt;",
            "<details open>", "chữ", " ", "<", ">", '"', "'", "<noscript>",
            "<h1>", "===", "*[x]: y", "<td style=x>", "data-x=1", "<textarea>",
            "<title>", "<template>", "<base href=x>", "<meta>",
        ]
    ),
    max_size=14,
).map("".join)  # fmt: skip


def parse_text(body: str) -> tuple[ParsedBody, tuple[Problem, ...]]:
    return READER.parse_body("content/articles/tin.md", body, 1)


def parse_to_html(body: str) -> str:
    return parse_text(body)[0].html


def list_text_problems(body: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in parse_text(body)[1]]


@given(st.one_of(st.text(max_size=60), MARKUP))
@example("&#8;\x08\ufffe&#xFFFF;")
def test_parse_body_of_any_text_returns_clean_html(body: Any) -> None:
    text, _ = parse_text(body)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = html5lib.parseFragment(text.html, treebuilder="etree")
    for node in tree.iter():
        if isinstance(node.tag, str):
            assert node.tag.removeprefix(HTML) not in {
                "script", "style", "iframe", "form", "input", "object", "embed",
                "svg", "math", "base", "meta", "title", "h1", "template",
            }  # fmt: skip
            for key, value in node.attrib.items():
                assert not key.startswith(("on", "style", "data-"))
                assert not re.match(r"\s*(javascript|data|vbscript):", value.lower()) or key not in (
                    "href",
                    "src",
                )
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]", text.html + text.first_paragraph)


@given(MARKUP)
def test_parse_body_after_any_text_keeps_no_state(body: Any) -> None:
    assert BodyParser().parse_body("a", "Một [^1]\n\n[^1]: x\n\n*[x]: y", 1) == BodyParser().parse_body(
        "a", "Một [^1]\n\n[^1]: x\n\n*[x]: y", 1
    )
    before = parse_to_html("Một x [^1]\n\n## Mục\n\n[^1]: chú thích")
    parse_text(body)
    assert parse_to_html("Một x [^1]\n\n## Mục\n\n[^1]: chú thích") == before


@pytest.mark.parametrize(
    "body",
    [
        "a<script>alert(1)</script>b",
        "a<style>p {}</style>b",
        "a<iframe src='https://a.vn'></iframe>b",
        "a<object></object><embed>b",
    ],
)
def test_parse_body_with_active_element_keeps_only_text_around(body: str) -> None:
    assert parse_to_html(body) == "<p>ab</p>"


def test_parse_body_with_form_removes_it() -> None:
    assert re.sub("</?p>", "", parse_to_html("a<form action=x><input name=y></form>b")) == "ab"


def test_parse_body_with_event_or_style_attributes_removes_them() -> None:
    assert parse_to_html('<p onclick="x" style="color:red" class="to" id="a">b</p>') == '<p id="muc-a">b</p>'
    assert parse_to_html("b\n{: style=x .to #a }") == '<p id="muc-a">b</p>'


@pytest.mark.parametrize(
    ("body", "scheme"),
    [
        ("a\n\n[x](javascript:alert(1))", "javascript"),
        ("a\n\n[x](JavaScript:alert(1))", "javascript"),
        ("a\n\n<a href='vbscript:x'>x</a>", "vbscript"),
        ("a\n\n[x](data:text/html,x)", "data"),
        ("a\n\n[x](file:///C:/x)", "file"),
        ("a\n\n[x](htps://example.vn/)", "htps"),
        ("a\n\n[x](ftp://example.vn/)", "ftp"),
    ],
)
def test_parse_body_with_forbidden_scheme_reports_its_line(body: str, scheme: str) -> None:
    ((line, message),) = list_text_problems(body)
    assert line == 3
    assert f"“{scheme}:”" in message.lower()


MASKED = """
[x](java&#115;cript:1) | [x](&#x6A;avascript:1) | [x](javascript&colon;1) | [x](java&Tab;script:1) | [x](java&NewLine;script:1)
[x][y] [y]: JAVASCRIPT:1 | <javascript:alert(1)> | <a href=javascript:1>x</a> | <a href="&#1; javascript:1">x</a>
<a href='javascript:1' ping="https://a.vn">x</a> | <a xlink:href="javascript:1">x</a> | <A HREF = "jAvAsCrIpT:x">x</A>
<img srcset="javascript:1 2x" src="/images/a.jpg" alt="x"> | <b><button formaction="javascript:1">x</button></b>
<q cite="javascript:x">x</q> | <td background="javascript:1">x | <a href="/a/" href=javascript:x>x</a>
[x](/a/){: href="javascript:x" } | ![x](/images/a.jpg){: src="javascript:x" }
"""


@pytest.mark.parametrize(
    "form", [form.strip() for row in MASKED.strip().splitlines() for form in row.split(" | ")]
)
def test_parse_body_with_masked_script_address_reports_it(form: Any) -> None:
    body = f"Một.\n\nHai {form.replace(' [y]', chr(10) * 2 + '[y]')}"
    text, problems = parse_text(body)
    assert "javascript" not in re.sub(r"[^a-z:]", "", text.html.lower())
    (problem,) = problems
    assert problem.message.lower() == "liên kết “javascript:” không an toàn."
    assert problem.line == (5 if "[y]" in form else 3)


@pytest.mark.parametrize("link", ['<a title="x>y" href="javascript:1">x</a>', "<a>x</a>"])
def test_parse_body_with_link_without_address_reports_it(link: str) -> None:
    assert (3, "Liên kết <a> không có địa chỉ dùng được.") in list_text_problems(f"Một.\n\n{link}")


def test_parse_body_with_anchor_reports_nothing() -> None:
    assert list_text_problems('Một <a id="muc-a"></a>hai.') == []


@pytest.mark.parametrize("target", ["https:a.vn", "https:/a.vn"])
def test_parse_body_with_address_without_host_reports_it(target: str) -> None:
    ((line, message),) = list_text_problems(f"[x]({target})")
    assert line == 1
    assert message.startswith(f"Địa chỉ “{target}” viết sai")


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ('<object data="/files/a.pdf"></object>', "[Xem tệp](/files/a.pdf)"),
        ('<video controls><source src="/files/a.mp4"></video>', "[Xem phim](/files/a.mp4)"),
        ('<video src="https://a.vn/x?a=1&amp;b=2"></video>', "[Xem phim](https://a.vn/x?a=1&b=2)"),
        ('<embed src="a.swf">', "[Xem phim](https://…)"),
        ('<embed src="https://a.vn/tep_(1).pdf">', "[Xem tệp](https://a.vn/tep_%281%29.pdf)"),
        ("<object data='https://a.vn/tep 1.pdf'></object>", "[Xem tệp](https://a.vn/tep%201.pdf)"),
        ("<embed src=https://a.vn/{id}.mp4>", "[Xem phim](https://a.vn/{id}.mp4)"),
        ('<video></video>\n\n<video src="/files/a.mp4"></video>', "[Xem phim](https://…)"),
    ],
)
def test_parse_body_with_embedded_file_proposes_a_link_to_it(typed: str, link: str) -> None:
    _, problems = BodyParser().parse_body("content/articles/tin.md", f"Một\n\n{typed}", 1)
    assert [problem.remedy.endswith(link) for problem in problems] == [True]


@pytest.mark.parametrize(
    "element",
    "svg math canvas script style form video embed object template noscript textarea select option title xmp"
    " plaintext noembed noframes oembed area".split(),
)
def test_parse_body_with_removed_element_reports_it(element: Any) -> None:
    assert [
        (line, f"<{element}>" in message)
        for line, message in list_text_problems(f"Một.\n\nHai <{element}>x</{element}>")
    ] == [(3, True)]


@pytest.mark.parametrize(
    "attributes",
    [
        "value='Xem thêm'", "type=text placeholder=Tên", 'type="submit"\nvalue="Gửi"',
        "type=text", "value=''", 'data-value="x"', "type=text/",
    ],
)  # fmt: skip
def test_parse_body_with_an_input_of_a_form_reports_it(attributes: str) -> None:
    (problem,) = parse_text(f"Một.\n\nHai <input {attributes}>.")[1]
    assert (problem.line, "<input>" in problem.message) == (3, True)


@pytest.mark.parametrize(
    "attributes", ["type=hidden value=ma", 'type="checkbox" value="co" checked', "type=radio"]
)
def test_parse_body_with_a_box_or_a_hidden_input_reports_nothing(attributes: str) -> None:
    assert parse_text(f"Một <input {attributes}> hai.")[1] == ()


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u202a", "\U000e0041"])
def test_parse_body_with_direction_mark_reports_it(sign: str) -> None:
    assert list_text_problems(f"Một.\n\nTải gpj{sign}exe.") == [
        (3, "Có ký tự điều khiển không nhìn thấy trong bài.")
    ]
    assert parse_to_html(f"gpj{sign}exe") == parse_to_html(f"gpj&#{ord(sign)};exe") == "<p>gpjexe</p>"


@pytest.mark.parametrize(
    "target", ["https://a.vn/", "HTTPS://A.VN/", "mailto:a@b.vn", "tel:+84252", "/a/", "#muc-a"]
)
def test_parse_body_with_allowed_link_keeps_it(target: str) -> None:
    text, problems = parse_text(f"[x]({target})")
    assert [reference.target for reference in text.references] == [target]
    assert problems == ()


def test_parse_body_with_mail_address_in_angle_brackets_makes_link() -> None:
    assert list_text_problems("<toasoan@bantin.vn>") == []
    assert 'href="mailto:toasoan@bantin.vn"' in parse_to_html("<toasoan@bantin.vn>")


def test_parse_body_with_invalid_address_reports_it() -> None:
    assert list_text_problems("[x](//[abc)") == [(1, "Địa chỉ “//[abc” viết sai.")]


@given(st.lists(st.integers(1, 6), max_size=9))
def test_parse_body_with_any_outline_begins_at_h2_without_gaps(levels: Any) -> None:
    made = [
        int(one)
        for one in re.findall(r"<h(\d)", parse_to_html("\n\n".join(f"{'#' * level} Mục" for level in levels)))
    ]
    assert len(made) == len(levels)
    assert all(2 <= after <= before + 1 for before, after in zip([1, *made], made, strict=False))


@given(st.lists(st.integers(1, 5), min_size=1, max_size=9).map(lambda steps: [2, *steps]))
def test_parse_body_with_valid_outline_keeps_it(levels: Any) -> None:
    sound = [level for before, level in zip([1, *levels], levels, strict=False) if 2 <= level <= before + 1]
    if all(2 <= after <= before + 1 for before, after in zip([1, *sound], sound, strict=False)):
        text = parse_to_html("\n\n".join(f"{'#' * level} Mục" for level in sound))
        assert [int(one) for one in re.findall(r"<h(\d)", text)] == sound


def test_parse_body_with_equal_headings_makes_distinct_ids() -> None:
    text, _ = parse_text("## Kết quả\n\n## Kết quả\n\n## 会")
    assert text.anchors == {"muc-ket-qua", "muc-ket-qua_1", "muc--"}


def test_parse_body_with_image_paragraph_makes_figure_with_caption() -> None:
    assert parse_to_html('![Hội trường](/images/x.jpg "Quang cảnh <hội nghị>")') == (
        '<figure class="figure"><img alt="Hội trường" src="/images/x.jpg">\n'
        "<figcaption>Quang cảnh &lt;hội nghị&gt;</figcaption></figure>"
    )
    assert "<figure" not in parse_to_html("Chữ ![a](/images/x.jpg) chữ")


@pytest.mark.parametrize(("count", "is_in_pairs"), [(2, True), (3, False), (4, True), (5, False)])
def test_parse_body_with_several_images_in_a_paragraph_makes_a_gallery(count: int, is_in_pairs: bool) -> None:
    lines = [f'![a](/images/{number}.jpg "Chú thích {number}")' for number in range(count)]
    made = parse_to_html("\n".join(lines))
    assert made.startswith(
        f'<figure class="gallery{" gallery--pairs" * is_in_pairs}">\n<figure class="figure"><img'
    )
    assert made.count('<figure class="figure">') == made.count("<figcaption>") == count
    assert made.endswith("</figure>\n</figure>")
    assert "gallery" not in parse_to_html("\n\n".join(lines))


def test_parse_body_with_aligned_table_sets_classes() -> None:
    made = parse_to_html("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |")
    assert "style" not in made
    assert [made.count(f'class="align-{side}"') for side in ("left", "center", "right")] == [2, 2, 2]


def test_parse_body_with_footnote_links_both_ways_without_reference() -> None:
    text, problems = parse_text("Theo báo cáo[^1].\n\n[^1]: Số 12-BC/TU.")
    assert {"fn:1", "fnref:1"} <= text.anchors
    assert 'href="#fn:1"' in text.html
    assert 'href="#fnref:1"' in text.html
    assert (text.references, problems) == ((), ())
    assert text.first_paragraph == "Theo báo cáo."


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("Hai.\n\n[^a]: Xem[^a].", [3]),
        ("Hai[^a].\n\n[^a]: Xem[^a].", []),
        ("Hai[^a].\n\n[^a]: Xem[^b].\n\n[^b]: Số 12-BC/TU.", []),
    ],
)
def test_parse_body_with_a_note_that_only_its_own_text_names_reports_it(body: str, lines: list[int]) -> None:
    assert [line for line, message in list_text_problems(body) if "không có chỗ nào ghi" in message] == lines


def test_parse_body_returns_line_of_each_reference() -> None:
    text, _ = READER.parse_body("a", "Một\n\n![b](/images/b.jpg)\n\n[c](/2019/12/c/) và [d](d.pdf)", 10)
    assert [(reference.kind, reference.target, reference.line) for reference in text.references] == [
        ("picture", "/images/b.jpg", 12),
        ("link", "/2019/12/c/", 14),
        ("link", "d.pdf", 14),
    ]


@pytest.mark.parametrize("mark", ["{static}", "|static|", "{attach}", "%7Bstatic%7D"])
def test_parse_body_with_static_marker_returns_path_from_root(mark: str) -> None:
    assert [
        reference.target
        for reference in parse_text(f"![a]({mark}/images/x.jpg)\n[b]({mark}files/b.pdf)")[0].references
    ] == [
        "/images/x.jpg",
        "/files/b.pdf",
    ]


def test_equal_links_have_a_line_each() -> None:
    body = "[a](/x/)\n\n/x/zmột\n\n[b](/x/) [c](/x/y)\n\n[d]( /x/ )"
    found = [(reference.target, reference.line) for reference in parse_text(body)[0].references]
    assert found == [("/x/", 1), ("/x/", 5), ("/x/y", 5), ("/x/", 7)]


def test_parse_body_with_filename_marker_returns_source_reference() -> None:
    (found,) = parse_text("[a]({filename}/articles/b.md#muc-c)")[0].references
    assert found.target == "source:articles/b.md#muc-c"


@pytest.mark.parametrize(
    ("body", "plain"),
    [
        ("## Mục\n\nMột **hai**\nba.\n\nBốn.", "Một hai ba."),
        ("Một & hai < ba", "Một & hai < ba"),
        ('[Một](/a/ "1 > 0") hai', "Một hai"),
        ("Một\n{: #mot }\n\nHai", "Một"),
        ("![a](/images/x.jpg)\n\nMột", "Một"),
        ("- một\n- hai", ""),
        ("> Một", "Một"),
        ("", ""),
    ],
)
def test_parse_body_returns_text_of_first_paragraph(body: str, plain: str) -> None:
    assert parse_text(body)[0].first_paragraph == plain


@pytest.mark.parametrize("body", ["", "  \n\n", "<!-- ghi chú -->", "&nbsp;", "***"])
def test_parse_body_without_words_reports_it(body: str) -> None:
    assert [message for _, message in list_text_problems(body)] == ["Bài chưa có nội dung."]


@pytest.mark.parametrize("frames", mark_later_rows(range(6), 2))
def test_parse_body_with_too_deep_lists_reports_them_and_reads_next_text(frames: Any) -> None:
    def called_from(frames: int) -> list[tuple[int, str]]:
        return (
            called_from(frames - 1)
            if frames
            else list_text_problems("\n".join(f"{'    ' * level}- a" for level in range(300)))
        )

    assert called_from(frames) == [(1, "Danh sách hoặc trích dẫn lồng nhau quá nhiều cấp.")]
    assert parse_to_html("Một\n\nhai") == "<p>Một</p>\n<p>hai</p>"


def test_parse_body_with_image_only_accepts_it() -> None:
    assert list_text_problems("![a](/images/x.jpg)") == []


def test_parse_body_with_image_of_other_host_or_without_alt_reports_it() -> None:
    body = '![a](/images/x.jpg "Chú")\n\n![](/images/x.jpg)'
    assert list_text_problems(body) == [(3, "Ảnh trong bài chưa có lời mô tả.")]
    assert list_text_problems("a\n\n![b](https://a.vn/x.jpg)") == [
        (3, "Ảnh “https://a.vn/x.jpg” lấy từ trang khác.")
    ]
    assert list_text_problems("![b](//a.vn/x.jpg)") == [(1, "Ảnh “//a.vn/x.jpg” lấy từ trang khác.")]


@pytest.mark.parametrize("markup", ["![b]()", "![b]( )", '<img alt="b">', "![]()"])
def test_parse_body_with_image_without_address_reports_it(markup: str) -> None:
    assert list_text_problems(f"a\n\n{markup}") == [(3, "Ảnh trong bài chưa có địa chỉ.")]


@pytest.mark.parametrize("target", ["file:///C:/x.jpg", "data:image/png;base64,AAAA"])
def test_parse_body_with_refused_image_address_makes_no_reference(target: str) -> None:
    text, problems = parse_text(f"![a]({target})")
    assert text.references == ()
    assert [problem.message for problem in problems] == [
        f"Liên kết “{target.partition(':')[0]}:” không an toàn."
    ]


def test_parse_body_with_control_character_reports_its_line_and_drops_it() -> None:
    assert list_text_problems("một\n\nhai\x08") == [(3, "Có ký tự điều khiển không nhìn thấy trong bài.")]
    assert parse_to_html("hai\x08") == "<p>hai</p>"


@pytest.mark.parametrize("mask", ["&#8;", "&#x7f;", "&#xFFFE;", "&#8;&#1;"])
@pytest.mark.parametrize("form", ["[x](java{}script:alert(1))", "<a href='java{}script:alert(1)'>x</a>"])
def test_parse_body_with_scheme_masked_by_invisible_character_reports_it(form: str, mask: str) -> None:
    body = form.format(mask)
    assert "script" not in parse_to_html(body)
    assert [message for _, message in list_text_problems(body)] == ["Liên kết “javascript:” không an toàn."]


@pytest.mark.parametrize("mark", ["\u0338", "&#824;", "\u0301\u0338", "\u0338\u0301"])
@pytest.mark.parametrize("form", ["{} onclick=x", "**{} onclick=x**", "<b>{} onclick=x</b>"])
def test_parse_body_with_combining_mark_after_tag_keeps_the_tag(form: str, mark: str) -> None:
    assert re.fullmatch(
        "<p>(<(b|strong)>)?[\u0301\u0338]+ onclick=x(</(b|strong)>)?</p>", parse_to_html(form.format(mark))
    )


def test_parse_body_with_letters_decomposed_by_markup_composes_them() -> None:
    assert parse_to_html("e&#x301;") == "<p>é</p>"


@pytest.mark.parametrize(
    "body",
    [
        "Phần I\n=======\n\nMở đầu.",
        "```\n<<<<<<< HEAD\n```",
        r"Viết \[^1\] để chú thích.",
        "Xem [x](https://a.vn/?q=[^1]).",
        "Gõ `<a href=zalo:1>` hoặc `<iframe>`.",
        "<!-- <iframe src='x'></iframe> -->\n\nThân bài.",
        "Ghi href=ftp://x trong câu.",
        "Một[^a] và lại một[^a].\n\n[^a]: Nguồn.",
        "| Xã | Số |\n| --- | --- |\n| A | 1[^b] |\n\n[^b]: Ước tính.",
    ],
)
def test_parse_body_of_valid_text_reports_nothing(body: str) -> None:
    assert BodyParser().parse_body("x.md", body, 1)[1] == ()


def test_parse_body_with_entities_for_letters_reports_no_lost_word() -> None:
    body, problems = BodyParser().parse_body("tin.md", "&ETH;ại h&#7897;i ti&shy;nh a&#8203;b", 1)
    assert (body.html, problems) == ("<p>Đại hội tinh ab</p>", ())


@pytest.mark.parametrize(
    ("body", "summary"),
    [
        ("Rừng 120 m<sup>2</sup>, 10<sup>6</sup> con.", "Rừng 120 m², 10⁶ con."),
        ("Chữ[^1] và số.\n\n[^1]: Chú.", "Chữ và số."),
        ('Luật<sup><a href="#muc-a">1</a></sup> mới.\n\n<p id="muc-a">Chú</p>', "Luật mới."),
        ("Thu 5<br>7 tỷ.", "Thu 5 7 tỷ."),
        ("Thu 5  \n7 tỷ.", "Thu 5 7 tỷ."),
        ("~~Ngày 5~~ Ngày 6 họp.", "Ngày 6 họp."),
        ("Có *nghiêng*, ~~gạch~~, liên kết ~~hai~~.", "Có nghiêng, liên kết."),
    ],
)
def test_first_paragraph_keeps_figures_and_leaves_out_what_is_struck(body: str, summary: str) -> None:
    assert parse_text(body)[0].first_paragraph == summary


@pytest.mark.parametrize("address", ["https://a.vn/y", "https://a.vn/y?x=1"])
def test_bare_address_ends_before_a_sign_of_the_program(address: str) -> None:
    text, problems = parse_text(f"Chữ[^1].\n\n[^1]: Theo {address}")
    assert problems == ()
    assert [reference.target for reference in text.references] == [address]
    text, problems = parse_text(f"Xem {address}&nbsp;5")
    assert problems == ()
    assert [reference.target for reference in text.references] == [address]


@pytest.mark.parametrize(
    "body",
    [
        '[![bến](/images/x.jpg "Bến cá")](https://a.vn)', '- ![bến](/images/x.jpg "Bến cá")\n- hai', '> ![bến](/images/x.jpg "Bến cá")',
        '| a |\n| --- |\n| ![bến](/images/x.jpg "Bến cá") |', "![bến](/images/x.jpg “Bến cá”)", '![bến](/images/x.jpg “Bến cá")',
    ],
)  # fmt: skip
def test_parse_body_with_a_caption_prints_it(body: str) -> None:
    made = parse_to_html(body)
    assert "<figcaption>Bến cá</figcaption>" in made
    assert "title=" not in made


@pytest.mark.parametrize(
    "body",
    [
        'Xem ![bến](/images/x.jpg "Bến cá") nhé',
        '## ![bến](/images/x.jpg "Bến cá")',
        '- ![bến](/images/x.jpg "Bến cá")\n  - con',
    ],
)
def test_parse_body_with_a_caption_beside_text_reports_it(body: str) -> None:
    (problem,) = BodyParser().parse_body("a.md", f"Đoạn.\n\n{body}", 1)[1]
    assert (problem.line, "“Bến cá” sẽ không in ra" in problem.message) == (3, True)


def test_parse_body_with_links_without_text_or_address_reports_each_line() -> None:
    problems = BodyParser().parse_body("a.md", "Xem [](/2026/) và `[](/x/)`.\n\n[a]()\n\n[b]()", 1)[1]
    assert [problem.line for problem in problems] == [3, 5, 1]


def test_parse_body_with_the_marker_of_notes_of_the_library_prints_it() -> None:
    text = "///Footnotes Go Here///"
    assert f"<p>Một {text}</p>" in parse_to_html(f"Một {text}\n\nHai[^1]\n\n[^1]: Ba")


def test_parse_body_with_notes_that_only_cite_each_other_tells_them() -> None:
    body = "Văn[^0].\n\n[^0]: Không.\n[^1]: Một[^2].\n[^2]: Hai[^1].\n[^3]: Ba[^1]."
    _, problems = parse_text(body)
    assert sorted(problem.message for problem in problems) == [
        f"Trong bài không có chỗ nào ghi [^{name}]." for name in (1, 2, 3)
    ]


def test_parse_body_with_a_note_that_a_note_of_the_text_cites_has_no_problem() -> None:
    assert parse_text("Văn[^1].\n\n[^1]: Một[^2].\n[^2]: Hai[^1].")[1] == ()


@pytest.mark.parametrize("gap", [" ", "  ", "\n"])
@pytest.mark.parametrize("rest", ["/images/2026/thon.jpg", '/images/2026/thon.jpg "Chú thích"'])
def test_image_with_a_blank_before_its_address_is_reported_as_typed(gap: str, rest: str) -> None:
    (problem,) = parse_text(f"Một.\n\nXem ![Ghe]{gap}({rest})")[1]
    assert problem.line == 3
    assert problem.remedy == f"Hãy viết ![Ghe]({rest})"
    assert "<img" in parse_to_html(problem.remedy)


@pytest.mark.parametrize(
    "form",
    ["`![Ghe] (/images/a.jpg)`", "\\![Ghe] (/images/a.jpg)", "![Ghe](/images/a.jpg)", "Ghê ![a] (xem)"],
)
def test_image_in_code_or_behind_a_backslash_is_no_parted_image(form: str) -> None:
    assert parse_text(form)[1] == ()
