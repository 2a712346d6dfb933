from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bulletin.check import CheckReport
from bulletin.content.attachments.file_types import check_file_type
from bulletin.content.attachments.references import MAX_AUDIO_SIZE, FileReferenceChecker
from bulletin.content.content_types import ARTICLE_TYPE
from bulletin.content.frontmatter.dates import parse_datetime
from bulletin.content.models import Article, Attachment, Correction, Origin, Page
from bulletin.content.reader import ParsedFile, create_content_reader
from bulletin.content.settings import ContentSettings
from bulletin.images.library import open_image_library
from bulletin.text.plain_text import truncate_at_sentence
from tests.factories import SmallSite, load_repository_settings
from tests.images.photo_factory import draw_image, encode_image

LONG = "chữ " * 90


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    site = SmallSite(tmp_path)
    site.write_file("images/2019/x.png", encode_image(draw_image(20, 20), "PNG"))
    site.write_file("files/x.pdf", "%PDF-1.7")
    site.write_file("files/x.mp3", "ID3")
    return site


def parse_article(site: SmallSite, body: str = "Đoạn đầu.", **keys: str | None) -> ParsedFile:
    """Read one article, and check its file references."""
    site.write_article("tin", body, **keys)
    settings = {**load_repository_settings(), "CACHE_PATH": str(site.folder / "cache")}
    found = create_content_reader(site.content, settings).read_item("articles/tin.md")
    images = open_image_library(site.content, settings)
    checker = FileReferenceChecker(
        site.content, ContentSettings().attachment_types, images.check_image, check_file_type
    )
    missing = checker.find_problems("content/articles/tin.md", found.file_references)
    return replace(found, problems=(*found.problems, *missing))


def read_article(site: SmallSite, body: str = "Đoạn đầu.", **keys: str | None) -> Article:
    """Read one article that has no problems."""
    found = parse_article(site, body, **keys)
    assert found.problems == ()
    assert isinstance(found.item, Article)
    return found.item


def list_messages(site: SmallSite, body: str = "Đoạn đầu.", **keys: str | None) -> list[str]:
    return [problem.message for problem in parse_article(site, body, **keys).problems]


def test_read_item_with_all_keys_returns_them(site: SmallSite) -> None:
    found = read_article(
        site,
        summary="Tóm tắt",
        authors="[Lê An, Trần Bình]",
        source="{name: Báo Nhân Dân, url: https://nhandan.vn/a}",
        tags="[Đảng viên, 'Huế, cố đô']",
        topic="Đại hội XIV",
        featured="true",
        cover="images/2019/x.png",
        cover_alt="Hội trường",
        cover_caption="Ảnh của Lê An",
        attachments="[{file: files/x.pdf, title: Kế hoạch}]",
        audio="/files/x.mp3",
        ai="[sound, picture]",
        status="hidden",
        approved_by="Lê An",
        expires="31/12/2026",
        modified="2026-11-21 08:00",
        corrections="[{date: 2026-11-22, text: Sau}, {date: 21/11/2026, text: Trước}]",
        aliases="[/cu/, /cu.html]",
    )
    assert found.address == "/2026/11/tin/"
    assert (found.section, found.summary, found.lede) == ("can-bo", "Tóm tắt", "Tóm tắt")
    assert found.authors == ("Lê An", "Trần Bình")
    assert found.origin == Origin("Báo Nhân Dân", "https://nhandan.vn/a")
    assert found.tags == ("Đảng viên", "Huế, cố đô")
    assert (found.topic, found.featured, found.status) == ("Đại hội XIV", "featured", "hidden")
    assert (found.cover, found.cover_alt, found.cover_caption) == (
        "images/2019/x.png",
        "Hội trường",
        "Ảnh của Lê An",
    )
    assert found.attachments == (Attachment("files/x.pdf", "Kế hoạch", found.attachments[0].line),)
    assert (found.audio, found.ai_made) == ("files/x.mp3", ("picture", "sound"))
    assert found.expires == parse_datetime("2027-01-01")
    assert found.modified == parse_datetime("2026-11-21 08:00")
    assert [correction.text for correction in found.corrections] == ["Trước", "Sau"]
    assert found.corrections[0] == Correction(date(2026, 11, 21), "Trước")
    assert found.aliases == ("/cu/", "/cu.html")


