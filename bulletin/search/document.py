"""The search document of an article, made from the article and not from its page.

Reason: a page has much text that readers do not search for, and every change of a template changes the page.
"""

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from msgspec import Struct

from bulletin.citations.knowledge.tables import get_kind_spellings, list_kinds
from bulletin.content.markup.page_html.audio_players import AUDIO_LINK_PATTERN
from bulletin.content.models import Article
from bulletin.context.site_context import SiteContext
from bulletin.search.words import get_spelling, is_document_number, split_words
from bulletin.text.late_patterns import compile_late
from bulletin.views.parts.ai_labels import build_teaser_label

_NOTE = compile_late(r"<sup\b[^>]*><a\b[^>]*>.*?</a></sup>", re.DOTALL)
"""The number of a note, which stands in the middle of a sentence."""
_INLINE_TAG = compile_late(r"</?(?:a|abbr|b|code|del|em|i|ins|mark|q|s|small|span|strong|sub|sup|u)\b[^>]*>")
_TAG = compile_late(r"<[^>]*>")
_MAX_NUMBERS = 40
"""Numbers of one article in the summary index."""
_LAW = "luật"
_LONGEST_LAW = 20
"""Words from “Luật” to its number."""
_DIGIT = compile_late("[0-9]")
_YEAR = compile_late(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


class SearchDocument(Struct, frozen=True, gc=False, array_like=True):
    """The part of an article that the summary index and the results have."""

    title: str
    summary: str
    facts: tuple[str, ...]
    """Tags, topic, authors, section, files for download."""
    numbers: str
    """Numbers of documents and years that the text names."""
    main_numbers: str
    """Numbers of documents that the title means: ``38-KL/TW`` for “Kết luận 38”."""
    slug: str
    date: str
    """``2019-12-05``."""
    section: str
    authors: tuple[str, ...]
    picture: str
    """Path of the smallest image, or empty."""
    reasons: tuple[str, ...] = ()
    """Tags, topic and files that title and summary lack. A result shows the one by which it was found."""
    ai_label: str = ""

    @property
    def fields(self) -> tuple[tuple[str, ...], ...]:
        """The fields of the summary index."""
        return (self.title, self.main_numbers), (self.summary,), self.facts, (self.numbers,)


def create_search_document(article: Article, context: SiteContext, blocks: list[str]) -> SearchDocument:
    """Return the search document of an article.

    ``blocks`` are those of ``list_text_blocks``.
    """
    sections = context.archive.section_tree.get_section_path(article.section)
    titles = [attachment.title for attachment in article.attachments]
    numbers = list(dict.fromkeys(_find_numbers((article.summary, article.topic, *titles, *blocks))))
    names = (*article.tags, article.topic, *article.authors, *(section.name for section in sections))
    return SearchDocument(
        article.title,
        article.summary,
        tuple(filter(None, (*names, *titles))),
        " ".join(numbers[:_MAX_NUMBERS]),
        " ".join(_find_main_numbers(article.title, numbers)),
        article.slug,
        article.date.date().isoformat(),
        article.section,
        article.authors,
        get_thumbnail(article, context),
        tuple(_list_reasons(article, titles)),
        build_teaser_label(article),
    )


def _list_reasons(article: Article, titles: Iterable[str]) -> Iterator[str]:
    shown = f"{article.title}\n{article.summary}".lower()
    for name in dict.fromkeys((*article.tags, article.topic, *titles)):
        if name and name.lower() not in shown:
            yield name


def list_text_blocks(article: Article, context: SiteContext) -> list[str]:
    """Return the text of an article as blocks: paragraphs, headings, cells, captions."""
    parts = (article.cover_caption, *split_text_blocks(context.load_html(article.body)))
    corrections = (correction.text for correction in article.corrections)
    return [block for part in (*parts, *corrections) if (block := part.strip())]


def split_text_blocks(body: str) -> list[str]:
    """Return the text of the HTML of a body as blocks.

    Audio players and the numbers of notes are left out.
    """
    text = _TAG.sub("\n", _INLINE_TAG.sub("", _NOTE.sub("", AUDIO_LINK_PATTERN.sub("\n", body))))
    return html.unescape(text).split("\n")


def get_thumbnail(article: Article, context: SiteContext) -> str:
    """Return the path of the smallest image of the cover.

    The path begins at the home of the site. It is empty without a cover.
    """
    if not article.cover:
        return ""
    image = context.build_image(article.cover, "")
    smallest = (image.webp or image.srcset or image.src).split(",")[0].split()[0]
    return smallest.removeprefix(f"{context.urls.base_path}/")


def _find_numbers(blocks: Iterable[str]) -> Iterator[str]:
    """Yield the numbers of documents as words, and the years of dates.

    The number of a law has its kind before it. Reason: the name of the law stands between them in a text.
    """
    for block in blocks:
        if not _DIGIT.search(block):
            continue
        words = split_words(block)
        for at, word in enumerate(words):
            if word[0].isdigit():
                spelling = get_spelling(word)
                if is_document_number(spelling):
                    if "-qh" in spelling and _LAW in words[max(0, at - _LONGEST_LAW) : at]:
                        yield _LAW
                    yield word
                else:
                    yield from _YEAR.findall(spelling)


def _find_main_numbers(title: str, numbers: Iterable[str]) -> Iterator[str]:
    """Yield the numbers of documents that a title names by kind and figure."""
    if not _DIGIT.search(title):
        return
    named = {
        get_spelling(f"{found[2]}-{code}")
        for found in _get_named_document_pattern().finditer(title.lower())
        for code in _get_codes()[found[1]]
    }
    for number in numbers if named else ():
        figure, *parts = get_spelling(number).split("-")
        code = next((part for part in parts if not part.isdigit()), "")  # a year stands before it, or nothing
        if f"{figure}-{code}" in named:
            yield number


@cache
def _get_named_document_pattern() -> re.Pattern[str]:
    """Return the pattern of a kind and a figure: ``kết luận số 38``."""
    return re.compile(f"({'|'.join(_get_codes())})(?: số)? ([0-9]+)(?![0-9])")


@cache
def _get_codes() -> Mapping[str, frozenset[str]]:
    """Return the codes in small letters by all spellings of the kinds that have any."""
    codes = defaultdict[str, set[str]](set)
    for kind in list_kinds():
        codes[kind.name].add(kind.code.lower())
    return {
        spelling: frozenset(found)
        for spelling, kind in get_kind_spellings().items()
        if (found := codes[kind] - {""})
    }
