from datetime import date

import pytest

from bulletin.content.documents.missing_years import find_missing_years
from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.warnings.warning import ContentWarning
from tests.factories import create_citing_article

FULL = "Nghị định số 178/2024/NĐ-CP ngày 31/12/2024 của Chính phủ."
SHORT = "Nghị định số 178/NĐ-CP ngày 31/12/2024 của Chính phủ."
UNDATED = "Nghị định số 178/NĐ-CP của Chính phủ."
FILE = OfficialDocument("documents/a.yml", "178/2024/NĐ-CP", issued=date(2024, 12, 31))


def find_warnings(
    *texts: str, documents: tuple[OfficialDocument, ...] = (), silenced: tuple[str, ...] = ()
) -> list[ContentWarning]:
    articles = [create_citing_article(str(number), text) for number, text in enumerate(texts)]
    return list(find_missing_years(articles, documents, silenced, "content"))


def test_find_missing_years_names_the_full_number_of_the_date() -> None:
    (found,) = find_warnings(SHORT, FULL)
    assert (found.path, found.line, found.name) == ("content/articles/0.md", 6, "missing-year")
    assert found.message == (
        "“178/NĐ-CP ngày 31/12/2024”: số này thiếu năm; nơi khác ghi 178/2024/NĐ-CP (content/articles/1.md:6)."
    )
    assert found.remedy == "Hãy ghi đủ số: 178/2024/NĐ-CP."
    assert len(find_warnings(f"{FULL}\n\n{SHORT}\n\n{SHORT}")) == 1
    assert "(content/documents/a.yml:1)" in find_warnings(SHORT, documents=(FILE,))[0].message


def test_find_missing_years_without_date_asks() -> None:
    (found,) = find_warnings(UNDATED, FULL)
    assert found.remedy == "Hãy xem lại: có phải là 178/2024/NĐ-CP không?"


@pytest.mark.parametrize(
    "texts",
    [
        (SHORT,),
        (SHORT, FULL.replace("31/12/2024", "30/12/2024")),
        (UNDATED, FULL, FULL.replace("2024", "2021")),
        (UNDATED.replace("CP của", "CP năm 1994 của"), FULL),
        ("Quyết định số 12/QĐ-TTg.", "Quyết định số 12/2024/QĐ-TTg ngày 05/4/2024."),
        (
            "Quyết định số 12/QĐ-UBND ngày 05/4/2024 của UBND tỉnh Lâm Đồng.",
            "Quyết định số 12/2024/QĐ-UBND ngày 05/4/2024 của UBND tỉnh.",
        ),
        ("Kế hoạch số 12-KH/TU ngày 05/4/2024.", "Kế hoạch số 12-KH/TU."),
    ],
)
def test_find_missing_years_of_other_number_finds_none(texts: tuple[str, ...]) -> None:
    assert find_warnings(*texts) == []


def test_find_missing_years_in_silenced_article_finds_none() -> None:
    assert find_warnings(SHORT, FULL, silenced=("articles/0.md",)) == []