def test_read_item_with_required_keys_only_returns_defaults(site: SmallSite) -> None:
    found = read_article(site)
    assert (found.status, found.featured, found.authors, found.origin) == ("published", "", (), None)
    assert (found.summary, found.lede) == ("Đoạn đầu.", "")


@pytest.mark.parametrize(
    ("typed", "address"),
    [("https://nhandan.vn/", "https://nhandan.vn/"), ("Báo A", ""), ("https://a,vn", "")],
)
def test_read_item_with_an_address_as_source_links_to_it(site: SmallSite, typed: str, address: str) -> None:
    assert read_article(site, source=typed).origin == Origin(typed, address)


def test_read_item_with_plain_front_matter_returns_article(site: SmallSite) -> None:
    expected = read_article(site, tags="[a, b]", author="Lê An")
    site.write_file(
        "articles/tin.md",
        "Title: Tin tin\nDate: 2026-11-20 07:30\nCategory: Cán bộ\nSlug: tin\nTags: a, b\nAuthor: Lê An\n\nĐoạn đầu.\n",
    )
    found = create_content_reader(site.content, load_repository_settings()).read_item("articles/tin.md").item
    assert isinstance(found, Article)
    assert (found.address, found.tags, found.authors, found.body) == (
        expected.address, expected.tags, expected.authors, expected.body,
    )  # fmt: skip


@pytest.mark.parametrize("category", ["Cán bộ", "can-bo", "cán  BỘ"])
def test_read_item_with_section_name_or_slug_finds_section(site: SmallSite, category: str) -> None:
    assert read_article(site, category=category).section == "can-bo"


def test_read_item_without_slug_makes_it_from_title(site: SmallSite) -> None:
    assert read_article(site, title="Đại hội Đảng bộ lần thứ XV").slug == "tin"
    assert (
        read_article(site, title="Đại hội Đảng bộ lần thứ XV", slug=None).slug == "dai-hoi-dang-bo-lan-thu-xv"
    )


@pytest.mark.parametrize(
    "keys", [{"title": "dài " * 80, "slug": None}, {"slug": "a" * 300}, {"aliases": f"/{'a' * 300}/"}]
)
def test_read_item_with_too_long_slug_reports_it(site: SmallSite, keys: Any) -> None:
    assert "quá dài" in list_messages(site, **keys)[0]


@pytest.mark.parametrize("key", ["tags", "authors"])
def test_read_item_with_name_without_slug_reports_it(site: SmallSite, key: str) -> None:
    assert "không có chữ cái" in list_messages(site, **{key: "['!?']"})[0]
    assert "quá dài" in list_messages(site, **{key: f"[{'a' * 300}]"})[0]


@pytest.mark.parametrize("value", ["{a: b}", "[a, [b]]", "[{a: b}]"])
@pytest.mark.parametrize("key", ["tags", "authors", "author", "aliases"])
def test_read_item_with_names_of_wrong_type_reports_them(site: SmallSite, key: str, value: str) -> None:
    assert any("danh sách" in message for message in list_messages(site, **{key: value}))


@pytest.mark.parametrize("value", ["{a: b}", "[a]", "[[a]]", "[{a: b}]", "", "~", "''", "[]", "{}"])
@pytest.mark.parametrize("key", ARTICLE_TYPE.front_matter_keys)
def test_read_item_with_value_of_other_form_reports_it_or_reads_it(
    site: SmallSite, key: Any, value: str
) -> None:
    site.write_article("tin", **{key: value})
    assert is_read_or_reported(site.check_content())


def is_read_or_reported(report: CheckReport) -> bool:
    """Tell if the article was read, or if each problem names a line of its file."""
    if not report.problems:
        return len(report.library.articles) == 1
    return all(str(problem).startswith("content/articles/tin.md:") for problem in report.problems)


