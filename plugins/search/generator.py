"""The generator of the search bundles: it comes after the one that writes the pages."""

from collections import defaultdict
from pathlib import Path

from pelican.generators import Generator
from pelican.writers import Writer

from plugins.composer.urls import file_of
from plugins.pages.output import finish_search
from plugins.search.bundles import write_bundles


class SearchGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Indexes the articles that the edition wrote. Name the plugin after ``plugins.pages``."""

    def generate_output(self, writer: Writer) -> None:  # Pelican's signature
        """Write one bundle a year."""
        output, cache = Path(self.output_path), Path(self.settings["CACHE_PATH"]) / "search"
        pages: dict[int, list[str]] = defaultdict(list)
        for article in self.context["edition"].archive.everything.items:
            pages[article.date.year].append(file_of(article.address))
        finish_search(output, write_bundles(output, cache, pages))
