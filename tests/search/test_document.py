import html5lib

from bulletin.search.document import render_search_document
from tests.factories import create_test_article, create_test_context

HTML = "{http://www.w3.org/1999/xhtml}"


def parse_document(*body: str, **changes):
    article = create_test_article("tin", *body, **changes)
    return html5lib.parse(render_search_document(article, create_test_context([article])))


def extract_words(tree) -> str:
    return " ".join("".join(tree.itertext()).split())


def test_title_lede_and_text_are_found() -> None:
    tree = parse_document("Đoạn **đầu**.\n\n## Việc đã khác\n\nĐoạn sau.", title="Tiêu đề", lede="Tóm tắt.")
    assert extract_words(tree) == "Tiêu đề Tóm tắt. Đoạn đầu. Việc đã khác Đoạn sau."


def test_a_result_shows_section_and_date_and_is_sorted_by_the_date() -> None:
    article = next(parse_document(section="dang-vien").iter(f"{HTML}article"))
    assert (article.get("data-section"), article.get("data-date")) == ("Đảng viên", "2026-11-22")
    assert article.get("data-pagefind-meta") == "section[data-section], date[data-date]"
    assert article.get("data-pagefind-sort") == "date[data-date]"
    assert article.get("data-pagefind-body") == ""


def test_a_heading_keeps_its_place() -> None:
    assert next(parse_document("## Việc đã khác").iter(f"{HTML}h2")).get("id") == "muc-viec-da-khac"


def test_no_picture_is_a_fact_of_an_article_and_words_around_it_stay_apart() -> None:
    tree = parse_document("trước![Ảnh](/images/a.jpg)sau", cover="images/b.jpg", cover_alt="Bìa")
    assert not list(tree.iter(f"{HTML}img"))
    assert extract_words(tree).endswith("trước sau")


def test_what_stands_around_the_text_is_not_found() -> None:
    said = extract_words(
        parse_document(authors=("Lê An",), tags=("Thẻ",), topic="Dòng", cover_caption="Chú thích")
    )
    assert not [word for word in ("Lê An", "Thẻ", "Dòng", "Chú thích") if word in said]


def test_hostile_titles_stay_text() -> None:
    hostile = '</h1><script>alert("1")</script> & {title}'
    tree = parse_document(title=hostile, lede=hostile)
    assert not list(tree.iter(f"{HTML}script"))
    assert next(tree.iter(f"{HTML}h1")).text == hostile
