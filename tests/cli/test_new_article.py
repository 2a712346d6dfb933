import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bulletin.cli.new_article import create_article
from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.text.slugs import MAX_SLUG_LENGTH
from tests.english_words import find_english_words
from tests.factories import SmallSite

NOON = datetime(2026, 1, 3, 7, 30, tzinfo=VIETNAM_TZ)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "sections.yml").write_text(
        "- name: Tin trong tỉnh\n  slug: tin-trong-tinh\n- name: Hỏi đáp\n  slug: hoi-dap\n", encoding="utf-8"
    )
    return tmp_path


def test_a_draft_has_its_front_matter_filled_in(content: Path) -> None:
    file = create_article(content, 'Giám sát: kết luận "số 38"', "tin-trong-tinh", NOON)
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


def test_an_article_is_never_written_over(content: Path) -> None:
    file = create_article(content, "Một bài", "Hỏi đáp", NOON)
    file.write_text("công sức cả ngày", encoding="utf-8")
    with pytest.raises(UserError, match=rf"Đã có tệp {content.name}/articles/2026/01/mot-bai\.md\."):
        create_article(content, "Một  bài", "Hỏi đáp", NOON)
    assert file.read_text(encoding="utf-8") == "công sức cả ngày"


@pytest.mark.parametrize(
    ("title", "section", "message"),
    [
        ("Bài", "Hoi dap", "Hãy viết “Hỏi đáp”"),
        ("Bài", "", "  Tin trong tỉnh\n  Hỏi đáp"),
        ("…", "Hỏi đáp", "không phải là tiêu đề"),
    ],
)
def test_what_cannot_be_made_is_explained(content: Path, title: str, section: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        create_article(content, title, section, NOON)
    assert message in str(caught.value)
    assert not (content / "articles").exists()


PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
WORDS = st.sampled_from(
    """Hội nghị/tổng kết/“giám sát”/"số 38"/a: b/# x/---/- x/<b>đậm</b>/{{ x }}/100%/\\/'/&amp;/null/true/2026-01-03/1e3/[a]
/{b: c}/|/>/!/*/@/`/🎉/👩\u200d🌾/\u200b/\ufeff/e\u0301/…/?!/ﬁ/Ⅻ/中/а/\u2028""".split("/")
)
UNSEEN = st.sampled_from(["x\u202ey", "\x1b[31m", "\0", "\x7f", "\udcff", "\ufffe", "\U000e0041"])
TITLES = st.lists(WORDS | st.text("àÉđ:'\"#%-. ", max_size=6), min_size=1, max_size=60) | st.lists(
    WORDS | UNSEEN | st.text(max_size=6), min_size=1, max_size=9
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
def test_what_new_writes_passes_a_check(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    site, refusal = SmallSite(tmp_path_factory.mktemp("new")), ""
    try:
        create_article(site.content, title, "Cán bộ", NOON)
    except UserError as error:
        refusal = str(error)
    assert bool(refusal) != (site.content / "articles").exists()
    assert refusal.replace("\u200d", "").isprintable()
    assert site.list_problems() == []


@pytest.mark.parametrize("title", ["x\u202ey", "x\x1by", "x\0y", "x\x7fy", "x\udcffy", "x\U000e0041y"])
def test_a_title_with_what_no_one_sees_is_refused(content: Path, title: str) -> None:
    with pytest.raises(UserError, match="ký tự không nhìn thấy được"):
        create_article(content, title, "Hỏi đáp", NOON)


def test_what_has_no_width_is_left_out(content: Path) -> None:
    file = create_article(content, "\ufeffMột\u200b bài", "Hỏi đáp", NOON)
    assert 'title: "Một bài"' in file.read_text(encoding="utf-8")


def test_a_long_title_has_an_address_cut_at_a_word(content: Path) -> None:
    file = create_article(content, "Hội nghị tổng kết công tác " * 9, "Hỏi đáp", NOON)
    assert file.stem == "-".join(["hoi-nghi-tong-ket-cong-tac"] * 8)[:MAX_SLUG_LENGTH].rpartition("-")[0]


@pytest.mark.parametrize(
    "name", ["Hỏi: đáp", "Số 1 # một", "- Tin", "true", "“Tin”", "Tin's", "[Tin]", "2026"]
)
def test_a_section_of_any_name_can_be_written(tmp_path: Path, name: str) -> None:
    site = SmallSite(tmp_path)
    site.write_file("sections.yml", f"- name: '{name.replace(chr(39), chr(39) * 2)}'\n  slug: tin\n")
    create_article(site.content, "Một bài", "tin", NOON)
    assert site.list_problems() == []


def test_an_address_that_another_article_has_is_refused(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    site.write_article("khac", slug="mot-bai", date="2026-01-01 08:00")
    site.write_article("cu", aliases="[/2026/01/bai-cu/]", date="2025-01-01 08:00")
    site.write_article("khong-slug", title="Bài ba", slug=None, date="2026-01-02 08:00")
    for title in ("Một bài", "Bài cũ", "Bài ba"):
        with pytest.raises(UserError, match="đã có địa chỉ"):
            create_article(site.content, title, "Cán bộ", NOON)
    create_article(site.content, "Một bài", "Cán bộ", datetime(2026, 2, 3, 7, 30, tzinfo=VIETNAM_TZ))
    assert site.list_problems() == []


HEADERS = {
    "an old address of a page": "title: Giới thiệu\naliases: [/2026/01/mot-bai/]",
    "a title of two lines": "title: >-\n  Một\n  bài",
    "a key with a blank": "title : Một bài",
    "a key in quotes": '"title": Một bài',
    "a title in escapes": 'title: "M\\u1ed9t b\\u00e0i"',
    "another title before it": 'summary: "title: x"\ntitle: Một bài',
    "an old address in escapes": 'title: Khác\naliases: ["/2026/01/mot%2Dbai/"]',
    "a date of another zone": "title: Một bài\ndate: 2025-12-31T20:00:00Z",
}


@pytest.mark.parametrize("form", HEADERS)
def test_an_address_that_another_has_is_refused_however_it_is_written(tmp_path: Path, form: str) -> None:
    site, header = SmallSite(tmp_path), HEADERS[form]
    if "page" in form:
        site.write_file("pages/khac.md", f"---\n{header}\n---\n\nx\n")
    else:
        dated = "" if "date:" in header else "date: 2026-01-02 08:00\n"
        site.write_file("articles/khac.md", f"---\n{header}\n{dated}category: Cán bộ\n---\n\nx\n")
    assert site.list_problems() == []
    with pytest.raises(UserError, match=r"khac\.md đã có địa chỉ"):
        create_article(site.content, "Một bài", "Cán bộ", NOON)


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.touch(), lambda path: path.symlink_to(path)])
def test_a_place_that_is_no_folder_is_named(content: Path, make: Callable[[Path], None]) -> None:
    make(content / "articles")
    with pytest.raises(UserError, match="articles") as caught:
        create_article(content, "Một bài", "Hỏi đáp", NOON)
    assert not find_english_words(str(caught.value))
