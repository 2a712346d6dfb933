from datetime import date
from itertools import permutations

from bulletin.content.document_conflicts import find_document_conflicts
from bulletin.content.models import Article
from bulletin.content.official_documents import OfficialDocument
from tests.factories import create_citing_article

BODY = "của Bộ Chính trị"
RIGHT, WRONG = f"38-KL/TW ngày 13/11/2018 {BODY}", f"38-KL/TU ngày 13/11/2018 {BODY}"


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
    official = OfficialDocument("documents/a.yml", "38-KL/TW", issued=date(2018, 11, 13))
    assert list_places(cite("a", WRONG), cite("b", WRONG), documents=(official,)) == [
        "content/articles/a.md",
        "content/articles/b.md",
    ]


def test_find_document_conflicts_knows_that_numbers_begin_again_with_each_congress() -> None:
    numbers = ("12-NQ/TU ngày 06/3/2017 của Tỉnh ủy", "12-NQ/TU ngày 15/4/2022 của Tỉnh ủy")
    assert list_places(*(create_citing_article(n[-20:-10], f"Nghị quyết số {n}.") for n in numbers)) == []


def test_find_document_conflicts_leaves_out_silenced_files() -> None:
    articles = (cite("a", RIGHT), cite("b", RIGHT), cite("c", WRONG))
    assert list_places(*articles, silenced=("articles/c.md",)) == []
    official = OfficialDocument("documents/a.yml", "38-KL/TW", issued=date(2018, 11, 13))
    assert list_places(cite("c", WRONG), documents=(official,), silenced=(official.source,)) == []
