"""Captions and titles in marks of Word or in brackets, and sizes of pictures.

Examples are ``![bến](/images/ben.jpg “Bến cá”)``, ``![bến](/images/ben.jpg (Bến cá))`` and ``![bến](/images/ben.jpg =300x200)``.
They are read with the links, behind code. So a title in code stays as it is typed.
"""

from typing import Any

from markdown import Markdown
from markdown.inlinepatterns import (
    IMAGE_LINK_RE,
    LINK_RE,
    ImageInlineProcessor,
    LinkInlineProcessor,
)

from bulletin.content.markup.syntax import TITLE_MARKS
from bulletin.text.late_patterns import compile_late

_ADDRESS = r"""\(\s*(?P<address><[^<>\n]*>|(?:[^\s()<>"]|\([^\s()<>"]*\))+)"""
_SIZE = r"\s+=(?:\d+%?x(?:\d+%?)?|x\d+%?)(?=[\s)])"
"""A size as other systems have it. It has no effect, because the page decides the size."""
_ITEM_BRACKET = r"(?:(?<=\b\w)|(?<=\b\d\d))\)"
"""The bracket behind the number or the letter of an item: ``1) Bến cá``."""
_WORDS = rf'(?:(?!\]\()[^"()]|\([^"()]*\)|\((?![^"()]*\))|\)(?!\s)|{_ITEM_BRACKET}(?=\s))*?'
"""Words of a title up to the next link, or up to a bracket that ends a link. A longer search would take too long."""
_TITLE = rf"""[{TITLE_MARKS}]{_WORDS}[{TITLE_MARKS}"]|"{_WORDS}[{TITLE_MARKS}]|"[^"]*"|\([^()"]+\)"""
"""A title in marks of Word or of Markdown, between one of each, or in brackets."""
_TARGET = compile_late(rf"{_ADDRESS}(?:{_SIZE})?(?:\s+(?P<title>{_TITLE}))?(?:{_SIZE})?\s*\)")


class _TitledLinks(LinkInlineProcessor):
    """Reads links with all forms of titles."""

    def getLink(  # noqa: N802  # the name is Python-Markdown's
        self, data: str, index: int
    ) -> tuple[str, str | None, int, bool]:
        """Return the address and the title behind a label, and the end of both.

        The last value is True if there is a link. An address with another link in it is none.
        """
        found = _TARGET.match(data, index)
        if found is None or data[found.end("address") : found.end()].strip() == ")":
            href, title, end, is_link = super().getLink(data, index)
            return href, title, end, is_link and "](" not in href
        address = self.unescape(found["address"]).removeprefix("<").removesuffix(">")
        title = (
            self.RE_TITLE_CLEAN.sub(" ", self.unescape(found["title"][1:-1].strip()))
            if found["title"]
            else None
        )
        return address.strip(), title or None, found.end(), True


class _TitledImages(_TitledLinks, ImageInlineProcessor):
    """Reads pictures with all forms of titles."""


def register_link_titles(md: Markdown) -> None:
    """Replace the patterns of ``md`` that read links and pictures."""
    patterns: Any = md.inlinePatterns
    patterns.register(_TitledLinks(LINK_RE, md), "link", 160)
    patterns.register(_TitledImages(IMAGE_LINK_RE, md), "image_link", 150)
