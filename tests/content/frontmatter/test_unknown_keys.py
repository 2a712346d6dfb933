from typing import Any

import pytest

from bulletin.content.content_types import ARTICLE_TYPE, PAGE_TYPE
from bulletin.content.frontmatter.unknown_keys import explain_unknown_key
from bulletin.content.frontmatter.yaml import YamlMapping

KNOWN = ARTICLE_TYPE.front_matter_keys


def explain(key: str, value: Any = "x", known: tuple[str, ...] = KNOWN, **others: str) -> str:
    """Return the remedy for ``key`` on line 3, below ``others``."""
    front_matter = YamlMapping({**others, key: value}, {**dict.fromkeys(others, 2), key: 3})
    message, remedy = explain_unknown_key(key, front_matter, known, {})
    assert message == f"Không có khóa “{key}”."
    return remedy


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("lastmod", "modified"), ("updated", "modified"), ("last-modified", "modified"), ("series", "topic"), ("description", "summary"),
        ("excerpt", "summary"), ("image", "cover"), ("thumbnail", "cover"), ("categories", "category"), ("keywords", "tags"),
        ("tác giả", "author"), ("Tiêu đề", "title"), ("redirect_from", "aliases"), ("pubDate", "date"), ("thumbnial", "cover"),
        ("titel", "title"), ("update", "modified"), ("post_title", "title"), ("expired", "expires"), ("hometext", "summary"),
        ("sumary", "summary"), ("catgory", "category"), ("tgas", "tags"), ("featurd", "featured"),
    ],
)  # fmt: skip
def test_explain_unknown_key_names_the_key_that_means_the_same(key: str, meant: str) -> None:
    assert explain(key) == f"Hãy viết “{meant}”."


@pytest.mark.parametrize(
    ("key", "value", "remedy"),
    [
        ("draft", "true", "Hãy viết status: draft"),
        ("draft", "false", "Hãy xóa dòng này. Bài không ghi status thì được đăng."),
        ("published", "false", "Hãy viết status: draft"),
        ("published", "2026-11-20", "Hãy viết “date”."),
        ("hidden", "yes", "Hãy viết status: hidden"),
        ("categories", ["Tin: tỉnh"], 'Hãy viết category: "Tin: tỉnh"'),
        ("categories", ["Một", "Hai"], "Hãy chọn một tên rồi viết category: …"),
        (
            "permalink",
            "/tin/ten-bai.html",
            "Địa chỉ của bài do date và slug làm nên, địa chỉ cũ giữ ở aliases. "
            "Hãy viết slug: ten-bai. Thêm dòng aliases: [/tin/ten-bai.html]",
        ),
        ("permalink", "/:year/:title", "Địa chỉ của bài do date và slug làm nên. Hãy xóa dòng này."),
        (
            "save_as",
            "tin/ten-bai/index.html",
            "Địa chỉ của bài do date và slug làm nên. Hãy viết slug: ten-bai",
        ),
        ("permalink", "/tin/?id=5", "Địa chỉ của bài do date và slug làm nên. Hãy xóa dòng này."),
    ],
)
def test_explain_unknown_key_proposes_the_line_that_means_the_same(key: str, value: Any, remedy: str) -> None:
    assert explain(key, value) == remedy


def test_explain_unknown_key_keeps_the_old_address_of_an_article_with_a_slug() -> None:
    reason = "Địa chỉ của bài do date và slug làm nên"
    old = "/2016/12/26/introduce/"
    assert explain("permalink", old, slug="gioi-thieu", date="2016-12-26") == (
        f"{reason}, địa chỉ cũ giữ ở aliases. Hãy viết aliases: [{old}]"
    )
    assert explain("permalink", old, slug="gioi-thieu", aliases="/cu/") == (
        f"{reason}, địa chỉ cũ giữ ở aliases. Hãy xóa dòng này. Thêm {old} vào aliases ở dòng 2."
    )
    assert explain("permalink", "/2016/12/gioi-thieu/", slug="gioi-thieu", date="2016-12-26") == (
        f"{reason}. Hãy xóa dòng này."
    )


@pytest.mark.parametrize("key", ["toc", "collections", "layout", "subtitle", "lang", "comments"])
def test_explain_unknown_key_without_counterpart_says_so(key: str) -> None:
    remedy = explain(key)
    assert remedy.endswith("Hãy xóa dòng này.")
    assert "“" not in remedy


@pytest.mark.parametrize("key", ["xyz", "duration", "zzz_title", "location", "catalog", "editor"])
def test_explain_unknown_key_of_no_system_lists_all_keys(key: str) -> None:
    assert explain(key).startswith("Các khóa dùng được: “title”, “date”")


def test_explain_unknown_key_with_its_counterpart_in_the_file_names_the_line() -> None:
    assert (
        explain("updated", "x", modified="2026-11-20")
        == "Đã có “modified” ở dòng 2, hãy xóa một trong hai dòng."
    )
    assert explain("draft", "true", status="x") == "Đã có “status” ở dòng 2, hãy xóa một trong hai dòng."


def test_explain_unknown_key_of_a_page_proposes_only_keys_of_pages() -> None:
    assert explain("weight", "3", PAGE_TYPE.front_matter_keys) == "Hãy viết “order”."
    assert "Các khóa dùng được" in explain("weight", "3")
    assert "Các khóa dùng được" in explain("series", "x", PAGE_TYPE.front_matter_keys)
