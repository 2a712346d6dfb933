import time
from pathlib import Path

import pytest

from bulletin.content.checks.cross_references import check_cross_references
from bulletin.content.library import Library
from bulletin.content.models import Article, Page
from tests.factories import SmallSite, create_sections, create_test_article


def list_cross_reference_messages(*items: Article | Page) -> list[str]:
    articles = tuple(item for item in items if isinstance(item, Article))
    pages = tuple(item for item in items if isinstance(item, Page))
    return [
        problem.message for problem in check_cross_references(Library(articles, pages, create_sections()))
    ]


def create_linking_article(target: str) -> Article:
    return create_test_article("nguon", f"Đoạn đầu [a]({target}).\n\n## Mục")


OTHER = create_test_article(
    "dich",
    "## Kết quả\n\nx",
    tags=("Đảng viên",),
    authors=("Lê An",),
    topic="Đại hội",
    aliases=("/cu/", "/cu.html", "/tep", "/tin-4711.aspx"),
    request_aliases=("/?p=7", "/index.php?nv=news&op=tin/c%C5%A9"),
)


@pytest.mark.parametrize(
    "target",
    [
        "/", "/tin-moi/", "/tim-kiem/", "/tim-kiem/?q=đảng", "/luu-tru/", "/luu-tru/2026/11/", "/luu-tru/2026/11/#ngay-22",
        "/chuyen-muc/can-bo/", "/chuyen-muc/can-bo/trang/3/", "/chu-de/dang-vien/", "/chu-de/dang-vien/trang/1/",
        "/tac-gia/le-an/", "/dong-su-kien/dai-hoi/", "/feeds/tat-ca.atom.xml", "/feeds/can-bo.rss.xml",
        "/2026/11/dich/", "/2026/11/dich", "/2026/11/dich/#muc-ket-qua", "/2026/11/dich?x=1#muc-ket-qua",
        "/cu/#muc-ket-qua",
        "/cu/", "/cu", "/cu.html", "/tep", "/index.html", "/tin-4711.aspx", "/tin-4711.aspx/",
        "/?p=7", "/index.php?nv=news&op=tin%2Fc%C5%A9#x", "/INDEX.PHP?nv=news&op=tin/cũ",
        "{filename}/articles/dich.md", "{filename}articles/dich.md#muc-ket-qua", "#muc-muc",
        "https://example.vn/", "HTTPS://EXAMPLE.VN", "//example.vn/x", "mailto:a@b.vn", "tel:0252",
    ],
)  # fmt: skip
def test_check_with_link_to_existing_target_reports_nothing(target: str) -> None:
    assert list_cross_reference_messages(create_linking_article(target), OTHER) == []


@pytest.mark.parametrize(
    "target",
    [
        "/2026/11/khac/", "/2026/10/dich/", "/chuyen-muc/khac/", "/chuyen-muc/khac/trang/1/", "/chu-de/khac/",
        "/feeds/khac.atom.xml", "/2026/11/dich/#muc-khac", "/cu/#muc-khac", "#muc-khac",
        "{filename}/articles/khac.md", "{filename}/articles/dich.md#khac",
        "/index.php?nv=news", "/index.php", "/tin-4712.aspx", "/khac/?p=7",
        "dich/", "../dich/", "/chuyen-muc/can-bo/trang/x/", "/luu-tru/2026/12/", "?q=x",
    ],
)  # fmt: skip
def test_check_with_broken_link_reports_it(target: str) -> None:
    assert len(list_cross_reference_messages(create_linking_article(target), OTHER)) == 1


@pytest.mark.parametrize(
    ("target", "written"),
    [
        ("toasoan@example.vn", "mailto:toasoan@example.vn"),
        ("nhandan.vn", "https://nhandan.vn"),
        ("nhandan.vn/tin/?x=1", "https://nhandan.vn/tin/?x=1"),
        ("www.nhandan.asia/a", "https://www.nhandan.asia/a"),
        ("ke-hoach.pdf", "từ gốc trang, như /2019/12/ten-bai/ hoặc /files/tep.pdf"),
        ("vn/tin.html", "từ gốc trang, như /2019/12/ten-bai/ hoặc /files/tep.pdf"),
    ],
)
def test_check_with_link_without_scheme_proposes_full_address(target: str, written: str) -> None:
    (found,) = check_cross_references(Library((create_linking_article(target),), (), create_sections()))
    assert found.remedy == f"Hãy viết {written}"


