from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bulletin.clock import VIETNAM_TZ
from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.reports.published_articles import NO_AUTHOR, ReportTotal
from tests.factories import (
    create_body,
    create_citing_article,
    create_sections,
    create_test_article,
    shift_time,
)
from tests.reports.report_factory import NOVEMBER, make_report


def make_time(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM_TZ)


@pytest.mark.parametrize(
    ("changes", "remarks"),
    [
        ({}, [""]),
        ({"status": "hidden"}, ["Bài ẩn"]),
        ({"expires": shift_time(-1)}, ["Đã hết hạn"]),
        ({"expires": shift_time(1)}, [""]),
        ({"status": "hidden", "expires": shift_time(-1)}, ["Đã hết hạn"]),
        ({"status": "draft"}, []),
        ({"status": "review"}, []),
        ({"date": shift_time(1)}, []),
    ],
)
def test_report_has_what_readers_could_open_with_a_remark_if_lists_lack_it(
    changes: dict[str, Any], remarks: list[str]
) -> None:
    assert [row.remark for row in make_report([create_test_article(**changes)]).rows] == remarks


def test_report_has_both_ends_of_the_span_and_the_oldest_first() -> None:
    choice = replace(NOVEMBER, first=make_time(20).date(), last=make_time(22).date())
    times = [make_time(22, 23, 59), make_time(20), make_time(19, 23, 59), make_time(23)]
    articles = [create_test_article(f"tin-{number}", date=time) for number, time in enumerate(times)]
    assert [row.title for row in make_report(articles, choice).rows] == ["Tin tin-1", "Tin tin-0"]


def test_report_of_a_section_has_its_subsections_and_that_of_an_author_the_shared_articles() -> None:
    sections = create_sections()
    articles = [
        create_test_article("a", section="can-bo", authors=("Minh Đăng", "An Khê")),
        create_test_article("b", section="dan-van", authors=("Minh Đăng",)),
        create_test_article("c", section="to-chuc"),
    ]
    of_section = make_report(articles, replace(NOVEMBER, section=sections.by_slug["to-chuc"]))
    assert [row.title for row in of_section.rows] == ["Tin a", "Tin c"]
    of_author = make_report(articles, replace(NOVEMBER, author="An Khê"))
    assert [row.title for row in of_author.rows] == ["Tin a"]


def test_report_counts_words_and_different_images_of_title_lede_and_body() -> None:
    body = create_body(
        "Ba chữ *này*.\n\n![Một](/images/a.jpg)\n\n![Hai](/images/b.jpg)\n\n![Hai](/images/b.jpg)"
    )
    article = create_test_article(
        title="Hai chữ", lede="Bốn chữ của sapo", summary="Tóm tắt", body=body, cover="images/a.jpg"
    )
    row = make_report([article]).rows[0]
    assert (row.words, row.images) == (2 + 4 + 3, 2)
    assert row.url == "https://bantin.example.vn/2026/11/tin/"


def test_report_names_each_document_once_with_short_forms_resolved() -> None:
    article = create_citing_article(
        "a",
        "Theo Kết luận số **38 – KL/TW** ngày 13/11/2018 và 7-KH/TU; Kết luận 38 nói: theo Nghị quyết Trung ương 4, "
        "Chỉ thị 5, Chỉ thị 99.",
        names=("Nghị quyết Trung ương 4",),
        title="Thực hiện 12-NQ/TU",
    )
    documents = (
        OfficialDocument("documents/a.yml", "", names=("Nghị quyết Trung ương 4",)),
        OfficialDocument("documents/b.yml", "05-CT/TW"),
    )
    row = make_report([article], documents=documents).rows[0]
    assert row.documents == ("12-NQ/TU", "38-KL/TW", "07-KH/TU", "Nghị quyết Trung ương 4", "05-CT/TW")


def test_report_totals_follow_the_menu_and_the_number_of_articles() -> None:
    articles = [
        create_test_article("a", section="dan-van", authors=("An Khê",)),
        create_test_article("b", section="can-bo", authors=("Minh Đăng", "An Khê"), cover="images/a.jpg"),
        create_test_article("c", section="dan-van"),
    ]
    report = make_report(articles)
    words = report.rows[0].words
    assert report.total == ReportTotal("Cộng", 3, 3 * words, 1)
    assert list(report.sections) == [
        ReportTotal("Cán bộ", 1, words, 1),
        ReportTotal("Dân vận", 2, 2 * words, 0),
    ]
    assert [(total.name, total.articles) for total in report.authors] == [
        ("An Khê", 2),
        ("Minh Đăng", 1),
        (NO_AUTHOR, 1),
    ]
    assert report.has_shared_articles
    assert not make_report(articles[:1]).has_shared_articles
