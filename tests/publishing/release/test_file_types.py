import pytest

from bulletin.publishing.release.file_types import Kind, cache_control, content_type, immutable, kind_of

KINDS = {
    "index.html": Kind.PAGE,
    "2026/11/mot/index.html": Kind.PAGE,
    "fragments/latest.html": Kind.FRAGMENT,
    "feeds/tat-ca.atom.xml": Kind.FEED,
    "sitemap-2026-11.xml": Kind.SITEMAP,
    "assets/bulletin.259359b206.css": Kind.ASSET,
    "images/2019/x-98575dbaeb-1280.jpg": Kind.PICTURE,
    "files/2026/x.pdf": Kind.ATTACHMENT,
    "qc/sidebar.webp": Kind.ADVERTISEMENT,
    "pagefind/2026/fragment/vi_1297d42.pf_fragment": Kind.SEARCH,
    "2026/11/mot/index.html.br": Kind.COMPRESSED,
    "robots.txt": Kind.OTHER,
}


@pytest.mark.parametrize(("path", "kind"), KINDS.items())
def test_a_path_tells_the_kind_of_its_file(path: str, kind: Kind) -> None:
    assert kind_of(path) is kind


def test_only_names_with_a_digest_are_kept_for_ever() -> None:
    kept = [path for path in KINDS if immutable(path)]
    assert kept == [
        "assets/bulletin.259359b206.css",
        "images/2019/x-98575dbaeb-1280.jpg",
        "pagefind/2026/fragment/vi_1297d42.pf_fragment",
    ]
    assert not immutable("pagefind/2026/pagefind-entry.json")
    assert not immutable("2026/11/bai-98575dbaeb/index.html")


def test_browsers_get_the_types_they_need() -> None:
    assert content_type("index.html") == "text/html; charset=utf-8"
    assert content_type("feeds/tat-ca.atom.xml") == "application/atom+xml"
    assert content_type("feeds/tat-ca.rss.xml") == "application/rss+xml"
    assert content_type("sitemap.xml") == "application/xml; charset=utf-8"
    assert content_type("files/x.PDF") == "application/pdf"
    assert content_type("pagefind/2026/index/vi_1.pf_index") == "application/octet-stream"


def test_what_may_change_soon_is_kept_for_minutes() -> None:
    found = {path: cache_control(path) for path in KINDS}
    assert found["assets/bulletin.259359b206.css"] == "public, max-age=31536000, immutable"
    assert found["files/2026/x.pdf"] == found["qc/sidebar.webp"] == "public, max-age=3600"
    soon = "index.html fragments/latest.html feeds/tat-ca.atom.xml sitemap-2026-11.xml robots.txt".split()
    assert {found[path] for path in soon} == {"public, max-age=300"}
    assert cache_control("pagefind/2026/pagefind-entry.json") == "public, max-age=300"


def test_a_file_made_smaller_is_kept_as_long_as_the_file() -> None:
    assert cache_control("assets/bulletin.259359b206.css.br") == cache_control(
        "assets/bulletin.259359b206.css"
    )
    assert cache_control("index.html.gz") == cache_control("index.html")
