"""Find official documents that the archive cites with two suffixes or two dates."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from bulletin.citations.models import Citation, Form, Issuer, Rule, Span, WrittenDate
from bulletin.citations.numbers import format_number, parse_number
from bulletin.citations.slips.conflicts import Conflict, Mention, find_conflicts
from bulletin.content.document_mentions import DocumentMention, MentionFacts
from bulletin.content.documents.official_documents import OfficialDocument, read_document_issuer
from bulletin.content.models import Article
from bulletin.content.problems import Problem
from bulletin.content.warnings.citations import create_citation_problem

_NO_SPAN = Span(0, 0)
_MOST_USED = "; dạng nhiều nơi dùng hơn: {}"
_POSSIBLE = "; dạng có số và ngày khớp nhau: {}"
_OF_BODY = "; dạng có tên cơ quan khớp với ký hiệu: {}"
_REGISTERED = "; tệp của văn bản ấy ghi: {}"
_EQUAL = "; hai dạng ngang nhau, nên chưa rõ dạng nào đúng"
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
        documents: The files of content/documents/. A file is right, unless it stands alone against two articles.
        silenced: Sources of articles and documents in which an editor silenced the rule.
        content: Name of the content folder in messages.
        province: Opening days of the congresses of the province.

    """
    articles = [article for article in articles if article.mentions and article.source not in silenced]
    known = [
        (official, _add_facts(citation, official))
        for official in documents
        if official.issued and official.number and official.source not in silenced
        if (citation := parse_number(official.number))
    ]
    places: dict[MentionFacts, list[tuple[str, int]]] = defaultdict(list)
    for article in articles:
        source = article.source
        for mention in article.mentions:
            if mention.form is Form.FULL and not mention.doubt:
                places[mention.facts].append((source, mention.line))
    numbers = _find_numbers_with_versions(places, [citation for _, citation in known])
    if not numbers:
        return
    groups: dict[_Number, list[Mention]] = defaultdict(list)
    for official, citation in known:
        if (number := _get_number(citation)) in numbers:
            lines = official.number_line, official.issued_line
            groups[number].append(Mention(official.source, citation, is_registered=True, lines=lines))
    for facts, rows in places.items():
        number = facts[2:5]
        if number in numbers:
            found = _create_citation(DocumentMention(1, 0, 0, False, *facts))
            groups[number] += [Mention(source, found, lines=(line, line)) for source, line in rows]
    for cited in groups.values():
        for conflict in find_conflicts(cited, province):
            yield _create_problem(conflict, content)


def _find_numbers_with_versions(facts: Iterable[MentionFacts], known: Iterable[Citation]) -> set[_Number]:
    """Return the numbers of which two versions share the suffix or the date.

    They are rare, so the citations of all other numbers need not be made.
    """
    versions: dict[_Number, set[tuple[str, date | None]]] = defaultdict(set)
    for document in known:
        versions[_get_number(document)].add((document.suffix, document.day))
    for _, _, number, year, code, suffix, _, day, *_ in facts:
        if day:
            versions[number, year, code].add((suffix, day))
    return {number for number, found in versions.items() if _share_parts(found)}


def _share_parts(versions: Collection[tuple[str, date | None]]) -> bool:
    """Tell if two pairs of a suffix and a date have one of both in common."""
    suffixes, days = ({version[part] for version in versions} for part in (0, 1))
    return len(suffixes) < len(versions) or len(days) < len(versions)


def _get_number(document: Citation) -> _Number:
    return document.number, document.year, document.code


def _add_facts(citation: Citation, official: OfficialDocument) -> Citation:
    """Return the citation of a number with the date and the place of its file.

    Central bodies share their numbers, so the body of a file tells nothing.
    """
    issuer = read_document_issuer(official)
    return replace(
        citation,
        kind=official.kind or citation.kind,
        written_date=WrittenDate(_NO_SPAN, official.issued),
        issuer=Issuer("", _NO_SPAN, "", issuer.place) if issuer and issuer.place else None,
    )


def _create_citation(mention: DocumentMention) -> Citation:
    return Citation(
        _NO_SPAN, _NO_SPAN, mention.form, mention.kind, mention.number, mention.year, mention.code, mention.suffix,
        mention.system,
        WrittenDate(_NO_SPAN, mention.day) if mention.day else None,
        Issuer(mention.body, _NO_SPAN, mention.issuer, mention.place) if mention.body or mention.place else None,
        mention.congress,
    )  # fmt: skip


def _create_problem(conflict: Conflict, content: str) -> Problem:
    mention, other = conflict.mention, conflict.others[0]
    is_date = mention.citation.suffix == other.citation.suffix
    advice = _MOST_USED if conflict.is_certain else _EQUAL
    if conflict.is_certain and other.is_registered:
        advice = _REGISTERED
    elif not conflict.is_possible:
        advice = _POSSIBLE
    elif conflict.has_likely_body:
        advice = _OF_BODY
    return create_citation_problem(
        f"{content}/{mention.source}",
        mention.lines[is_date],
        Rule.TWO_FORMS,
        _write_form(mention.citation),
        conflict.likely,
        f" ({content}/{other.source}:{other.lines[is_date]})",
        advice.format(conflict.likely),
        number=format_number(mention.citation),
    )


def _write_form(citation: Citation) -> str:
    return f"{format_number(citation)} ngày {citation.day:%d/%m/%Y}"
