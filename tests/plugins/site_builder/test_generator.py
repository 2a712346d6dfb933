"""A small site that Pelican's own command builds from content files of all kinds."""

from pathlib import Path

import pytest

from tests.factories import SmallSite

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A built site with an article in each state."""
    site = SmallSite(tmp_path_factory.mktemp("site"))
    site.write_article(
        "hien",
        "Xem [bài nháp]({filename}/articles/nhap.md) và [bài kín]({filename}/articles/kin.md).",
        tags="[Chung]",
    )
    site.write_article("kin", status="hidden", tags="[Kín, Chung]", approved_by="Lê An")
    site.write_article("nhap", status="draft")
    site.write_article("duyet", status="review")
    site.write_article("mai", date="2026-11-23 07:31")
    site.write_article("het", expires="2026-11-22")
    site.write_file("articles/don.md", "Title: Tin đơn\nDate: 21/11/2026\nCategory: dan-van\n\nĐoạn đầu.")
    for ignored in (".tin.md", "~$tin.md", "#tin.md", ".obsidian/tin.md", "~cu/tin.md"):
        site.write_file(f"articles/{ignored}", "hỏng")
    site.write_file("pages/gioi-thieu.md", "---\ntitle: Giới thiệu\n---\nVề bản tin.")
    site.write_file("pages/kin.md", "---\ntitle: Trang kín\nstatus: hidden\n---\nx")
    site.write_file("pages/nhap.md", "---\ntitle: Trang nháp\nstatus: draft\n---\nx")
    result = site.build()
    assert result.returncode == 0, result.stdout + result.stderr
    return site


def read_page(site: SmallSite, address: str) -> str:
    return (site.output / address / "index.html").read_text(encoding="utf-8")


def test_build_writes_live_and_hidden_articles_and_pages_alone(site: SmallSite) -> None:
    articles = sorted(path.parent.name for path in site.output.glob("2026/*/*/index.html"))
    assert articles == ["hien", "kin", "tin-don"]
    assert (site.output / "gioi-thieu/index.html").is_file()
    assert (site.output / "trang-kin/index.html").is_file()
    assert not (site.output / "trang-nhap").exists()


def test_hidden_article_is_on_no_listing_and_not_indexable(site: SmallSite) -> None:
    for path in site.output.rglob("*"):
        if path.suffix in (".html", ".xml", ".txt") and path.parts[-2] != "kin":
            assert "Tin kin" not in path.read_text(encoding="utf-8")
    linking_pages = [
        path for path in site.output.rglob("*.html") if "/2026/11/kin/" in path.read_text(encoding="utf-8")
    ]
    assert {path.parent.name for path in linking_pages} == {"hien", "kin"}
    assert not any("/2026/11/kin/" in path.read_text() for path in site.output.glob("sitemap*.xml"))
    assert "noindex" in read_page(site, "2026/11/kin")
    assert not (site.output / "chu-de/kin").exists()


@pytest.mark.parametrize("slug", ["nhap", "duyet", "mai", "het", "trang-nhap"])
def test_unpublished_article_is_named_in_no_file(site: SmallSite, slug: str) -> None:
    for path in site.output.rglob("*"):
        if path.suffix in (".html", ".xml", ".txt"):
            text = path.read_text(encoding="utf-8")
            assert f"Tin {slug}" not in text
            assert f"/{slug}/" not in text


def test_link_to_a_draft_becomes_its_text(site: SmallSite) -> None:
    assert "Xem bài nháp và <a" in read_page(site, "2026/11/hien")


def test_second_build_writes_the_same_bytes(site: SmallSite) -> None:
    before = {path: path.read_bytes() for path in site.output.rglob("*") if path.is_file()}
    assert site.build().returncode == 0
    assert {path: path.read_bytes() for path in site.output.rglob("*") if path.is_file()} == before


def test_content_problems_stop_the_build_and_are_all_printed(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    site.write_article("tot")
    site.write_article("hong", date="hôm qua", colour="đỏ")
    site.write_article("hong-nua", "[a](/2026/11/khong-co/)")
    site.write_file("pages/trang.md", "---\ntitle: ''\n---\nx")
    result = site.build()
    output = " ".join((result.stdout + result.stderr).split())
    assert result.returncode == 1
    assert "Traceback" not in output
    problems = site.list_problems()
    assert len(problems) == 4
    assert all(problem in output for problem in problems)
    assert not site.output.exists() or not list(site.output.rglob("*.html"))


def test_paths_in_the_forms_of_browsers_and_pelican_are_built(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    site.write_file("files/kế hoạch.pdf", "%PDF-1.7")
    site.write_file("files/b.pdf", "%PDF-1.7")
    site.write_article(
        "tin",
        "[a](/files/k%E1%BA%BF%20ho%E1%BA%A1ch.pdf#page=2)",
        attachments="[{file: '{static}/files//b.pdf'}]",
        aliases="[/index.htm, /cu/index.html, /2026/11/tin/]",
    )
    result = site.build()
    assert result.returncode == 0, result.stdout + result.stderr
    for name in ("files/kế hoạch.pdf", "files/b.pdf", "index.htm", "cu/index.html"):
        assert (site.output / name).is_file()
    assert 'href="/files/k%E1%BA%BF%20ho%E1%BA%A1ch.pdf#page=2"' in read_page(site, "2026/11/tin")


def test_search_page_of_a_site_without_the_search_plugin_asks_for_no_index(
    site: SmallSite, tmp_path: Path
) -> None:
    assert 'rel="preload" href="/search/' in read_page(site, "tim-kiem")
    other = SmallSite(tmp_path)
    other.write_article("tin")
    result = other.build(extra=['PLUGINS=["bulletin.plugins.site_builder"]'])
    assert result.returncode == 0, result.stdout + result.stderr
    assert not (other.output / "search").exists()
    assert "/search/" not in read_page(other, "tim-kiem")
