from typing import Any
from xml.etree.ElementTree import Element

import html5lib

from bulletin.search.document import render_search_document
from tests.factories import create_test_article, create_test_context

HTML = "{http://www.w3.org/1999/xhtml}"


def parse_document(*body: str, **changes: Any) -> Element:
    article = create_test_article("tin", *body, **changes)
    return html5lib.parse(render_search_document(article, create_test_context([article])))


def extract_words(document: Element) -> str:
    return " ".join("".join(document.itertext()).split())


def test_search_document_holds_title_lede_and_text() -> None:
    document = parse_document(
        "Đoạn **đầu**.\n\n## Việc đã khác\n\nĐoạn sau.", title="Tiêu đề", lede="Tóm tắt."
    )
    assert extract_words(document) == "Tiêu đề Tóm tắt. Đoạn đầu. Việc đã khác Đoạn sau."


def test_search_document_names_section_date_and_sort_key_for_pagefind() -> None:
    article = next(parse_document(section="dang-vien").iter(f"{HTML}article"))
    assert (article.get("data-section"), article.get("data-date")) == ("Đảng viên", "2026-11-22")
    assert article.get("data-pagefind-meta") == "section[data-section], date[data-date]"
    assert article.get("data-pagefind-sort") == "date[data-date]"
    assert article.get("data-pagefind-body") == ""


def test_search_document_keeps_the_anchors_of_headings() -> None:
    assert next(parse_document("## Việc đã khác").iter(f"{HTML}h2")).get("id") == "muc-viec-da-khac"


def test_search_document_replaces_images_by_spaces() -> None:
    document = parse_document("trước![Ảnh](/images/a.jpg)sau", cover="images/b.jpg", cover_alt="Bìa")
    assert not list(document.iter(f"{HTML}img"))
    assert extract_words(document).endswith("trước sau")


def test_search_document_leaves_out_audio() -> None:
    document = parse_document('trước <audio src="/files/x.mp3">Lời phát biểu</audio> sau')
    assert extract_words(document).endswith("trước sau")


def test_search_document_leaves_out_authors_tags_topic_and_captions() -> None:
    words = extract_words(
        parse_document(authors=("Lê An",), tags=("Thẻ",), topic="Dòng", cover_caption="Chú thích")
    )
    assert not [word for word in ("Lê An", "Thẻ", "Dòng", "Chú thích") if word in words]


def test_search_document_escapes_title_and_lede() -> None:
    hostile = '</h1><script>alert("1")</script> & {title}'
    document = parse_document(title=hostile, lede=hostile)
    assert not list(document.iter(f"{HTML}script"))
    assert next(document.iter(f"{HTML}h1")).text == hostile
