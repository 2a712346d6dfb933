"""Choose official documents by their facts, by days, and by a typed name."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from msgspec import structs

from bulletin.archive.document_register import CitedDocument
from bulletin.citations.finding import find_citations
from bulletin.citations.knowledge.tables import get_code_kinds, get_codes
from bulletin.citations.models import Citation, Form, System
from bulletin.citations.numbers import format_number, get_identity
from bulletin.citations.parts.details import read_details
from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.errors import UserError
from bulletin.text.formatting import format_names
from bulletin.text.letters import normalize_letters
from bulletin.text.slugs import slugify
from bulletin.text.suggestions import find_closest_match

DocumentUse = Literal["", "cited", "uncited", "once"]
_MAX_NAMED = 8
"""Kinds or issuers that a message names."""
_LEADING_ZEROS = re.compile(r"(?<![0-9a-z])0+(?=[1-9])")
_JOINED_CODE = re.compile(r"(?<=\d)(?=[a-z]{2})")


class DocumentChoice(NamedTuple):
    """Documents of a list."""

    kind: str = ""
    issuer: str = ""
    year: int = 0
    """Year of the date of the document, or 0 for any."""
    use: DocumentUse = ""
    """Only cited ones, only those that no article cites, or only those that one article cites."""

    def has_document(self, cited: CitedDocument) -> bool:
        """Tell if a document belongs to the list."""
        document, count = cited.document, count_articles(cited)
        return (
            self.kind in ("", document.kind)
            and self.issuer in ("", document.issuer, _find_body(document.issuer))
            and (not self.year or (document.issued is not None and document.issued.year == self.year))
            and {"": True, "cited": count > 0, "uncited": count == 0, "once": count == 1}[self.use]
        )


def count_articles(cited: CitedDocument) -> int:
    """Return the number of articles that mean this document and no other one."""
    return sum(mention.is_clear for mention in cited.mentions)


def resolve_choice(
    documents: Sequence[CitedDocument], kind: str, issuer: str, year: int, use: DocumentUse
) -> DocumentChoice:
    """Return the choice that an editor typed.

    Raise UserError if the kind, the issuer or the year is unknown.
    """
    kinds = dict.fromkeys(sorted(cited.document.kind for cited in documents if cited.document.kind))
    issuers = {cited.document.issuer for cited in documents if cited.document.issuer}
    issuers |= {body for issuer in issuers if (body := _find_body(issuer))}
    years = {cited.document.issued.year for cited in documents if cited.document.issued}
    if year and year not in years:
        nearest = min(years, key=lambda known: abs(known - year), default=0)
        remedy = f"Năm gần nhất có văn bản: --year {nearest}" if nearest else "Chưa văn bản nào rõ ngày."
        raise UserError(f"Không có văn bản nào của năm {year}. {remedy}")
    return DocumentChoice(
        _find_name(_read_code(kind), kinds, "--kind", "loại") if kind else "",
        _find_name(issuer, sorted(issuers), "--issuer", "cơ quan") if issuer else "",
        year,
        use,
    )


@cache
def _find_body(issuer: str) -> str:
    """Return the body with its place: ``Tỉnh ủy`` of ``Ban Thường vụ Tỉnh ủy``."""
    found = read_details(f" của {issuer}", 0, System.UNKNOWN).issuer
    return f"{found.body} {found.place}".rstrip() if found else ""


def _read_code(kind: str) -> str:
    """Return the kind of a code such as ``NQ``, or the typed kind.

    Raise UserError for a code of two kinds.
    """
    code = get_codes().get(kind.upper(), "")
    names = {name for system in (System.PARTY, System.STATE) for name in get_code_kinds(system).get(code, ())}
    if len(names) > 1:
        remedy = " hoặc ".join(f'--kind "{name}"' for name in sorted(names))
        raise UserError(f"“{kind}” là ký hiệu của nhiều loại văn bản. Hãy viết {remedy}.")
    return names.pop() if names else kind


def _find_name(typed: str, names: Iterable[str], option: str, noun: str) -> str:
    """Return the name that was typed, with or without its marks. Raise UserError."""
    slug = slugify(typed)
    found = next((name for name in names if slugify(name) == slug), None)
    if found is not None:
        return found
    near = find_closest_match(typed, names)
    if near:
        remedy = f'Có phải là {option} "{near}" không?'
    else:
        remedy = f"Các {noun} có ở đây: {format_names([*names], _MAX_NAMED, noun)}."
    raise UserError(f"Không có văn bản nào của {noun} “{typed}”. {remedy}")


def limit_to_days(documents: Iterable[CitedDocument], first: date, last: date) -> list[CitedDocument]:
    """Return the documents of the articles of some days, with these articles only."""
    limited = (
        cited._replace(
            mentions=tuple(one for one in cited.mentions if first <= one.article.date.date() <= last)
        )
        for cited in documents
    )
    return [cited for cited in limited if cited.mentions]


def find_documents(
    typed: str, documents: Sequence[CitedDocument], officials: Iterable[OfficialDocument]
) -> list[CitedDocument]:
    """Return the documents that a typed number or name means, oldest first.

    ``officials`` are the files of content/documents/, which have further names.

    Raises:
        UserError: No document is meant. The message names the nearest one.
    """
    text = " ".join(normalize_letters(typed).split())
    citation = next((one for one in find_citations(text) if one.form is Form.FULL), None)
    names = {official.source: official.names for official in officials if official.names}
    found = _find_cited(citation, documents) if citation else []
    if not found:
        words = _simplify(text)
        found = [cited for cited in documents if words in _list_spellings(cited, names)]
    if found:
        return found
    raise UserError(_explain_unknown(text, citation, documents, names))


def _find_cited(citation: Citation, documents: Iterable[CitedDocument]) -> list[CitedDocument]:
    """Return the documents with the number of a full citation.

    If some have its kind and its date, return these only.
    """
    number = format_number(structs.replace(citation, code=get_identity(citation).code))
    found = [cited for cited in documents if cited.document.number == number]
    of_kind = [cited for cited in found if cited.document.kind.lower() == citation.kind] or found
    return [cited for cited in of_kind if cited.document.issued == citation.day] or of_kind


def _simplify(text: str) -> str:
    """Return a number or a name in the form that is compared.

    ``Kết luận số 05 KL/TW`` is ``ket-luan-5-kl-tw``.
    """
    slug = _JOINED_CODE.sub("-", slugify(text))
    return _LEADING_ZEROS.sub("", slug.removeprefix("van-ban-").replace("so-", "", 1))


def _list_spellings(cited: CitedDocument, names: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield what an editor may type for a document, in the form of ``_simplify``."""
    document = cited.document
    yield _simplify(document.slug)
    yield from map(_simplify, names.get(document.source, ()))
    words = _simplify(document.number).split("-")
    code = next((word for word in words if word.isalpha()), "")
    kinds = (slugify(document.kind), *_list_other_kinds(document.kind, code))
    for length in range(1, len(words) + 1) if document.number else ():
        number = "-".join(words[:length])
        yield from (number, f"{code}-{number}", *(f"{kind}-{number}" for kind in kinds))


