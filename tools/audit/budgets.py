"""Compare the figures of a page with the budgets of its kind."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BUDGETS_FILE = Path(__file__).with_name("budgets.toml")
LOWER_LIMITS = frozenset(("accessibility", "best-practices", "seo"))
"""Figures that must reach their limit. All others must not exceed it."""


@dataclass(frozen=True, slots=True)
class Budgets:
    """The limits of all kinds of page."""

    goals: Mapping[str, float]
    """Limits of what a browser measures."""
    pages: Mapping[str, float]
    """Limits of bytes and counts for kinds without a number of their own."""
    kinds: Mapping[str, Mapping[str, float]]
    """Limits of single kinds of page, which replace the others; a negative limit leaves a figure out."""
    stylesheets: int
    """Bytes of all stylesheets of the theme."""

    def get_limits(self, kind: str) -> dict[str, float]:
        """Return the limits of a kind of page by the names of figures."""
        limits = {**self.goals, **self.pages, **self.kinds.get(kind, {})}
        return {name: limit for name, limit in limits.items() if limit >= 0}

    def find_excesses(self, kind: str, figures: Mapping[str, float]) -> dict[str, float]:
        """Return the limits that some figures of a page do not keep."""
        return {
            name: limit
            for name, limit in self.get_limits(kind).items()
            if name in figures and not is_within(name, figures[name], limit)
        }


def is_within(name: str, value: float, limit: float) -> bool:
    """Tell if a figure keeps its limit."""
    return value >= limit if name in LOWER_LIMITS else value <= limit


def read_budgets(file: Path = BUDGETS_FILE) -> Budgets:
    """Return the budgets of a file."""
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return Budgets(table["goals"], table["pages"], table["kinds"], table["theme"]["stylesheets"])
