"""Find one document that texts cite in two ways: other suffix, or other date."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from bulletin.citations.models import Citation, Document, Form, System
from bulletin.citations.numbers import Identity, format_number, get_identity, is_ambiguous
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
    """False if both forms have the same number of sources and of mentions."""
    others: tuple[Mention, ...]
    """Mentions of the likelier form. Empty if only the register has it."""


class _Version(NamedTuple):
    """A suffix and a date of one number, with the mentions that have both."""

    suffix: str
    day: date
    mentions: list[Mention]
    is_registered: bool
    uses: int
    """Mentions with this suffix, undated ones included."""

    @property
    def sources(self) -> set[Hashable]:
        return {mention.source for mention in self.mentions}

    @property
    def bodies(self) -> set[str]:
        return {mention.citation.issuer.body for mention in self.mentions if mention.citation.issuer}

    @property
    def rank(self) -> tuple[bool, int, int, int]:
        return self.is_registered, len(self.sources), self.uses, len(self.mentions)


class _Key(NamedTuple):
    """What all versions of a document share."""

    number: str
    year: int | None
    code: str
    kind: str


_Group = dict[tuple[str, date], list[Mention]]


def find_conflicts(mentions: Iterable[Mention], known: Iterable[Document] = ()) -> list[Conflict]:
    """Return the mentions of documents that stand elsewhere with another suffix or another date.

    Args:
        mentions: Citations of one text, or of all texts of an archive.
        known: Documents whose number and date are right.
    """
    groups: dict[_Key, _Group] = defaultdict(dict)
    uses: dict[Identity, int] = defaultdict(int)
    for mention in mentions:
        citation = mention.citation
        if citation.form is Form.FULL and citation.suffix:
            uses[get_identity(citation)] += 1
            if citation.day:
                place = (citation.suffix, citation.day)
                groups[_get_key(citation)].setdefault(place, []).append(mention)
    registered = set()
    for document in known:
        key = _get_key(document)
        if document.day and key in groups:
            groups[key].setdefault((document.suffix, document.day), [])
            registered.add((get_identity(document), document.day))
    found: list[Conflict] = []
    for key, group in groups.items():
        if len(group) > 1:
            found += _compare(list(_list_versions(key, group, registered, uses)))
    return found


def _get_key(document: Citation | Document) -> _Key:
    identity = get_identity(document)
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
        yield _Version(suffix, day, mentions, (identity, day) in registered, uses[identity])


def _compare(versions: Sequence[_Version]) -> Iterator[Conflict]:
    done: set[tuple[str, date]] = set()
    for first, second in _list_pairs(versions):
        better, worse = sorted((first, second), key=lambda version: version.rank, reverse=True)
        if (worse.suffix, worse.day) in done or worse.is_registered or not _is_one_document(first, second):
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


def _is_one_document(first: _Version, second: _Version) -> bool:
    """Tell if two versions are surely one document.

    Reason: districts, communes and offices have numbers of their own, so equal numbers prove little.
    """
    is_one_body = bool(first.bodies & second.bodies)
    if first.suffix != second.suffix:
        has_link = first.is_registered or second.is_registered or bool(first.sources & second.sources)
        return is_one_body or (has_link and not (first.bodies and second.bodies))
    if first.suffix not in list_single_suffixes() or (first.bodies and second.bodies and not is_one_body):
        return False
    citation = (first.mentions or second.mentions)[0].citation
    if citation.system is System.STATE:
        return citation.year is not None or first.day.year == second.day.year
    return _is_one_term(first.day, second.day, is_central=first.suffix.endswith("TW"))


def _is_one_term(first: date, second: date, *, is_central: bool) -> bool:
    """Tell if two days surely lie in one term of congress."""
    low, high = sorted((first, second))
    before = timedelta() if is_central else _BEFORE_CONGRESS
    return not any(low <= row.closed and row.opened - before <= high for row in list_congresses())


def _write(version: _Version, citation: Citation) -> str:
    document = Document(citation.number, citation.year, citation.code, version.suffix, system=citation.system)
    return f"{format_number(document)} ngày {version.day:%d/%m/%Y}"