@given(
    value=st.text(st.sampled_from("ab/.:#[]{}'\"%\\ -0é,@&"), max_size=14),
    key=st.sampled_from(ARTICLE_TYPE.front_matter_keys),
)
def test_check_with_any_value_reports_it_or_reads_it(
    tmp_path_factory: pytest.TempPathFactory, value: Any, key: Any
) -> None:
    site = SmallSite(tmp_path_factory.mktemp("site"))
    site.write_article("tin", **{key: value})
    assert is_read_or_reported(site.check_content())


@pytest.mark.parametrize("word", ["true", "Có", "yes", "x", "1"])
def test_read_item_with_affirmative_word_is_featured(site: SmallSite, word: str) -> None:
    assert read_article(site, featured=word).featured == "featured"


@pytest.mark.parametrize(
    ("text", "end"), [("05/12/2026", "2026-12-06"), ("2026-12-05 17:00", "2026-12-05 17:00")]
)
def test_read_item_with_end_of_featuring_reads_it_in_local_time(site: SmallSite, text: str, end: str) -> None:
    article = read_article(site, featured="lead", featured_until=text)
    time = parse_datetime(end)
    assert article.featured_until == time
    assert article.get_featured(time - timedelta(seconds=1)) == "lead"
    assert article.get_featured(time) == ""


def test_read_item_with_unknown_featured_value_reports_it(site: SmallSite) -> None:
    assert read_article(site, featured="lead").featured == "lead"
    assert read_article(site, featured="không").featured == ""
    assert "featured" in list_messages(site, featured="rất")[0]


@pytest.mark.parametrize(
    "reference",
    ["images/2019/x.png", "/images/2019/x.png", "{static}/images/2019/x.png", "images/./2019//x.png"],
)
def test_read_item_with_cover_normalizes_its_path(site: SmallSite, reference: str) -> None:
    assert read_article(site, cover=f"'{reference}'", cover_alt="a").cover == "images/2019/x.png"


@pytest.mark.parametrize(
    "reference", ["files/x.pdf", "/files/x.pdf", "{static}/files/x.pdf", "./files//x.pdf"]
)
def test_read_item_with_attachment_normalizes_its_path(site: SmallSite, reference: str) -> None:
    (found,) = read_article(site, attachments=f"[{{file: '{reference}'}}]").attachments
    assert (found.file, found.title) == ("files/x.pdf", "x.pdf")


@pytest.mark.parametrize(
    "target", ["/files/x.pdf", "/files/x.pdf#page=2", "/files/x.pdf?tai=1", "{static}/files/x.pdf"]
)
def test_read_item_with_fragment_in_file_link_accepts_it(site: SmallSite, target: str) -> None:
    assert list_messages(site, f"[a]({target})") == []


def test_read_item_with_encoded_space_in_file_link_accepts_it(site: SmallSite) -> None:
    site.write_file("files/kế hoạch.pdf", "%PDF-1.7")
    assert list_messages(site, "[a](/files/k%E1%BA%BF%20ho%E1%BA%A1ch.pdf) [b](</files/kế hoạch.pdf>)") == []


def test_read_item_with_encoded_space_in_image_accepts_it(site: SmallSite) -> None:
    site.write_file("images/hội nghị.png", encode_image(draw_image(20, 20), "PNG"))
    assert (
        list_messages(site, "![a](/images/h%E1%BB%99i%20ngh%E1%BB%8B.png)\n\n![b](</images/hội nghị.png>)")
        == []
    )


@pytest.mark.parametrize(
    "target", ["/files/%2e%2e/sections.yml", "/files/../sections.yml", "/files/khong.pdf"]
)
def test_read_item_with_link_to_forbidden_file_reports_it(site: SmallSite, target: str) -> None:
    assert len(list_messages(site, f"[a]({target})")) == 1


@pytest.mark.parametrize(
    "value", ["files/2026/kl-137.pdf", "[files/2026/kl-137.pdf]", "[[files/2026/kl-137.pdf]]"]
)
def test_read_item_with_attachment_paths_only_shows_the_typed_one(site: SmallSite, value: str) -> None:
    (found,) = parse_article(site, attachments=value).problems
    assert "“- file: files/2026/kl-137.pdf”" in found.remedy


