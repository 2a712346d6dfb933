import pytest

from bulletin.text.telephone_numbers import build_telephone_link


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("0252 382 1234", "tel:+842523821234"),
        ("(0252) 382 1234", "tel:+842523821234"),
        (" 0252.382.1234 ", "tel:+842523821234"),
        ("+84 252 382-1234", "tel:+842523821234"),
        ("080.43162", "tel:+848043162"),
        ("1900 1234", "tel:19001234"),
        ("1022", "tel:1022"),
        ("0252 382 1234 (máy lẻ 12)", "tel:+842523821234;ext=12"),
        ("0252 382 1234, máy lẻ 12", "tel:+842523821234;ext=12"),
    ],
)
def test_build_telephone_link_number_is_international(text: str, link: str) -> None:
    assert build_telephone_link(text) == link


@pytest.mark.parametrize(
    "text",
    ["", "12", "không có", "0252 382 1234; 0252 382 1235", "0252 382 1234 - 0252 382 1235", "a 0252 382 1234",
     '0252 382 1234"'],
)  # fmt: skip
def test_build_telephone_link_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no telephone number"):
        build_telephone_link(text)
