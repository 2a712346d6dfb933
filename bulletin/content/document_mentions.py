"""Mentions of official documents in an article: citations with their lines and their places in the HTML."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from sys import intern
from typing import NamedTuple

from msgspec import Struct

from bulletin.citations.finding import find_citations
from bulletin.citations.models import Form, Resolution
from bulletin.citations.resolution import resolve_citations

_TAG = re.compile(r"<(pre|code)\b.*?</\1>|<(/?)(\w+)[^>]*>|&amp;", re.DOTALL)
_INLINE_TAGS = frozenset(
    ("a", "abbr", "b", "br", "del", "em", "i", "ins", "mark", "q", "s", "small", "span", "strong", "u")
)
_UNLINKED_BLOCKS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption"))
_OPEN_QUOTES, _CLOSE_QUOTES = "“«‘", "”»’"
NOT_IN_BODY = -1
"""Offset of a mention in the title or the summary."""


class DocumentMention(Struct, frozen=True, gc=False, array_like=True):
    """A citation of an official document in an article.

    A short form has the number of the full citation above it. Reason: an archive has several mentions for
    each article, and each build groups all of them.
    """

    line: int
    """Line of the content file."""
    start: int
    """Offset of the words in the HTML of the body, or ``NOT_IN_BODY``."""
    end: int
    is_linkable: bool
    """False in links, headings, captions and quotations, and where tags overlap."""
    form: Form
    """``SHORT`` only if the article has no full citation that it can mean."""
    kind: str
    number: str
    year: int | None
    code: str
    suffix: str
    day: date | None
    congress: int | None
    body: str
    """Name of the issuer: ``Bộ Chính trị``."""
    name: str
    """Name of a document that is cited without a number."""

    @property
    def identity(self) -> tuple[str, int | None, str, str]:
        """Number, year, code and suffix."""
        return self.number, self.year, self.code, self.suffix


class MentionLines(NamedTuple):
    """The lines of a content file on which mentions can stand."""

    title: int
    summary: int
    body: str
    """The Markdown text."""
    body_line: int


def find_mentions(
    title: str, summary: str, html: str, lines: MentionLines, names: Sequence[str] = ()
) -> Iterator[DocumentMention]:
    """Yield the mentions in title, summary and body.

    Args:
        title: The title of the article.
        summary: The summary that the editor wrote.
        html: The clean HTML of the body. Its code has no mentions.
        lines: The lines of the file.
        names: Names of documents without a number.

    """
    masked = mask_tags(html)
    text = f"{title}\n\n{summary}\n\n{masked}"
    body_start = len(title) + len(summary) + len("\n\n\n\n")
    line, position = lines.body_line, 0
    for resolution in resolve_citations(find_citations(text, names)):
        start, end = resolution.citation.span
        if start < body_start:
            line_in_head = lines.title if start <= len(title) else lines.summary
            yield _create_mention(resolution, line_in_head, NOT_IN_BODY, NOT_IN_BODY, is_linkable=False)
            continue
        last_word = text[start:end].rsplit(maxsplit=1)[-1]
        if (found := lines.body.find(last_word, position)) >= 0:
            line += lines.body.count("\n", position, found)
            position = found
        start, end = start - body_start, end - body_start
        link = _find_link_span(html, masked, start, end)
        yield _create_mention(resolution, line, *(link or (start, end)), is_linkable=link is not None)


def mask_tags(html: str) -> str:
    """Return HTML of the same length with blanks for its tags and code, and a blank line between blocks."""
    return _TAG.sub(_mask_tag, html)


def _mask_tag(found: re.Match[str]) -> str:
    length = found.end() - found.start()
    if found[3]:
        return " " * length if found[3] in _INLINE_TAGS else "\n\n".ljust(length)
    return "·" * length if found[1] else "&".ljust(length, "\u200b")


def _create_mention(
    resolution: Resolution, line: int, start: int, end: int, *, is_linkable: bool
) -> DocumentMention:
    citation, document = resolution.citation, resolution.document
    named = document or citation
    return DocumentMention(
        line, start, end, is_linkable,
        Form.FULL if citation.form is Form.SHORT and document else citation.form,
        intern(named.kind or citation.kind), named.number, named.year, intern(named.code), intern(named.suffix),
        citation.day or (document.day if document else None),
        citation.congress or (document.congress if document else None),
        intern(citation.issuer.body) if citation.issuer else "",
        citation.name,
    )  # fmt: skip


def _find_link_span(html: str, masked: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the part of HTML that can be a link with the words from ``start`` to ``end``, or None.

    Tags that open inside it and close behind it are taken along: ``Kết luận số <strong>38-KL/TW</strong>``.
    """
    block = max(masked.rfind("\n\n", 0, start), 0)
    tag = _TAG.match(html, block)
    if tag and not tag[2] and tag[3] in _UNLINKED_BLOCKS:
        return None
    before = html[block:start]
    if before.rfind("<a ") > before.rfind("</a>") or before.count('"') % 2:
        return None
    if sum(map(before.count, _OPEN_QUOTES)) > sum(map(before.count, _CLOSE_QUOTES)):
        return None
    open_tags: list[str] = []
    for found in _TAG.finditer(html, start, end):
        if found[3] in (None, "br"):
            continue
        if not found[2]:
            open_tags.append(found[3])
        elif not open_tags or open_tags.pop() != found[3]:
            return None
    for name in reversed(open_tags):
        closing = f"</{name}>"
        if name == "a" or not html.startswith(closing, end):
            return None
        end += len(closing)
    return start, end
