"""Properties of the plan of a whole site."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from markupsafe import Markup

from bulletin import urls
from bulletin.content.addresses import collect_addresses
from bulletin.content.models import Article, Attachment, Correction, Origin
from bulletin.context.addresses import PublishedAddresses
from bulletin.view_models.output_file import OutputFile
from bulletin.views.plan import plan_output_files
from tests.factories import (
    ARCHIVE_TIME,
    SITE_URL,
    create_archive,
    create_page,
    create_sections,
    create_test_article,
    create_test_articles,
    create_test_context,
    expand_groups,
    shift_time,
)

ARTICLES = [
    *create_test_articles(45, tags=("Đảng viên", "ĐẢNG VIÊN"), topic="Đại hội", authors=("Lê An",)),
    create_test_article(
        "day-du", "Một [hai]({filename}/articles/kin.md) ![ba](/images/x.jpg)",
        date=ARCHIVE_TIME, modified=ARCHIVE_TIME, lede="Tóm tắt",
        origin=Origin("Báo", "https://bao.vn/a"), corrections=(Correction(date(2026, 11, 23), "Sửa"),),
        cover="images/x.jpg", cover_alt="a", attachments=(Attachment("files/kế hoạch.pdf", "Kế hoạch"),),
        aliases=("/cu/", "/cu.html", "/2026/11/day-du"),
    ),
    create_test_article("kin", status="hidden", tags=("Kín",), authors=("Ẩn danh",), topic="Riêng", aliases=("/kin-cu/",)),
    create_test_article("nhap", status="draft", aliases=("/nhap-cu/",)),
    create_test_article("mai", date=shift_time(1), tags=("Mai",)),
]  # fmt: skip
PAGES = [create_page(aliases=("/ve-chung-toi/",)), create_page("kin-2", status="hidden")]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    (tmp_path / "files/kế hoạch.pdf").write_bytes(b"x" * 12_345)
    return tmp_path


def plan_files(
    content: Path,
    siteurl: str = SITE_URL,
    articles: Sequence[Article] = ARTICLES,
    now: datetime = ARCHIVE_TIME,
) -> list[OutputFile]:
    context = create_test_context(articles, PAGES, now, siteurl)
    return list(expand_groups(plan_output_files(context, {}, content)))


def iter_strings(value: object) -> Iterator[str]:
    """Yield every string of a view model."""
    if isinstance(value, dict):
        yield from iter_strings(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from iter_strings(item)
    elif isinstance(value, str):
        yield value


def test_plan_names_each_file_once(content: Path) -> None:
    files = [file.path for file in plan_files(content)]
    assert sorted(set(files)) == sorted(files)


def test_published_addresses_are_those_of_the_planned_pages(content: Path) -> None:
    fragments = {"fragments/latest.html", "fragments/offline.html", "fragments/ads.html"}
    written = {
        file.path
        for file in plan_files(content)
        if file.path not in fragments
        and not file.path.startswith((".nginx/", "vi-tri/", "qc/", "sitemap-2", "sitemap-trang"))
    }
    assert {
        urls.convert_address_to_path(address)
        for address in PublishedAddresses(create_archive(ARTICLES, PAGES))
    } == written


def test_collect_addresses_contains_every_published_address() -> None:
    known = collect_addresses(tuple(ARTICLES), tuple(PAGES), create_sections())
    assert {
        file for file in PublishedAddresses(create_archive(ARTICLES, PAGES)) if "/trang/" not in file
    } <= known


@pytest.mark.parametrize(
    "address", ["nhap", "mai", "chu-de/kin", "tac-gia/an-danh", "dong-su-kien/rieng", "chu-de/mai"]
)
def test_plan_contains_no_unpublished_address(content: Path, address: str) -> None:
    assert not any(
        address in file.path for file in plan_files(content) if file.path != "2026/11/kin/index.html"
    )


def test_links_of_a_site_with_a_base_path_begin_with_it(content: Path) -> None:
    for file in plan_files(content, f"{SITE_URL}/ban-tin"):
        for text in iter_strings(file.view):
            if isinstance(text, Markup):
                assert not re.search(r'(?:href|src)="/(?!ban-tin/)', text)
            elif re.match(r"/\S*$", text):
                assert text.startswith("/ban-tin/"), (file.path, text)
            assert f"{SITE_URL}/2026" not in text


def test_front_page_of_a_site_with_a_base_path_differs_by_the_path_alone(content: Path) -> None:
    at_root, at_base = (
        {file.path: file.view for file in plan_files(content, SITE_URL + base)} for base in ("", "/ban-tin")
    )
    assert set(at_root) == set(at_base)
    assert all(
        list(iter_strings(at_root[name]))
        == [text.replace("/ban-tin/", "/") for text in iter_strings(at_base[name])]
        for name in ("index.html",)
    )


def test_links_of_all_pages_lead_to_planned_files(content: Path) -> None:
    written = {f"/{file.path.removesuffix('index.html')}" for file in plan_files(content)}
    served = ("/images/", "/files/", "/assets/", "/vi-tri/", "/qc/", "/search/")
    for file in plan_files(content):
        for text in iter_strings(file.view) if file.template not in ("robots", "server_map") else ():
            links = (
                re.findall(r'href="(/[^"#?]*)', text)
                if isinstance(text, Markup)
                else [text]
                if re.match(r"/\S*$", text)
                else []
            )
            for link in links:
                assert link.partition("#")[0] in written or link.startswith(served), (file.path, link)


def test_views_at_two_build_times_are_equal(content: Path) -> None:
    articles = [file for file in ARTICLES if file.slug != "mai"]
    file, later = (plan_files(content, articles=articles, now=now) for now in (ARCHIVE_TIME, shift_time(0.5)))
    assert [(page.path, page.view) for page in file] == [(page.path, page.view) for page in later]


def test_json_ld_of_an_article_has_dates_with_a_time_zone(content: Path) -> None:
    (view,) = (file.view for file in plan_files(content) if file.path == "2026/11/day-du/index.html")
    article, breadcrumb = json.loads(json.dumps(view.head.json_ld))
    assert article["datePublished"] == article["dateModified"] == "2026-11-23T07:30:00+07:00"
    assert article["correction"][0]["datePublished"] == "2026-11-23"
    assert article["isBasedOn"] == "https://bao.vn/a"
    assert article["image"] == [f"{SITE_URL}/images/x-640.jpg"]
    assert [step["item"] for step in breadcrumb["itemListElement"]] == [
        f"{SITE_URL}/", f"{SITE_URL}/chuyen-muc/to-chuc/", f"{SITE_URL}/chuyen-muc/can-bo/", f"{SITE_URL}/2026/11/day-du/",
    ]  # fmt: skip


def test_attachments_of_an_article_have_kind_and_size(content: Path) -> None:
    (view,) = (file.view for file in plan_files(content) if file.path == "2026/11/day-du/index.html")
    (file,) = view.attachments
    assert (file.url, file.kind, file.size) == ("/files/k%E1%BA%BF%20ho%E1%BA%A1ch.pdf", "PDF", "12 kB")


def test_redirect_pages_stand_at_aliases_but_not_at_the_present_address(content: Path) -> None:
    redirects = {file.path: file.view for file in plan_files(content) if file.template == "redirect"}
    assert set(redirects) == {"cu/index.html", "cu.html", "kin-cu/index.html", "ve-chung-toi/index.html"}
    assert redirects["cu.html"].target.url == "/2026/11/day-du/"
    assert redirects["cu.html"].head.canonical == f"{SITE_URL}/2026/11/day-du/"
    assert redirects["cu.html"].head.is_indexable
    assert not redirects["kin-cu/index.html"].head.is_indexable


def test_hidden_article_links_to_no_listing_that_does_not_exist(content: Path) -> None:
    (view,) = (file.view for file in plan_files(content) if file.path == "2026/11/kin/index.html")
    assert [link.url for link in (*view.tags, *view.authors, view.topic)] == ["", "", ""]
    assert "tac-gia" not in json.dumps(view.head.json_ld)
    assert not view.head.is_indexable


def test_new_article_changes_few_files(content: Path) -> None:
    before = {file.path: file.view for file in plan_files(content)}
    article = create_test_article("moi", date=ARCHIVE_TIME, section="dan-van", source="articles/zz.md")
    after = {file.path: file.view for file in plan_files(content, articles=[*ARTICLES, article])}
    changed = [name for name in after if before.get(name) != after[name]]
    assert "2026/11/moi/index.html" in changed
    assert not any("/trang/" in name for name in changed)
    assert sum(name.startswith("2026/") for name in changed) <= 8
