"""What a verification finds, and how it is told: what differs apart from what a server's settings lack."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Self

from bulletin.errors import printable
from bulletin.publishing.verification.header_rules import Fault


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place where readers find something else than what was published, or that could not be looked at."""

    address: str
    what: str
    """A Vietnamese sentence."""
    unseen: bool = False
    """Whether it could not be looked at: nothing is known to differ."""

    def __str__(self) -> str:
        """Return ``/2026/11/x/: Nội dung khác…``."""
        return printable(f"{self.address}: {self.what}")


@dataclass(frozen=True, slots=True, order=True)
class Weakness:
    """A header of one answer that is not as it should be."""

    fault: Fault
    address: str
    way: str
    """How the file was asked for, ``khi hỏi bản nén gzip``; empty for the plain way."""


@dataclass(frozen=True, slots=True)
class Found:
    """All that a verification found, each list sorted."""

    different: list[Finding]
    unseen: list[Finding]
    settings: list[str]
    """A Vietnamese sentence for each fault of the headers, however many files have it."""
    weaknesses: list[Weakness] = field(default_factory=list)
    """The same, one by one."""

    @classmethod
    def of(cls, found: Iterable[Finding | Weakness], remedy: str) -> Self:
        """Sort what was ``found``; ``remedy`` is the sentence that says where headers are set."""
        findings, weaknesses = set[Finding](), set[Weakness]()
        for one in found:
            if isinstance(one, Finding):
                findings.add(one)
            else:
                weaknesses.add(one)
        return cls(
            different=sorted(one for one in findings if not one.unseen),
            unseen=sorted(one for one in findings if one.unseen),
            settings=list(_settings(weaknesses, remedy)),
            weaknesses=sorted(weaknesses),
        )

    @property
    def counts(self) -> str:
        """How many there are of each kind: ``3 chỗ khác bản đã xuất bản; 2 thiết lập máy chủ cần sửa``; or empty."""
        kinds = (
            (self.different, "chỗ khác bản đã xuất bản"),
            (self.unseen, "chỗ chưa xem được"),
            (self.settings, "thiết lập máy chủ cần sửa"),
        )
        return "; ".join(f"{len(some)} {what}" for some, what in kinds if some)


def _settings(weaknesses: Iterable[Weakness], remedy: str) -> Iterator[str]:
    for fault, group in groupby(sorted(weaknesses), key=lambda one: one.fault.kind):
        those = list(group)
        first = min(those, key=lambda one: (one.address, one.way))
        example = ", ".join(filter(None, (first.address, first.way)))
        sent = f": “{first.fault.value}”" if first.fault.value else ""
        number = len({one.address for one in those})
        yield printable(
            f"Máy chủ {fault.what} ở {number} {fault.noun} (như {example}{sent}){fault.rather}. {remedy}"
        )
