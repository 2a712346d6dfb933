"""Find citations whose body or kind is not that of the file of their document."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from bulletin.citations.knowledge.code_pairs import is_other_body
from bulletin.citations.knowledge.tables import find_congress, get_code_kinds
from bulletin.citations.numbers import Identity, get_identity, parse_number
from bulletin.content.document_mentions import DocumentMention
from bulletin.content.documents.official_documents import OfficialDocument, read_document_issuer
from bulletin.content.models import Article
from bulletin.content.warnings.kinds import WARNING_KINDS
from bulletin.content.warnings.warning import ContentWarning

DIFFERENCE = "other-than-file"
_CENTRAL = "TW"


def find_fact_warnings(
    articles: Iterable[Article], documents: Iterable[OfficialDocument], silenced: frozenset[str], content: str
) -> Iterator[ContentWarning]:
    """Yield a warning for each citation that contradicts the file of its document.

    Args:
        articles: The articles of the library.
        documents: The files of content/documents/.
        silenced: Sources of articles and documents in which an editor silenced the rule.
        content: Name of the content folder in messages.

    """
    known: dict[Identity, list[OfficialDocument]] = defaultdict(list)
    for document in documents:
        citation = parse_number(document.number) if document.issued and document.number else None
        if citation and citation.suffix == _CENTRAL and document.source not in silenced:
            known[get_identity(citation)].append(document)
    kind = WARNING_KINDS[DIFFERENCE]
    for article in articles if known else ():
        for mention in article.mentions if article.source not in silenced else ():
            # Most mentions have another suffix, and a suffix is read in a tenth of the time of an identity.
            for document in known.get(mention.identity, ()) if mention.suffix == _CENTRAL else ():
                if not _is_time_of(mention, article, document):
                    continue
                for written, filed in _list_differences(mention, document):
                    words = f"{document.number} {written}", filed, f"{content}/{document.source}"
                    yield kind.create_warning(f"{content}/{article.source}", mention.line, *words)


def _is_time_of(mention: DocumentMention, article: Article, document: OfficialDocument) -> bool:
    """Tell if a mention has the date of a file.

    An undated one can mean the file if the article is of its term.
    """
    issued, day = document.issued, article.date.date()
    if issued is None or mention.day:
        return mention.day == issued
    return issued <= day and find_congress(issued) == find_congress(day) and not mention.congress


def _list_differences(mention: DocumentMention, document: OfficialDocument) -> Iterator[tuple[str, str]]:
    """Yield the words of a mention that differ from a file, with those of the file.

    Another kind than those of the code is either a usual name, such as “văn bản”, or another rule tells it.
    """
    kinds = get_code_kinds(mention.system).get(mention.code, ())
    if document.kind and mention.day and mention.kind != document.kind and mention.kind in kinds:
        yield f"({mention.kind})", document.kind
    issuer = read_document_issuer(document)
    if issuer and is_other_body(mention.body, issuer.body):
        yield f"của {mention.body}", f"của {issuer.body}"
