import pytest

from bulletin.reports.cited_documents import list_cited_documents
from tests.factories import create_body, create_test_article


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Kết luận số **38-KL/TW** ngày 13/11/2018; Kết luận 38 – KL/TW.", ("38-KL/TW",)),
        ("Kế hoạch 94- KH/BTGDVTW và Nghị định 30/2020/NĐ-CP.", ("94-KH/BTGDVTW", "30/2020/NĐ-CP")),
        ("Giai đoạn 2021-2025, 120 tấn/ha, 50/kg, số 84-86 Nguyễn Huệ, 5-a.", ()),
    ],
)
def test_cited_documents_are_listed_once_as_they_were_typed(text: str, numbers: tuple[str, ...]) -> None:
    body = create_body(text)
    assert list_cited_documents(create_test_article(body=body), body.html) == numbers


def test_cited_documents_of_title_and_lede_come_first() -> None:
    article = create_test_article(title="Thực hiện 12-NQ/TU", lede="Theo 05-CT/TW.")
    assert list_cited_documents(article, "<p>Và 12-NQ/TU, 7-KH/TU.</p>") == (
        "12-NQ/TU",
        "05-CT/TW",
        "7-KH/TU",
    )
