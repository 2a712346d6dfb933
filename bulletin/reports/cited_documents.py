"""Numbers of the official documents that an article cites."""

import re

from bulletin.content.models import Article
from bulletin.search.document import split_text_blocks
from bulletin.search.words import DOCUMENT_CODES, get_spelling, is_document_number

_CODES = frozenset(DOCUMENT_CODES.split("|"))
_NUMBER = re.compile(r"[0-9]+(?:/[0-9]+)? ?[-–/] ?[^\W\d_][\w/–-]*")
_SEPARATOR = re.compile(" ?[-–] ?")


def list_cited_documents(article: Article, body: str) -> tuple[str, ...]:
    """Return the numbers of the documents that an article cites: ``38-KL/TW``.

    Each stands there once. ``body`` is the HTML of the body.
    """
    found: dict[str, str] = {}
    for match in _NUMBER.finditer("\n".join((article.title, article.lede, *split_text_blocks(body)))):
        number = _SEPARATOR.sub("-", match[0]).rstrip("-/")
        spelling = get_spelling(number.lower())
        if is_document_number(spelling) and not _CODES.isdisjoint(spelling.split("-")):
            found.setdefault(spelling, number)
    return tuple(found.values())
