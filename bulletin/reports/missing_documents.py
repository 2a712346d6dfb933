"""Cited documents whose title or date is unknown, and the files to fill in."""

import re
from collections.abc import Iterable, Iterator

from bulletin.archive.document_register import CitedDocument
from bulletin.citations.knowledge.tables import get_code_kinds
from bulletin.citations.numbers import get_identity, is_ambiguous, parse_number
from bulletin.citations.terms import write_roman
from bulletin.content.document_mentions import DocumentMention
from bulletin.content.documents.official_documents import DOCUMENT_FOLDER
from bulletin.content.frontmatter.line_proposals import escape_yaml_value
from bulletin.reports.document_choice import count_articles
from bulletin.text.formatting import format_names
from bulletin.text.slugs import slugify

_PLAIN_VALUE = re.compile(r"[^\W\d_][\w ,/()-]*[\w)]")
"""A text that needs no quotes in YAML."""
_MAX_NAMED = 8
"""Files that a line names."""


def list_missing_documents(documents: Iterable[CitedDocument]) -> list[CitedDocument]:
    """Return the cited documents without a title or a date, the most cited first."""
    missing = [
        cited
        for cited in documents
        if count_articles(cited) and not (cited.document.title and cited.document.issued)
    ]
    return sorted(missing, key=lambda cited: (count_articles(cited), cited.first_day), reverse=True)


def _list_missing_keys(cited: CitedDocument) -> Iterator[str]:
    """Yield the keys that the file of a document lacks."""
    if not cited.document.title:
        yield "title"
    if not cited.document.issued:
        yield "date"


def name_document_file(cited: CitedDocument, documents: Iterable[CitedDocument]) -> str:
    """Return the path from content/ of a new file: ``documents/38-kl-tw.yml``.

    If others of ``documents`` have the same number, the name has the year, or else the day.
    """
    document = cited.document
    name = document.slug or slugify(document.number)
    others = [
        one.document for one in documents if one.document.number == document.number and one is not cited
    ]
    if not document.slug and document.issued and others:
        years = {other.issued.year for other in others if other.issued}
        name = f"{name}-{document.issued if document.issued.year in years else document.issued.year}"
    return f"{DOCUMENT_FOLDER}{name}.yml"


def describe_gaps(documents: Iterable[CitedDocument], content: str) -> Iterator[str]:
    """Yield what to fill in, for the documents that have a file below ``content``."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for cited in documents:
        if cited.document.source:
            groups.setdefault(tuple(_list_missing_keys(cited)), []).append(
                f"{content}/{cited.document.source}"
            )
    for keys, files in groups.items():
        yield f"Hãy điền {' và '.join(keys)} vào {format_names(files, _MAX_NAMED, 'tệp')}."


def format_document_file(cited: CitedDocument) -> str:
    """Return a file with what the archive knows, and comments on what to write."""
    document = cited.document
    mentions = [
        mention
        for found in cited.mentions
        for mention in found.article.mentions
        if mention.identity == found.mention.identity
    ]
    lines = [
        f"number: {document.number}",
        *_format_kind(cited, mentions),
        "# title: văn bản về việc gì, chép trích yếu ở đầu văn bản.",
        "title:",
    ]
    if document.issuer:
        lines.append(f"issuer: {_quote(document.issuer)}")
    else:
        lines += ["# issuer: cơ quan ban hành.", "issuer:"]
    if document.issued:
        lines += [
            "# date: ngày ban hành, theo các bài; hãy đối chiếu với văn bản.",
            f"date: {document.issued.isoformat()}",
        ]
    else:
        lines += ["# date: ngày ban hành, như 13/11/2018.", "date:"]
        congress = next((one.congress for one in mentions if one.congress and one.suffix.endswith("TW")), 0)
        if congress:
            lines.append(f"term: {write_roman(congress)}")
    return "".join(f"{line}\n" for line in lines)


def _format_kind(cited: CitedDocument, mentions: Iterable[DocumentMention]) -> Iterator[str]:
    """Yield the line of the kind if the code stands for two kinds."""
    citation = parse_number(cited.document.number)
    if citation and is_ambiguous(citation):
        kinds = " hoặc ".join(get_code_kinds(citation.system)[get_identity(citation).code])
        yield f"# kind: {kinds}."
        yield f"kind: {cited.document.kind.lower()}" if any(one.kind for one in mentions) else "kind:"


def _quote(text: str) -> str:
    return text if _PLAIN_VALUE.fullmatch(text) else escape_yaml_value(text)
