from pathlib import Path

import pytest

from tests.plugins.stock_site import ROOT, StockSite

pytestmark = pytest.mark.slow

STOCK_PLUGINS = ("other_news", "ad_slots", "responsive_images", "search")


def build_wrong_site(site: StockSite) -> str:
    """Build a site that a plugin refuses; return what Pelican printed."""
    result = site.run_pelican()
    printed = " ".join((result.stdout + result.stderr).split())
    assert result.returncode == 1
    assert "Traceback" not in printed
    return printed


def replace_line(site: StockSite, start: str, line: str) -> None:
    """Replace the line of the settings that begins with ``start``."""
    file = site.folder / "pelicanconf.py"
    lines = [line if row.startswith(start) else row for row in file.read_text(encoding="utf-8").split("\n")]
    site.write_file(file.name, "\n".join(lines))


@pytest.mark.own_process
def test_site_builder_in_a_stock_site_says_what_it_needs_until_it_works(tmp_path: Path) -> None:
    site = StockSite(tmp_path, ["site_builder"])
    printed = build_wrong_site(site)
    assert "không dùng riêng được. Hãy bỏ bulletin.plugins.site_builder khỏi PLUGINS" in printed
    assert "from bulletin.default_settings import *" in printed
    assert not site.output.exists()

    file = site.folder / "pelicanconf.py"
    site.write_file(file.name, f"from bulletin.default_settings import *\n{file.read_text(encoding='utf-8')}")
    site.add_settings('BULLETIN = {"organisation": "Tên cơ quan"}')
    assert "thiếu mẫu front.html. Hãy bỏ dòng THEME = …" in build_wrong_site(site)

    replace_line(site, "THEME = ", "")
    assert "content/sections.yml:1: Thiếu tệp khai báo chuyên mục" in build_wrong_site(site)
    site.write_file("content/sections.yml", "- name: Tin\n")
    assert site.build()
    assert "Tên cơ quan" in site.read_page("index.html")


def test_search_index_in_a_stock_site_names_the_plugin_for_such_sites(tmp_path: Path) -> None:
    site = StockSite(tmp_path, ["search_index"])
    site.write_article("a")
    printed = build_wrong_site(site)
    assert "pelicanconf.py:" in printed
    assert "bulletin.plugins.search_index chỉ chạy cùng bulletin.plugins.site_builder" in printed
    assert "Hãy thay bằng bulletin.plugins.search," in printed
    replace_line(site, "PLUGINS = ", 'PLUGINS = ["bulletin.plugins.search"]')
    assert site.build()


def test_search_index_before_the_site_builder_is_refused_with_the_right_order(tmp_path: Path) -> None:
    site = StockSite(tmp_path, ["search_index", "site_builder"])
    site.add_settings(f"BULLETIN = {{}}\nTHEME = {str(ROOT / 'theme')!r}")
    printed = build_wrong_site(site)
    assert 'PLUGINS = ["bulletin.plugins.site_builder", "bulletin.plugins.search_index"].' in printed


@pytest.mark.parametrize("plugin", STOCK_PLUGINS)
def test_plugin_for_stock_sites_beside_the_site_builder_is_refused(tmp_path: Path, plugin: str) -> None:
    site = StockSite(tmp_path, ["site_builder", plugin])
    site.add_settings(f"BULLETIN = {{}}\nTHEME = {str(ROOT / 'theme')!r}")
    assert (
        f"đã làm việc của bulletin.plugins.{plugin}. Hãy bỏ bulletin.plugins.{plugin} khỏi PLUGINS."
        in build_wrong_site(site)
    )
