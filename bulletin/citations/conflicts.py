"""Find one document that texts cite in two ways: other suffix, or other date."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from bulletin.citations.models import Citation, Document, Form, System
from bulletin.citations.numbers import format_number
from bulletin.citations.tables import list_congresses, list_single_suffixes

_BEFORE_CONGRESS = timedelta(days=270)
"""Provincial congresses meet in the months before the national one."""


class Mention(NamedTuple):
    """A citation with the text that has it."""

    source: Hashable
    """Name of the text for the caller. Two mentions of one source count as one source."""
    citation: Citation


class Conflict(NamedTuple):
    """A mention that disagrees with others."""

    mention: Mention
    likely: str
    """Number and date of the form that more sources have."""
    is_certain: bool
    others: tuple[Mention, ...]
    """Mentions of the likelier form. None if only the register has it."""


class _Version(NamedTuple):
    """A spelling of a document: its suffix and its date, with all mentions of it."""

    suffix: str
    day: date
    mentions: list[Mention]
    is_registered: bool
    sources: int
    uses: int


def find_conflicts(mentions: Iterable[Mention], known: Iterable[Document] = ()) -> list[Conflict]:
    """Return the mentions of documents that stand elsewhere with another suffix or another date.

    Args:
        mentions: Full citations of one text, or of all texts of an archive.
        known: Documents whose number and date are right.
    """
    full = [mention for mention in mentions if mention.citation.form is Form.FULL and mention.citation.suffix]
    registered = [document for document in known if document.day]
    dated: dict[tuple[object, ...], dict[tuple[str, date], list[Mention]]] = defaultdict(
        lambda: defaultdict(list)
    )
    uses: dict[tuple[object, ...], list[Mention]] = defaultdict(list)
    for mention in full:
        citation = mention.citation
        uses[citation.identity].append(mention)
        if citation.day:
            dated[citation.number, citation.year, citation.code][citation.suffix, citation.day].append(
                mention
            )
    rows = {(*document.identity, document.day) for document in registered}
    for document in registered:
        group = dated.get((document.number, document.year, document.code))
        if group is not None:
            group.setdefault((document.suffix, document.day or date.min), [])
    found: list[Conflict] = []
    for (number, year, code), group in dated.items():
        if len(group) > 1:
            versions = [
                _Version(
                    suffix,
                    day,
                    own,
                    (number, year, code, suffix, day) in rows,
                    len({mention.source for mention in own}),
                    len(uses[number, year, code, suffix]),
                )
                for (suffix, day), own in group.items()
            ]
            found += _compare(versions)
    return found


def _compare(versions: Sequence[_Version]) -> Iterator[Conflict]:
    told: set[int] = set()
    for first, second in combinations(versions, 2):
        if not _is_one_document(first, second):
            continue
        better, worse = sorted((first, second), key=_rank, reverse=True)
        if id(worse) in told or (worse.is_registered and better.is_registered):
            continue
        told.add(id(worse))
        is_certain = _rank(better) != _rank(worse) or better.is_registered
        for mention in worse.mentions:
            yield Conflict(mention, _write(better, mention.citation), is_certain, tuple(better.mentions))


def _rank(version: _Version) -> tuple[bool, int, int, int]:
    return version.is_registered, version.sources, version.uses, len(version.mentions)


def _is_one_document(first: _Version, second: _Version) -> bool:
    if first.suffix != second.suffix and first.day != second.day:
        return False
    bodies = [_list_bodies(version) for version in (first, second)]
    if first.suffix != second.suffix:
        return not all(bodies) or bool(bodies[0] & bodies[1])
    if bodies[0] and bodies[1] and not bodies[0] & bodies[1]:
        return False
    citation = (first.mentions or second.mentions)[0].citation
    if first.suffix not in list_single_suffixes():
        return False
    if citation.system is System.STATE:
        return citation.year is not None or first.day.year == second.day.year
    return _is_one_term(first.day, second.day, is_central=first.suffix.endswith("TW"))


def _list_bodies(version: _Version) -> set[str]:
    """Return the bodies that texts name, without those that cannot have the suffix."""
    return {mention.citation.issuer.body for mention in version.mentions if mention.citation.issuer}


def _is_one_term(first: date, second: date, *, is_central: bool) -> bool:
    """Tell if two days surely lie in one term of congress."""
    low, high = sorted((first, second))
    before = timedelta() if is_central else _BEFORE_CONGRESS
    return not any(low <= row.closed and row.opened - before <= high for row in list_congresses())


def _write(version: _Version, citation: Citation) -> str:
    document = Document(citation.number, citation.year, citation.code, version.suffix, system=citation.system)
    return f"{format_number(document)} ngày {version.day:%d/%m/%Y}"
