"""Find numbers of the State without their year: ``178/NĐ-CP``."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from bulletin.citations.models import Document, Form, System
from bulletin.citations.numbers import format_number, get_identity, parse_number
from bulletin.content.document_mentions import DocumentMention
from bulletin.content.documents.official_documents import OfficialDocument, read_document_issuer
from bulletin.content.models import Article
from bulletin.content.warnings.kinds import WARNING_KINDS
from bulletin.content.warnings.warning import ContentWarning
from bulletin.text.formatting import format_date

YEAR_RULE = "missing-year"
_CODES_WITH_YEAR = frozenset(("NĐ", "TT", "TTLT"))
"""Codes whose numbers all have a year. Decisions and resolutions have a second series without one."""
_SLIP = "Hãy ghi đủ số: {}."
_QUESTION = "Hãy xem lại: có phải là {} không?"

_Key = tuple[str, str, str]
"""Number, code and suffix."""


class _FullNumber(NamedTuple):
    """A number with its year, as an article or a file has it."""

    year: int
    day: date | None
    body: str
    place: str
    source: str
    """Content file and line."""


def find_missing_years(
    articles: Iterable[Article],
    documents: Iterable[OfficialDocument],
    silenced: Collection[str],
    content: str,
) -> Iterator[ContentWarning]:
    """Yield a warning for each number without a year that is known with one.

    With a date, the full number must have it too. Without a date, only one year may be known.

    Args:
        articles: The articles of the library.
        documents: The files of content/documents/.
        silenced: Sources of articles in which an editor silenced the warning.
        content: Name of the content folder in messages.

    """
    articles = [article for article in articles if article.mentions]
    short = [
        (article, mention)
        for article in articles
        if article.source not in silenced
        for mention in article.mentions
        if mention.year is None and _is_of_state(mention)
    ]
    if not short:
        return
    known = _list_full_numbers(articles, documents, {_get_key(mention) for _, mention in short})
    told: set[tuple[str, _Key, date | None]] = set()
    for article, mention in short:
        key = article.source, _get_key(mention), mention.day
        found = _find_full_number(mention, known.get(key[1], ())) if key not in told else None
        if found:
            told.add(key)
            yield _create_warning(f"{content}/{article.source}", mention, found, content)


def _is_of_state(mention: DocumentMention) -> bool:
    return mention.form is Form.FULL and mention.system is System.STATE and bool(mention.code)


def _get_key(mention: DocumentMention) -> _Key:
    return mention.number, mention.code, mention.suffix


def _list_full_numbers(
    articles: Iterable[Article], documents: Iterable[OfficialDocument], wanted: Collection[_Key]
) -> dict[_Key, list[_FullNumber]]:
    """Return the wanted numbers that have a year, those of files first."""
    found: dict[_Key, list[_FullNumber]] = defaultdict(list)
    for official in documents:
        citation = parse_number(official.number) if official.number else None
        if citation and citation.year and citation.system is System.STATE:
            issuer = read_document_issuer(official)
            body, place = (issuer.body, issuer.place) if issuer else ("", "")
            source = f"{official.source}:{official.number_line}"
            identity = get_identity(citation)
            found[identity.number, identity.code, identity.suffix].append(
                _FullNumber(citation.year, official.issued, body, place, source)
            )
    for article in articles:
        for one in article.mentions:
            if one.year and _is_of_state(one) and (key := _get_key(one)) in wanted:
                source = f"{article.source}:{one.line}"
                found[key].append(_FullNumber(one.year, one.day, one.body, one.place, source))
    return found


def _find_full_number(mention: DocumentMention, known: Iterable[_FullNumber]) -> _FullNumber | None:
    """Return the full number that a mention surely or probably means."""
    fitting = [one for one in known if _can_be_one_body(mention, one)]
    if mention.day:
        return next((one for one in fitting if one.day == mention.day), None)
    if mention.code not in _CODES_WITH_YEAR or len({one.year for one in fitting}) != 1:
        return None
    return fitting[0] if mention.issued_year in (None, fitting[0].year) else None


def _can_be_one_body(mention: DocumentMention, known: _FullNumber) -> bool:
    has_one_body = not mention.body or not known.body or mention.body == known.body
    return has_one_body and mention.place == known.place


def _create_warning(name: str, mention: DocumentMention, found: _FullNumber, content: str) -> ContentWarning:
    written, full = (
        format_number(Document(mention.number, year, mention.code, mention.suffix, system=mention.system))
        for year in (None, found.year)
    )
    if mention.day:
        written = f"{written} ngày {format_date(mention.day)}"
    remedy = (_SLIP if mention.day else _QUESTION).format(full)
    return WARNING_KINDS[YEAR_RULE].create_warning(
        name, mention.line, written, full, f"{content}/{found.source}", remedy
    )