@pytest.mark.parametrize("typed", ["thon-1.png", "images/thon-1.png", "images/2025/thon-1.png"])
def test_read_item_with_the_name_of_an_image_elsewhere_proposes_its_path(site: SmallSite, typed: str) -> None:
    site.write_file("images/2026/thon-1.png", encode_image(draw_image(20, 20), "PNG"))
    (found,) = parse_article(site, cover=typed, cover_alt="Đường thôn").problems
    assert found.message == f"Không có ảnh “{typed}” trong content/."
    assert found.remedy == "Hãy viết images/2026/thon-1.png"
    (found,) = parse_article(site, f"![Đường](/{typed})").problems
    assert found.remedy == "Hãy viết /images/2026/thon-1.png"


def test_read_item_with_the_name_of_two_images_proposes_none(site: SmallSite) -> None:
    for year in (2025, 2026):
        site.write_file(f"images/{year}/thon-1.png", encode_image(draw_image(20, 20), "PNG"))
    (found,) = parse_article(site, cover="thon-1.png", cover_alt="Đường thôn").problems
    assert "thon-1.png" not in found.remedy


def test_read_item_with_attachment_outside_files_reports_it(site: SmallSite) -> None:
    site.write_file("ads/x.pdf", "x")
    assert "không nằm trong content/files/" in list_messages(site, attachments="[{file: ads/x.pdf}]")[0]
    assert "không nằm trong content/images/" in list_messages(site, cover="files/x.pdf", cover_alt="a")[0]


def test_read_item_with_decomposed_file_name_proposes_renaming(site: SmallSite) -> None:
    site.write_file("images/ho\u0323\u0302i.png", encode_image(draw_image(20, 20), "PNG"))
    (found,) = parse_article(site, cover="images/hội.png", cover_alt="a").problems
    assert "đổi tên" in found.remedy


def test_read_item_with_several_problems_reports_all(site: SmallSite) -> None:
    found = parse_article(
        site, "", title="''", date="hôm qua", category="Không có", cover="images/khong.png", colour="đỏ"
    )
    assert len(found.problems) == 7  # the seventh says that the cover has no alternative text
    assert found.item is None


