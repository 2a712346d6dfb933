"""Find official documents that the archive cites with two suffixes or two dates."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from bulletin.citations.conflicts import Conflict, Mention, find_conflicts
from bulletin.citations.models import Citation, Form, Issuer, Rule, Span, WrittenDate
from bulletin.citations.numbers import format_number, parse_number
from bulletin.content.document_mentions import DocumentMention
from bulletin.content.models import Article
from bulletin.content.official_documents import OfficialDocument
from bulletin.content.problems import Problem
from bulletin.content.warnings.citations import create_citation_problem

_NO_SPAN = Span(0, 0)
_MOST_USED = "; dạng nhiều nơi dùng hơn: {}"
_REGISTERED = "; tệp của văn bản ấy ghi: {}"
_EQUAL = "; hai dạng ngang nhau, nên chưa rõ dạng nào đúng"
_Number = tuple[str, int | None, str]
"""Number, year and code of a document, without its suffix."""


class _Place(NamedTuple):
    """The lines of a content file on which a document has its number and its date."""

    path: str
    number_line: int
    date_line: int


def find_document_conflicts(
    articles: Iterable[Article],
    documents: Iterable[OfficialDocument],
    silenced: frozenset[str],
    content: str,
    province: Sequence[date] = (),
) -> Iterator[Problem]:
    """Yield a problem for each citation that disagrees with others or with a file.

    Args:
        articles: The articles of the library.
        documents: The files of content/documents/. A file is right, unless it stands alone against two articles.
        silenced: Sources of articles and documents in which an editor silenced the rule.
        content: Name of the content folder in messages.
        province: Opening days of the congresses of the province.

    """
    articles = [article for article in articles if article.mentions and article.source not in silenced]
    known = [
        (official, replace(citation, written_date=WrittenDate(_NO_SPAN, official.issued)))
        for official in documents
        if official.issued and official.number and official.source not in silenced
        if (citation := parse_number(official.number))
    ]
    numbers = _find_numbers_with_versions(articles, [citation for _, citation in known])
    if not numbers:
        return
    groups: dict[_Number, list[Mention]] = defaultdict(list)
    places: dict[int, _Place] = {}
    """By the identity of a citation."""
    for official, citation in known:
        if (number := _get_number(citation)) in numbers:
            groups[number].append(Mention(official.source, citation, is_registered=True))
            path = f"{content}/{official.source}"
            places[id(citation)] = _Place(path, official.number_line, official.issued_line)
    for article in articles:
        for mention in article.mentions:
            if mention.form is Form.FULL and (number := _get_number(mention)) in numbers:
                citation = _create_citation(mention)
                groups[number].append(Mention(article.source, citation))
                places[id(citation)] = _Place(f"{content}/{article.source}", mention.line, mention.line)
    for cited in groups.values():
        for conflict in find_conflicts(cited, province):
            yield _create_problem(conflict, places)


def _find_numbers_with_versions(articles: Iterable[Article], known: Iterable[Citation]) -> set[_Number]:
    """Return the numbers that stand with two suffixes or two dates.

    They are rare, so the citations of all other numbers need not be made.
    """
    versions: dict[_Number, set[tuple[str, date | None]]] = defaultdict(set)
    for document in known:
        versions[_get_number(document)].add((document.suffix, document.day))
    for form, _, number, year, code, suffix, _, day, *_ in {
        mention.facts for article in articles for mention in article.mentions
    }:
        if form is Form.FULL and day:
            versions[number, year, code].add((suffix, day))
    return {number for number, found in versions.items() if len(found) > 1}


def _get_number(document: DocumentMention | Citation) -> _Number:
    return document.number, document.year, document.code


def _create_citation(mention: DocumentMention) -> Citation:
    return Citation(
        _NO_SPAN, _NO_SPAN, mention.form, mention.kind, mention.number, mention.year, mention.code, mention.suffix,
        mention.system,
        WrittenDate(_NO_SPAN, mention.day) if mention.day else None,
        Issuer(mention.body, _NO_SPAN, mention.issuer, mention.place) if mention.body or mention.place else None,
        mention.congress,
    )  # fmt: skip


def _create_problem(conflict: Conflict, places: Mapping[int, _Place]) -> Problem:
    """Return the problem of a conflict. ``places`` are those of the citations."""
    mention, other = conflict.mention, conflict.others[0]
    place, other_place = places[id(mention.citation)], places[id(other.citation)]
    is_date = mention.citation.suffix == other.citation.suffix
    line, other_line = (found.date_line if is_date else found.number_line for found in (place, other_place))
    advice = _MOST_USED if conflict.is_certain else _EQUAL
    if conflict.is_certain and other.is_registered:
        advice = _REGISTERED
    return create_citation_problem(
        place.path,
        line,
        Rule.TWO_FORMS,
        _write_form(mention.citation),
        conflict.likely,
        f" ({other_place.path}:{other_line})",
        advice.format(conflict.likely),
    )


def _write_form(citation: Citation) -> str:
    return f"{format_number(citation)} ngày {citation.day:%d/%m/%Y}"
