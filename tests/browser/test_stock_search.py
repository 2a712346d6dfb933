"""The search box of Pagefind in a stock Pelican site, from the documentation."""

from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.plugins.documentation import read_documented_template
from tests.plugins.stock_site import StockSite
from tests.serving import serving

pytestmark = pytest.mark.browser


def test_search_box_of_the_documentation_finds_an_article(context: BrowserContext, tmp_path: Path) -> None:
    site = StockSite(
        tmp_path, ["search"], 'DIRECT_TEMPLATES = ["index", "search"]\nSEARCH_SAVE_AS = "search.html"'
    )
    site.write_article("a", "Cats and fish.")
    site.write_article("b", "Dogs.")
    site.write_file("templates/search.html", read_documented_template("PagefindUI"))
    site.build()
    with serving(partial(SimpleHTTPRequestHandler, directory=str(site.output))) as address:
        page = context.new_page()
        page.goto(f"{address}/search.html")
        page.locator("input[type=text], input[type=search]").first.fill("fish")
        link = page.locator(".pagefind-ui__result-link")
        link.wait_for(timeout=15000)
        assert link.all_inner_texts() == ["Article a"]
        link.click()
        assert page.url == f"{address}/article-a.html"
