"""Addresses that run something or lead nowhere: cleaning takes them away, and the editor is told where they stand.

They are looked for in the tags before cleaning, as a browser would read them: entities resolved, without the spaces,
tabs and invisible characters that it passes over (WHATWG URL Standard, "basic URL parser").
"""

import html
import re
from collections.abc import Iterator

from bulletin.content.markup.links import ALLOWED_SCHEMES, UNSAFE_CHARACTERS_PATTERN, SourceLines
from bulletin.content.problems import Problem

_TAG = re.compile(r"<[a-zA-Z][^>]*>")
_ADDRESS = re.compile(
    r"(?<=[\s\"'/])(?:xlink:)?(?:href|src|srcset|action|formaction|poster|background|cite|data|ping|longdesc)"
    r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*))""",
    re.IGNORECASE,
)
"""An attribute that holds an address (HTML Standard, "Attributes": of the type URL)."""
_PASSED_OVER = re.compile(r"[\x00-\x20]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_RUNS = frozenset({"javascript", "vbscript", "data", "file"})
_NAMED_BY_SCHEME = re.compile(rf"<({'|'.join(_RUNS)}):", re.IGNORECASE)
"""An address in angle brackets of a kind that Markdown makes no link of: it reads as an unknown element."""
_LOST = re.compile(r'<a(?: (?:title|lang|dir|class)="[^"]*")*>')
"""A clean link that leads nowhere and is no anchor either."""
_NO_PICTURE = re.compile(r'<img(?: (?:(?!src=)[a-z]+="[^"]*"|src=""))*>')
_EMPTY = re.compile(r"!\[[^\]\n]*\]\(\s*\)")


def find_unsafe_links(raw: str, clean: str, rows: SourceLines) -> Iterator[Problem]:
    """Yield links that cleaning takes away: in ``raw``, what ``shown`` leaves of HTML that became ``clean``."""
    known = False
    for scheme, typed in _schemes(raw):
        known = True
        why = "không an toàn" if scheme.lower() in _RUNS else "không dùng được"
        yield rows.create_problem(
            typed if rows.has_text(typed) else f"{scheme}:",
            f"Liên kết “{scheme}:” {why}.",
            "Hãy dùng địa chỉ https:// hoặc đường dẫn trong trang.",
        )
    if not known and _LOST.search(clean):
        yield rows.create_problem(
            "<a", "Liên kết <a> không có địa chỉ dùng được.", "Hãy viết [chữ](https://…), hoặc bỏ thẻ <a>."
        )
    if not known and _NO_PICTURE.search(clean):
        empty = _EMPTY.search(rows.body)
        yield rows.create_problem(
            empty[0] if empty else "<img",
            "Ảnh trong bài chưa có địa chỉ.",
            "Hãy viết ![nói rõ trong ảnh có gì](/images/tên-ảnh.jpg).",
        )


def _schemes(raw: str) -> Iterator[tuple[str, str]]:
    """Yield the scheme of each address that may not stand in a text, and the address as it is written."""
    end = raw.rfind(">") + 1  # without a last ">" each "<" would be followed to the end of the text
    for tag in _TAG.findall(raw, 0, end):
        if "=" in tag and (":" in tag or "&" in tag):
            for groups in _ADDRESS.findall(tag):
                written = "".join(groups)
                found = _SCHEME.match(
                    UNSAFE_CHARACTERS_PATTERN.sub("", _PASSED_OVER.sub("", html.unescape(written)))
                )
                if found and found[1].lower() not in ALLOWED_SCHEMES:
                    yield found[1], written
    for found in _NAMED_BY_SCHEME.finditer(raw):
        yield found[1], found[0]
