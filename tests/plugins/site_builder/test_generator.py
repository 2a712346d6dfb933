"""A small site that Pelican's own command builds from content files of each kind."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories import SmallSite

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory):
    """Return a built site with an article of each kind."""
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
    site.done = site.build()
    assert site.done.returncode == 0, site.done.stdout + site.done.stderr
    return site


def page(site: SmallSite, address: str) -> str:
    return (site.output / address / "index.html").read_text(encoding="utf-8")


def test_what_is_live_or_hidden_is_written_and_nothing_else(site: Any) -> None:
    articles = sorted(path.parent.name for path in site.output.glob("2026/*/*/index.html"))
    assert articles == ["hien", "kin", "tin-don"]
    assert (site.output / "gioi-thieu/index.html").is_file()
    assert (site.output / "trang-kin/index.html").is_file()
    assert not (site.output / "trang-nhap").exists()


def test_a_hidden_article_stands_on_no_listing_and_in_no_index(site: Any) -> None:
    for path in site.output.rglob("*"):
        if path.suffix in (".html", ".xml", ".txt") and path.parts[-2] != "kin":
            assert "Tin kin" not in path.read_text(encoding="utf-8")
    naming = [
        path for path in site.output.rglob("*.html") if "/2026/11/kin/" in path.read_text(encoding="utf-8")
    ]
    assert {path.parent.name for path in naming} == {"hien", "kin"}
    assert not any("/2026/11/kin/" in path.read_text() for path in site.output.glob("sitemap*.xml"))
    assert "noindex" in page(site, "2026/11/kin")
    assert not (site.output / "chu-de/kin").exists()


@pytest.mark.parametrize("slug", ["nhap", "duyet", "mai", "het", "trang-nhap"])
def test_the_unpublished_is_named_nowhere(site: Any, slug: str) -> None:
    for path in site.output.rglob("*"):
        if path.suffix in (".html", ".xml", ".txt"):
            text = path.read_text(encoding="utf-8")
            assert f"Tin {slug}" not in text
            assert f"/{slug}/" not in text


def test_a_link_to_a_draft_leaves_its_text(site: Any) -> None:
    assert "Xem bài nháp và <a" in page(site, "2026/11/hien")


def test_a_second_build_leaves_the_same_bytes(site: Any) -> None:
    before = {path: path.read_bytes() for path in site.output.rglob("*") if path.is_file()}
    assert site.build().returncode == 0
    assert {path: path.read_bytes() for path in site.output.rglob("*") if path.is_file()} == before


def test_files_with_faults_stop_the_build_and_are_all_told(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    site.write_article("tot")
    site.write_article("hong", date="hôm qua", colour="đỏ")
    site.write_article("hong-nua", "[a](/2026/11/khong-co/)")
    site.write_file("pages/trang.md", "---\ntitle: ''\n---\nx")
    done = site.build()
    said = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == 1
    assert "Traceback" not in said
    faults = site.list_problems()
    assert len(faults) == 4
    assert all(fault in said for fault in faults)
    assert not site.output.exists() or not list(site.output.rglob("*.html"))


def test_paths_as_browsers_and_pelican_write_them_are_built(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    site.write_file("files/kế hoạch.pdf", "%PDF-1.7")
    site.write_file("files/b.pdf", "%PDF-1.7")
    site.write_article(
        "tin",
        "[a](/files/k%E1%BA%BF%20ho%E1%BA%A1ch.pdf#page=2)",
        attachments="[{file: '{static}/files//b.pdf'}]",
        aliases="[/index.htm, /cu/index.html, /2026/11/tin/]",
    )
    done = site.build()
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("files/kế hoạch.pdf", "files/b.pdf", "index.htm", "cu/index.html"):
        assert (site.output / name).is_file()
    assert 'href="/files/k%E1%BA%BF%20ho%E1%BA%A1ch.pdf#page=2"' in page(site, "2026/11/tin")
