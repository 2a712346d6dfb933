"""Scenarios of the benchmark: the changes between two builds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scenario:
    """One change between two builds."""

    key: str
    """Name in options and results."""
    title: str
    """Name in tables."""
    needs_search: bool = False
    """True if the search index is built too."""


SCENARIOS = {
    scenario.key: scenario
    for scenario in (
        Scenario("cold", "Everything, from nothing"),
        Scenario("unchanged", "Nothing changed"),
        Scenario("edited", "One article edited"),
        Scenario("added", "One article added"),
        Scenario("theme", "Every page again (base template changed)"),
        Scenario("search", "One article added, with the search index", needs_search=True),
    )
}
"""All scenarios by key, in the order of a round."""
ALL_SCENARIO_KEYS = frozenset(SCENARIOS)
