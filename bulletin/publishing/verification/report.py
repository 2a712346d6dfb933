"""The verification report: content differences and header problems."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Self

from bulletin.errors import escape_unprintable
from bulletin.publishing.verification.header_rules import HeaderViolation


@dataclass(frozen=True, slots=True, order=True)
class ContentDifference:
    """An address with other content than published, or an unchecked address."""

    address: str
    message: str
    """A Vietnamese sentence."""
    is_unchecked: bool = False
    """True if the address could not be checked, so that no difference is known."""

    def __str__(self) -> str:
        """Return ``/2026/11/x/: Nội dung khác…``."""
        return escape_unprintable(f"{self.address}: {self.message}")


@dataclass(frozen=True, slots=True, order=True)
class HeaderProblem:
    """A header violation of one response."""

    violation: HeaderViolation
    address: str
    request_description: str
    """The description of the reader request; empty for the plain request."""


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """The findings of a verification, each list sorted."""

    differences: list[ContentDifference]
    unchecked_addresses: list[ContentDifference]
    header_messages: list[str]
    """One Vietnamese sentence for each violation, with the number of addresses."""
    header_problems: list[HeaderProblem] = field(default_factory=list)
    """The same violations, one for each response."""

    @classmethod
    def from_findings(cls, found: Iterable[ContentDifference | HeaderProblem], remedy: str) -> Self:
        """Group and sort the findings.

        ``remedy`` is the sentence that tells where to set headers.
        """
        differences, header_problems = set[ContentDifference](), set[HeaderProblem]()
        for finding in found:
            if isinstance(finding, ContentDifference):
                differences.add(finding)
            else:
                header_problems.add(finding)
        return cls(
            differences=sorted(finding for finding in differences if not finding.is_unchecked),
            unchecked_addresses=sorted(finding for finding in differences if finding.is_unchecked),
            header_messages=list(_describe_violations(header_problems, remedy)),
            header_problems=sorted(header_problems),
        )

    @property
    def summary(self) -> str:
        """Number of findings of each kind, in Vietnamese; empty without findings."""
        kinds = (
            (self.differences, "chỗ khác bản đã xuất bản"),
            (self.unchecked_addresses, "chỗ chưa xem được"),
            (self.header_messages, "thiết lập máy chủ cần sửa"),
        )
        return "; ".join(f"{len(findings)} {noun}" for findings, noun in kinds if findings)


def _describe_violations(header_problems: Iterable[HeaderProblem], remedy: str) -> Iterator[str]:
    for violation, group in groupby(sorted(header_problems), key=lambda finding: finding.violation.category):
        problems = list(group)
        first = min(problems, key=lambda finding: (finding.address, finding.request_description))
        example = ", ".join(filter(None, (first.address, first.request_description)))
        value = f": “{first.violation.value}”" if first.violation.value else ""
        number = len({finding.address for finding in problems})
        yield escape_unprintable(
            f"Máy chủ {violation.message} ở {number} {violation.noun} (như {example}{value}){violation.expectation}. {remedy}"
        )