def test_read_item_without_required_approval_reports_it(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    site.write_article("mot")
    site.write_article("hai", approved_by="Lê An")
    site.write_article("ba", status="review")
    assert [problem.split(":")[0] for problem in site.list_problems(RECORDS={"require_approval": True})] == [
        "content/articles/mot.md"
    ]


@pytest.mark.parametrize(
    ("body", "summary"),
    [
        (f"Câu đầu. {LONG}.", "Câu đầu."),
        (f"Ông nói: “Được.” Câu hai! Câu ba? {LONG}", "Ông nói: “Được.” Câu hai! Câu ba?"),
        (f"(Mở đầu.) {LONG}", "(Mở đầu.)"),
        ("Ngắn", "Ngắn"),
    ],
)
def test_read_item_with_long_paragraph_cuts_summary_at_sentence(
    site: SmallSite, body: str, summary: str
) -> None:
    assert read_article(site, body).summary == summary


@given(st.text(st.sampled_from("ab ,.!”("), min_size=1, max_size=700))
def test_truncate_at_sentence_returns_short_beginning(body: Any) -> None:
    plain = " ".join(body.split())
    summary = truncate_at_sentence(plain, 280)
    assert len(summary) <= 280
    assert plain.startswith(summary.removesuffix("…").rstrip())


def test_read_item_with_key_of_other_content_type_says_so(site: SmallSite) -> None:
    (found,) = parse_article(site, order="3").problems
    assert str(found).endswith(": “order” chỉ dùng ở trang tĩnh. Hãy xóa dòng này.")
    site.write_file("pages/a.md", "---\ntitle: A\ndate: 2026-11-20\n---\nx")
    assert site.list_problems()[-1].endswith("a.md:3: “date” chỉ dùng ở tin, bài. Hãy xóa dòng này.")


def test_read_item_with_unknown_key_proposes_known_one(site: SmallSite) -> None:
    assert "Các khóa dùng được: “title”, " in parse_article(site, duration="5").problems[0].remedy


@pytest.mark.parametrize("value", ["[files/x.pdf]", "[[files/x.pdf]]"])
def test_read_item_with_attachment_names_only_shows_the_form(site: SmallSite, value: str) -> None:
    (found,) = parse_article(site, attachments=value).problems
    assert found.message == "Mỗi mục của “attachments” phải có “file: …”."
    assert "“- file: files/x.pdf”" in found.remedy


def test_read_item_with_a_correction_before_its_date_reports_it(site: SmallSite) -> None:
    (found,) = parse_article(site, corrections="[{date: 2026-11-19, text: Sửa.}]").problems
    assert found.message == "Ngày đính chính 19/11/2026 trước ngày đăng (date)."
    assert list_messages(site, corrections="[{date: 2026-11-20, text: Sửa.}]") == []


@pytest.mark.parametrize("value", ["Sửa tên xã.", "[Sửa tên xã.]", "[{text: Sửa tên xã.}]"])
def test_read_item_with_a_correction_of_another_form_shows_the_date_of_the_article(
    site: SmallSite, value: str
) -> None:
    (found,) = parse_article(site, corrections=value).problems
    assert "date: 2026-11-20" in found.remedy


def test_read_item_with_list_as_topic_reports_one_problem(site: SmallSite) -> None:
    (found,) = parse_article(site, topic="[a, b]").problems
    assert found.message == "“topic” phải là một dòng chữ."
    assert found.remedy.startswith("Hãy viết topic: …")


def test_read_item_with_control_character_in_front_matter_reports_it(site: SmallSite) -> None:
    assert "điều khiển" in list_messages(site, title='"Một\\btin"')[0]


def test_read_item_of_page_with_reserved_slug_reports_it(site: SmallSite) -> None:
    for slug in ("tin-moi", "2019", "qc", "vi-tri"):
        site.write_file("pages/a.md", f"---\ntitle: A\nslug: {slug}\n---\nx")
        assert "dành cho hệ thống" in site.list_problems()[0]


def test_read_item_of_page_returns_all_keys(site: SmallSite) -> None:
    site.write_file("pages/a.md", "---\ntitle: Giới thiệu\norder: 2\nmodified: 2026-11-20\n---\nx")
    found = create_content_reader(site.content, load_repository_settings()).read_item("pages/a.md").item
    assert isinstance(found, Page)
    assert (found.address, found.order, found.status) == ("/gioi-thieu/", 2, "published")
    assert found.modified == parse_datetime("2026-11-20")
    assert found.modified is not None
    assert found.modified.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    ("line", "paths", "requests"),
    [
        ("/cu/, /cu.html", ("/cu/", "/cu.html"), ()),
        ('"/a.php?x=1,2;y=3"', (), ("/a.php?x=1,2;y=3",)),
        ('"/a.php?x=1,2, /cu/; /b?y"', ("/cu/",), ("/a.php?x=1,2", "/b?y")),
        ('["/cu?", "/?p=1", "/?p=1#a", "/cu"]', ("/cu",), ("/?p=1",)),
    ],
)
def test_read_item_with_aliases_tells_those_with_a_query(
    site: SmallSite, line: str, paths: tuple[str, ...], requests: tuple[str, ...]
) -> None:
    site.write_article("tin", aliases=line)
    report = site.check_content()
    (article,) = report.library.articles
    assert (report.problems, article.aliases, article.request_aliases) == ((), paths, requests)


@pytest.mark.parametrize(
    "value",
    [
        "[giám sát; nêu gương]",
        "giám sát，nêu gương",
        "[giám sát、nêu gương]",
        "giám sát；nêu gương",
        "giám sát, nêu gương",
    ],
)
def test_read_item_with_another_separator_of_names_parts_them(site: SmallSite, value: str) -> None:
    assert read_article(site, tags=value).tags == ("giám sát", "nêu gương")


