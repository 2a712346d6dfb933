"""Plugin that makes the search index after the pages."""

from pelican import Pelican, signals

from bulletin.plugins.search_index.generator import SearchGenerator
from bulletin.plugins.site_kinds import require_site_builder
from bulletin.plugins.user_errors import show_user_errors
from bulletin.search.index_version import fingerprint_search_code


def add_search_generator(pelican: Pelican) -> type[SearchGenerator]:  # Pelican's signature
    """Return the generator of the search index."""
    require_site_builder(pelican.settings, "bulletin.plugins.search_index", "bulletin.plugins.search")
    return SearchGenerator


def register() -> None:
    """Connect to Pelican's signals."""
    # Computed before the code is imported, so that an edit during the build counts as new in the next build.
    fingerprint_search_code()
    show_user_errors()
    signals.get_generators.connect(add_search_generator)
