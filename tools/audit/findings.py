"""Findings of the audit: what a program found, on which page, at which element."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class AuditFinding:
    """An error that a program found in a page."""

    kind: str
    """The kind of the page, as a key of ``budgets.toml``."""
    program: str
    """Lighthouse, Nu, axe, HTMLCS or IBM."""
    rule: str
    element: str
    """The element, or the line of the file."""
    state: str = ""
    """In which state of the page, in Vietnamese; empty if the state does not matter."""


@dataclass(slots=True)
class PageAudit:
    """All figures and findings of one page."""

    kind: str
    name: str
    address: str
    figures: dict[str, float] = field(default_factory=dict)
    """By the names of ``budgets.toml``; scores are percentages, times are seconds."""
    findings: list[AuditFinding] = field(default_factory=list)

    def count_findings(self, program: str) -> int:
        """Return how many different rules and elements a program complained of."""
        return len({(item.rule, item.element) for item in self.findings if item.program == program})
