from datetime import date

import pytest

from bulletin.citations.numbers import format_number, get_identity, make_document, parse_number


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("38-KL/TW", "38-KL/TW"),
        ("5-CT/TW", "05-CT/TW"),
        ("38 - kl/tw", "38-KL/TW"),
        ("30/2020/NĐ-CP", "30/2020/NĐ-CP"),
        ("75/2025/QH15", "75/2025/QH15"),
        ("749/QĐ-TTg", "749/QĐ-TTg"),
        ("123/UBND-VX", "123/UBND-VX"),
    ],
)
def test_format_number_of_parsed_number_returns_usual_form(written: str, usual: str) -> None:
    citation = parse_number(written)
    assert citation is not None
    assert format_number(citation) == usual
    assert format_number(make_document(citation)) == usual


@pytest.mark.parametrize("text", ["", "38", "Kết luận", "38-KL/TW và 39-KL/TW", "38-KL/TW ngày 13/11/2018x"])
def test_parse_number_of_other_text_returns_none(text: str) -> None:
    assert parse_number(text) is None


def test_make_document_takes_date_and_names_of_caller() -> None:
    citation = parse_number("38-KL/TW")
    assert citation is not None
    document = make_document(citation, day=date(2018, 11, 13), slug="38-kl-tw", names=("Kết luận 38",))
    assert (document.kind, document.day, document.slug) == ("kết luận", date(2018, 11, 13), "38-kl-tw")
    assert get_identity(document) == get_identity(citation)
