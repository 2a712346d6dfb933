"""Slips in the files of content/documents/, beyond what one file says of its form."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from bulletin.citations.models import Citation, Form, Rule, Span, WrittenDate
from bulletin.citations.numbers import Identity, get_identity, parse_number
from bulletin.citations.slips.consistency import check_citation
from bulletin.content.documents.official_documents import OfficialDocument, read_document_issuer
from bulletin.content.files.scan import get_display_path
from bulletin.content.future_dates import TOLERANCE
from bulletin.content.models import Article
from bulletin.content.problems import Problem
from bulletin.content.warnings.citations import PROBLEM_RULES, create_citation_problem, list_words
from bulletin.content.warnings.kinds import WARNING_KINDS
from bulletin.content.warnings.warning import ContentWarning
from bulletin.text.formatting import format_date

_NO_SPAN = Span(0, 0)
_RELATION = "unknown-document"


def find_document_file_problems(
    root: Path, documents: Iterable[OfficialDocument], latest_time: datetime
) -> Iterator[Problem]:
    """Yield what no document can have, such as a date that is still to come.

    ``root`` is the content folder, and ``latest_time`` the latest time that is known to have passed.
    """
    limit = (latest_time + TOLERANCE).date()
    for document in documents:
        name = get_display_path(root, document.source)
        for found in _check_document(name, document):
            if isinstance(found, Problem):
                yield found
        if document.issued and document.issued > limit:
            yield Problem(
                name, document.issued_line, f"Ngày ban hành còn ở tương lai: {format_date(document.issued)}.",
                "Hãy sửa ngày, tháng hoặc năm (date).",
            )  # fmt: skip


def find_document_file_warnings(
    root: Path, documents: Sequence[OfficialDocument], articles: Iterable[Article]
) -> Iterator[ContentWarning]:
    """Yield what may be right in a rare case, and relations without a page.

    ``articles`` are those in the lists of the site.
    """
    identities = [_parse_identity(document.number) for document in documents]
    known = Counter(identity for identity in identities if identity)
    wanted = {
        identity
        for document in documents
        for number in (*document.implements, *document.replaces)
        if (identity := _parse_identity(number)) and not known[identity]
    }
    known.update(_count_citing_articles(articles, wanted))
    for document, own in zip(documents, identities, strict=True):
        name = get_display_path(root, document.source)
        for found in _check_document(name, document):
            if isinstance(found, ContentWarning):
                yield found
        if _RELATION in document.silenced_warnings:
            continue
        for line, numbers in (
            (document.implements_line, document.implements),
            (document.replaces_line, document.replaces),
        ):
            for number in numbers:
                identity = _parse_identity(number)
                # A name is that of a file, and each file has a page.
                if identity and known[identity] < (2 if identity == own or identity in wanted else 1):
                    yield WARNING_KINDS[_RELATION].create_warning(name, line, number)


def _count_citing_articles(articles: Iterable[Article], wanted: set[Identity]) -> Counter[Identity]:
    """Return the number of articles that cite each wanted number."""
    found = Counter[Identity]()
    for article in articles if wanted else ():
        cited = {mention.identity for mention in article.mentions if mention.form is Form.FULL}
        found.update(cited & wanted)
    return found


def _parse_identity(number: str) -> Identity | None:
    citation = parse_number(number) if number else None
    return get_identity(citation) if citation else None


def _check_document(name: str, document: OfficialDocument) -> Iterator[Problem | ContentWarning]:
    """Yield what does not fit in number, kind, issuer and date of a file."""
    citation = _create_citation(document)
    finding = next(check_citation(document.number, citation), None) if citation else None
    if finding is None or finding.rule.value in document.silenced_warnings:
        return
    line = document.issued_line if finding.rule is Rule.ISSUER_AT_DATE else document.number_line
    words = list_words(finding)
    if finding.rule in PROBLEM_RULES and finding.is_certain:
        yield create_citation_problem(name, line, finding.rule, *words)
    else:
        yield WARNING_KINDS[finding.rule.value].create_warning(name, line, *words)


def _create_citation(document: OfficialDocument) -> Citation | None:
    citation = parse_number(document.number) if document.number else None
    if citation is None:
        return None
    return replace(
        citation,
        span=Span(0, len(document.number)),
        kind=document.kind or citation.kind,
        written_date=WrittenDate(_NO_SPAN, document.issued) if document.issued else None,
        issuer=read_document_issuer(document),
    )
