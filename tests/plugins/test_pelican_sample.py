"""The plugins on content of Pelican's own tests, with the theme ``simple``."""

import re
from pathlib import Path

import pytest

from tests.plugins.sample_stock_site import SampleStockSite

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> SampleStockSite:
    """The built sample with all plugins."""
    return build_sample(SampleStockSite(tmp_path_factory.mktemp("sample")))


def build_sample(site: SampleStockSite, *options: str) -> SampleStockSite:
    """Build the sample, of which Pelican reports a missing picture alone."""
    result = site.run_pelican(*options)
    printed = " ".join((result.stdout + result.stderr).split())
    assert result.returncode == 0, printed
    assert "25 articles, 1 draft, 1 hidden article, 3 pages" in printed
    assert printed.count("WARNING") == printed.count("images/missing.jpg") - 1  # Pelican's line has it twice
    assert "ERROR" not in printed
    return site


def list_other_news(site: SampleStockSite, page: str) -> dict[str, list[str]]:
    """Return the titles of other news by their heading."""
    groups = re.findall(r"<h3>(\w[\w ]*)</h3>\s*<ul>(.*?)</ul>", site.read_page(page), re.DOTALL)
    return {heading: re.findall(r'<a href="[^"]+">([^<]+)</a>', items) for heading, items in groups}


def test_sample_article_has_older_articles_and_those_of_its_topic(
    sample_site: SampleStockSite,
) -> None:
    groups = list_other_news(sample_site, "pictures.html")
    assert groups["Older"][1] == "Rst with filename metadata"
    assert len(groups["Older"]) == 5
    assert set(groups["Same topic"]) <= {
        "This is a super article !",
        "Test md File",
        "Test metadata duplicates",
    }


def test_sample_article_has_other_news_of_three_groups(sample_site: SampleStockSite) -> None:
    groups = list_other_news(sample_site, "article_with_metadata.html")
    assert list(groups) in (["Newer", "Older", "Same topic"], ["Newer", "Same topic"])
    assert "Two pictures" in groups["Same topic"]


def test_other_news_of_the_sample_lead_to_pages(sample_site: SampleStockSite) -> None:
    for page in sample_site.output.glob("*.html"):
        for address in re.findall(r'<li><a href="/([^"]+)">', page.read_text(encoding="utf-8")):
            assert (sample_site.output / address).is_file(), f"{page.name}: {address}"


def test_sample_pictures_have_variants_that_exist(sample_site: SampleStockSite) -> None:
    page = sample_site.read_page("pictures.html")
    names = set(re.findall(r"/(images/pictures/[\w-]+\.(?:jpg|webp))", page))
    assert len(names) == 8
    assert all((sample_site.output / name).is_file() for name in names)
    assert 'style="width: 600px; height: 450px;"' in page


def test_sample_article_keeps_the_picture_that_is_missing(sample_site: SampleStockSite) -> None:
    page = sample_site.read_page("pictures-fr.html")
    assert page.count("<picture>") == 2  # one is the advertisement
    assert '<img alt="Chat" src="/images/missing.jpg">' in page


def test_sample_article_prints_its_advertisement_with_the_label(sample_site: SampleStockSite) -> None:
    page = sample_site.read_page("article_with_code_block.html")
    assert page.count('<p class="ad__label">QUẢNG CÁO</p>') == 1
    assert 'href="https://sushi.example/"' in page
    assert (sample_site.output / "vi-tri/leaderboard.webp").is_file()


def test_search_index_of_the_sample_has_each_published_item(sample_site: SampleStockSite) -> None:
    fragments = [file.name[:2] for file in (sample_site.output / "pagefind/fragment").iterdir()]
    assert (fragments.count("en"), fragments.count("fr")) == (27, 1)  # 25 articles and 3 pages


def test_pages_without_images_and_other_news_are_those_of_pelican(
    sample_site: SampleStockSite, tmp_path: Path
) -> None:
    plain = build_sample(SampleStockSite(tmp_path, plugins=()))
    names = {file.relative_to(plain.output) for file in plain.output.rglob("*") if file.is_file()}
    equal = {
        name
        for name in names
        if (sample_site.output / name).read_bytes() == (plain.output / name).read_bytes()
    }
    changed = {name.as_posix() for name in names - equal}
    assert {"index.html", "feed.xml", "pictures.html"} <= changed
    assert (
        not {"archives.html", "tags.html", "authors.html", "pages/page.html", "pictures/Sushi.jpg"} & changed
    )
