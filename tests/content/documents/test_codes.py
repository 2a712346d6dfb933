from datetime import date

import pytest

from bulletin.content.documents.codes import find_other_codes
from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.models import Article
from tests.factories import create_citing_article

RIGHT = "Kết luận số 38-KL/TW ngày 13/11/2018 của Bộ Chính trị."
WRONG = "Chỉ thị số 38-CT/TW ngày 13/11/2018 của Bộ Chính trị."
FILE = OfficialDocument("documents/a.yml", "38-KL/TW", issued=date(2018, 11, 13))


def create_articles(*texts: str) -> list[Article]:
    return [create_citing_article(str(number), text) for number, text in enumerate(texts)]


def list_places(*texts: str, documents: tuple[OfficialDocument, ...] = ()) -> list[str]:
    return [found.path for found in find_other_codes(create_articles(*texts), documents, (), "content")]


def test_find_other_codes_of_lone_code_names_that_of_two_articles() -> None:
    (found,) = find_other_codes(create_articles(RIGHT, WRONG, RIGHT), (), (), "content")
    assert (found.path, found.line) == ("content/articles/1.md", 6)
    assert "“38-CT/TW ngày 13/11/2018”: nơi khác chỉ có 38-KL/TW" in found.message
    assert "(content/articles/0.md:6)" in found.message


@pytest.mark.parametrize(
    ("others", "lone", "is_question"),
    [
        ("Kế hoạch số 95-KH/TU", "Báo cáo số 95-BC/TU", True),
        ("Kết luận số 95-KL/TU", "Chỉ thị số 95-CT/TU", False),
        ("Chương trình số 95-CTr/TU", "Chỉ thị số 95-CT/TU", False),
        ("Quy định số 95-QyĐ/TU", "Quyết định số 95-QĐ/TU", False),
    ],
)
def test_find_other_codes_of_kinds_with_numbers_of_their_own_asks(
    others: str, lone: str, is_question: bool
) -> None:
    texts = (f"{words} ngày 02/3/2026 của Tỉnh ủy." for words in (others, lone, others))
    (found,) = find_other_codes(create_articles(*texts), (), (), "content")
    assert (" không? " in found.remedy) == is_question
    assert ("có lẽ là " in found.remedy) == (not is_question)


def test_find_other_codes_of_lone_code_names_that_of_file() -> None:
    (found,) = find_other_codes(create_articles(WRONG), [FILE], (), "content")
    assert "(content/documents/a.yml:1)" in found.message


def test_find_other_codes_in_silenced_article_finds_nothing() -> None:
    articles = create_articles(RIGHT, WRONG, RIGHT)
    assert list(find_other_codes(articles, (), {articles[1].source}, "content")) == []


def test_find_other_codes_of_kind_unlike_its_code_leaves_it_to_that_rule() -> None:
    assert list_places(RIGHT, WRONG.replace("Chỉ thị", "Kết luận"), RIGHT) == []


def test_find_other_codes_of_two_known_or_two_lone_codes_finds_nothing() -> None:
    assert list_places(RIGHT, WRONG) == []
    assert list_places(RIGHT, RIGHT, WRONG, WRONG) == []
    assert list_places(WRONG, WRONG, documents=(FILE,)) == []


def test_find_other_codes_of_other_date_suffix_or_place_finds_nothing() -> None:
    for other in (
        WRONG.replace("13/11", "14/11"),
        WRONG.replace(" ngày 13/11/2018", ""),
        WRONG.replace("TW ngày 13/11/2018 của Bộ Chính trị", "TU ngày 13/11/2018 của Tỉnh ủy"),
    ):
        assert list_places(RIGHT, other, RIGHT) == []
    plan = "Kế hoạch số 38-KH/TU ngày 13/11/2018 của Tỉnh ủy."
    order = "Chỉ thị số 38-CT/TU ngày 13/11/2018 của Tỉnh ủy"
    assert list_places(plan, f"{order} Lâm Đồng.", plan) == []
    assert list_places(plan, f"{order}.", plan) == ["content/articles/1.md"]


def test_find_other_codes_of_small_number_or_of_communes_finds_nothing() -> None:
    first = "Nghị quyết số 01-NQ/TU ngày 20/10/2025 của Tỉnh ủy."
    assert list_places(first, first.replace("Nghị quyết số 01-NQ", "Quyết định số 01-QĐ"), first) == []
    commune = "Nghị quyết số 21-NQ/ĐU ngày 20/10/2025 của Đảng ủy xã."
    assert list_places(commune, commune.replace("Nghị quyết số 21-NQ", "Kế hoạch số 21-KH"), commune) == []


def test_find_other_codes_of_code_with_two_kinds_compares_the_kinds() -> None:
    rule = "Quy định số 37-QĐ/TW ngày 25/10/2021 của Ban Chấp hành Trung ương."
    (found,) = find_other_codes(
        create_articles(rule, rule.replace("Quy định", "Quyết định"), rule), (), (), "content"
    )
    assert found.path == "content/articles/1.md"
    assert "“quyết định 37-QĐ/TW ngày 25/10/2021”: nơi khác chỉ có quy định 37-QĐ/TW" in found.message
    assert list_places(rule, rule.replace("Quy định số", "QĐ"), rule) == []
    assert list_places(rule, rule.replace("Quy định", "Quy chế"), rule) == []
    file = OfficialDocument("documents/a.yml", "37-QĐ/TW", kind="quy định", issued=date(2021, 10, 25))
    assert list_places(rule.replace("Quy định", "Quyết định"), documents=(file,)) == []
