import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bulletin.cli.office.new_article import create_article, explain_dropped_words
from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.text.slugs import MAX_SLUG_LENGTH
from tests.english_words import find_english_words
from tests.factories import SmallSite

NOW = datetime(2026, 1, 3, 7, 30, tzinfo=VIETNAM_TZ)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "sections.yml").write_text(
        "- name: Tin trong tỉnh\n  slug: tin-trong-tinh\n- name: Hỏi đáp\n  slug: hoi-dap\n", encoding="utf-8"
    )
    return tmp_path


def test_create_article_writes_a_draft_with_front_matter(content: Path) -> None:
    file = create_article(content, 'Giám sát: kết luận "số 38"', "tin-trong-tinh", NOW)
    assert file == content / "articles/2026/01/giam-sat-ket-luan-so-38.md"
    assert file.read_text(encoding="utf-8") == (
        "---\n"
        'title: "Giám sát: kết luận \\"số 38\\""\n'
        "date: 2026-01-03 07:30\n"
        "category: Tin trong tỉnh\n"
        "slug: giam-sat-ket-luan-so-38\n"
        "status: draft\n"
        "---\n"
        "\nViết nội dung bài vào đây.\n"
    )


def test_create_article_never_overwrites_a_file(content: Path) -> None:
    file = create_article(content, "Một bài", "Hỏi đáp", NOW)
    file.write_text("công sức cả ngày", encoding="utf-8")
    with pytest.raises(UserError, match=rf"Đã có tệp {content.name}/articles/2026/01/mot-bai\.md\."):
        create_article(content, "Một  bài", "Hỏi đáp", NOW)
    assert file.read_text(encoding="utf-8") == "công sức cả ngày"


@pytest.mark.parametrize(
    ("title", "section", "message"),
    [
        ("Bài", "Hoi dap", "Hãy viết “Hỏi đáp”"),
        ("Bài", "", "  Tin trong tỉnh\n  Hỏi đáp"),
        ("…", "Hỏi đáp", "không phải là tiêu đề"),
    ],
)
def test_create_article_with_a_wrong_title_or_section_raises_an_error(
    content: Path, title: str, section: str, message: str
) -> None:
    with pytest.raises(UserError) as caught:
        create_article(content, title, section, NOW)
    assert message in str(caught.value)
    assert not (content / "articles").exists()


PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
WORDS = st.sampled_from(
    """Hội nghị/tổng kết/“giám sát”/"số 38"/a: b/# x/---/- x/<b>đậm</b>/{{ x }}/100%/\\/'/&amp;/null/true/2026-01-03/1e3/[a]
/{b: c}/|/>/!/*/@/`/🎉/👩\u200d🌾/\u200b/\ufeff/e\u0301/…/?!/ﬁ/Ⅻ/中/а/\u2028""".split("/")
)
INVISIBLE = st.sampled_from(["x\u202ey", "\x1b[31m", "\0", "\x7f", "\udcff", "\ufffe", "\U000e0041"])
TITLES = st.lists(WORDS | st.text("àÉđ:'\"#%-. ", max_size=6), min_size=1, max_size=60) | st.lists(
    WORDS | INVISIBLE | st.text(max_size=6), min_size=1, max_size=9
)


@settings(
    max_examples=max(25, PLAYS), derandomize=not PLAYS, suppress_health_check=list(HealthCheck), database=None
)
@given(TITLES.map(" ".join))
@example("Hội nghị tổng kết công tác " * 9)
@example("Hộinghị" * 60)
@example("x\u202ey")
@example("x\x1by")
@example("   Bài  ")
def test_create_article_with_any_title_passes_a_check_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, title: str
) -> None:
    site, refusal = SmallSite(tmp_path_factory.mktemp("new")), ""
    try:
        create_article(site.content, title, "Cán bộ", NOW)
    except UserError as error:
        refusal = str(error)
    assert bool(refusal) != (site.content / "articles").exists()
    assert refusal.replace("\u200d", "").isprintable()
    assert site.list_problems() == []


@pytest.mark.parametrize("title", ["x\u202ey", "x\x1by", "x\0y", "x\x7fy", "x\udcffy", "x\U000e0041y"])
def test_create_article_with_invisible_characters_raises_an_error(content: Path, title: str) -> None:
    with pytest.raises(UserError, match="ký tự không nhìn thấy được"):
        create_article(content, title, "Hỏi đáp", NOW)


