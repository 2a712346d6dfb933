"""A stock site with Pelican's own sample content, and the plugins that work alone."""

import shutil
from pathlib import Path

from tests.plugins.documentation import read_documented_template
from tests.plugins.stock_site import PELICAN, StockSite

STOCK_PLUGINS = ("other_news", "ad_slots", "responsive_images", "search")
SAMPLE = Path(__file__).parent / "pelican_sample/content"
CAMPAIGN = """advertiser: Sushi bar
slot: leaderboard
picture: pictures/Sushi.jpg
alt: Sushi on a table
link: https://sushi.example/
start: 2026-11-01
end: 2026-11-30
"""


class SampleStockSite(StockSite):
    """The sample, with the settings of ``pelican.conf.py`` that its content needs."""

    def __init__(self, folder: Path, plugins: tuple[str, ...] = STOCK_PLUGINS) -> None:
        """Write content, settings, and the templates that the documentation shows."""
        super().__init__(
            folder,
            plugins,
            'READERS = {"html": None}\nSTATIC_PATHS = ["pictures", "extra/robots.txt"]\n'
            'EXTRA_PATH_METADATA = {"extra/robots.txt": {"path": "robots.txt"}}\nFEED_ALL_ATOM = "feed.xml"\nFEED_DOMAIN = "https://blog.example"\n',
        )
        shutil.copytree(SAMPLE, self.content, dirs_exist_ok=True)
        shutil.copytree(PELICAN / "tests/output/basic/pictures", self.content / "pictures")
        self.write_file("content/ads/sushi.yml", CAMPAIGN)
        if plugins:
            article, slots = (
                read_documented_template(word) for word in ("other_news.newer", "ad_slots.leaderboard")
            )
            before, end = article.rsplit("{% endblock %}", 1)
            self.write_file("templates/article.html", f"{before}{slots}{{% endblock %}}{end}")
