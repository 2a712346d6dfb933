"""Makes the search bundles once the pages are written."""

from pathlib import Path

from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.search.bundles import write_bundles


class SearchGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Indexes the articles that the edition wrote. Name the plugin after ``plugins.pages``."""

    def generate_output(self, writer: Writer) -> None:  # Pelican's signature
        """Write one bundle a year."""
        write_bundles(
            Path(self.output_path),
            Path(self.settings["CACHE_PATH"]) / "search",
            self.context["edition"].search_years,
        )


def add_generator(pelican: Pelican) -> type[SearchGenerator]:  # Pelican's signature
    """Hand Pelican the generator of the search bundles."""
    return SearchGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(add_generator)
