"""Settings of the pages: whose bulletin it is and how much stands on a page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The setting BULLETIN."""

    organisation: str
    """Whose bulletin it is, a line above its name."""
    tagline: str = ""
    """A line under the name, and the description of the front page."""
    contact: tuple[str, ...] = ()
    """Lines of the imprint at the foot of each page."""
    advertising: tuple[str, ...] = ()
    """Paragraphs of the notice that an empty advertising place leads to."""

    seconds: int = 4
    """Stories under "Tiêu điểm" on the front page."""
    latest: int = 8
    """Items in the column of latest news on the front page."""
    block: int = 4
    """Items in the block of a section on the front page."""
    topics: int = 4
    """Running stories on the front page."""
    fragment: int = 10
    """Items of the latest-news fragment."""
    feed_items: int = 20
    """Articles in a feed."""
