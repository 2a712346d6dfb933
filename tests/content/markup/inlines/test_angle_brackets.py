"""Tests of what stands in angle brackets: HTML, or text."""

import html

import pytest

from bulletin.content.markup.body import BodyParser

_PARSER = BodyParser()


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("<p data-start>Một</p>", "<p>Một</p>"),
        ("<td nowrap>Một</td>", "Một"),
        ("<h2 v-else>Một</h2>", "<h2>Một</h2>"),
        ('<a data-toggle href="/2026/11/x/">Một</a>', '<p><a href="/2026/11/x/">Một</a></p>'),
        (
            '<iframe src="https://player.vimeo.com/video/76979871" webkitallowfullscreen mozallowfullscreen la title="Lễ hội"></iframe>',
            '<figure class="film"><a href="https://vimeo.com/76979871">Lễ hội</a></figure>',
        ),
        ("<iframe nhé bạn> và <source code>", "<p>&lt;iframe nhé bạn&gt; và &lt;source code&gt;</p>"),
        ("<b dữ liệu> và <p lớn>", "<p>&lt;b dữ liệu&gt; và &lt;p lớn&gt;</p>"),
    ],
)
def test_attribute_without_a_value_is_html_where_no_text_is_meant(typed: str, printed: str) -> None:
    assert _PARSER.parse_body("content/articles/tin.md", typed, 1)[0].html == printed


@pytest.mark.parametrize("name", ["p", "div"])
def test_backslash_at_the_end_of_a_line_breaks_it_in_html_too(name: str) -> None:
    html = _PARSER.parse_body("content/articles/tin.md", f"<{name}>Một\\\nHai</{name}>", 1)[0].html
    assert html == f"<{name}>Một<br>\nHai</{name}>"


@pytest.mark.parametrize(
    "tag", ["<script setup>", "<script nomodule>", '<style lang="scss" module>', "<style scoped>"]
)
def test_script_with_an_attribute_without_a_value_is_an_error(tag: str) -> None:
    end = tag[1:].split(maxsplit=1)[0].strip(">")
    parsed, problems = _PARSER.parse_body("content/articles/tin.md", f"Một\n\n{tag}\nmã\n\nmã\n</{end}>", 1)
    assert [(problem.line, f"<{end}>" in problem.message) for problem in problems] == [(3, True)]
    assert "mã" not in parsed.html


@pytest.mark.parametrize(
    "tag", ["<p>", "</div>", "<script>", "<script setup>", '<iframe src="//a.vn">', "<img>", "<b>"]
)
@pytest.mark.parametrize(
    ("before", "behind"),
    [("", ""), ("<div>\n\n", "\n\n</div>"), ("<div>\n\n- ", "\n\n</div>"), ("<p>*Một* ", "</p>")],
)
def test_tag_in_code_is_code_in_a_block_of_html_too(before: str, behind: str, tag: str) -> None:
    typed = f"{before}Thẻ `{tag}` ở đây{behind}\n\nHết."
    parsed, problems = _PARSER.parse_body("content/articles/tin.md", typed, 1)
    assert f"Thẻ <code>{html.escape(tag, quote=False)}</code> ở đây" in parsed.html
    assert parsed.html.endswith("<p>Hết.</p>")
    assert problems == ()
