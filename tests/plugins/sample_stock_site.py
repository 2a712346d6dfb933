"""A stock site with content of Pelican's own tests, and the plugins."""

import shutil
from pathlib import Path

from tests.plugins.documentation import read_documented_template
from tests.plugins.stock_site import PELICAN, StockSite

STOCK_PLUGINS = ("other_news", "ad_slots", "responsive_images", "search")
PELICAN_TESTS = PELICAN / "tests"
LEFT_OUT = {
    *("2012-11-30_md_w_filename_meta#foo-bar.md", "empty.md", "empty_with_bom.md"),  # no title
    "article_with_template.rst",  # a template that no theme has
    "article_with_typogrify_dashes.md",  # the slug of another article
}
"""Articles that stop a build, or that Pelican skips with an error."""
SETTINGS = """
READERS = {"html": None}
SLUGIFY_SOURCE = "basename"
DEFAULT_DATE = (2012, 3, 2, 14, 1, 1)
STATIC_PATHS = ["pictures"]
FEED_ALL_ATOM = "feed.xml"
FEED_DOMAIN = "https://blog.example"
"""
PICTURES = """Title: Two pictures
Date: 2013-11-17
Category: Pictures
Tags: foo

![Sushi]({static}/pictures/Sushi.jpg)

<img src="{static}/pictures/Fat_Cat.jpg" alt="Cat" style="width: 600px; height: 450px;">
"""
FRENCH = """Title: Deux images
Date: 2013-11-17
Category: Pictures
Lang: fr
Slug: pictures

![Sushi]({static}/pictures/Sushi.jpg) et ![Chat]({static}/images/missing.jpg)
"""
CAMPAIGN = """advertiser: Sushi bar
slot: leaderboard
picture: pictures/Sushi.jpg
alt: Sushi on a table
link: https://sushi.example/
start: 2026-11-01
end: 2026-11-30
"""


class SampleStockSite(StockSite):
    """Content of Pelican's tests, and an article with pictures in two languages."""

    def __init__(self, folder: Path, plugins: tuple[str, ...] = STOCK_PLUGINS) -> None:
        """Write content, settings, and the templates that the documentation shows."""
        super().__init__(folder, plugins, SETTINGS)
        for pattern in ("*.rst", "*.m*d*"):
            for file in (PELICAN_TESTS / "content").glob(pattern):
                if file.name not in LEFT_OUT:
                    shutil.copy(file, self.content)
        shutil.copytree(PELICAN_TESTS / "TestPages", self.content / "pages", ignore=_list_bad_pages)
        shutil.copytree(PELICAN_TESTS / "output/basic/pictures", self.content / "pictures")
        self.write_file("content/pictures.md", PICTURES)
        self.write_file("content/images.md", FRENCH)
        self.write_file("content/ads/sushi.yml", CAMPAIGN)
        if plugins:
            article, slots = (
                read_documented_template(word) for word in ("other_news.newer", "ad_slots.leaderboard")
            )
            before, end = article.rsplit("{% endblock %}", 1)
            self.write_file("templates/article.html", f"{before}{slots}{{% endblock %}}{end}")


def _list_bad_pages(_folder: str, names: list[str]) -> list[str]:
    """Return the pages with a fault, without a template, or with links to other tests."""
    return [name for name in names if name == "bad_page.rst" or "_with_template" in name or "links" in name]
