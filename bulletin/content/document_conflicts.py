"""Find official documents that the archive cites with two suffixes or two dates."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from bulletin.citations.conflicts import Conflict, Mention, find_conflicts
from bulletin.citations.models import Citation, Document, Form, Issuer, Rule, Span, System, WrittenDate
from bulletin.citations.numbers import format_number, make_document, parse_number
from bulletin.citations.tables import get_suffix_systems
from bulletin.content.document_mentions import DocumentMention
from bulletin.content.models import Article
from bulletin.content.official_documents import OfficialDocument
from bulletin.content.problems import Problem
from bulletin.content.warnings.citations import create_citation_problem

_NO_SPAN = Span(0, 0)
_Number = tuple[str, int | None, str]
"""Number, year and code of a document, without its suffix."""


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
        documents: The files of content/documents/. Their numbers and dates are right.
        silenced: Sources of articles and documents in which an editor silenced the rule.
        content: Name of the content folder in messages.
        province: Opening days of the congresses of the province.

    """
    articles = [article for article in articles if article.mentions and article.source not in silenced]
    known = [
        make_document(citation, day=official.issued)
        for official in documents
        if official.issued and official.number and official.source not in silenced
        if (citation := parse_number(official.number))
    ]
    numbers = _find_numbers_with_versions(articles, known)
    if not numbers:
        return
    groups: dict[_Number, list[tuple[Article, DocumentMention]]] = defaultdict(list)
    for article in articles:
        for mention in article.mentions:
            if mention.form is Form.FULL and (number := _get_number(mention)) in numbers:
                groups[number].append((article, mention))
    for number, found in groups.items():
        cited = [Mention(article.source, _create_citation(mention)) for article, mention in found]
        lines = {id(one.citation): mention.line for one, (_, mention) in zip(cited, found, strict=True)}
        same = [document for document in known if _get_number(document) == number]
        for conflict in find_conflicts(cited, same, province):
            if conflict.is_certain:
                yield _create_problem(conflict, lines, content)


def _find_numbers_with_versions(articles: Iterable[Article], known: Iterable[Document]) -> set[_Number]:
    """Return the numbers that stand with two suffixes or two dates.

    They are rare, so the citations of all other numbers need not be made.
    """
    versions: dict[_Number, set[tuple[str, date | None]]] = defaultdict(set)
    for document in known:
        versions[_get_number(document)].add((document.suffix, document.day))
    for form, _, number, year, code, suffix, day, *_ in {
        mention.facts for article in articles for mention in article.mentions
    }:
        if form is Form.FULL and day:
            versions[number, year, code].add((suffix, day))
    return {number for number, found in versions.items() if len(found) > 1}


def _get_number(document: DocumentMention | Document) -> _Number:
    return document.number, document.year, document.code


def _create_citation(mention: DocumentMention) -> Citation:
    return Citation(
        _NO_SPAN, _NO_SPAN, mention.form, mention.kind, mention.number, mention.year, mention.code, mention.suffix,
        get_suffix_systems().get(mention.suffix, System.UNKNOWN),
        WrittenDate(_NO_SPAN, mention.day) if mention.day else None,
        Issuer(mention.body, _NO_SPAN) if mention.body else None,
        mention.congress,
    )  # fmt: skip


def _create_problem(conflict: Conflict, lines: Mapping[int, int], content: str) -> Problem:
    """Return the problem of a conflict.

    ``lines`` has the line of each citation by its identity.
    """
    places = [
        (f"{content}/{mention.source}", lines[id(mention.citation)])
        for mention in (conflict.mention, *conflict.others[:1])
    ]
    citation = conflict.mention.citation
    written = format_number(citation) + (f" ngày {citation.day:%d/%m/%Y}" if citation.day else "")
    other = "".join(f" ({path}:{line})" for path, line in places[1:])
    return create_citation_problem(*places[0], Rule.TWO_FORMS, written, conflict.likely, other)
