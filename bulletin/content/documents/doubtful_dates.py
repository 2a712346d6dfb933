"""Find dates behind numbers that are probably those of a meeting."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from bulletin.citations.knowledge.tables import is_single_suffix
from bulletin.citations.models import Document, Doubt
from bulletin.citations.numbers import Identity, format_number, get_identity, is_ambiguous_code, parse_number
from bulletin.content.document_mentions import DocumentMention
from bulletin.content.documents.official_documents import OfficialDocument, read_document_issuer
from bulletin.content.models import Article
from bulletin.content.warnings.kinds import WARNING_KINDS
from bulletin.content.warnings.warning import ContentWarning
from bulletin.text.formatting import format_date

DEED_RULE = "date-of-deed"

_Key = tuple[Identity, str, str]
"""Number, kind if the code has two, and place."""


def find_doubtful_dates(
    articles: Iterable[Article],
    documents: Iterable[OfficialDocument],
    silenced: Collection[str],
    content: str,
) -> Iterator[ContentWarning]:
    """Yield a warning for each doubtful date of a number that has another one.

    Args:
        articles: The articles of the library.
        documents: The files of content/documents/.
        silenced: Sources of articles in which an editor silenced the warning.
        content: Name of the content folder in messages.

    """
    articles = [article for article in articles if article.mentions]
    doubtful = [
        (article, mention)
        for article in articles
        if article.source not in silenced
        for mention in article.mentions
        if mention.doubt is Doubt.DEED and is_single_suffix(mention.suffix)
    ]
    if not doubtful:
        return
    known = _list_known_dates(articles, documents, {_get_key(mention) for _, mention in doubtful})
    for article, mention in doubtful:
        days = known.get(_get_key(mention))
        if days and mention.day and mention.day not in days:
            day, place = next(iter(days.items()))
            yield WARNING_KINDS[DEED_RULE].create_warning(
                f"{content}/{article.source}", mention.line, _write_number(mention),
                format_date(mention.day), format_date(day), f"{content}/{place}",
            )  # fmt: skip


def _list_known_dates(
    articles: Iterable[Article], documents: Iterable[OfficialDocument], wanted: Collection[_Key]
) -> dict[_Key, dict[date, str]]:
    """Return the sure dates of numbers with their places, those of files first."""
    found: dict[_Key, dict[date, str]] = defaultdict(dict)
    for official in documents:
        citation = parse_number(official.number) if official.number and official.issued else None
        if citation and official.issued:
            identity = get_identity(citation)
            kind = official.kind if is_ambiguous_code(identity.system, identity.code) else ""
            issuer = read_document_issuer(official)
            key = identity, kind, issuer.place if issuer else ""
            found[key].setdefault(official.issued, f"{official.source}:{official.issued_line}")
    for article in articles:
        for mention in article.mentions:
            if mention.day and not mention.doubt and (key := _get_key(mention)) in wanted:
                found[key].setdefault(mention.day, f"{article.source}:{mention.line}")
    return found


def _get_key(mention: DocumentMention) -> _Key:
    kind = mention.kind if is_ambiguous_code(mention.system, mention.code) else ""
    return mention.identity, kind, mention.place


def _write_number(mention: DocumentMention) -> str:
    identity = mention.identity
    return format_number(Document(*identity[:4], system=identity.system))
