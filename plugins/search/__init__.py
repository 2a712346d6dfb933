"""Makes the search bundles while the pages are written."""

from pelican import Pelican, signals

from plugins.search.generator import SearchGenerator


def add_generator(pelican: Pelican) -> type[SearchGenerator]:  # Pelican's signature
    """Hand Pelican the generator of the search bundles."""
    return SearchGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(add_generator)
