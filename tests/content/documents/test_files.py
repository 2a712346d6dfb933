from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from bulletin.clock import VIETNAM_TZ
from bulletin.content.documents.files import find_document_file_problems, find_document_file_warnings
from bulletin.content.documents.official_documents import OfficialDocument
from tests.factories import create_citing_article

NOW = datetime(2026, 11, 30, tzinfo=VIETNAM_TZ)
OTHER = OfficialDocument("documents/b.yml", "22-NQ/TW")


def create_file(number: str, **changes: Any) -> OfficialDocument:
    return OfficialDocument(
        "documents/a.yml", number, number_line=1, issued_line=2, implements_line=3, replaces_line=4, **changes
    )


def list_problems(document: OfficialDocument) -> list[tuple[int, str]]:
    found = find_document_file_problems(Path("content"), [document], NOW)
    return [(problem.line, problem.message) for problem in found]


def list_warnings(*documents: OfficialDocument, bodies: tuple[str, ...] = ()) -> list[tuple[int, str]]:
    articles = [create_citing_article(str(number), f"Theo {body}.") for number, body in enumerate(bodies)]
    found = find_document_file_warnings(Path("content"), documents, articles)
    return [(warning.line, warning.name) for warning in found]


def test_find_document_file_problems_of_another_issuer_names_the_suffix() -> None:
    (found,) = find_document_file_problems(
        Path("content"), [create_file("77-KL/TU", issuer="Bộ Chính trị")], NOW
    )
    assert (found.path, found.line) == ("content/documents/a.yml", 1)
    assert found.message == "“77-KL/TU”: Bộ Chính trị không dùng ký hiệu này."
    assert "có lẽ là 77-KL/TW" in found.remedy
    assert found.remedy.endswith("ignore_warnings: [issuer-and-suffix] vào tệp ấy.")


@pytest.mark.parametrize(
    "document",
    [
        create_file("77-KL/TW", issuer="Bộ Chính trị", issued=date(2026, 11, 30)),
        create_file("77-KL/TU", issuer="Ban Thường vụ Tỉnh ủy Lâm Đồng"),
        create_file("77-KL/TU", issuer="Một cơ quan"),
        create_file("77-KL/TU", issuer="Bộ Chính trị", silenced_warnings=("issuer-and-suffix",)),
        create_file("", names=("Kết luận về cơ sở",), issued=date(2018, 1, 1)),
    ],
)
def test_find_document_file_problems_of_a_sound_file_finds_nothing(document: OfficialDocument) -> None:
    assert list_problems(document) == []


def test_find_document_file_problems_of_a_date_to_come_names_its_line() -> None:
    assert list_problems(create_file("77-KL/TW", issued=date(2030, 1, 2))) == [
        (2, "Ngày ban hành còn ở tương lai: 02/01/2030."),
    ]


def test_find_document_file_warnings_of_a_body_of_another_time_names_the_line_of_the_date() -> None:
    assert list_warnings(create_file("77-QĐ/HU", issued=date(2025, 10, 10))) == [(2, "issuer-at-date")]
    assert list_warnings(create_file("77-QĐ/HU", issued=date(2025, 5, 10))) == []


def test_find_document_file_warnings_of_relations_without_a_page_names_their_lines() -> None:
    document = create_file("38-KL/TW", implements=("22-NQ/TW",), replaces=("9-KL/TW",))
    assert list_warnings(document) == [(3, "unknown-document"), (4, "unknown-document")]
    assert list_warnings(document, OTHER) == [(4, "unknown-document")]
    assert list_warnings(document, OTHER, bodies=("Kết luận số 9-KL/TW",)) == [(4, "unknown-document")]
    assert list_warnings(document, OTHER, bodies=("Kết luận số 9-KL/TW",) * 2) == []


def test_find_document_file_warnings_of_a_relation_by_name_tells_nothing() -> None:
    assert list_warnings(create_file("38-KL/TW", implements=("Điều lệ Đảng",))) == []


def test_find_document_file_warnings_of_a_document_that_replaces_its_own_number() -> None:
    document = create_file("38-KL/TW", replaces=("38-KL/TW",), issued=date(2018, 11, 13))
    assert list_warnings(document) == [(4, "unknown-document")]
    assert list_warnings(document, OTHER._replace(number="38-KL/TW", issued=date(2013, 1, 2))) == []
