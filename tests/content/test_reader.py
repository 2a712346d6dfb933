from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bulletin.check import CheckReport
from bulletin.content.attachments.file_types import check_file_type
from bulletin.content.attachments.references import FileReferenceChecker
from bulletin.content.content_types import ARTICLE_TYPE
from bulletin.content.frontmatter.dates import parse_datetime
from bulletin.content.models import Attachment, Correction, Origin
from bulletin.content.reader import create_content_reader
from bulletin.content.settings import ContentSettings
from bulletin.images.library import open_image_library
from bulletin.text.plain_text import truncate_at_sentence
from tests.factories import SmallSite, load_repository_settings
from tests.images.photo_factory import draw_image, encode_image

LONG = "chữ " * 90


@pytest.fixture
def site(tmp_path: Path):
    site = SmallSite(tmp_path)
    site.write_file("images/2019/x.png", encode_image(draw_image(20, 20), "PNG"))
    site.write_file("files/x.pdf", "%PDF-1.7")
    return site


def read_one_article(site: SmallSite, body: str = "Đoạn đầu.", **keys: str):
    """Read one article, and look up the files that it names as a check does."""
    site.write_article("tin", body, **keys)
    table = {**load_repository_settings(), "CACHE_PATH": str(site.folder / "cache")}
    found = create_content_reader(site.content, table).read_item("articles/tin.md")
    pictures = open_image_library(site.content, table)
    lookup = FileReferenceChecker(
        site.content, ContentSettings().attachment_types, pictures.check_image, check_file_type
    )
    missing = lookup.find_problems("content/articles/tin.md", found.file_references)
    return replace(found, problems=(*found.problems, *missing))


def read_one_record(site: SmallSite, body: str = "Đoạn đầu.", **keys: str):
    found = read_one_article(site, body, **keys)
    assert found.problems == ()
    return found.item


def list_messages(site: SmallSite, body: str = "Đoạn đầu.", **keys: str) -> list[str]:
    return [problem.message for problem in read_one_article(site, body, **keys).problems]


