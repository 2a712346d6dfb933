"""The generator of the search bundles: it comes after the one that writes the pages."""

from pathlib import Path

from pelican.generators import Generator
from pelican.writers import Writer

from plugins.pages.output import finish_search
from plugins.search.bundles import write_bundles


class SearchGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Indexes the articles that the edition wrote. Name the plugin after ``plugins.pages``."""

    def generate_output(self, writer: Writer) -> None:  # Pelican's signature
        """Write one bundle a year."""
        output, cache = Path(self.output_path), Path(self.settings["CACHE_PATH"]) / "search"
        finish_search(output, write_bundles(output, cache, self.context["edition"].search_years))
