"""Makes the search bundles while the pages are written."""

from pelican import Pelican, signals

from bulletin.search.recipe import fingerprint_search_code
from plugins.search_index.generator import SearchGenerator


def add_search_generator(pelican: Pelican) -> type[SearchGenerator]:  # Pelican's signature
    """Hand Pelican the generator of the search bundles."""
    return SearchGenerator


def register() -> None:
    """Connect to Pelican."""
    fingerprint_search_code()  # before the rest of a build is imported: what is saved meanwhile is taken for new next time
    signals.get_generators.connect(add_search_generator)
