"""Mentions of official documents: citations with their lines and places in HTML."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from sys import intern
from typing import NamedTuple, cast

from msgspec import Struct
from msgspec.structs import astuple, replace

from bulletin.citations.finding import find_citations
from bulletin.citations.knowledge.places import is_named_place
from bulletin.citations.knowledge.tables import get_main_codes, is_single_suffix
from bulletin.citations.models import Doubt, Form, Issuer, Resolution, Span, System
from bulletin.citations.numbers import Identity
from bulletin.citations.resolution import resolve_citations
from bulletin.citations.slips.doubts import find_doubts
from bulletin.content.masked_html import FILLER, TAG, mask_tags
from bulletin.text.late_patterns import compile_late
from bulletin.text.letters import replace_odd_blanks

_UNLINKED_BLOCKS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption"))
_HIDDEN_MARKDOWN = compile_late(
    r"<(?:!--.{0,4000}?-->|/?[a-zA-Z][a-zA-Z0-9]*(?:\s[^>]{0,1000})?/?>)"
    r"|`(?:(?<=^`)``.*?^```|[^`\n]+`)|~(?<=^~)~~.*?^~~~"
    r"|!\[[^\]]{0,1000}\]\([^\s)]*|\((?<=\]\()(?:[^()\n]|\([^()\n]*\))*\)"
    r"|\[(?:(?<=^\[)|(?<=^ \[)|(?<=^  \[)|(?<=^   \[))[^\]^][^\]\n]*\]:[^\n]*",
    re.DOTALL | re.MULTILINE,
)
"""Parts of a Markdown text that are no text in the HTML: code, targets of links, paths of images, tags.

