"""Cited documents of a few articles."""

from collections.abc import Iterable
from datetime import date

from bulletin.archive.document_register import CitedDocument
from bulletin.archive.register_builder import list_cited_documents
from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.models import Article
from tests.factories import create_citing_article

OFFICIALS = (
    OfficialDocument(
        "documents/38-kl-tw.yml",
        "38-KL/TW",
        title="Về cơ sở đảng",
        issuer="Bộ Chính trị",
        issued=date(2018, 11, 13),
    ),
    OfficialDocument("documents/tw4.yml", "", names=("Nghị quyết Trung ương 4 khóa XII",)),
)


def cite_documents(
    *texts: str, officials: Iterable[OfficialDocument] = OFFICIALS, others: Iterable[Article] = ()
) -> list[CitedDocument]:
    """Return ``officials`` and the documents of articles with these bodies."""
    names = tuple(name for official in officials for name in official.names)
    articles = [create_citing_article(f"tin-{number}", text, names) for number, text in enumerate(texts)]
    return [*list_cited_documents(articles, officials, others)]
