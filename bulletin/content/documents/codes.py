"""Find numbers that one article cites with another code than all others."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from bulletin.citations.knowledge.code_pairs import can_be_one_document, is_rare_number
from bulletin.citations.knowledge.tables import get_code_kinds
from bulletin.citations.models import Document, Form, System
from bulletin.citations.numbers import format_number, get_identity, is_ambiguous_code, parse_number
from bulletin.citations.slips.consistency import has_wrong_kind
from bulletin.content.document_mentions import DocumentMention
from bulletin.content.documents.official_documents import OfficialDocument, read_document_issuer
from bulletin.content.models import Article
from bulletin.content.warnings.kinds import WARNING_KINDS
from bulletin.content.warnings.warning import ContentWarning
from bulletin.text.formatting import format_date

CODE_RULE = "other-code"
_ENOUGH_ARTICLES = 2
"""Articles that make a code surely known without a file."""

_SLIP = "có lẽ là {}"
_QUESTION = "có phải là {} không? Mỗi loại có dãy số riêng, nên cũng có thể là hai văn bản khác nhau"
_Number = tuple[str, int | None, str, System, date, str]
"""Number, year, suffix, system, date and place."""
_Code = tuple[str, str]
"""A code, with the kind if the code stands for two: ``QĐ`` and ``quy định``."""
_Places = dict[str, int]
"""Lines of articles or of a file, by their sources."""


def find_other_codes(
    articles: Iterable[Article],
    documents: Iterable[OfficialDocument],
    silenced: Collection[str],
    content: str,
) -> Iterator[ContentWarning]:
    """Yield a warning for each code that one article alone gives to a number of a day.

    ``38-CT/TW ngày 13/11/2018`` is such a number if others have only ``38-KL/TW`` of that day.

    Args:
        articles: The articles of the library.
        documents: The files of content/documents/.
        silenced: Sources of articles in which an editor silenced the warning.
        content: Name of the content folder in messages.

    """
    documents = tuple(documents)
    found = _group_by_number(articles)
    for official in documents:
        _add_official(found, official)
    filed = frozenset(official.source for official in documents)
    for number, codes in found.items():
        if len(codes) < 2:
            continue
        known = [code for code, places in codes.items() if _is_known(places, filed)]
        for code, places in codes.items():
            if len(known) == 1 and code != known[0] and len(places) == 1:
                ((source, line),) = places.items()
                if source not in silenced and source not in filed:
                    yield _create_warning(number, code, (source, line), (known[0], codes[known[0]]), content)


def _group_by_number(articles: Iterable[Article]) -> dict[_Number, dict[_Code, _Places]]:
    """Return the numbers with a sure date, with their codes and articles."""
    found: dict[_Number, dict[_Code, _Places]] = defaultdict(dict)
    for article in articles:
        for mention in article.mentions:
            key = _get_sure_number(mention)
            kinds = get_code_kinds(mention.system).get(mention.code, ()) if key else ()
            if key and (len(kinds) < 2 or mention.kind in kinds):
                code = mention.code, mention.kind if len(kinds) > 1 else ""
                found[key].setdefault(code, {}).setdefault(article.source, mention.line)
    return found


def _get_sure_number(mention: DocumentMention) -> _Number | None:
    """Return the number and the date of a mention, or None if others can share both.

    If its kind and its code disagree, another rule tells so.
    """
    if mention.day is None or mention.doubt or mention.form is not Form.FULL or not mention.code:
        return None
    if not is_rare_number(mention.number, mention.suffix):
        return None
    if has_wrong_kind(mention.kind, mention.code, mention.suffix, mention.system):
        return None
    return mention.number, mention.year, mention.suffix, mention.system, mention.day, mention.place


def _add_official(found: Mapping[_Number, dict[_Code, _Places]], official: OfficialDocument) -> None:
    """Add the file of a document to a number that articles cite.

    Another warning compares the kind of a file, so codes of two kinds are left out.
    """
    citation = parse_number(official.number) if official.number and official.issued else None
    if citation and official.issued and not is_ambiguous_code(citation.system, citation.code):
        issuer = read_document_issuer(official)
        number, year, code, suffix, system = get_identity(citation)
        codes = found.get((number, year, suffix, system, official.issued, issuer.place if issuer else ""))
        if codes:
            codes[code, ""] = {official.source: official.number_line, **codes.get((code, ""), {})}


def _is_known(places: _Places, filed: frozenset[str]) -> bool:
    return len(places) >= _ENOUGH_ARTICLES or not filed.isdisjoint(places)


def _create_warning(
    key: _Number, code: _Code, place: tuple[str, int], known: tuple[_Code, _Places], content: str
) -> ContentWarning:
    number, year, suffix, system, day, _ = key
    written, likely = (
        f"{kind} {format_number(Document(number, year, letters, suffix, system=system))}".strip()
        for letters, kind in (code, known[0])
    )
    source, line = next(iter(known[1].items()))
    return WARNING_KINDS[CODE_RULE].create_warning(
        f"{content}/{place[0]}",
        place[1],
        written,
        format_date(day),
        likely,
        f"{content}/{source}:{line}",
        (_SLIP if can_be_one_document(code[0], known[0][0]) else _QUESTION).format(likely),
    )
