"""Lists of the findings of a check: problems and warnings.

Few findings are listed one by one. Many are counted by kind, with the first places of each kind.
A finding that has the same words at several places is one mistake, so it stands once among many.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from bulletin.content.problems import DRAFT_HEADING, Problem
from bulletin.content.warnings.warning import (
    DRAFT_WARNING_HEADING,
    ContentWarning,
    count_warnings,
    join_places,
)
from bulletin.errors import UserError, escape_unprintable
from bulletin.text.formatting import format_count
from bulletin.text.late_patterns import compile_late
from bulletin.text.slugs import slugify
from bulletin.text.suggestions import suggest_known_word

Finding = Problem | ContentWarning
MAX_LISTED = 30
"""Findings that are listed one by one. More than these are counted by kind."""
MAX_PLACES = 3
"""Places that stand below each kind."""
ANYTHING = "…"
_VARYING = compile_late(r"“[^”]*”|\[\^[^\]\s]+\]|\S*/\S*|(?<!\S)#\w\S*|\d[\d.,:-]*")
"""Parts of a message that differ between findings of one kind: quotations, paths, addresses, numbers."""
_NOT_TYPEABLE = compile_late(r"[…“”\"'`$\\!\[\](){}<>|&;*?~#]+|\s[.,:]")
"""Signs that a shell would change, and those that stand for varying parts."""


class FindingKindError(UserError):
    """No finding is of the wanted kind. The message lists the kinds."""


class ContentError(UserError):
    """The content has problems, so nothing is built from it."""

    def __init__(self, findings: "Findings") -> None:
        self.problems = findings.problems
        self.draft_problems = findings.draft_problems
        lines = "\n".join(f"  {line}" for line in list_findings(findings))
        super().__init__(f"Nội dung có {format_count(len(self.problems))} lỗi, chưa dựng trang nào:\n{lines}")


class FindingChoice(NamedTuple):
    """The findings that a person wants to see."""

    kind: str = ""
    """Words of a kind, with or without diacritics, or the name of a warning. Empty for every kind."""
    is_complete: bool = False
    """True to list every finding one by one."""


class Findings(NamedTuple):
    """All findings of a check."""

    problems: Sequence[Problem]
    draft_problems: Sequence[Problem] = ()
    warnings: Sequence[ContentWarning] = ()
    draft_warnings: Sequence[ContentWarning] = ()

    @property
    def total(self) -> int:
        """Number of all findings."""
        return sum(map(len, self))


def get_kind(finding: Finding) -> str:
    """Return the message without its varying parts: ``Không có chuyên mục “…”``."""
    kind = _VARYING.sub(_replace_varying, finding.message)
    return f"[{finding.name}] {kind}" if isinstance(finding, ContentWarning) else kind


def get_kind_words(finding: Finding) -> str:
    """Return the words by which a person chooses the kind of a finding.

    They are the name of a warning, or the longest words of a problem. They can be typed between quotation marks in
    a shell.
    """
    if isinstance(finding, ContentWarning):
        return finding.name
    return max((part.strip(" .,:–-") for part in _NOT_TYPEABLE.split(get_kind(finding))), key=len)


_NO_CHOICE = FindingChoice()


def list_findings(findings: Findings, choice: FindingChoice = _NO_CHOICE) -> Iterator[str]:
    """Yield the lines of a check: warnings, problems, then problems of drafts.

    Raises:
        FindingKindError: There are findings, and none of the wanted kind.
    """
    every = findings
    if choice.kind:
        findings = _select_kind(findings, choice.kind)
    listed = findings if choice.kind or choice.is_complete else _join_places(findings)
    is_counted = listed.total > MAX_LISTED and not (choice.kind or choice.is_complete)
    list_some = _count_by_kind if is_counted else _list_one_by_one
    listed = findings if is_counted else listed
    yield from list_some(listed.warnings, "cảnh báo")
    if findings.draft_warnings:
        yield DRAFT_WARNING_HEADING
        yield from list_some(listed.draft_warnings, "cảnh báo")
    yield from count_warnings(findings.warnings, findings.draft_warnings)
    yield from list_some(findings.problems, "lỗi")
    if findings.draft_problems:
        yield DRAFT_HEADING
        yield from list_some(findings.draft_problems, "lỗi")
    if is_counted:
        yield "Kể hết mọi chỗ: ./inv check --all"
    yield from _count_hidden(every, findings)


def _join_places(findings: Findings) -> Findings:
    """Return findings with joined places of warnings, as ``join_places`` does."""
    warnings, draft_warnings = join_places(findings.warnings), join_places(findings.draft_warnings)
    return findings._replace(warnings=warnings, draft_warnings=draft_warnings)


def _count_hidden(every: Findings, listed: Findings) -> Iterator[str]:
    """Yield a line with the numbers of findings of other kinds."""
    groups = zip(every, listed, ("lỗi", "lỗi của bài nháp", "cảnh báo", "cảnh báo ở bài nháp"), strict=True)
    counts = [
        f"{format_count(len(all_) - len(some))} {noun}"
        for all_, some, noun in groups
        if len(all_) > len(some)
    ]
    if counts:
        yield f"Loại khác, không kể ở đây: {', '.join(counts)}. Kể hết mọi chỗ: ./inv check --all"


def describe_findings(findings: Findings) -> list[dict[str, object]]:
    """Return a table for each finding, for other programs.

    Its keys are ``level`` (``error`` or ``warning``), ``is_draft``, ``path``, ``line``, ``kind``, ``name``,
    ``message`` and ``remedy``. Only a warning has a name.
    """
    groups: tuple[tuple[Sequence[Finding], bool], ...] = (
        (findings.problems, False),
        (findings.warnings, False),
        (findings.draft_problems, True),
        (findings.draft_warnings, True),
    )
    return [_describe_finding(finding, is_draft) for group, is_draft in groups for finding in group]


def _describe_finding(finding: Finding, is_draft: bool) -> dict[str, object]:
    return {
        "level": "warning" if isinstance(finding, ContentWarning) else "error",
        "is_draft": is_draft,
        "path": escape_unprintable(finding.path),
        "line": finding.line,
        "kind": get_kind(finding),
        "name": finding.name if isinstance(finding, ContentWarning) else "",
        "message": finding.message,
        "remedy": finding.remedy,
    }


def _replace_varying(found: re.Match[str]) -> str:
    return f"“{ANYTHING}”" if found[0].startswith("“") else ANYTHING


def _select_kind(findings: Findings, words: str) -> Findings:
    """Return the findings of the kinds that have the words. Raise FindingKindError."""
    wanted = slugify(words)

    def is_wanted(finding: Finding) -> bool:
        return wanted in slugify(get_kind(finding))

    selected = Findings(
        tuple(filter(is_wanted, findings.problems)),
        tuple(filter(is_wanted, findings.draft_problems)),
        tuple(filter(is_wanted, findings.warnings)),
        tuple(filter(is_wanted, findings.draft_warnings)),
    )
    if findings.total and not selected.total:
        every: Iterable[Finding] = chain.from_iterable(findings)
        kinds = sorted({get_kind_words(finding) for finding in every})
        raise FindingKindError(
            f"Không có lỗi hay cảnh báo nào loại “{words}”. {suggest_known_word(words, kinds, 'loại')}"
        )
    return selected


def _list_one_by_one(findings: Iterable[Finding], _noun: str) -> Iterator[str]:
    return map(str, findings)


def _count_by_kind(findings: Iterable[Finding], noun: str) -> Iterator[str]:
    """Yield each kind with its number and first places, the most frequent first."""
    kinds: dict[str, dict[tuple[str, str], list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        kinds[get_kind(finding)][finding.message, finding.remedy].append(finding)
    counts = {kind: sum(map(len, mistakes.values())) for kind, mistakes in kinds.items()}
    for kind, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        mistakes = kinds[kind].values()
        words = get_kind_words(next(iter(mistakes))[0])
        more = f' Xem đủ: ./inv check --kind "{words}"' if count > MAX_PLACES and slugify(words) else ""
        yield escape_unprintable(f"{format_count(count)} {noun}: {kind}{more}")
        for places in islice(mistakes, MAX_PLACES):
            others = len(places) - 1
            yield f"  {places[0]}" + (f" (và {format_count(others)} chỗ khác như vậy)" if others else "")
