from datetime import date

import pytest

from bulletin.content.documents.conflicts import find_document_conflicts
from bulletin.content.documents.doubtful_dates import find_doubtful_dates
from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.models import Article
from tests.factories import create_citing_article

OFFICIAL = OfficialDocument("documents/a.yml", "143-KH/TU", issued=date(2026, 9, 10), issued_line=4)
DEED = "Thực hiện Kế hoạch số 143-KH/TU ngày 15/11/2026, Ban Tổ chức Tỉnh ủy họp."


def list_places(*articles: Article, documents: tuple[OfficialDocument, ...] = (OFFICIAL,)) -> list[str]:
    return [f"{found.path}:{found.line}" for found in find_doubtful_dates(articles, documents, (), "content")]


def test_find_doubtful_dates_tells_a_date_that_is_not_that_of_the_file() -> None:
    article = create_citing_article("a", DEED)
    (found,) = find_doubtful_dates([article], [OFFICIAL], (), "content")
    assert (found.path, found.line) == ("content/articles/a.md", 6)
    assert "“143-KH/TU ngày 15/11/2026”" in found.message
    assert "ngày 10/09/2026 (content/documents/a.yml:4)" in found.message
    assert list(find_document_conflicts([article], [OFFICIAL], frozenset(), "content")) == []
    assert list(find_doubtful_dates([article], [OFFICIAL], {article.source}, "content")) == []


def test_find_doubtful_dates_compares_with_sure_dates_of_articles_only() -> None:
    deed, other = create_citing_article("a", DEED), create_citing_article("b", DEED.replace("15/", "16/"))
    assert list_places(deed, other, documents=()) == []
    sure = create_citing_article("c", "Kế hoạch số 143-KH/TU ngày 10/9/2026 của Tỉnh ủy.")
    assert list_places(deed, sure, documents=()) == ["content/articles/a.md:6"]
    assert list_places(create_citing_article("a", DEED.replace("15/11", "10/9")), sure) == []


def test_find_doubtful_dates_of_followed_advice_or_of_an_old_date_tells_nothing() -> None:
    for text in (
        "Ngày 15/11/2026, Ban Tổ chức Tỉnh ủy triển khai Kế hoạch số 143-KH/TU.",
        "Thực hiện Kế hoạch số 143-KH/TU ngày 15/11/2026 của Tỉnh ủy, Ban Tổ chức Tỉnh ủy họp.",
        DEED.replace("15/11/2026", "15/7/2026"),
    ):
        assert list_places(create_citing_article("a", text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Quang cảnh hội nghị triển khai Kế hoạch số 143-KH/TU ngày 15/11/2026.",
        "Hội nghị sơ kết thực hiện Kế hoạch số 143-KH/TU, ngày 15/11/2026",
        "Lễ công bố Kế hoạch số 143-KH/TU ngày 15/11/2026 diễn ra tại xã.",
        "Buổi học tập Kế hoạch số 143-KH/TU ngày 15/11/2026 do Ban Tổ chức Tỉnh ủy tổ chức.",
    ],
)
def test_find_doubtful_dates_behind_the_name_of_an_event_stops_nothing(text: str) -> None:
    article = create_citing_article("a", text)
    assert list_places(article) == ["content/articles/a.md:6"]
    assert list(find_document_conflicts([article], [OFFICIAL], frozenset(), "content")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện Kế hoạch số 143-KH/TU ngày 15/11/2026.",
        "Hội nghị triển khai Kế hoạch số 143-KH/TU ngày 15/11/2026 của Tỉnh ủy.",
        "Hội nghị triển khai Kế hoạch số 143-KH/TU ngày 15/11/2026 về công tác cán bộ.",
        "Hội nghị thông qua Kế hoạch số 143-KH/TU ngày 15/11/2026.",
        "Tại hội nghị của huyện. Kế hoạch số 143-KH/TU ngày 15/11/2026.",
        "Hội nghị triển khai Kế hoạch số 143-KH/TU ngày 15/7/2026.",
    ],
)
def test_find_doubtful_dates_of_a_document_stay_sure(text: str) -> None:
    article = create_citing_article("a", text)
    assert list_places(article) == []
    (problem,) = find_document_conflicts([article], [OFFICIAL], frozenset(), "content")
    assert "143-KH/TU ngày 10/09/2026" in problem.message
