"""Find one document that texts cite in two ways: other suffix, or other date."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from bulletin.citations.models import Citation, Document, Form, System
from bulletin.citations.numbers import Identity, format_number, get_identity, is_ambiguous
from bulletin.citations.tables import find_term, list_congresses, list_single_suffixes

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
    """False if both forms have the same number of sources and of mentions."""
    others: tuple[Mention, ...]
    """Mentions of the likelier form. Empty if only the register has it."""


class _Version(NamedTuple):
    """A suffix and a date of one number, with the mentions that have both."""

    suffix: str
    day: date
    mentions: list[Mention]
    is_registered: bool
    sources: frozenset[Hashable]
    bodies: frozenset[str]
    rank: tuple[bool, int, int, int]
    """Register, sources, mentions with this suffix, mentions with this suffix and date."""


class _Key(NamedTuple):
    """Number, year, code and kind that all versions of a document share."""

    number: str
    year: int | None
    code: str
    kind: str


_Group = dict[tuple[str, date], list[Mention]]


def find_conflicts(
    mentions: Iterable[Mention], known: Iterable[Document] = (), province: Sequence[date] = ()
) -> list[Conflict]:
    """Return the mentions of documents that have another suffix or date elsewhere.

    Args:
        mentions: Citations of one text, or of all texts of an archive.
        known: Documents whose number and date are right.
        province: Opening days of the congresses of the province. Without them, months near a congress stay unclear.
    """
    groups: dict[_Key, _Group] = defaultdict(dict)
    uses: dict[Identity, int] = defaultdict(int)
    for mention in mentions:
        citation = mention.citation
        if citation.form is Form.FULL and citation.suffix:
            identity = get_identity(citation)
            uses[identity] += 1
            if citation.day:
                place = (citation.suffix, citation.day)
                groups[_get_key(citation, identity)].setdefault(place, []).append(mention)
    registered = set()
    for document in known:
        identity = get_identity(document)
        key = _get_key(document, identity)
        if document.day and key in groups:
            groups[key].setdefault((document.suffix, document.day), [])
            registered.add((identity, document.day))
    found: list[Conflict] = []
    for key, group in groups.items():
        if len(group) > 1:
            found += _compare(list(_list_versions(key, group, registered, uses)), province)
    return found


def _get_key(document: Citation | Document, identity: Identity) -> _Key:
    kind = document.kind if is_ambiguous(document) else ""
    return _Key(identity.number, identity.year, identity.code, kind)


def _list_versions(
    key: _Key,
    group: _Group,
    registered: set[tuple[Identity, date]],
    uses: dict[Identity, int],
) -> Iterator[_Version]:
    for (suffix, day), mentions in group.items():
        identity = Identity(key.number, key.year, key.code, suffix)
        is_registered = (identity, day) in registered
        sources = frozenset(mention.source for mention in mentions)
        yield _Version(
            suffix,
            day,
            mentions,
            is_registered,
            sources,
            frozenset(mention.citation.issuer.body for mention in mentions if mention.citation.issuer),
            (is_registered, len(sources), uses[identity], len(mentions)),
        )


def _compare(versions: Sequence[_Version], province: Sequence[date]) -> Iterator[Conflict]:
    done: set[tuple[str, date]] = set()
    for first, second in _list_pairs(versions):
        better, worse = (first, second) if first.rank >= second.rank else (second, first)
        if (
            (worse.suffix, worse.day) in done
            or worse.is_registered
            or not _is_one_document(first, second, province)
        ):
            continue
        done.add((worse.suffix, worse.day))
        for mention in worse.mentions:
            yield Conflict(
                mention, _write(better, mention.citation), better.rank != worse.rank, tuple(better.mentions)
            )


def _list_pairs(versions: Sequence[_Version]) -> Iterator[tuple[_Version, _Version]]:
    """Yield pairs that share the date or the suffix."""
    rows: dict[object, list[_Version]] = defaultdict(list)
    for version in versions:
        rows[version.day].append(version)
        rows[version.suffix].append(version)
    for row in rows.values():
        yield from combinations(row, 2)


def _is_one_document(first: _Version, second: _Version, province: Sequence[date]) -> bool:
    """Tell if two versions are surely one document.

    Reason: districts, communes and offices have numbers of their own, so equal numbers prove little.
    """
    is_one_body = bool(first.bodies & second.bodies)
    citation = (first.mentions or second.mentions)[0].citation
    if first.suffix != second.suffix:
        if "-" in first.suffix + second.suffix or is_one_body:
            return is_one_body and "-" not in first.suffix + second.suffix
        is_linked = first.is_registered or second.is_registered or bool(first.sources & second.sources)
        return is_linked and citation.system is System.PARTY and not (first.bodies and second.bodies)
    if first.suffix not in list_single_suffixes() or (first.bodies and second.bodies and not is_one_body):
        return False
    if citation.system is System.STATE:
        return citation.year is not None or first.day.year == second.day.year
    if province and not first.suffix.endswith("TW"):
        return find_term(first.day, first.suffix, province) == find_term(second.day, second.suffix, province)
    return _is_one_term(first.day, second.day, is_central=first.suffix.endswith("TW"))


def _is_one_term(first: date, second: date, *, is_central: bool) -> bool:
    """Tell if two days surely lie in one term of congress."""
    low, high = sorted((first, second))
    before = timedelta() if is_central else _BEFORE_CONGRESS
    return not any(low <= row.closed and row.opened - before <= high for row in list_congresses())


def _write(version: _Version, citation: Citation) -> str:
    document = Document(citation.number, citation.year, citation.code, version.suffix, system=citation.system)
    return f"{format_number(document)} ngày {version.day:%d/%m/%Y}"
