"""Mentions of official documents: citations with their lines and places in HTML."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from sys import intern
from typing import NamedTuple

from msgspec import Struct

from bulletin.citations.finding import find_citations
from bulletin.citations.models import Form, Resolution, Span
from bulletin.citations.numbers import Identity, get_identity
from bulletin.citations.resolution import resolve_citations

_TAG = re.compile(r"<(pre|code)\b.*?</\1>|<(/?)(\w+)[^>]*>|&amp;", re.DOTALL)
_INLINE_TAGS = frozenset(
    ("a", "abbr", "b", "br", "del", "em", "i", "ins", "mark", "q", "s", "small", "span", "strong", "u")
)
_UNLINKED_BLOCKS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption"))
_OPEN_QUOTES, _CLOSE_QUOTES = "“«‘", "”»’"
NOT_IN_BODY = -1
"""Offset of a mention in the title or the summary."""


MentionFacts = tuple[Form, str, str, int | None, str, str, date | None, int | None, str, str]
"""The facts of a mention from ``form`` on."""


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
    """False in links, headings, captions and quotations, and if tags overlap."""
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
    def facts(self) -> MentionFacts:
        """All fields but the place: equal ones name the same document."""
        return (
            self.form, self.kind, self.number, self.year, self.code, self.suffix,
            self.day, self.congress, self.body, self.name,
        )  # fmt: skip

    @property
    def identity(self) -> Identity:
        """Number, year, code and suffix."""
        return Identity(self.number, self.year, self.code, self.suffix)


class TextLines(NamedTuple):
    """The lines of a content file on which the words of an article stand."""

    title: int
    summary: int
    body: str
    """The Markdown text."""
    body_line: int


class CitedText:
    """Title, summary and body of an article as one text, with its citations.

    Tags are blanks, so offsets in the HTML of the body differ from those in the text by ``body_start``.
    """

    def __init__(
        self, title: str, summary: str, html: str, lines: TextLines, names: Sequence[str] = ()
    ) -> None:
        """Find the citations. Code in the HTML has none.

        ``names`` are those of documents without a number.
        """
        self._html, self._lines = html, lines
        self._summary_start = len(title)
        self.text = f"{title}\n\n{summary}\n\n{mask_tags(html)}"
        self.body_start = len(self.text) - len(html)
        self.citations = find_citations(self.text, names)

    def find_line(self, span: Span) -> int:
        """Return the line of the content file with a part of the text."""
        if span.end <= self._summary_start:
            return self._lines.title
        if span.end <= self.body_start:
            return self._lines.summary
        word = self.text[span.start : span.end].split()[-1]
        position = -1
        for _ in range(self.text.count(word, self.body_start, span.end)):
            position = self._lines.body.find(word, position + 1)
        return self._lines.body_line + self._lines.body.count("\n", 0, max(position, 0))

    def list_mentions(self) -> Iterator[DocumentMention]:
        """Yield the citations as the archive keeps them."""
        for resolution in resolve_citations(self.citations):
            span = resolution.citation.span
            start, end = span.start - self.body_start, span.end - self.body_start
            if start < 0:
                link, start, end = None, NOT_IN_BODY, NOT_IN_BODY
            elif link := self._find_link_span(start, end):
                start, end = link
            line = self.find_line(span)
            yield _create_mention(resolution, line, start, end, is_linkable=link is not None)

    def _find_link_span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the part of the HTML that a link can hold, or None.

        Tags that open inside it and close behind it are taken along: ``Kết luận số <strong>38-KL/TW</strong>``.
        """
        html = self._html
        block = max(self.text.rfind("\n\n", self.body_start, start + self.body_start) - self.body_start, 0)
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


def mask_tags(html: str) -> str:
    """Return HTML of the same length, with blanks and line ends for its tags and code."""
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
        intern(named.kind or citation.kind), named.number, named.year, intern(get_identity(named).code), intern(named.suffix),
        citation.day or (document.day if document else None),
        citation.congress or (document.congress if document else None),
        intern(citation.issuer.body) if citation.issuer else "",
        citation.name,
    )  # fmt: skip
