"""The settings table of the pages: names, contact and numbers of items."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The settings table BULLETIN."""

    organisation: str
    """Name of the publishing organisation, printed above the name of the site."""
    tagline: str = ""
    """Line under the name, and description of the front page."""
    contact: tuple[str, ...] = ()
    """Lines of the imprint in the footer of each page."""
    advertising: tuple[str, ...] = ()
    """Paragraphs of the notice behind an empty ad slot."""

    seconds: int = 4
    """Articles under “Tiêu điểm” on the front page."""
    latest: int = 8
    """Articles in the latest news of the front page."""
    block: int = 4
    """Articles in the block of a section on the front page."""
    topics: int = 4
    """Topics on the front page."""
    fragment: int = 10
    """Articles in the fragment of the latest news."""
    feed_items: int = 20
    """Articles in a feed."""
