"""Finder of marks that were meant as marks, and that readers would see."""

import html
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bulletin.content.frontmatter.markup_lint import remove_markup
from bulletin.content.warnings.checked_text import CheckedText, Slip, shorten_text

_SIGNS = (
    ("*", ("*",)),
    ("[", ("[",)),
    ("`", ("`",)),
    ("~", ("~~",)),
    ("{", ("{{", "{%")),
    ("_", ("__",)),
    ("#", ("##", ">#", "\n#")),
    ("&", ("&lt;", "&amp;")),
    ("=", ("==",)),
    ("!", ("!!!",)),
    (":", (":::",)),
)
"""Signs of which each slip contains one, behind a single sign whose search is much faster."""
_SHORTCODE = re.compile(r"\[(?:caption|gallery|embed|audio|video|playlist|youtube|b|i|u|url|img|color|size|quote|center)[ =\]]")
_BLOCK_TAG = re.compile(r"</?(?:p|li|h[2-6]|td|th|tr|div|dd|dt|blockquote|figcaption|summary|br|ul|ol|table)\b[^>]*>")
_CAPTION = re.compile(r"<figcaption>[^\n]*?</figcaption>")
_TAG = re.compile(r"<[^>]*>")
_WRITE_CLOSE = "Hãy viết dấu sát vào chữ, trước và sau đều một cặp: **chữ đậm**"


class _Mark(NamedTuple):
    pattern: str
    remedy: str


_MARKS = (
    _Mark(
        r"(?<=\S )\*(?=[^\W\d])[^*\n]{1,60}|(?<![\w*(])\*(?=[^\W\d])[^*\n]{1,60}\s\*(?![\w*])",
        "Hãy viết dấu sát vào chữ, trước và sau: *chữ nghiêng*; muốn in dấu * thì viết \\*.",
    ),
    _Mark(r"(?<![*\d\w])\*\*(?![*)\d])[^*\n]{1,80}|[^*\n]{1,40}(?<![\s*(\d])\*\*(?![*\d])", f"{_WRITE_CLOSE}."),
    _Mark(r"(?<=[^\s*])\*{4,6}(?=[^\s*])", "Hãy để một dấu cách giữa hai chỗ in đậm."),
    _Mark(r"(?<![\w_])__(?!_)[^_\s][^_\n]{0,40}|[^\W_]__(?![\w_])", f"{_WRITE_CLOSE}."),
    _Mark(
        r"!?\[[^\[\]\n]{0,80}\]\s?\((?:https?:|www\.|/|#|mailto:)[^\s()]*",
        "Hãy viết liền ](, địa chỉ không có dấu cách: [chữ](https://…).",
    ),
    _Mark(r"^#{2,6}(?!#)[^#\n]{0,60}|^#\s*$", "Đề mục thì viết một dấu cách sau dấu #, ở đầu dòng: ## Kết quả."),
    _Mark(r"^~{3,}[^~\n]{0,40}", "Hãy đặt ~~~ ở đầu dòng, cả trên và dưới đoạn mã."),
    _Mark(r"(?<!~)~~(?!~)[^~\n]{1,60}", "Hãy viết dấu sát vào chữ, trước và sau: ~~chữ gạch~~."),
    _Mark(r"(?<![=\w])==[^\s=][^=\n]{0,60}==(?![=\w])", "Chữ nổi bật thì viết **chữ đậm**."),
    _Mark(r"```[^\n]{0,40}", "Hãy đặt ``` ở đầu dòng, trên và dưới đoạn mã, sau nó chỉ ghi tên ngôn ngữ."),
    _Mark(r"\[\[[^\[\]\n]{1,80}\]\]", "Hãy viết [chữ](địa chỉ)."),
    _Mark(r"\{\{[^\n]{0,60}|\{%[^\n]{0,60}", "Lệnh của phần mềm khác không dùng được ở đây; hãy xóa hoặc viết bằng chữ."),
    _Mark(
        rf"{_SHORTCODE.pattern}[^\]\n]{{0,60}}\]?|\[/[a-z_-]{{1,20}}\]",
        "Lệnh của phần mềm khác không dùng được ở đây; hãy xóa hoặc viết bằng chữ.",
    ),
    _Mark(r"^:::[^\n]{0,40}|^!!!\s?\w[^\n]{0,40}|^\[!\w+\]", "Khung của phần mềm khác không dùng được ở đây; hãy xóa dấu ấy."),
    _Mark(r"^\[[ xX]\] [^\n]{0,40}", "Ô đánh dấu không dùng được ở đây; hãy xóa dấu ấy."),
    _Mark(
        r"</?(?:p|b|i|u|br|div|span|a|img|strong|em|table|tr|td|th|font|center|h[1-6]|ul|ol|li)(?:\s+[a-z-]+\s*=[^<>\n]{0,60}>?|\s*/?>)",
        "Hãy sửa thẻ cho đúng, như <a href=\"https://…\">; muốn in dấu < thì viết \\<.",
    ),
    _Mark(
        r"<!--[^\n]{0,60}",
        "Lời ghi riêng trong <!-- … --> phải viết liền, không có dòng trống ở giữa; đừng để bạn đọc thấy.",
    ),
    _Mark(r"&(?:[a-z]{2,8}|#\d{2,5});", "Hãy viết chính ký tự ấy, như & hoặc –."),
)


def find_leftover_marks(text: CheckedText) -> Iterable[Slip]:
    """Return marks of Markdown, HTML and other systems that stand on the page."""
    page = text.html
    for sign, marks in _SIGNS:
        if sign in page:
            for mark in marks:
                if mark in page:
                    return _find_marks(text)
    return ()


def _find_marks(text: CheckedText) -> Iterator[Slip]:
    printed = _CAPTION.sub(_blank_told_caption, text.visible_html)
    visible = html.unescape(_TAG.sub("", _BLOCK_TAG.sub("\n", printed)))
    known = set[tuple[int, str]]()
    for pattern, remedy in _MARKS:
        for found in re.finditer(pattern, visible, re.MULTILINE):
            shown = found[0].strip()
            line = _find_source_line(text, shown, visible[visible.rfind("\n", 0, found.start()) + 1 : found.end()])
            if shown.startswith("<!--") and text.body.rfind("<!--") > text.body.rfind("-->"):
                continue  # an error says that the comment has no end
            if line is not None and (line, remedy) not in known:
                known.add((line, remedy))
                yield Slip(line, (shorten_text(shown), remedy), remedy)


def _find_source_line(text: CheckedText, shown: str, before: str) -> int | None:
    """Return the line with a mark, or None if the mark is wanted.

    A backslash or an entity says so. ``before`` is the printed line up to the mark, which tells equal marks apart.
    """
    start = shown[:12].split("\n")[0]
    rows = [row for row in text.rows if start in row.text]
    if len(rows) > 1:
        likely = text.find_row(before).line
        begin = before.strip()
        rows.sort(key=lambda row: (not row.text.lstrip(" >").startswith(begin), row.line != likely, row.line))
    for row in rows[:1]:
        place = row.text.find(start)
        return row.line if row.text[place - 1 : place] != "\\" or not place else None
    is_wanted = f"\\{start[:1]}" in text.body or (start[:1] in "<&" and "&" in text.body)
    return None if is_wanted else text.find_row(before or shown).line


def _blank_told_caption(found: re.Match[str]) -> str:
    """Return nothing for a caption whose marks are an error already."""
    caption = html.unescape(_TAG.sub("", found[0]))
    return found[0] if remove_markup(" ".join(caption.split())) == " ".join(caption.split()) else ""
