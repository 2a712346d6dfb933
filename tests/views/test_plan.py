"""What holds for the whole edition."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from bulletin import urls
from bulletin.content.addresses import collect_addresses
from bulletin.content.models import Attachment, Correction, Origin
from bulletin.context.addresses import PublishedAddresses
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
    shift_time,
)

ARTICLES = [
    *create_test_articles(45, tags=("Đảng viên", "ĐẢNG VIÊN"), topic="Đại hội", authors=("Lê An",)),
    create_test_article(
        "day-du", "Một [hai]({filename}/articles/kin.md) ![ba](/images/x.jpg)", date=ARCHIVE_TIME, modified=ARCHIVE_TIME, lede="Tóm tắt",
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
def content(tmp_path: Path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files/kế hoạch.pdf").write_bytes(b"x" * 12_345)
    return tmp_path


def plan_files(content, siteurl=SITE_URL, articles=ARTICLES, now=ARCHIVE_TIME):
    return list(plan_output_files(create_test_context(articles, PAGES, now, siteurl), {}, content))


def iter_strings(value):
    """Yield every text of a view model."""
    if isinstance(value, dict):
        yield from iter_strings(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from iter_strings(one)
    elif isinstance(value, str):
        yield value


def test_no_file_is_written_twice(content: Any) -> None:
    files = [one.path for one in plan_files(content)]
    assert sorted(set(files)) == sorted(files)


def test_published_is_every_page_that_is_written(content: Any) -> None:
    house = {"fragments/latest.html"}
    written = {
        one.path
        for one in plan_files(content)
        if one.path not in house and not one.path.startswith((".nginx/", "qc/", "sitemap-2", "sitemap-trang"))
    }
    assert {
        urls.convert_address_to_path(address)
        for address in PublishedAddresses(create_archive(ARTICLES, PAGES))
    } == written


def test_a_check_knows_every_address_that_is_published() -> None:
    known = collect_addresses(tuple(ARTICLES), tuple(PAGES), create_sections())
    assert {
        one for one in PublishedAddresses(create_archive(ARTICLES, PAGES)) if "/trang/" not in one
    } <= known


@pytest.mark.parametrize(
    "address", ["nhap", "mai", "chu-de/kin", "tac-gia/an-danh", "dong-su-kien/rieng", "chu-de/mai"]
)
def test_nothing_unpublished_is_written(content: Any, address: str) -> None:
    assert not any(address in one.path for one in plan_files(content) if one.path != "2026/11/kin/index.html")


def test_every_link_carries_the_path_of_the_site(content: Any) -> None:
    for one in plan_files(content, f"{SITE_URL}/ban-tin"):
        for text in iter_strings(one.view):
            if isinstance(text, Markup):
                assert not re.search(r'(?:href|src)="/(?!ban-tin/)', text)
            elif re.match(r"/\S*$", text):
                assert text.startswith("/ban-tin/"), (one.path, text)
            assert f"{SITE_URL}/2026" not in text


def test_the_site_at_a_path_differs_by_that_path_alone(content: Any) -> None:
    bare, under = (
        {one.path: one.view for one in plan_files(content, SITE_URL + base)} for base in ("", "/ban-tin")
    )
    assert set(bare) == set(under)
    assert all(
        list(iter_strings(bare[name]))
        == [text.replace("/ban-tin/", "/") for text in iter_strings(under[name])]
        for name in ("index.html",)
    )


def test_every_link_of_a_page_leads_to_a_page(content: Any) -> None:
    written = {f"/{one.path.removesuffix('index.html')}" for one in plan_files(content)}
    served = ("/images/", "/files/", "/assets/", "/qc/", "/pagefind/")
    for one in plan_files(content):
        for text in iter_strings(one.view) if one.template not in ("robots", "server_map") else ():
            found = (
                re.findall(r'href="(/[^"#?]*)', text)
                if isinstance(text, Markup)
                else [text]
                if re.match(r"/\S*$", text)
                else []
            )
            for link in found:
                assert link.partition("#")[0] in written or link.startswith(served), (one.path, link)


def test_the_moment_of_the_build_stands_nowhere(content: Any) -> None:
    articles = [one for one in ARTICLES if one.slug != "mai"]
    one, other = (plan_files(content, articles=articles, now=now) for now in (ARCHIVE_TIME, shift_time(0.5)))
    assert [(page.path, page.view) for page in one] == [(page.path, page.view) for page in other]


def test_machines_are_told_dates_with_their_zone(content: Any) -> None:
    (view,) = (one.view for one in plan_files(content) if one.path == "2026/11/day-du/index.html")
    article, steps = json.loads(json.dumps(view.head.json_ld))
    assert article["datePublished"] == article["dateModified"] == "2026-11-23T07:30:00+07:00"
    assert article["correction"][0]["datePublished"] == "2026-11-23"
    assert article["isBasedOn"] == "https://bao.vn/a"
    assert article["image"] == [f"{SITE_URL}/images/x-640.jpg"]
    assert [step["item"] for step in steps["itemListElement"]] == [
        f"{SITE_URL}/", f"{SITE_URL}/chuyen-muc/to-chuc/", f"{SITE_URL}/chuyen-muc/can-bo/", f"{SITE_URL}/2026/11/day-du/",
    ]  # fmt: skip


def test_an_article_offers_its_files_with_kind_and_size(content: Any) -> None:
    (view,) = (one.view for one in plan_files(content) if one.path == "2026/11/day-du/index.html")
    (file,) = view.attachments
    assert (file.url, file.kind, file.size) == ("/files/k%E1%BA%BF%20ho%E1%BA%A1ch.pdf", "PDF", "12 kB")


def test_old_addresses_lead_on_and_the_own_one_is_none_of_them(content: Any) -> None:
    moved = {one.path: one.view for one in plan_files(content) if one.template == "redirect"}
    assert set(moved) == {"cu/index.html", "cu.html", "kin-cu/index.html", "ve-chung-toi/index.html"}
    assert moved["cu.html"].target.url == "/2026/11/day-du/"
    assert moved["cu.html"].head.canonical == f"{SITE_URL}/2026/11/day-du/"
    assert moved["cu.html"].head.is_indexable
    assert not moved["kin-cu/index.html"].head.is_indexable


def test_a_hidden_article_links_to_nothing_that_is_not_there(content: Any) -> None:
    (view,) = (one.view for one in plan_files(content) if one.path == "2026/11/kin/index.html")
    assert [link.url for link in (*view.tags, *view.authors, view.topic)] == ["", "", ""]
    assert "tac-gia" not in json.dumps(view.head.json_ld)
    assert not view.head.is_indexable


def test_news_changes_few_files(content: Any) -> None:
    before = {one.path: one.view for one in plan_files(content)}
    news = create_test_article("moi", date=ARCHIVE_TIME, section="dan-van", source="articles/zz.md")
    after = {one.path: one.view for one in plan_files(content, articles=[*ARTICLES, news])}
    changed = [name for name in after if before.get(name) != after[name]]
    assert "2026/11/moi/index.html" in changed
    assert not any("/trang/" in name for name in changed)
    assert sum(name.startswith("2026/") for name in changed) <= 8
