"""The scenarios: what happens between two builds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scenario:
    """One thing that happens."""

    key: str
    """As options and results name it."""
    title: str
    """As tables name it."""
    needs_search: bool = False
    """Whether the index for the search is made too."""


SCENARIOS = {
    one.key: one
    for one in (
        Scenario("cold", "Everything, from nothing"),
        Scenario("unchanged", "Nothing changed"),
        Scenario("edited", "One article edited"),
        Scenario("added", "One article added"),
        Scenario("theme", "Every page again (base template changed)"),
        Scenario("search", "One article added, with the search index", needs_search=True),
    )
}
"""All scenarios by key, in the order they run in."""
ALL_SCENARIO_KEYS = frozenset(SCENARIOS)
