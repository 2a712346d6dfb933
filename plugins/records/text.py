"""The body of an article: Markdown in, clean HTML out, with a list of all it refers to.

What comes out is canonical (nh3 writes it: lower-case tags, double quotes), so that later
rooms can find pictures and links by pattern, without parsing the HTML again.
"""

import html
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import nh3

from plugins.records.markdown import converter
from plugins.records.problems import Problem
from plugins.records.record import Reference, Text

TAGS = frozenset(
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure"
    " h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody"
    " td tfoot th thead tr u ul var".split()
)
"""The elements that an editor's HTML may hold. No forms, no frames, no scripts, no styles."""
_ATTRIBUTES = {
    "*": {"id", "lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope", "headers"},
    "col": {"span"},
    "colgroup": {"span"},
}
_ALIGNMENTS = {"align-left", "align-center", "align-right"}
_CLASSES = {
    "td": _ALIGNMENTS,
    "th": _ALIGNMENTS,
    "div": {"footnote"},
    "a": {"footnote-ref", "footnote-backref"},
    "figure": {"figure"},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
IMAGE = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')
ANCHOR = re.compile(r'<a((?: [a-z]+="[^"]*")*)>')
ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_ID = re.compile(r'<[a-z0-9]+(?: [a-z]+="[^"]*")*? id="([^"]*)"')
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_MARKER = re.compile(r'((?:href|src)=")(?:\{|%7B|\|)(filename|static|attach)(?:\}|%7D|\|)/?', re.IGNORECASE)
_UNSAFE = re.compile(
    r"""(?:href|src)\s*=\s*["']?[\s\x00-\x20]*(javascript|vbscript|data|file)\s*:""", re.IGNORECASE
)
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_FOOTNOTE = re.compile(r"<sup[^>]*>.*?</sup>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class TextReader:
    """Turns Markdown into Text. One converter serves many texts, one after another."""

    def __init__(self, markdown_settings: Mapping[str, Any] | None = None) -> None:
        self._markdown = converter(markdown_settings or {})

    def read(self, name: str, body: str, first_line: int) -> tuple[Text, tuple[Problem, ...]]:
        """Return the text of ``body``, which begins on ``first_line`` of the file called ``name``."""
        problems: list[Problem] = []
        rows = body.split("\n")
        found = _CONTROL.search(body)
        if found:
            line = first_line + body.count("\n", 0, found.start())
            problems.append(
                Problem(
                    name,
                    line,
                    "Có ký tự điều khiển không nhìn thấy trong bài.",
                    "Hãy xóa rồi gõ lại đoạn này.",
                )
            )
            body = _CONTROL.sub("", body)
        raw = self._markdown.reset().convert(body)
        for unsafe in _UNSAFE.finditer(raw):
            line = _line_of(f"{unsafe[1]}:", rows, first_line)
            problems.append(
                Problem(
                    name,
                    line,
                    f"Liên kết “{unsafe[1]}:” không an toàn.",
                    "Hãy dùng địa chỉ https:// hoặc đường dẫn trong trang.",
                )
            )
        clean = nh3.clean(
            raw,
            tags=set(TAGS),
            attributes=_ATTRIBUTES,
            allowed_classes=_CLASSES,
            url_schemes=set(SCHEMES),
            link_rel=None,
        )
        clean = _MARKER.sub(_canonical_marker, unicodedata.normalize("NFC", clean)).strip()
        references = tuple(_references(clean, rows, first_line))
        problems += _reference_problems(name, clean, references, rows, first_line)
        if not clean or not (_TAG.sub("", clean).strip() or "<img" in clean):
            problems.append(
                Problem(
                    name,
                    min(first_line, first_line + len(rows) - 1),
                    "Bài chưa có nội dung.",
                    "Hãy viết thân bài bên dưới phần khai báo.",
                )
            )
        return Text(clean, _first_paragraph(clean), references, frozenset(_ID.findall(clean))), tuple(
            problems
        )


def attributes(found: re.Match[str]) -> dict[str, str]:
    """Return the attributes of a tag that IMAGE or ANCHOR matched, unescaped."""
    return {key: html.unescape(value) for key, value in ATTRIBUTE.findall(found[1])}


def _canonical_marker(found: re.Match[str]) -> str:
    return f"{found[1]}source:" if found[2].lower() == "filename" else f"{found[1]}/"


def _references(clean: str, rows: list[str], first_line: int) -> list[Reference]:
    found = [Reference("picture", attributes(one).get("src", ""), 0) for one in IMAGE.finditer(clean)]
    found += [
        Reference("link", target, 0)
        for one in ANCHOR.finditer(clean)
        if (target := attributes(one).get("href"))
    ]
    return [
        Reference(
            one.kind, one.target, _line_of(one.target.removeprefix("source:").lstrip("/"), rows, first_line)
        )
        for one in found
        if not one.target.startswith(("#fn:", "#fnref"))
    ]


def _reference_problems(
    name: str, clean: str, references: tuple[Reference, ...], rows: list[str], first_line: int
) -> list[Problem]:
    problems = []
    for one in IMAGE.finditer(clean):
        values = attributes(one)
        if not values.get("alt", "").strip():
            line = _line_of(values.get("src", "").lstrip("/"), rows, first_line)
            problems.append(
                Problem(
                    name,
                    line,
                    "Ảnh trong bài chưa có lời mô tả.",
                    f"Hãy viết ![nói rõ trong ảnh có gì]({values.get('src', '')}).",
                )
            )
    problems += [
        Problem(
            name,
            one.line,
            f"Ảnh “{one.target}” lấy từ trang khác.",
            "Hãy chép ảnh vào content/images/ và viết /images/…",
        )
        for one in references
        if one.kind == "picture" and (_SCHEME.match(one.target) or one.target.startswith("//"))
    ]
    return problems


def _line_of(target: str, rows: list[str], first_line: int) -> int:
    """Return the line that holds ``target``; the first of the body where markup hides it."""
    for number, row in enumerate(rows):
        if target and target.lower() in row.lower():
            return first_line + number
    return first_line


def _first_paragraph(clean: str) -> str:
    for found in _PARAGRAPH.finditer(clean):
        text = " ".join(html.unescape(_TAG.sub("", _FOOTNOTE.sub("", found[1]))).split())
        if text:
            return text
    return ""
