import pytest

from bulletin.publishing.release.file_types import (
    FileType,
    get_cache_control,
    get_content_type,
    get_file_type,
    is_immutable,
)

FILE_TYPES = {
    "index.html": FileType.PAGE,
    "2026/11/mot/index.html": FileType.PAGE,
    "fragments/latest.html": FileType.FRAGMENT,
    "feeds/tat-ca.atom.xml": FileType.FEED,
    "sitemap-2026-11.xml": FileType.SITEMAP,
    "assets/bulletin.259359b206.css": FileType.ASSET,
    "images/2019/x-98575dbaeb-1280.jpg": FileType.IMAGE,
    "files/2026/x.pdf": FileType.ATTACHMENT,
    "qc/sidebar.webp": FileType.ADVERTISEMENT,
    "search/2026/text.1297d42abc.json": FileType.SEARCH,
    "2026/11/mot/index.html.br": FileType.COMPRESSED,
    "robots.txt": FileType.OTHER,
}


@pytest.mark.parametrize(("path", "file_type"), FILE_TYPES.items())
def test_get_file_type_of_each_kind_of_path_returns_its_type(path: str, file_type: FileType) -> None:
    assert get_file_type(path) is file_type


def test_is_immutable_is_true_only_for_names_with_a_digest() -> None:
    immutable = [path for path in FILE_TYPES if is_immutable(path)]
    assert immutable == [
        "assets/bulletin.259359b206.css",
        "images/2019/x-98575dbaeb-1280.jpg",
        "search/2026/text.1297d42abc.json",
    ]
    assert not is_immutable("search/summary/index.json")
    assert not is_immutable("2026/11/bai-98575dbaeb/index.html")


def test_get_content_type_returns_the_exact_media_type() -> None:
    assert get_content_type("index.html") == "text/html; charset=utf-8"
    assert get_content_type("feeds/tat-ca.atom.xml") == "application/atom+xml"
    assert get_content_type("feeds/tat-ca.rss.xml") == "application/rss+xml"
    assert get_content_type("sitemap.xml") == "application/xml; charset=utf-8"
    assert get_content_type("files/x.PDF") == "application/pdf"
    assert get_content_type("search/summary/index.json") == "application/json"


def test_get_cache_control_of_a_changing_file_allows_five_minutes() -> None:
    found = {path: get_cache_control(path) for path in FILE_TYPES}
    assert found["assets/bulletin.259359b206.css"] == "public, max-age=31536000, immutable"
    assert found["files/2026/x.pdf"] == found["qc/sidebar.webp"] == "public, max-age=3600"
    changing = "index.html fragments/latest.html feeds/tat-ca.atom.xml sitemap-2026-11.xml robots.txt".split()
    assert {found[path] for path in changing} == {"public, max-age=300"}
    assert get_cache_control("search/summary/index.json") == "public, max-age=300"


def test_get_cache_control_of_a_compressed_file_equals_that_of_its_source() -> None:
    assert get_cache_control("assets/bulletin.259359b206.css.br") == get_cache_control(
        "assets/bulletin.259359b206.css"
    )
    assert get_cache_control("index.html.gz") == get_cache_control("index.html")
