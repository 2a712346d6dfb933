"""What a verification finds, and how it is told: what differs apart from what a server's settings lack."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Self

from bulletin.errors import escape_unprintable
from bulletin.publishing.verification.header_rules import HeaderViolation


@dataclass(frozen=True, slots=True, order=True)
class ContentDifference:
    """One place where readers find something else than what was published, or that could not be looked at."""

    address: str
    message: str
    """A Vietnamese sentence."""
    is_unchecked: bool = False
    """Whether it could not be looked at: nothing is known to differ."""

    def __str__(self) -> str:
        """Return ``/2026/11/x/: Nội dung khác…``."""
        return escape_unprintable(f"{self.address}: {self.message}")


@dataclass(frozen=True, slots=True, order=True)
class HeaderProblem:
    """A header of one answer that is not as it should be."""

    violation: HeaderViolation
    address: str
    request_description: str
    """How the file was asked for, ``khi hỏi bản nén gzip``; empty for the plain way."""


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """All that a verification found, each list sorted."""

    differences: list[ContentDifference]
    unchecked_addresses: list[ContentDifference]
    header_messages: list[str]
    """A Vietnamese sentence for each fault of the headers, however many files have it."""
    header_problems: list[HeaderProblem] = field(default_factory=list)
    """The same, one by one."""

    @classmethod
    def from_findings(cls, found: Iterable[ContentDifference | HeaderProblem], remedy: str) -> Self:
        """Sort what was ``found``; ``remedy`` is the sentence that says where headers are set."""
        findings, weaknesses = set[ContentDifference](), set[HeaderProblem]()
        for one in found:
            if isinstance(one, ContentDifference):
                findings.add(one)
            else:
                weaknesses.add(one)
        return cls(
            differences=sorted(one for one in findings if not one.is_unchecked),
            unchecked_addresses=sorted(one for one in findings if one.is_unchecked),
            header_messages=list(_settings(weaknesses, remedy)),
            header_problems=sorted(weaknesses),
        )

    @property
    def summary(self) -> str:
        """How many there are of each kind: ``3 chỗ khác bản đã xuất bản; 2 thiết lập máy chủ cần sửa``; or empty."""
        kinds = (
            (self.differences, "chỗ khác bản đã xuất bản"),
            (self.unchecked_addresses, "chỗ chưa xem được"),
            (self.header_messages, "thiết lập máy chủ cần sửa"),
        )
        return "; ".join(f"{len(some)} {what}" for some, what in kinds if some)


def _settings(weaknesses: Iterable[HeaderProblem], remedy: str) -> Iterator[str]:
    for fault, group in groupby(sorted(weaknesses), key=lambda one: one.violation.category):
        those = list(group)
        first = min(those, key=lambda one: (one.address, one.request_description))
        example = ", ".join(filter(None, (first.address, first.request_description)))
        sent = f": “{first.violation.value}”" if first.violation.value else ""
        number = len({one.address for one in those})
        yield escape_unprintable(
            f"Máy chủ {fault.message} ở {number} {fault.noun} (như {example}{sent}){fault.expectation}. {remedy}"
        )
