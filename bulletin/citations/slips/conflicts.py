"""Find one document that texts cite in two ways: other suffix, or other date."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, takewhile
from typing import NamedTuple

from bulletin.citations.knowledge.places import can_be_one_place
from bulletin.citations.knowledge.tables import can_have_suffix
from bulletin.citations.models import Citation, Document, Form, System
from bulletin.citations.numbers import Identity, format_number, get_identity, is_ambiguous
from bulletin.citations.terms import find_wrong_assembly, get_assembly_suffix, has_one_time

_CENTRAL, _LOCAL = "TW", "TU"
"""Ends of suffixes that differ by one letter: ``BTCTW``, ``BTCTU``."""
_FEW_LETTERS = 2


class Mention(NamedTuple):
    """A citation with the text that has it."""

    source: Hashable
    """Name of the text for the caller. Two mentions of one source count as one source."""
    citation: Citation
    is_registered: bool = False
    """True for the entry of a register. It is right, unless it stands alone against two texts."""
    lines: tuple[int, int] = (1, 1)
    """Lines of the number and of the date, for the caller."""


class Conflict(NamedTuple):
    """A mention that disagrees with others."""

    mention: Mention
    likely: str
    """Number and date of the other form."""
    is_certain: bool
    """False if no form is likelier. Then the mentions of both have a conflict."""
    others: tuple[Mention, ...]
    """Mentions of the other form, that of the register first."""
    is_possible: bool = True
    """False if the date of the mention contradicts its number, and that of the other form does not."""
    has_likely_body: bool = False
    """True if as many texts have both suffixes, and a body stands beside the likelier one alone."""


class _Version(NamedTuple):
    """A suffix and a date of one number, with the mentions that have both."""

    suffix: str
    day: date
    mentions: list[Mention]
    is_registered: bool
    sources: frozenset[Hashable]
    bodies: frozenset[str]
    has_own_body: bool
    """True if a mention names a body that has the suffix."""
    places: frozenset[str]
    """Places behind the body. Texts without a place give an empty text."""
    is_possible: bool
    """False if the date contradicts the number: its year, or its National Assembly."""
    uses: int
    """Mentions with this suffix, also without a date."""

    @property
    def rank(self) -> tuple[bool, bool, int, int, int]:
        """The likelier version has the higher rank."""
        return self.is_registered, self.is_possible, len(self.sources), self.uses, len(self.mentions)


class _Key(NamedTuple):
    """Number, year, code and kind that all versions of a document share."""

    number: str
    year: int | None
    code: str
    system: System
    kind: str


_Group = dict[tuple[str, date], list[Mention]]


def find_conflicts(mentions: Iterable[Mention], province: Sequence[date] = ()) -> list[Conflict]:
    """Return the mentions of documents that have another suffix or date elsewhere.

    Args:
        mentions: Citations of one text, or of all texts of an archive and of its register.
        province: Opening days of the congresses of the province. Without them, months near a congress stay unclear.
    """
    groups: dict[_Key, _Group] = defaultdict(dict)
    uses: dict[Identity, int] = defaultdict(int)
    for citation, same in _group_by_citation(mentions):
        if citation.form is Form.FULL and citation.suffix:
            identity = get_identity(citation)
            uses[identity] += sum(not mention.is_registered for mention in same)
            if citation.day:
                form = (citation.suffix, citation.day)
                groups[_get_key(citation, identity)].setdefault(form, []).extend(same)
    found: list[Conflict] = []
    for group in groups.values():
        if len(group) > 1:
            versions = [_create_version(form, rows, uses) for form, rows in group.items()]
            found += _compare(sorted(versions, key=lambda one: one.rank, reverse=True), province)
    return found


def _group_by_citation(mentions: Iterable[Mention]) -> list[tuple[Citation, list[Mention]]]:
    """Return each citation with its mentions.

    Callers may give one object for equal citations. Reason: a large archive repeats most of them.
    """
    found: dict[int, tuple[Citation, list[Mention]]] = {}
    for mention in mentions:
        row = found.get(id(mention.citation))
        if row is None:
            row = found[id(mention.citation)] = (mention.citation, [])
        row[1].append(mention)
    return list(found.values())


def _get_key(citation: Citation, identity: Identity) -> _Key:
    kind = citation.kind if is_ambiguous(citation) else ""
    return _Key(identity.number, identity.year, identity.code, identity.system, kind)


def _create_version(
    form: tuple[str, date], mentions: list[Mention], uses: Mapping[Identity, int]
) -> _Version:
    is_registered = any(mention.is_registered for mention in mentions)
    sources = frozenset(mention.source for mention in mentions)
    issuers = [mention.citation.issuer for mention in mentions]
    citation = mentions[0].citation
    bodies = frozenset(issuer.body for issuer in issuers if issuer and issuer.body)
    return _Version(
        *form,
        sorted(mentions, key=lambda mention: not mention.is_registered),
        is_registered,
        sources,
        bodies,
        any(can_have_suffix(body, form[0]) for body in bodies),
        frozenset(issuer.place if issuer else "" for issuer in issuers),
        citation.year in (None, form[1].year) and not find_wrong_assembly(citation),
        uses[get_identity(citation)],
    )


def _compare(versions: Sequence[_Version], province: Sequence[date]) -> Iterator[Conflict]:
    """Yield the conflicts of versions, the likeliest of which come first."""
    done: set[tuple[str, date]] = set()
    for likely, other in _list_pairs(versions):
        better, worse = (other, likely) if _must_exchange(likely, other) else (likely, other)
        forms = {(version.suffix, version.day) for version in (better, worse)}
        if (
            not done.isdisjoint(forms)
            or (better.is_registered and worse.is_registered)
            or not _is_one_document(better, worse, province)
        ):
            continue
        is_certain = _is_likelier(better, worse)
        done |= forms if not is_certain else {(worse.suffix, worse.day)}
        for blamed, form in ((worse, better), (better, worse))[: 1 if is_certain else 2]:
            is_possible = blamed.is_possible or not form.is_possible
            has_body = _has_surer_suffix(form, blamed) and not _has_higher_rank(form, blamed)
            for mention in _list_of_place(blamed, form):
                text = _write(form, mention.citation)
                yield Conflict(mention, text, is_certain, tuple(form.mentions), is_possible, has_body)


def _is_likelier(better: _Version, worse: _Version) -> bool:
    """Tell if one version is likelier than the other."""
    return _has_higher_rank(better, worse) or _stands_alone(worse, better) or _has_surer_suffix(better, worse)


def _has_higher_rank(first: _Version, second: _Version) -> bool:
    """Tell if more speaks for the first version.

    Mentions are counted within one source only. Reason: a text that repeats a slip proves no more than another text.
    """
    compared = None if first.sources == second.sources else -2
    return first.rank[:compared] > second.rank[:compared]


def _must_exchange(likely: _Version, other: _Version) -> bool:
    """Tell if the version of the lower rank is the likelier one."""
    has_equal_sources = likely.rank[:-2] == other.rank[:-2]
    return _stands_alone(likely, other) or (has_equal_sources and _has_surer_suffix(other, likely))


def _has_surer_suffix(first: _Version, second: _Version) -> bool:
    """Tell if only the first of two suffixes stands beside a body that has it.

    ``38-KL/TW của Bộ Chính trị`` is surer than ``38-KL/TU`` alone. Of two dates, a body tells nothing.
    """
    return first.suffix != second.suffix and first.has_own_body and not second.has_own_body


def _stands_alone(version: _Version, other: _Version) -> bool:
    """Tell if only the register has a version, and two texts have another one."""
    return (
        version.is_registered
        and all(mention.is_registered for mention in version.mentions)
        and not other.is_registered
        and other.is_possible >= version.is_possible
        and len(other.sources) > 1
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
    if not _has_one_place(first, second):
        return False
    is_one_body = bool(first.bodies & second.bodies)
    has_two_bodies = bool(first.bodies and second.bodies) and not is_one_body
    citation = first.mentions[0].citation
    if first.suffix != second.suffix:
        if "-" in first.suffix + second.suffix or has_two_bodies:
            return False
        if get_assembly_suffix(first.suffix) == get_assembly_suffix(second.suffix) != "":
            return True
        is_linked = first.is_registered or second.is_registered or bool(first.sources & second.sources)
        is_slip = (is_linked and _are_near(first.suffix, second.suffix)) or _differ_by_one_letter(
            first.suffix, second.suffix
        )
        return is_one_body or (is_slip and citation.system is System.PARTY)
    if is_ambiguous(citation) and not citation.kind:
        return False  # a quyết định and a quy định can share the number
    return not has_two_bodies and has_one_time(get_identity(citation), first.day, second.day, province)


def _has_one_place(first: _Version, second: _Version) -> bool:
    """Tell if both versions name one place, or both name none.

    Reason: a text without a place means the province of the archive, and a named place can be another one.
    """
    return any(
        one == other or (one and other and can_be_one_place(one, other))
        for one in first.places
        for other in second.places
    )


def _list_of_place(blamed: _Version, form: _Version) -> Iterator[Mention]:
    """Yield the mentions of a version whose place can be that of the other form.

    Reason: texts of two places can share a date, and one of them is no slip.
    """
    for mention in blamed.mentions:
        issuer = mention.citation.issuer
        place = issuer.place if issuer else ""
        if any(place == one or (place and one and can_be_one_place(place, one)) for one in form.places):
            yield mention


def _differ_by_one_letter(first: str, second: str) -> bool:
    """Tell if two suffixes are ``TW`` and ``TU`` behind the same letters."""
    return {first[-2:], second[-2:]} == {_CENTRAL, _LOCAL} and first[:-2] == second[:-2]


def _are_near(first: str, second: str) -> bool:
    """Tell if two suffixes differ by two letters, or by letters that one leaves out.

    Reason: offices number their papers alike, so equal numbers of one day are two papers if the letters are others.
    """
    start = _count_equal(first, second)
    end = _count_equal(first[start:][::-1], second[start:][::-1])
    lengths = len(first) - start - end, len(second) - start - end
    return max(lengths) <= _FEW_LETTERS or min(lengths) == 0


def _count_equal(first: str, second: str) -> int:
    """Return the number of letters with which both texts begin."""
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _write(version: _Version, citation: Citation) -> str:
    document = Document(citation.number, citation.year, citation.code, version.suffix, system=citation.system)
    return f"{format_number(document)} ngày {version.day:%d/%m/%Y}"
