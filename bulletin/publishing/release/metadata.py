"""When, by whom and from what a site is published: what a release says of itself besides its files."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ReleaseMetadata:
    """One publish."""

    build_time: datetime
    """The one reading of the clock; aware."""
    published_by: str = ""
    """Who typed the command, and on which machine."""
    commit: str = ""
    """The commit of the content in git (see ``read_content_commit``)."""
    article_digests: Mapping[str, str] = field(default_factory=dict)
    """Addresses of the articles that have a page, each with a digest of all that the article says."""
    redirects: Mapping[str, str] = field(default_factory=dict)
    """Old addresses, each with the one that it leads on to."""
    withdrawn_addresses: Collection[str] = frozenset()
    """Addresses at which there is a notice."""