@cache
def _list_other_kinds(kind: str, code: str) -> tuple[str, ...]:
    """Return the kinds of a code if it is not that of a kind.

    ``Đề án 06/QĐ-TTg`` is a decision too.
    """
    kinds = _get_kinds_of_plain_codes().get(code, frozenset())
    return () if slugify(kind) in kinds else tuple(kinds)


@cache
def _get_kinds_of_plain_codes() -> dict[str, frozenset[str]]:
    """Return the kinds of all codes without marks.

    ``qd`` is ``quyet-dinh`` and ``quy-dinh``.
    """
    found: dict[str, frozenset[str]] = {}
    for system in (System.PARTY, System.STATE):
        for code, names in get_code_kinds(system).items():
            found[slugify(code)] = found.get(slugify(code), frozenset()) | {*map(slugify, names)}
    return found


def _explain_unknown(
    text: str,
    citation: Citation | None,
    documents: Iterable[CitedDocument],
    names: Mapping[str, Iterable[str]],
) -> str:
    typed = format_number(citation) if citation else text
    candidates: dict[str, str] = {}
    for cited in documents:
        document = cited.document
        spellings = (document.number, document.name, f"{document.kind} {document.number.partition('-')[0]}")
        for spelling in (*(spellings if document.number else ()), *names.get(document.source, ())):
            candidates.setdefault(spelling, document.number or spelling)
    digits = citation.number if citation else ""
    same = {
        spelling
        for spelling, number in candidates.items()
        if digits in re.split("[-/]", _simplify(number))[:1]
    }
    near = find_closest_match(typed, same) or find_closest_match(typed, candidates)
    remedy = "Xem mọi văn bản: ./inv documents"
    if near:
        meant = candidates[near]
        words = f'"{meant}"' if " " in meant else meant
        remedy = f"Có phải là {meant} không? Hãy viết: ./inv documents {words}"
    return f"Không có văn bản “{text}”: chưa bài nào nói tới, và content/documents/ không có tệp. {remedy}"
