"""Web addresses that stand in a text and become links, as on GitHub."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import HTML_PLACEHOLDER_RE, INLINE_PLACEHOLDER_RE, AtomicString

from bulletin.content.markup.inlines.angle_brackets import TEXT_BRACKET
from bulletin.content.web_addresses import trim_address
from bulletin.text.late_patterns import compile_late

_HOST = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+(?::\d{1,5})?"
_REST = (
    r"(?:[/?#](?:(?!&(?:lt|gt|nbsp|ensp|emsp|#160|#xa0);|[\x02\ufffe])[^\s<>\"“”|\\]|\x02klzzwxh:\d+\x03)*)?"
)
"""The rest of an address, with the placeholders in it. Those of backslash escapes belong to it."""
_PART = compile_late(r"\x02klzzwxh:(\d+)\x03|.", re.DOTALL)
"""A placeholder, or a character."""
_ESCAPE = compile_late(r"\x02(\d+)\x03")
"""The sign behind a backslash, as the library keeps it."""
_BEFORE = r"(?<![\w@/-].)(?<!https:.)(?<!http:.)(?<!:/.)(?<!href=.)(?<!src=.)"
"""No letter, no other address and no attribute in braces stands before the first letter of an address.

Behind that letter, since a search for a letter is much faster.
"""
_BEHIND = r"(?![\w-]|,(?:vn|com|net|org|gov|edu|info)\b)"
"""No part of a host stands behind the host. A comma there is a mistyped dot."""
_PATTERNS = (
    rf"[Hh]{_BEFORE}(?:[Tt][Tt][Pp][Ss]?://)(?i:{_HOST}){_BEHIND}{_REST}",
    rf"w{_BEFORE}(?<!\..)ww\.(?i:{_HOST}){_BEHIND}{_REST}",
)
"""Patterns of addresses with and without a scheme."""
_NO_SIGNS = f'<>"|\\{TEXT_BRACKET}'
"""Signs that no address has."""
_LINK_TAG = compile_late(r"<a[\s>]")
_LINK_LENGTH = 500
"""Characters before an address in which the tag of its link is looked for."""


def register_bare_addresses(md: Markdown) -> None:
    """Add the patterns of bare addresses to ``md``."""
    for number, pattern in enumerate(_PATTERNS):
        # Behind links (160) and tags (90), before entities (80):
        md.inlinePatterns.register(
            BareAddressProcessor(pattern, md), f"bulletin_bare_address_{number}", 86 - number
        )


class BareAddressProcessor(InlineProcessor):
    """Makes a link of an address."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802  # the stubs have the older form
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Return a link with the position of the address, or None inside a link of HTML."""
        if self._is_in_html_link(data[max(m.start(0) - _LINK_LENGTH, 0) : m.start(0)]):
            return None, None, None
        parts = [*self._read_parts(m[0])]
        address = trim_address("".join(sign for sign, _ in parts))
        link = Element("a")
        link.set("href", address if "://" in address else f"https://{address}")
        link.text = AtomicString(address)
        return link, m.start(0), m.start(0) + sum(length for _, length in parts[: len(address)])

    def _read_parts(self, written: str) -> Iterator[tuple[str, int]]:
        """Yield each character of an address, with the length that it takes in the text.

        A placeholder that is no backslash escape ends the address.
        """
        nodes: dict[str, Any] = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]  # a registry has the base class
        for part in _PART.finditer(written):
            if part[1] is None:
                yield part[0], 1
                continue
            node = nodes.get(part[1])
            escape = _ESCAPE.fullmatch(node) if isinstance(node, str) else None
            sign = chr(int(escape[1])) if escape else "&" if node == "&amp;" else ""
            if not sign or sign in _NO_SIGNS:
                return
            yield sign, len(part[0])

    def _is_in_html_link(self, before: str) -> bool:
        """Tell if the last tag of a link in the text ``before`` opens a link."""
        nodes: dict[str, Any] = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]  # a registry has the base class
        tags = self.md.htmlStash.rawHtmlBlocks
        for key in reversed(INLINE_PLACEHOLDER_RE.findall(before)):
            found = HTML_PLACEHOLDER_RE.search(node) if isinstance(node := nodes.get(key), str) else None
            tag = str(tags[int(found[1])]).lower() if found else ""
            if tag.startswith("</a") or _LINK_TAG.match(tag):
                return not tag.startswith("</")
        return False
