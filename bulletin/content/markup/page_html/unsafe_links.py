"""Unsafe or empty addresses of links, which the sanitizer removes.

The addresses are read as a browser reads them, before the HTML is cleaned. Entities are resolved.
Spaces, tabs and invisible characters are ignored (WHATWG URL Standard, "basic URL parser").
"""

import html
import re
from collections.abc import Iterator

from bulletin.content.markup.slips.links import (
    ALLOWED_SCHEMES,
    LINK_TAG_PATTERN,
    UNSAFE_CHARACTERS_PATTERN,
    SourceLines,
    find_written_address,
    parse_attributes,
)
from bulletin.content.problems import Problem
from bulletin.content.web_addresses import find_address_fault
from bulletin.text.late_patterns import compile_late

_TAG = compile_late(r"<(?!(?:audio|source)\b)[a-z][^>]*>", re.IGNORECASE)
"""A tag except those of audio, which ``audio_players`` reports."""
_ADDRESS = compile_late(
    r"(?<=[\s\"'/])(?:xlink:)?(?:href|src|srcset|action|formaction|poster|background|cite|data|ping|longdesc)"
    r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*))""",
    re.IGNORECASE,
)
"""An attribute with an address (HTML Standard, "Attributes", type URL)."""
_IGNORED_CHARACTER = compile_late(r"[\x00-\x20]")
_SCHEME = compile_late(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_UNSAFE_SCHEMES = frozenset({"javascript", "vbscript", "data", "file"})
_UNSAFE_AUTOLINK = compile_late(rf"<({'|'.join(_UNSAFE_SCHEMES)}):", re.IGNORECASE)
"""An address in angle brackets that Markdown does not make a link of.

HTML parsers read such an address as an unknown element.
"""
_LINK_WITHOUT_ADDRESS = compile_late(r'<a(?: (?:title|lang|dir|class)="[^"]*")*>')
"""A clean link with neither an address nor an id."""
_IMAGE_WITHOUT_ADDRESS = compile_late(r'<img(?: (?:(?!src=)[a-z]+="[^"]*"|src=""))*>')
_EMPTY_IMAGE = compile_late(r"!\[[^\]\n]*\]\(\s*\)")


def find_unsafe_links(raw: str, clean: str, rows: SourceLines) -> Iterator[Problem]:
    """Yield links and images that the sanitizer removes.

    ``raw`` is HTML without comments and code. ``clean`` is the result of the sanitizer.
    """
    has_unsafe_scheme = False
    for scheme, written in _find_unsafe_schemes(raw):
        has_unsafe_scheme = True
        reason = "không an toàn" if scheme.lower() in _UNSAFE_SCHEMES else "không dùng được"
        yield rows.create_problem(
            written if rows.has_text(written) else f"{scheme}:",
            f"Liên kết “{scheme}:” {reason}.",
            "Hãy dùng địa chỉ https:// hoặc đường dẫn trong trang.",
        )
    if not has_unsafe_scheme and _LINK_WITHOUT_ADDRESS.search(clean):
        faulty = list(_find_faulty_addresses(raw, clean, rows))
        yield from faulty or [
            rows.create_problem(
                "<a",
                "Liên kết <a> không có địa chỉ dùng được.",
                "Hãy viết [chữ](https://…), hoặc bỏ thẻ <a>.",
            )
        ]
    if not has_unsafe_scheme and _IMAGE_WITHOUT_ADDRESS.search(clean):
        empty_image = _EMPTY_IMAGE.search(rows.body)
        yield rows.create_problem(
            empty_image[0] if empty_image else "<img",
            "Ảnh trong bài chưa có địa chỉ.",
            "Hãy viết ![nói rõ trong ảnh có gì](/images/tên-ảnh.jpg)",
        )


def _find_faulty_addresses(raw: str, clean: str, rows: SourceLines) -> Iterator[Problem]:
    """Yield the addresses that the sanitizer removed because no browser can open them."""
    kept = {parse_attributes(tag).get("href") for tag in LINK_TAG_PATTERN.finditer(clean)}
    for tag in _TAG.findall(raw, 0, raw.rfind(">") + 1):
        for groups in _ADDRESS.findall(tag):
            address = html.unescape("".join(groups))
            if address not in kept and (fault := find_address_fault(address)):
                yield rows.create_problem(find_written_address(address, rows), *fault)


def _find_unsafe_schemes(raw: str) -> Iterator[tuple[str, str]]:
    """Yield the scheme of each forbidden address, and the address as it is written."""
    end = raw.rfind(">") + 1  # later "<" would be searched to the end of the text
    for tag in _TAG.findall(raw, 0, end):
        if "=" in tag and (":" in tag or "&" in tag):
            for groups in _ADDRESS.findall(tag):
                written = "".join(groups)
                found = _SCHEME.match(
                    UNSAFE_CHARACTERS_PATTERN.sub("", _IGNORED_CHARACTER.sub("", html.unescape(written)))
                )
                if found and found[1].lower() not in ALLOWED_SCHEMES:
                    yield found[1], written
    for found in _UNSAFE_AUTOLINK.finditer(raw):
        yield found[1], found[0]