def test_check_with_link_to_unpublished_item_reports_nothing() -> None:
    assert (
        list_cross_reference_messages(
            create_linking_article("/2026/11/dich/"), create_test_article("dich", status="draft")
        )
        == []
    )


def test_check_with_link_to_unreadable_article_reports_only_that_article(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    site.write_article("hong", date="hôm qua")
    site.write_article("nguon", "[a]({filename}/articles/hong.md)")
    assert len(site.list_problems()) == 1


def test_check_with_two_items_at_one_address_names_both() -> None:
    first, second = create_test_article("mot", slug="tin"), create_test_article("hai", slug="tin")
    (problem,) = check_cross_references(Library((first, second), (), create_sections()))
    assert problem.path == "content/articles/mot.md"
    assert "content/articles/hai.md:1" in problem.message


def test_check_with_three_items_at_one_address_reports_two_problems() -> None:
    assert len(list_cross_reference_messages(*(create_test_article(name, slug="tin") for name in "abc"))) == 2


@pytest.mark.parametrize(
    "alias",
    ["/2026/11/dich/", "/2026/11/dich", "/cu/", "/2026/11/dich/index.html"],
)
def test_check_with_alias_at_used_address_reports_it(alias: str) -> None:
    assert len(list_cross_reference_messages(create_test_article("nguon", aliases=(alias,)), OTHER)) == 1


@pytest.mark.parametrize("alias", ["/2026/11/nguon/", "/2026/11/nguon"])
def test_check_with_own_address_as_alias_reports_nothing(alias: str) -> None:
    assert list_cross_reference_messages(create_test_article("nguon", aliases=(alias,))) == []


@pytest.mark.parametrize(
    "alias",
    [
        "/assets/x", "/vi-tri/sidebar/", "/qc/sidebar/", "/search/", "/tin-moi/", "/404.html", "/index.html", "/sitemap.xml", "/sitemap-news.xml",
        "/sitemap-2026-11.xml", "/.bulletin.json", "/.well-known/x", "/feeds/x.xml", "/robots.txt",
    ],
)  # fmt: skip
def test_check_with_alias_at_reserved_address_reports_it(alias: str) -> None:
    (problem,) = list_cross_reference_messages(create_test_article("nguon", aliases=(alias,)))
    assert "dành cho hệ thống" in problem


@pytest.mark.parametrize(
    ("withdrawn", "alias"),
    [("[/a.html, /a.html/b/]", "/cu/"), ("[/a.html/b/]", "/a.html"), ("[/a.html]", "/a.html/b/")],
)
def test_check_with_withdrawn_address_below_file_reports_it(
    tmp_path: Path, withdrawn: str, alias: str
) -> None:
    site = SmallSite(tmp_path)
    site.write_article(aliases=f"[{alias}]")
    entry = f"address: /2026/11/sai/, aliases: {withdrawn}, by: An, when: 2026-11-21, reason: Sai"
    site.write_file("withdrawn.yml", f"- {{{entry}}}\n")
    (problem,) = site.list_problems()
    assert "Địa chỉ /a.html/b/ nằm trong /a.html, mà đó là một trang của content/" in problem


def test_check_with_many_broken_links_takes_linear_time() -> None:
    """If each link is compared with all addresses, two thousand links take a minute."""
    sections = create_sections()
    seconds = []
    for count in (400, 1600):
        articles = tuple(
            create_test_article(f"tin-so-{number}", f"[a](/2026/11/tin-so-{number}-cu/)")
            for number in range(count)
        )
        start = time.process_time()
        problems = check_cross_references(Library(articles, (), sections))
        seconds.append(time.process_time() - start)
        assert len(problems) == count
    assert seconds[1] < 10 * seconds[0]
