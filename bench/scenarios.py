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
    needs_browser: bool = False
    """True if the time ends when Chromium shows the change, not at the end of a build."""


SCENARIOS = {
    scenario.key: scenario
    for scenario in (
        Scenario("cold", "Everything, from nothing"),
        Scenario("unchanged", "Nothing changed"),
        Scenario("edited", "One article edited"),
        Scenario("added", "One article added"),
        Scenario("theme", "Every page again (base template changed)"),
        Scenario("search", "One article added, with the search index", needs_search=True),
        Scenario("reload", "One article edited, until Chromium shows it (livereload)", needs_browser=True),
        Scenario("reload-sample", "The same in the sample site", needs_browser=True),
    )
}
"""All scenarios by key, in the order of a round."""
BUILD_SCENARIO_KEYS = frozenset(key for key, scenario in SCENARIOS.items() if not scenario.needs_browser)
"""The scenarios that are builds. Peers take part in these only."""
ALL_SCENARIO_KEYS = frozenset(SCENARIOS)
