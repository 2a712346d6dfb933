import time

import pytest

from bulletin.citations.models import Form, System
from bulletin.content.document_mentions import NOT_IN_BODY, CitedText, TextLines
from tests.factories import create_citing_article

MAX_LINE_TIME = 1.0
"""Seconds for 800 lines of one text."""


def list_links(body: str) -> list[str]:
    """Return the HTML of each mention that can be a link."""
    article = create_citing_article("tin", body)
    return [article.body.html[found.start : found.end] for found in article.mentions if found.is_linkable]


def test_list_mentions_reads_title_summary_and_body_with_their_lines() -> None:
    article = create_citing_article(
        "tin",
        "Mở đầu.\n\nTheo Kết luận số 38-KL/TW ngày 13/11/2018 của Bộ Chính trị,\nKế hoạch số 143-KH/TU.",
        title="Thực hiện Kết luận số 38-KL/TW",
        lede="Kế hoạch số 143-KH/TU đi vào cuộc sống.",
    )
    assert [(found.line, found.code, found.number, found.start >= 0) for found in article.mentions] == [
        *((2, "KL", "38", False), (3, "KH", "143", False)),
        *((8, "KL", "38", True), (9, "KH", "143", True)),
    ]
    first = article.mentions[0]
    assert (first.start, first.end, first.is_linkable) == (NOT_IN_BODY, NOT_IN_BODY, False)
    assert str(first.day) == "2018-11-13"  # from the full citation in the body
    assert article.mentions[2].body == "Bộ Chính trị"


def test_list_mentions_gives_short_forms_the_number_of_the_full_citation_above() -> None:
    article = create_citing_article("tin", "Kết luận số 38-KL/TW.\n\nThực hiện Kết luận 38, Chỉ thị 05.")
    assert [(found.form, found.identity) for found in article.mentions] == [
        (Form.FULL, ("38", None, "KL", "TW", System.PARTY)),
        (Form.FULL, ("38", None, "KL", "TW", System.PARTY)),
        (Form.SHORT, ("5", None, "", "", System.UNKNOWN)),
    ]


@pytest.mark.parametrize("blank", ["&nbsp;", "\u00a0", "\u202f", "\u2009"])
def test_list_mentions_with_odd_blanks_reads_all_parts_and_keeps_them(blank: str) -> None:
    body = f"Theo Quy{blank}định số{blank}62-QĐ/TW{blank}ngày{blank}06/7/2022 của Bộ{blank}Chính trị."
    (mention,) = create_citing_article("tin", body, title=f"Quy{blank}định mới").mentions
    assert (mention.kind, str(mention.day), mention.body) == ("quy định", "2022-07-06", "Bộ Chính trị")
    (link,) = list_links(body)
    assert link.replace("&nbsp;", "\u00a0") == f"Quy{blank}định số{blank}62-QĐ/TW".replace("&nbsp;", "\u00a0")


def test_list_mentions_of_list_with_odd_blanks_shares_date_and_issuer() -> None:
    body = "Căn cứ Quyết&nbsp;định số 217-QĐ/TW và&nbsp;Quyết định số 218-QĐ/TW ngày 12/12/2013 của Bộ Chính trị."
    plain = [found.facts for found in create_citing_article("tin", body.replace("&nbsp;", " ")).mentions]
    assert [found.facts for found in create_citing_article("tin", body).mentions] == plain


def test_list_mentions_of_number_in_title_with_odd_blanks_is_that_of_the_text() -> None:
    article = create_citing_article("tin", "Kết luận số 38-KL/TW.", title="Kết\u00a0luận số\u00a038-KL/TW")
    assert [found.code for found in article.mentions] == ["KL", "KL"]


def test_list_mentions_finds_lines_below_targets_and_images_with_the_same_words() -> None:
    body = (
        '![Tranh 5-KL/TU](images/5-KL/TU.jpg)\n\n[Xem](https://example.vn/5-KL/TU "5-KL/TU") `5-KL/TU` tin.\n\n'
        '[nguồn]: https://example.vn/5-KL/TU\n\n<span title="5-KL/TU">Theo</span> Kết luận số 5-KL/TU.\n\nKết luận số 5-KL/TU.'
    )
    article = create_citing_article("tin", body)
    assert [found.line for found in article.mentions] == [12, 14]