The title of an image is its caption.
"""
_HIDDEN_MARKDOWN_SIGNS = ("<", "`", "~", "]")
"""Signs of which each hidden part has one. Reason: single signs are sought in a thirtieth of the time of two."""
_LINE_END = compile_late("\n")
_STRAIGHT_QUOTE = compile_late('"')
_OPEN_QUOTES, _CLOSE_QUOTES = "“«‘", "”»’"
_CLOSING_QUOTES = (*_CLOSE_QUOTES, '"')
_EMPHASIS = frozenset(("em", "strong"))
NOT_IN_BODY = -1
"""Offset of a mention in the title or the summary."""


MentionFacts = tuple[
    Form, str, str, int | None, str, str, System, date | None, int | None, int | None, str, str, str, str, Doubt
]  # fmt: skip
"""The facts of a mention from ``form`` on."""
_PLACE_FIELDS = 4
"""Fields of a mention before its facts."""


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
    system: System
    day: date | None
    issued_year: int | None
    """Year behind the number, if no date stands there: 2017 in ``12-NQ/TU năm 2017``."""
    congress: int | None
    body: str
    """Name of the body that issued it: ``Bộ Chính trị``, ``Tỉnh ủy``."""
    issuer: str
    """The body or its organ, as the text names it: ``Ban Thường vụ Tỉnh ủy``."""
    place: str
    """The place behind the body: ``phường Mũi Né``."""
    name: str
    """Name of a document that is cited without a number."""
    doubt: Doubt = Doubt.NONE
    """``NONE`` if the date is surely that of the document."""

    @property
    def facts(self) -> MentionFacts:
        """All fields but the place: equal ones name the same document."""
        return cast("MentionFacts", astuple(self)[_PLACE_FIELDS:])

    @property
    def identity(self) -> Identity:
        """Number, year, code, suffix and system."""
        return Identity(self.number, self.year, self.code, self.suffix, self.system)


class TextLines(NamedTuple):
    """The lines of a content file on which the words of an article stand."""

    title: int
    summary: int
    body: str
    """The Markdown text."""
    body_line: int


class CitedText:
    """Title, summary and body of an article as one text, with its citations.

    Odd blanks are ordinary ones, and tags are blanks too.
    Offsets in the HTML of the body differ from those in the text by ``body_start``.
    """

    def __init__(
        self, title: str, summary: str, html: str, lines: TextLines, names: Sequence[str] = ()
    ) -> None:
        """Find the citations. Code in the HTML has none.

        ``names`` are those of documents without a number.
        """
        self._html, self._lines = html, lines
        self._summary_start = len(title)
        text = replace_odd_blanks(f"{title}\n\n{summary}\n\n{mask_tags(html)}")
        self.text = text.replace(FILLER, " ")
        self.body_start = len(self.text) - len(html)
        self.citations = find_citations(text, names)
        self._found_words: dict[str, tuple[int, int]] = {}
        """For each word, the offset up to which it was counted in the text, and its place in the Markdown."""

    def find_line(self, span: Span) -> int:
        """Return the line of the content file with a part of the text."""
        if span.end <= self._summary_start:
            return self._lines.title
        if span.end <= self.body_start:
            return self._lines.summary
        word = self.text[span.start : span.end].split()[-1]
        end, position = self._found_words.get(word, (self.body_start, -1))
        if end > span.end:
            end, position = self.body_start, -1
        for _ in range(self.text.count(word, end, span.end)):
            position = self._markdown.find(word, position + 1)
        self._found_words[word] = (span.end, position)
        return self._lines.body_line + bisect_left(self._line_ends, max(position, 0))

    @cached_property
    def _markdown(self) -> str:
        """The Markdown text with blanks for what readers do not see."""
        body = self._lines.body
        if not any(sign in body for sign in _HIDDEN_MARKDOWN_SIGNS):
            return body
        return _HIDDEN_MARKDOWN.sub(lambda found: " " * len(found[0]), body)

    @cached_property
    def _line_ends(self) -> list[int]:
        return [found.start() for found in _LINE_END.finditer(self._lines.body)]

    def list_mentions(self, written_on: date | None = None) -> Iterator[DocumentMention]:
        """Yield the citations as the archive keeps them.

        The place and the year that an article names once are those of all its mentions of the number.

        Args:
            written_on: The date of the article. An older date is not that of a deed.
        """
        mentions = [*self._list_plain_mentions(written_on)]
        places: dict[tuple[Identity, date | None], dict[tuple[str, int | None], int]] = {}
        for index, mention in enumerate(mentions):
            if mention.place or mention.issued_year:
                found = places.setdefault((mention.identity, mention.day), {})
                found.setdefault((mention.place, mention.issued_year), index)
        if not places:
            yield from mentions
            return
        for index, mention in enumerate(mentions):
            found = places.get((mention.identity, mention.day), {})
            if len(found) == 1 and not (mention.place or mention.issued_year):
                (((place, year), first),) = found.items()
                # Above, a plain number of the province is that of its own province.
                if is_named_place(place) and index < first and is_single_suffix(mention.suffix):
                    place = ""
                yield replace(mention, place=place, issued_year=year)
            else:
                yield mention

    def _list_plain_mentions(self, written_on: date | None) -> Iterator[DocumentMention]:
        doubts = find_doubts(self.text, self.citations, written_on)
        for resolution in resolve_citations(self.citations):
            span = resolution.citation.span
            start, end = span.start - self.body_start, span.end - self.body_start
            if start < 0:
                link, start, end = None, NOT_IN_BODY, NOT_IN_BODY
            elif link := self._find_link_span(start, end):
                start, end = link
            line = self.find_line(span)
            mention = _create_mention(resolution, line, start, end, is_linkable=link is not None)
            doubt = doubts.get((mention.identity, mention.day)) if doubts else None
            if mention.day is None and resolution.citation.series_day:
                mention = replace(mention, day=resolution.citation.series_day, doubt=Doubt.SERIES)
            yield replace(mention, doubt=doubt) if doubt else mention

    def _find_link_span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the part of the HTML that a link can hold, or None.

        Tags that open inside it and close behind it are taken along: ``Kết luận số <strong>38-KL/TW</strong>``.
        """
        html = self._html
        block = max(self.text.rfind("\n\n", self.body_start, start + self.body_start) - self.body_start, 0)
        if not html.startswith("<p>", block):
            tag = TAG.match(html, block)
            if tag and not tag[2] and tag[3] in _UNLINKED_BLOCKS:
                return None
        link = html.rfind("<a ", block, start)
        if link >= 0 and link > html.rfind("</a>", block, start):
            return None
        if self._has_quotes and self._is_quoted(block, start, end):
            return None
        return self._close_tags(start, end)

    @cached_property
    def _has_quotes(self) -> bool:
        return any(quote in self.text for quote in _CLOSING_QUOTES)

    def _is_quoted(self, block: int, start: int, end: int) -> bool:
        """Tell if words stand in quotes that their block closes.

        ``block`` is the offset of the block in the HTML.
        """
        before = self.text[block + self.body_start : start + self.body_start]
        block_end = self.text.find("\n\n", end + self.body_start)
        after = self.text[end + self.body_start : block_end if block_end >= 0 else None]
        if sum(map(before.count, _OPEN_QUOTES)) > sum(map(before.count, _CLOSE_QUOTES)):
            return any(quote in after for quote in _CLOSE_QUOTES)
        return '"' in after and _has_open_straight_quote(before)

    def _close_tags(self, start: int, end: int) -> tuple[int, int] | None:
        """Return a part of the HTML with the ends of its tags, or None if tags overlap.

        Emphasis that begins right before it and ends inside it is taken along.
        """
        html = self._html
        if "<" not in html[start:end]:
            return start, end
        open_tags: list[str] = []
        for found in TAG.finditer(html, start, end):
            if found[3] in (None, "br"):
                continue
            if not found[2]:
                open_tags.append(found[3])
            elif not open_tags and html.endswith(f"<{found[3]}>", 0, start) and found[3] in _EMPHASIS:
                start -= len(f"<{found[3]}>")
            elif not open_tags or open_tags.pop() != found[3]:
                return None
        for name in reversed(open_tags):
            closing = f"</{name}>"
            if name == "a" or not html.startswith(closing, end):
                return None
            end += len(closing)
        return start, end


def _has_open_straight_quote(text: str) -> bool:
    """Tell if a text ends inside straight quotes.

    A quote behind a letter or a digit opens nothing: ``15" màn hình``.
    """
    is_open = False
    for found in _STRAIGHT_QUOTE.finditer(text):
        is_open = not is_open and not text[: found.start()][-1:].isalnum()
    return is_open


def _create_mention(
    resolution: Resolution, line: int, start: int, end: int, *, is_linkable: bool
) -> DocumentMention:
    citation, document = resolution.citation, resolution.document
    named = document or citation
    code = get_main_codes().get(named.code, named.code)
    return DocumentMention(
        line, start, end, is_linkable,
        Form.FULL if citation.form is Form.SHORT and document else citation.form,
        intern(named.kind or citation.kind), named.number, named.year, intern(code), intern(named.suffix),
        named.system,
        citation.day or (document.day if document else None),
        citation.issued_year,
        citation.congress or (document.congress if document else None),
        *_list_issuer_facts(citation.issuer),
        citation.name,
    )  # fmt: skip


def _list_issuer_facts(issuer: Issuer | None) -> tuple[str, str, str]:
    """Return the body, its name in the text, and its place."""
    if issuer is None:
        return "", "", ""
    return intern(issuer.body), intern(issuer.name or issuer.body), intern(issuer.place)