def test_every_key_of_an_article_is_read(site: Any) -> None:
    found = read_one_record(
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
    assert found.expires == parse_datetime("2027-01-01")
    assert found.modified == parse_datetime("2026-11-21 08:00")
    assert [one.text for one in found.corrections] == ["Trước", "Sau"]
    assert found.corrections[0] == Correction(date(2026, 11, 21), "Trước")
    assert found.aliases == ("/cu/", "/cu.html")


def test_a_bare_article_has_the_values_of_the_office(site: Any) -> None:
    found = read_one_record(site)
    assert (found.status, found.featured, found.authors, found.origin) == ("published", "", (), None)
    assert (found.summary, found.lede) == ("Đoạn đầu.", "")


def test_a_plain_header_gives_the_same_record(site: Any) -> None:
    wanted = read_one_record(site, tags="[a, b]", author="Lê An")
    site.write_file(
        "articles/tin.md",
        "Title: Tin tin\nDate: 2026-11-20 07:30\nCategory: Cán bộ\nSlug: tin\nTags: a, b\nAuthor: Lê An\n\nĐoạn đầu.\n",
    )
    found = create_content_reader(site.content, load_repository_settings()).read_item("articles/tin.md").item
    assert (found.address, found.tags, found.authors, found.body) == (
        wanted.address, wanted.tags, wanted.authors, wanted.body,
    )  # fmt: skip


@pytest.mark.parametrize("category", ["Cán bộ", "can-bo", "cán  BỘ"])
def test_a_section_is_named_by_name_or_slug(site: Any, category: str) -> None:
    assert read_one_record(site, category=category).section == "can-bo"


def test_a_slug_is_made_from_the_title_and_then_kept(site: Any) -> None:
    assert read_one_record(site, title="Đại hội Đảng bộ lần thứ XV").slug == "tin"
    assert (
        read_one_record(site, title="Đại hội Đảng bộ lần thứ XV", slug=None).slug
        == "dai-hoi-dang-bo-lan-thu-xv"
    )


@pytest.mark.parametrize(
    "keys", [{"title": "dài " * 80, "slug": None}, {"slug": "a" * 300}, {"aliases": f"/{'a' * 300}/"}]
)
def test_an_address_that_no_disk_can_hold_is_said(site: Any, keys: Any) -> None:
    assert "quá dài" in list_messages(site, **keys)[0]


@pytest.mark.parametrize("key", ["tags", "authors"])
def test_a_name_that_makes_no_address_is_said(site: Any, key: str) -> None:
    assert "không có chữ cái" in list_messages(site, **{key: "['!?']"})[0]
    assert "quá dài" in list_messages(site, **{key: f"[{'a' * 300}]"})[0]


@pytest.mark.parametrize("value", ["{a: b}", "[a, [b]]", "[{a: b}]"])
@pytest.mark.parametrize("key", ["tags", "authors", "author", "aliases"])
def test_names_of_another_form_are_said(site: Any, key: str, value: str) -> None:
    assert any("danh sách" in one for one in list_messages(site, **{key: value}))


@pytest.mark.parametrize("value", ["{a: b}", "[a]", "[[a]]", "[{a: b}]", "", "~", "''", "[]", "{}"])
@pytest.mark.parametrize("key", ARTICLE_TYPE.front_matter_keys)
def test_no_form_of_a_value_is_a_traceback(site: Any, key: Any, value: str) -> None:
    site.write_article("tin", **{key: value})
    assert is_read_or_told(site.check_content())


def is_read_or_told(report: CheckReport) -> bool:
    """Tell whether the one article was read, or else every problem names a line of its file."""
    if not report.problems:
        return len(report.library.articles) == 1
    return all(str(one).startswith("content/articles/tin.md:") for one in report.problems)


@given(
    value=st.text(st.sampled_from("ab/.:#[]{}'\"%\\ -0é,@&"), max_size=14),
    key=st.sampled_from(ARTICLE_TYPE.front_matter_keys),
)
def test_no_value_is_a_traceback(tmp_path_factory: pytest.TempPathFactory, value: Any, key: Any) -> None:
    site = SmallSite(tmp_path_factory.mktemp("site"))
    site.write_article("tin", **{key: value})
    assert is_read_or_told(site.check_content())


@pytest.mark.parametrize("word", ["true", "Có", "yes", "x", "1"])
def test_featured_says_yes_in_several_ways(site: Any, word: str) -> None:
    assert read_one_record(site, featured=word).featured == "featured"


def test_featured_may_lead_and_may_not_be_guessed(site: Any) -> None:
    assert read_one_record(site, featured="lead").featured == "lead"
    assert read_one_record(site, featured="không").featured == ""
    assert "featured" in list_messages(site, featured="rất")[0]


@pytest.mark.parametrize(
    "reference",
    ["images/2019/x.png", "/images/2019/x.png", "{static}/images/2019/x.png", "images/./2019//x.png"],
)
def test_a_cover_is_one_path_however_it_is_written(site: Any, reference: str) -> None:
    assert read_one_record(site, cover=f"'{reference}'", cover_alt="a").cover == "images/2019/x.png"


@pytest.mark.parametrize(
    "reference", ["files/x.pdf", "/files/x.pdf", "{static}/files/x.pdf", "./files//x.pdf"]
)
def test_an_attachment_is_one_path_however_it_is_written(site: Any, reference: str) -> None:
    (found,) = read_one_record(site, attachments=f"[{{file: '{reference}'}}]").attachments
    assert (found.file, found.title) == ("files/x.pdf", "x.pdf")


@pytest.mark.parametrize(
    "target", ["/files/x.pdf", "/files/x.pdf#page=2", "/files/x.pdf?tai=1", "{static}/files/x.pdf"]
)
def test_a_file_may_be_linked_with_a_place_in_it(site: Any, target: str) -> None:
    assert list_messages(site, f"[a]({target})") == []


def test_a_file_with_a_space_may_be_linked_as_browsers_write_it(site: Any) -> None:
    site.write_file("files/kế hoạch.pdf", "%PDF-1.7")
    assert list_messages(site, "[a](/files/k%E1%BA%BF%20ho%E1%BA%A1ch.pdf) [b](</files/kế hoạch.pdf>)") == []


def test_a_picture_with_a_space_may_be_shown_as_browsers_write_it(site: Any) -> None:
    site.write_file("images/hội nghị.png", encode_image(draw_image(20, 20), "PNG"))
    assert (
        list_messages(site, "![a](/images/h%E1%BB%99i%20ngh%E1%BB%8B.png)\n\n![b](</images/hội nghị.png>)")
        == []
    )


@pytest.mark.parametrize(
    "target", ["/files/%2e%2e/sections.yml", "/files/../sections.yml", "/files/khong.pdf"]
)
def test_a_link_to_a_file_that_may_not_be_served_is_said(site: Any, target: str) -> None:
    assert len(list_messages(site, f"[a]({target})")) == 1


def test_a_file_is_served_from_its_own_folder_only(site: Any) -> None:
    site.write_file("ads/x.pdf", "x")
    assert "không nằm trong content/files/" in list_messages(site, attachments="[{file: ads/x.pdf}]")[0]
    assert "không nằm trong content/images/" in list_messages(site, cover="files/x.pdf", cover_alt="a")[0]


def test_a_name_in_decomposed_letters_is_not_proposed_again(site: Any) -> None:
    site.write_file("images/ho\u0323\u0302i.png", encode_image(draw_image(20, 20), "PNG"))
    (found,) = read_one_article(site, cover="images/hội.png", cover_alt="a").problems
    assert "đổi tên" in found.remedy


def test_all_faults_of_a_file_are_told_at_once(site: Any) -> None:
    found = read_one_article(
        site, "", title="''", date="hôm qua", category="Không có", cover="images/khong.png", colour="đỏ"
    )
    assert len(found.problems) == 7  # one of them: the cover has no alternative text either
    assert found.item is None


def test_approval_is_asked_for_where_the_office_wants_it(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    site.write_article("mot")
    site.write_article("hai", approved_by="Lê An")
    site.write_article("ba", status="review")
    assert [one.split(":")[0] for one in site.list_problems(RECORDS={"require_approval": True})] == [
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
def test_a_summary_is_cut_at_a_sentence(site: Any, body: str, summary: str) -> None:
    assert read_one_record(site, body).summary == summary


@given(st.text(st.sampled_from("ab ,.!”("), min_size=1, max_size=700))
def test_a_summary_is_never_too_long_and_always_a_beginning(body: Any) -> None:
    plain = " ".join(body.split())
    made = truncate_at_sentence(plain, 280)
    assert len(made) <= 280
    assert plain.startswith(made.removesuffix("…").rstrip())


def test_a_key_of_the_other_kind_of_document_is_told_as_such(site: Any) -> None:
    (found,) = read_one_article(site, order="3").problems
    assert str(found).endswith(": “order” chỉ dùng ở trang tĩnh. Hãy xóa dòng này.")
    site.write_file("pages/a.md", "---\ntitle: A\ndate: 2026-11-20\n---\nx")
    assert site.list_problems()[-1].endswith("a.md:3: “date” chỉ dùng ở tin, bài. Hãy xóa dòng này.")


def test_an_unknown_key_is_answered_with_the_known_ones(site: Any) -> None:
    assert read_one_article(site, lang="vi").problems[0].remedy.startswith("Các khóa dùng được: “title”, ")


@pytest.mark.parametrize("value", ["[files/x.pdf]", "[[files/x.pdf]]"])
def test_bare_names_in_a_list_are_answered_with_the_two_rows(site: Any, value: str) -> None:
    (found,) = read_one_article(site, attachments=value).problems
    assert found.message == "Mỗi mục của “attachments” phải có “file: …”."
    assert "“- file: files/x.pdf”" in found.remedy


def test_a_topic_that_is_a_list_is_one_fault(site: Any) -> None:
    assert list_messages(site, topic="[a, b]") == ["“topic” phải là một dòng chữ."]


def test_control_characters_in_a_header_are_said(site: Any) -> None:
    assert "điều khiển" in list_messages(site, title='"Một\\btin"')[0]


def test_a_page_keeps_away_from_the_addresses_of_the_house(site: Any) -> None:
    for slug in ("tin-moi", "2019", "qc"):
        site.write_file("pages/a.md", f"---\ntitle: A\nslug: {slug}\n---\nx")
        assert "dành cho hệ thống" in site.list_problems()[0]


def test_a_page_is_read(site: Any) -> None:
    site.write_file("pages/a.md", "---\ntitle: Giới thiệu\norder: 2\nmodified: 2026-11-20\n---\nx")
    found = create_content_reader(site.content, load_repository_settings()).read_item("pages/a.md").item
    assert (found.address, found.order, found.status) == ("/gioi-thieu/", 2, "published")
    assert found.modified == parse_datetime("2026-11-20")
    assert found.modified.utcoffset() == timedelta(hours=7)
