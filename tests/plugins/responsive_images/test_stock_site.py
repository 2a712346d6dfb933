import re
from pathlib import Path

import pytest

from tests.images.photo_factory import METADATA_MARKERS, create_jpeg, draw_image
from tests.plugins.stock_site import StockSite

pytestmark = pytest.mark.slow

IMAGE = "![A red corner]({static}/images/a.jpg)"


def create_site(folder: Path, settings: str = "") -> StockSite:
    """Return a site with images in an article, a draft, a page and a summary."""
    site = StockSite(folder, ["responsive_images"], settings)
    site.write_file("content/images/a.jpg", create_jpeg(draw_image(700, 500)))
    site.write_article("a", IMAGE)
    site.write_article("b", "Text.", summary=IMAGE)
    site.write_article("c", IMAGE, status="draft")
    site.write_file("content/pages/p.md", f"title: Page\n\n{IMAGE}\n")
    return site


def find_missing_files(site: StockSite, page: str) -> list[str]:
    """Return the variants that a page names and the output lacks."""
    names = re.findall(r'[ "]([^" ]+-[0-9a-f]{10}-[0-9]+\.(?:jpg|webp))', site.read_page(page))
    assert len(names) > 6
    page_folder = (site.output / page).parent
    files = {name: (site.output if name[0] == "/" else page_folder) / name.lstrip("/") for name in names}
    return [name for name, file in files.items() if not file.is_file()]


def test_articles_drafts_pages_and_summaries_show_variants_that_exist(tmp_path: Path) -> None:
    site = create_site(tmp_path)
    site.build()
    for page in ("article-a.html", "index.html", "drafts/article-c.html", "pages/page.html"):
        assert find_missing_files(site, page) == [], page
    assert site.read_page("index.html").count("<picture>") == 2
    for file in (site.output / "images").glob("a-*-*"):
        assert not any(marker in file.read_bytes() for marker in METADATA_MARKERS)


def test_relative_addresses_lead_to_the_variants(tmp_path: Path) -> None:
    site = create_site(
        tmp_path, 'RELATIVE_URLS = True\nARTICLE_SAVE_AS = "x/{slug}.html"\nARTICLE_URL = "x/{slug}.html"'
    )
    site.build()
    assert 'src="../images/a-' in site.read_page("x/article-a.html")
    assert find_missing_files(site, "x/article-a.html") == []
    assert find_missing_files(site, "index.html") == []


def test_feed_names_the_variants_with_the_address_of_the_site(tmp_path: Path) -> None:
    site = create_site(tmp_path, 'SITEURL = "https://e.vn/blog"\nFEED_ALL_ATOM = "feed.xml"')
    site.build()
    assert "src=&quot;https://e.vn/blog/images/a-" in site.read_page("feed.xml").replace('"', "&quot;")


def test_second_build_writes_the_same_files(tmp_path: Path) -> None:
    site = create_site(tmp_path)
    site.build()
    before = {file: file.read_bytes() for file in site.output.rglob("*") if file.is_file()}
    site.build()
    assert {file: file.read_bytes() for file in site.output.rglob("*") if file.is_file()} == before


def test_unknown_key_of_pictures_stops_the_build_with_one_sentence(tmp_path: Path) -> None:
    site = create_site(tmp_path, 'PICTURES = {"width": [100]}')
    result = site.run_pelican()
    printed = " ".join((result.stdout + result.stderr).split())
    assert result.returncode == 1
    assert "PICTURES không có khóa “width”. Hãy viết widths" in printed
    assert "Traceback" not in printed