def test_read_item_with_an_ampersand_before_a_separator_parts_the_names(site: SmallSite) -> None:
    assert read_article(site, tags="KH&CN; Chuyển đổi số").tags == ("KH&CN", "Chuyển đổi số")


def test_read_item_with_a_comma_in_a_quoted_name_keeps_it(site: SmallSite) -> None:
    assert read_article(site, tags='["Hà Nội, mùa thu"]').tags == ("Hà Nội, mùa thu",)


@pytest.mark.parametrize(
    "value", ["/a/ /b.html", "[/a/ /b.html]", "/a/, /b.html", "/a/；/b.html", "[/a/; /b.html]"]
)
def test_read_item_with_old_addresses_in_one_line_parts_them(site: SmallSite, value: str) -> None:
    assert read_article(site, aliases=value).aliases == ("/a/", "/b.html")


@pytest.mark.parametrize("value", ["[2026-11-21]", "[21/11/2026]", "['21 tháng 11 năm 2026']"])
def test_read_item_with_a_date_in_brackets_proposes_the_date_once(site: SmallSite, value: str) -> None:
    (problem,) = [item for item in parse_article(site, date=value).problems if "phải là" in item.message]
    assert problem.remedy == "Hãy viết date: 2026-11-21"


def test_read_item_with_foreign_letters_in_a_tag_tells_them_once(site: SmallSite) -> None:
    (message,) = list_messages(site, tags="[\u0441án bộ]")
    assert "chữ Kirin" in message


def test_read_item_with_a_bad_caption_tells_it_once(site: SmallSite) -> None:
    found = parse_article(site, '![bến](/images/2019/x.png "**Bến**")')
    assert (len(found.problems), found.warnings) == (1, ())


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("**Một** hai", "title: 'Một hai'"),
        ("[Một](https://a.vn) hai", 'title: "Một hai"'),
        ("# Một", 'title: "Một"'),
        ("'it's 5'", 'title: "it\'s 5"'),
        ("Một: **hai**", 'title: "Một: hai"'),
    ],
)
def test_read_item_with_markup_at_the_start_of_a_title_proposes_plain_text(
    site: SmallSite, value: str, meant: str
) -> None:
    (problem,) = parse_article(site, title=value).problems
    assert problem.remedy.endswith(f"Hãy viết {meant}") or problem.remedy.endswith(meant)


@pytest.mark.parametrize(
    ("title", "line", "remedy"), [("Một\u2028hai", 2, "một dấu cách"), ("Tin", 8, "phím Enter")]
)
def test_read_item_with_a_line_separator_tells_what_to_type_there(
    site: SmallSite, title: str, line: int, remedy: str
) -> None:
    found = parse_article(site, "Chữ\u2028chữ" if line > 2 else "Chữ", title=title)
    assert [(problem.line, remedy in problem.remedy) for problem in found.problems] == [(line, True)]


def test_key_of_another_system_for_a_required_key_is_told_once(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    site.write_article(category=None, categories="[Cán bộ]")
    assert site.list_problems() == [
        "content/articles/tin.md:5: Không có khóa “categories”. Hãy viết category: Cán bộ"
    ]


@pytest.mark.parametrize(
    ("value", "kinds"),
    [("film", ("film",)), ("text, sound", ("text", "sound")), ("không", ()), ("false", ())],
)
def test_read_item_ai_is_a_name_or_several_or_none(
    site: SmallSite, value: str, kinds: tuple[str, ...]
) -> None:
    assert read_article(site, ai=value).ai_made == kinds


def test_read_item_recording_too_heavy_for_a_phone_is_a_problem(site: SmallSite) -> None:
    with (site.content / "files/x.mp3").open("r+b") as file:
        file.truncate(MAX_AUDIO_SIZE)
        assert list_messages(site, audio="files/x.mp3") == []
        file.truncate(61_000_000)
    assert list_messages(site, audio="files/x.mp3") == [
        "Tệp “files/x.mp3” nặng 61,0 MB, quá nặng để nghe trên điện thoại."
    ]
