"""When, by whom and from what a site is published: what a release says of itself besides its files."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Occasion:
    """One publish."""

    moment: datetime
    """The one reading of the clock; aware."""
    who: str = ""
    """Who typed the command, and on which machine."""
    commit: str = ""
    """The commit of the content in git (see ``content_commit``)."""
    articles: Mapping[str, str] = field(default_factory=dict)
    """Addresses of the articles that have a page, each with a digest of all that the article says."""
    onward: Mapping[str, str] = field(default_factory=dict)
    """Old addresses, each with the one that it leads on to."""
    withdrawn: Collection[str] = frozenset()
    """Addresses at which there is a notice."""