def test_create_article_drops_characters_without_width(content: Path) -> None:
    file = create_article(content, "\ufeffMột\u200b bài", "Hỏi đáp", NOW)
    assert 'title: "Một bài"' in file.read_text(encoding="utf-8")


def test_create_article_with_a_long_title_cuts_the_slug_at_a_word(content: Path) -> None:
    file = create_article(content, "Hội nghị tổng kết công tác " * 9, "Hỏi đáp", NOW)
    assert file.stem == "-".join(["hoi-nghi-tong-ket-cong-tac"] * 8)[:MAX_SLUG_LENGTH].rpartition("-")[0]


@pytest.mark.parametrize(
    "name", ["Hỏi: đáp", "Số 1 # một", "- Tin", "true", "“Tin”", "Tin's", "[Tin]", "2026"]
)
def test_create_article_quotes_any_section_name(tmp_path: Path, name: str) -> None:
    site = SmallSite(tmp_path)
    site.write_file("sections.yml", f"- name: '{name.replace(chr(39), chr(39) * 2)}'\n  slug: tin\n")
    create_article(site.content, "Một bài", "tin", NOW)
    assert site.list_problems() == []


def test_create_article_with_a_taken_address_raises_an_error(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    site.write_article("khac", slug="mot-bai", date="2026-01-01 08:00")
    site.write_article("cu", aliases="[/2026/01/bai-cu/]", date="2025-01-01 08:00")
    site.write_article("khong-slug", title="Bài ba", slug=None, date="2026-01-02 08:00")
    for title in ("Một bài", "Bài cũ", "Bài ba"):
        with pytest.raises(UserError, match="đã có địa chỉ"):
            create_article(site.content, title, "Cán bộ", NOW)
    create_article(site.content, "Một bài", "Cán bộ", datetime(2026, 2, 3, 7, 30, tzinfo=VIETNAM_TZ))
    assert site.list_problems() == []


FRONT_MATTERS = {
    "an alias of a page": "title: Giới thiệu\naliases: [/2026/01/mot-bai/]",
    "a title on two lines": "title: >-\n  Một\n  bài",
    "a key with a space": "title : Một bài",
    "a key in quotes": '"title": Một bài',
    "a title in escapes": 'title: "M\\u1ed9t b\\u00e0i"',
    "another title before it": 'summary: "title: x"\ntitle: Một bài',
    "an alias in escapes": 'title: Khác\naliases: ["/2026/01/mot%2Dbai/"]',
    "a date in another time zone": "title: Một bài\ndate: 2025-12-31T20:00:00Z",
}


@pytest.mark.parametrize("form", FRONT_MATTERS)
def test_create_article_finds_a_taken_address_in_any_front_matter(tmp_path: Path, form: str) -> None:
    site, front_matter = SmallSite(tmp_path), FRONT_MATTERS[form]
    if "page" in form:
        site.write_file("pages/khac.md", f"---\n{front_matter}\n---\n\nx\n")
    else:
        date = "" if "date:" in front_matter else "date: 2026-01-02 08:00\n"
        site.write_file("articles/khac.md", f"---\n{front_matter}\n{date}category: Cán bộ\n---\n\nx\n")
    assert site.list_problems() == []
    with pytest.raises(UserError, match=r"khac\.md đã có địa chỉ"):
        create_article(site.content, "Một bài", "Cán bộ", NOW)


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.touch(), lambda path: path.symlink_to(path)])
def test_create_article_names_a_path_that_is_no_folder(content: Path, make: Callable[[Path], None]) -> None:
    make(content / "articles")
    with pytest.raises(UserError, match="articles") as caught:
        create_article(content, "Một bài", "Hỏi đáp", NOW)
    assert not find_english_words(str(caught.value))


@pytest.mark.parametrize(("title", "word"), [("Thăm Москва", "“Москва”"), ("Gặp gỡ 北京 2026", "“北京”")])
def test_explain_dropped_words_names_words_without_an_address(title: str, word: str) -> None:
    assert word in explain_dropped_words(title)


def test_explain_dropped_words_of_latin_letters_returns_nothing() -> None:
    assert explain_dropped_words("Đại hội Đảng bộ – buôn Ƀuôr, 25ºC") == ""