def test_list_mentions_counts_the_caption_of_an_image_as_text() -> None:
    body = '![Tranh](images/a.jpg "Kết luận số 5-KL/TU")\n\nKết luận số 5-KL/TU.\n\nKết luận số 5-KL/TU.'
    assert [found.line for found in create_citing_article("tin", body).mentions] == [6, 8, 10]


def test_find_line_of_many_mentions_and_open_signs_stays_fast() -> None:
    lines = TextLines(2, 3, "Kết luận số 5-KL/TU.\n\n" * 800 + "![ <a  <!-- ](" * 8000, 6)
    cited = CitedText("", "", "<p>Kết luận số 5-KL/TU.</p>\n\n" * 800, lines)
    start = time.process_time()
    assert [cited.find_line(citation.span) for citation in cited.citations] == list(range(6, 6 + 1600, 2))
    assert time.process_time() - start < MAX_LINE_TIME


def test_list_mentions_gives_all_mentions_of_a_number_the_place_that_one_has() -> None:
    body = "Nghị quyết số 7-NQ/ĐU của Đảng ủy phường Mũi Né.\n\nNghị quyết số 7-NQ/ĐU, Nghị quyết số 8-NQ/ĐU."
    article = create_citing_article("tin", body)
    assert [found.place for found in article.mentions] == ["phường Mũi Né", "phường Mũi Né", ""]
    two = create_citing_article("tin", f"{body}\n\nNghị quyết số 7-NQ/ĐU của Đảng ủy phường Phú Thủy.")
    assert [found.place for found in two.mentions] == ["phường Mũi Né", "", "", "phường Phú Thủy"]


def test_list_mentions_reads_names_of_documents() -> None:
    name = "Nghị quyết Trung ương 4 khóa XII"
    article = create_citing_article("tin", f"Thực hiện {name} ở cơ sở.", names=(name,))
    (found,) = article.mentions
    assert (found.form, found.name) == (Form.NAMED, name)


@pytest.mark.parametrize(
    ("body", "links"),
    [
        ("Theo Kết luận số 38-KL/TW.", ["Kết luận số 38-KL/TW"]),
        ("Theo **Kết luận số 38-KL/TW**.", ["Kết luận số 38-KL/TW"]),
        ("Theo Kết luận số **38-KL/TW**.", ["Kết luận số <strong>38-KL/TW</strong>"]),
        ("Theo Kết luận  \nsố 38-KL/TW.", ["Kết luận<br>\nsố 38-KL/TW"]),
        ("- Kết luận số 38-KL/TW", ["Kết luận số 38-KL/TW"]),
        ("|a|b|\n|---|---|\n|Kết luận số 38-KL/TW|1|", ["Kết luận số 38-KL/TW"]),
        ("“Học” rồi làm theo Kết luận số 38-KL/TW.", ["Kết luận số 38-KL/TW"]),
        ("**Theo Kết luận** số 38-KL/TW.", []),
        ("*Kết luận số* **38-KL/TW**.", ["<em>Kết luận số</em> <strong>38-KL/TW</strong>"]),
        ("Hội nghị “Thực hiện Kết luận số 38-KL/TW”.", []),
        ('Hội nghị "Thực hiện Kết luận số 38-KL/TW".', []),
        ('Lắp 15" màn hình theo Kết luận số 38-KL/TW cho phòng 2" nữa.', ["Kết luận số 38-KL/TW"]),
        ('Hội nghị "Một theo Kết luận số 38-KL/TW.\n\nĐoạn "hai".', ["Kết luận số 38-KL/TW"]),
        ("Hội nghị “Một theo Kết luận số 38-KL/TW.", ["Kết luận số 38-KL/TW"]),
        ('Hội nghị "Màn 15" thì theo Kết luận số 38-KL/TW và "hai".', ["Kết luận số 38-KL/TW"]),
        ('Hội nghị **"Thực hiện** Kết luận số 38-KL/TW".', []),
        ('Hội nghị ("Thực hiện Kết luận số 38-KL/TW").', []),
        ("## Kết luận số 38-KL/TW\n\nThân bài.", []),
        ("[Kết luận số 38-KL/TW](https://example.vn/)", []),
        ("[Xem](https://example.vn/) Kết luận số 38-KL/TW", ["Kết luận số 38-KL/TW"]),
        ("Gõ `Kết luận số 38-KL/TW`.", []),
        ("```\nKết luận số 38-KL/TW\n```", []),
    ],
)
def test_list_mentions_can_link_only_words_of_plain_text(body: str, links: list[str]) -> None:
    assert list_links(body) == links
