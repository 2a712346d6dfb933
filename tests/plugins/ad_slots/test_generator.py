import re
from pathlib import Path

import pytest
from PIL import Image

from tests.images.photo_factory import create_jpeg, draw_image
from tests.plugins.stock_site import StockSite

pytestmark = pytest.mark.slow

TEMPLATE = """{% extends "!simple/article.html" %}
{% from "ad_slot.html" import ad_slot with context %}
{% block content %}{{ super() }}{{ ad_slot(ad_slots.sidebar) }}<hr>{{ ad_slot(ad_slots.footer, label="Sponsored") }}{% endblock %}
"""
CAMPAIGN = """advertiser: Rice & Fish
slot: sidebar
picture: ads/rice.jpg
alt: Rice & fish
link: https://rice.example.vn/?a=1&b=2
start: 2026-11-20
end: 2026-11-30
"""


def create_site(folder: Path, campaign: str = CAMPAIGN, settings: str = "") -> StockSite:
    """Return a site with a campaign and an article whose page prints two ad slots."""
    site = StockSite(folder, ["ad_slots"], settings)
    site.write_article("a")
    site.write_file("templates/article.html", TEMPLATE)
    site.write_file("content/ads/rice.yml", campaign)
    site.write_file("content/ads/rice.jpg", create_jpeg(draw_image(1200, 1000)))
    return site


def test_running_campaign_is_printed_with_its_label_and_both_images(tmp_path: Path) -> None:
    site = create_site(tmp_path)
    site.build()
    aside, empty_slot = site.read_page("article-a.html").split("<aside")[1].split("<hr>")
    assert '<p class="ad__label">QUẢNG CÁO</p>' in aside
    assert 'href="https://rice.example.vn/?a=1&amp;b=2" rel="sponsored noopener nofollow"' in aside
    assert 'alt="Rice &amp; fish"' in aside
    assert re.findall(r'src(?:set)?="([^"]+)"', aside) == [
        "/vi-tri/sidebar-phone.webp",
        "/vi-tri/sidebar.webp",
    ]
    assert "ad__label" not in empty_slot
    with Image.open(site.output / "vi-tri/sidebar.webp") as image:
        assert image.size == (600, 500)
    assert sorted(file.name for file in (site.output / "vi-tri").iterdir()) == [
        "sidebar-phone.webp",
        "sidebar.webp",
    ]


def test_campaign_that_has_ended_is_not_printed(tmp_path: Path) -> None:
    site = create_site(tmp_path)
    assert site.run_pelican(now="2026-12-01 00:00").returncode == 0
    assert "ad__label" not in site.read_page("article-a.html")
    assert not (site.output / "vi-tri").exists()


def test_relative_addresses_reach_the_images_of_a_slot(tmp_path: Path) -> None:
    site = create_site(
        tmp_path, settings='RELATIVE_URLS = True\nARTICLE_SAVE_AS = "x/y.html"\nARTICLE_URL = "x/y.html"'
    )
    site.build()
    assert 'src="../vi-tri/sidebar.webp"' in site.read_page("x/y.html")


def test_faulty_campaign_is_an_error_of_pelican_and_left_out(tmp_path: Path) -> None:
    site = create_site(tmp_path, CAMPAIGN.replace("2026-11-30", "2026-11-10"))
    result = site.run_pelican()
    assert result.returncode == 0
    printed = " ".join((result.stdout + result.stderr).split())
    assert "content/ads/rice.yml:7: Ngày kết thúc (end) trước ngày bắt đầu (start)." in printed
    assert "ad__label" not in site.read_page("article-a.html")
    assert site.run_pelican("--fatal", "errors").returncode == 1


def test_site_without_campaigns_is_built(tmp_path: Path) -> None:
    site = StockSite(tmp_path, ["ad_slots"])
    site.write_article("a")
    site.write_file("templates/article.html", TEMPLATE)
    site.build()
    assert "ad__label" not in site.read_page("article-a.html")


def test_theme_with_a_template_of_that_name_keeps_it(tmp_path: Path) -> None:
    site = create_site(tmp_path)
    site.write_file(
        "templates/ad_slot.html", "{% macro ad_slot(slot, label='') %}[{{ slot.name }}]{% endmacro %}"
    )
    site.build()
    assert "[sidebar]" in site.read_page("article-a.html")
