from datetime import date

import pytest

from bulletin.errors import UserError
from bulletin.reports.document_choice import (
    DocumentChoice,
    DocumentUse,
    count_articles,
    find_documents,
    limit_to_days,
    resolve_choice,
)
from tests.reports.document_factory import OFFICIALS, cite_documents

DOCUMENTS = cite_documents(
    "Theo Kết luận số 38-KL/TW và Nghị quyết số 12-NQ/TU ngày 05/03/2017.",
    "Theo Chỉ thị số 05-CT/TW ngày 15/05/2016 của Bộ Chính trị, Nghị quyết số 12-NQ/TU ngày 10/06/2022.",
    "Theo Nghị định số 30/2020/NĐ-CP, Kết luận số 38-KL/TW.",
)


def find_numbers(typed: str) -> list[str]:
    return [
        f"{cited.document.number} {cited.document.issued}"
        for cited in find_documents(typed, DOCUMENTS, OFFICIALS)
    ]


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "38-KL/TW",
            "38 KL TW",
            "38-kl/tw",
            "38–KL/TW",
            "38KL/TW",
            "38",
            "KL 38",
            "kết luận 38",
            "Kết luận số 38",
        ),
        *("ket luan 38-kl", "38-kl-tw", "Kết luận số 38-KL/TW ngày 13/11/2018 của Bộ Chính trị"),
    ],
)
def test_find_documents_knows_every_spelling_of_a_number(typed: str) -> None:
    assert find_numbers(typed) == ["38-KL/TW 2018-11-13"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("5-CT/TW", ["05-CT/TW 2016-05-15"]),
        ("Chỉ thị 05", ["05-CT/TW 2016-05-15"]),
        ("Nghị định 30/2020", ["30/2020/NĐ-CP None"]),
        ("NĐ 30", ["30/2020/NĐ-CP None"]),
        ("nghị quyết trung ương 4 khóa xii", [" None"]),
        ("12-NQ/TU", ["12-NQ/TU 2017-03-05", "12-NQ/TU 2022-06-10"]),
        ("Nghị quyết số 12-NQ/TU ngày 10/06/2022", ["12-NQ/TU 2022-06-10"]),
    ],
)
def test_find_documents_finds_names_and_all_documents_of_a_number(typed: str, found: list[str]) -> None:
    assert find_numbers(typed) == found


@pytest.mark.parametrize("typed", ["Đề án 106", "Quyết định số 106", "QĐ 106", "106/QĐ-TTg"])
def test_find_documents_finds_a_project_by_its_decision(typed: str) -> None:
    documents = cite_documents("Theo Đề án số 106/QĐ-TTg, Quyết định số 107-QĐ/TU.")
    assert [cited.document.number for cited in find_documents(typed, documents, ())] == ["106/QĐ-TTg"]
    with pytest.raises(UserError):
        find_documents("Quy định 107", documents, ())


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("38-NQ/TW", "38-KL/TW"),
        ("Kết luận 39", "38-KL/TW"),
        ("Nghị quyết Trung ương 5 khóa XII", '"Nghị quyết Trung ương 4 khóa XII"'),
    ],
)
def test_find_documents_of_an_unknown_number_proposes_the_nearest(typed: str, near: str) -> None:
    with pytest.raises(UserError) as caught:
        find_numbers(typed)
    assert str(caught.value).startswith(f"Không có văn bản “{typed}”: chưa bài nào nói tới")
    assert str(caught.value).endswith(f"./inv documents {near}")


def test_find_documents_without_a_near_one_names_the_list() -> None:
    with pytest.raises(UserError, match=r"Xem mọi văn bản: \./inv documents$"):
        find_documents("zzz", DOCUMENTS, OFFICIALS)


@pytest.mark.parametrize(
    ("choice", "numbers"),
    [
        (DocumentChoice(kind="Nghị quyết"), ["12-NQ/TU", "12-NQ/TU"]),
        (DocumentChoice(issuer="Bộ Chính trị"), ["05-CT/TW", "38-KL/TW"]),
        (DocumentChoice(year=2018), ["38-KL/TW"]),
        (DocumentChoice(use="uncited"), [""]),
        (DocumentChoice(use="once"), ["05-CT/TW", "12-NQ/TU", "12-NQ/TU", "30/2020/NĐ-CP"]),
        (DocumentChoice(use="cited", year=2017), ["12-NQ/TU"]),
    ],
)
def test_document_choice_has_documents_of_its_kind_issuer_year_and_use(
    choice: DocumentChoice, numbers: list[str]
) -> None:
    assert sorted(cited.document.number for cited in DOCUMENTS if choice.has_document(cited)) == numbers


def test_resolve_choice_reads_names_without_marks() -> None:
    use: DocumentUse = "cited"
    assert resolve_choice(DOCUMENTS, "ket luan", "BỘ CHÍNH TRỊ", 2018, use) == (
        *("Kết luận", "Bộ Chính trị", 2018, "cited"),
    )


@pytest.mark.parametrize(
    ("kind", "issuer", "year", "message"),
    [
        ("Kết lận", "", 0, 'Không có văn bản nào của loại “Kết lận”. Có phải là --kind "Kết luận" không?'),
        ("", "Bộ Chính chị", 0, 'Có phải là --issuer "Bộ Chính trị" không?'),
        ("xyz", "", 0, "Các loại có ở đây: Chỉ thị, Kết luận, Nghị quyết, Nghị định."),
        ("", "", 2031, "Không có văn bản nào của năm 2031. Năm gần nhất có văn bản: --year 2022"),
    ],
)
def test_resolve_choice_of_unknown_values_proposes_the_nearest(
    kind: str, issuer: str, year: int, message: str
) -> None:
    with pytest.raises(UserError) as caught:
        resolve_choice(DOCUMENTS, kind, issuer, year, "")
    assert message in str(caught.value)


def test_limit_to_days_leaves_the_articles_of_the_span() -> None:
    day = date(2026, 11, 22)
    assert [count_articles(cited) for cited in limit_to_days(DOCUMENTS, day, day)] == [1, 1, 2, 1, 1]
    assert limit_to_days(DOCUMENTS, date(2026, 11, 23), date.max) == []


@pytest.mark.parametrize(
    ("typed", "numbers"), [("Tỉnh ủy", ["5-KH/TU", "6-KH/TU"]), ("Ban Thường vụ Tỉnh ủy", ["6-KH/TU"])]
)
def test_resolve_choice_of_a_body_takes_its_organs_along(typed: str, numbers: list[str]) -> None:
    cited = cite_documents(
        "Kế hoạch số 5-KH/TU của Tỉnh ủy, Kế hoạch số 6-KH/TU của Ban Thường vụ Tỉnh ủy, "
        "Kế hoạch số 7-KH/TU ngày 05/5/2023 của Tỉnh ủy Lâm Đồng."
    )
    choice = resolve_choice(cited, "KH", typed, 0, "")
    assert [one.document.number.lstrip("0") for one in cited if choice.has_document(one)] == numbers
    with pytest.raises(UserError, match='--kind "quy định" hoặc --kind "quyết định"'):
        resolve_choice(cited, "QĐ", "", 0, "")
