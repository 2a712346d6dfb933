from datetime import date
from itertools import permutations

from bulletin.content.documents.conflicts import find_document_conflicts
from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.models import Article
from tests.factories import create_citing_article

BODY = "của Bộ Chính trị"
RIGHT, WRONG = f"38-KL/TW ngày 13/11/2018 {BODY}", f"38-KL/TU ngày 13/11/2018 {BODY}"


OFFICIAL = OfficialDocument("documents/a.yml", "38-KL/TW", issued=date(2018, 11, 13), issued_line=4)


def cite(name: str, number: str) -> Article:
    return create_citing_article(name, f"Theo Kết luận số {number}.")


def list_places(
    *articles: Article, documents: tuple[OfficialDocument, ...] = (), silenced: tuple[str, ...] = ()
) -> list[str]:
    found = find_document_conflicts(articles, documents, frozenset(silenced), "content")
    return [problem.path for problem in found]


def test_find_document_conflicts_blames_the_form_that_fewer_articles_have() -> None:
    articles = (cite("a", RIGHT), cite("b", RIGHT), cite("c", WRONG))
    for ordered in permutations(articles):
        (problem,) = find_document_conflicts(ordered, (), frozenset(), "content")
        assert problem.path == "content/articles/c.md"
        assert "38-KL/TU ngày 13/11/2018" in problem.message
        assert "38-KL/TW ngày 13/11/2018” (content/articles/" in problem.message


def test_find_document_conflicts_blames_another_date_of_one_number() -> None:
    other = cite("c", "38-KL/TW ngày 13/12/2018 của Bộ Chính trị")
    assert list_places(cite("a", RIGHT), cite("b", RIGHT), other) == ["content/articles/c.md"]


def test_find_document_conflicts_believes_the_file_of_the_document() -> None:
    (problem,) = find_document_conflicts([cite("a", WRONG)], (OFFICIAL,), frozenset(), "content")
    assert (problem.path, problem.line) == ("content/articles/a.md", 6)
    assert "“38-KL/TW ngày 13/11/2018” (content/documents/a.yml:1)" in problem.message
    assert "tệp của văn bản ấy ghi: 38-KL/TW ngày 13/11/2018." in problem.remedy
    assert list_places(cite("a", RIGHT), cite("b", RIGHT), documents=(OFFICIAL,)) == []


def test_find_document_conflicts_blames_a_file_that_stands_alone_against_two_articles() -> None:
    articles = [cite(name, "38-KL/TW ngày 15/11/2018") for name in "ab"]
    (problem,) = find_document_conflicts(articles, (OFFICIAL,), frozenset(), "content")
    assert (problem.path, problem.line) == ("content/documents/a.yml", 4)
    assert "dạng nhiều nơi dùng hơn: 38-KL/TW ngày 15/11/2018." in problem.remedy
    assert problem.remedy.endswith("ignore_warnings: [two-forms] vào tệp ấy.")
    assert list_places(*articles, cite("c", RIGHT), documents=(OFFICIAL,)) == [
        *("content/articles/a.md", "content/articles/b.md"),
    ]


def test_find_document_conflicts_compares_a_file_with_texts_of_its_place() -> None:
    official = OfficialDocument(
        "documents/a.yml", "143-KH/TU", issuer="Tỉnh ủy Lâm Đồng", issued=date(2019, 9, 10)
    )
    ours = create_citing_article("a", "Kế hoạch số 143-KH/TU ngày 03/6/2019 của Tỉnh ủy.")
    other = create_citing_article("b", "Kế hoạch số 143-KH/TU ngày 19/9/2019 của Tỉnh ủy Lâm Đồng.")
    assert list_places(ours, documents=(official,)) == []
    assert list_places(other, documents=(official,)) == ["content/articles/b.md"]


def test_find_document_conflicts_of_equal_forms_names_both_places_and_prefers_none() -> None:
    articles = [cite("a", "38-KL/TW ngày 13/11/2018"), cite("b", "38-KL/TU ngày 13/11/2018")]
    found = [*find_document_conflicts(articles, (), frozenset(), "content")]
    assert sorted(problem.path for problem in found) == ["content/articles/a.md", "content/articles/b.md"]
    for problem in found:
        assert "hai dạng ngang nhau" in problem.remedy
        assert "nhiều nơi" not in problem.remedy
    assert list_places(articles[0], cite("b", "38-KL/TU ngày 14/11/2018")) == []


def test_find_document_conflicts_of_equal_forms_prefers_that_beside_its_body() -> None:
    articles = [cite("a", RIGHT), cite("b", "38-KL/TU ngày 13/11/2018")]
    (problem,) = find_document_conflicts(articles, (), frozenset(), "content")
    assert problem.path == "content/articles/b.md"
    assert "dạng có tên cơ quan khớp với ký hiệu: 38-KL/TW ngày 13/11/2018" in problem.remedy


def test_find_document_conflicts_writes_numbers_of_unknown_bodies_as_they_are() -> None:
    days = ("05/6/2024", "05/6/2024", "05/7/2024")
    articles = [cite(str(n), f"12-KL/TU ngày {day} và Quyết định số 01-QĐ/BCĐ") for n, day in enumerate(days)]
    assert list_places(*articles) == ["content/articles/2.md"]
    cited = [cite("a", "01-KL/BCĐ ngày 05/6/2024"), cite("b", "01-KL/BCH ngày 05/6/2024")]
    both = create_citing_article(
        "c", "Kết luận số 01-KL/BCĐ ngày 05/6/2024, Kết luận số 01-KL/BCH ngày 05/6/2024."
    )
    found = [*find_document_conflicts([*cited, both], (), frozenset(), "content")]
    assert any("“01-KL/BCĐ ngày 05/06/2024”" in problem.message for problem in found)


def test_find_document_conflicts_knows_that_numbers_begin_again_with_each_congress() -> None:
    numbers = ("12-NQ/TU ngày 06/3/2017 của Tỉnh ủy", "12-NQ/TU ngày 15/4/2022 của Tỉnh ủy")
    assert list_places(*(create_citing_article(n[-20:-10], f"Nghị quyết số {n}.") for n in numbers)) == []


def test_find_document_conflicts_leaves_out_silenced_files() -> None:
    articles = (cite("a", RIGHT), cite("b", RIGHT), cite("c", WRONG))
    assert list_places(*articles, silenced=("articles/c.md",)) == []
    official = OfficialDocument("documents/a.yml", "38-KL/TW", issued=date(2018, 11, 13))
    assert list_places(cite("c", WRONG), documents=(official,), silenced=(official.source,)) == []
