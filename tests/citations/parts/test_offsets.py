import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bulletin.citations.parts.offsets import compose_text


def test_compose_text_of_usual_text_returns_it() -> None:
    text = "Kết luận số 38-KL/TW"
    composed = compose_text(text)
    assert composed.text is text
    assert composed.locate(0, 3) == (0, 3)


def test_compose_text_replaces_letters_that_look_like_d_with_stroke() -> None:
    assert compose_text("Q\u00d0/TU, \u0189U").text == "QĐ/TU, ĐU"


@given(st.text(alphabet="aêđKL\u0302\u0301\u200b\u00ad\u00d0 /", max_size=40))
def test_compose_text_offsets_lead_back_to_the_same_letters(text: str) -> None:
    composed = compose_text(text)
    for place, letter in enumerate(composed.text):
        start, end = composed.locate(place, place + 1)
        given_letters = unicodedata.normalize("NFC", text[start:end]).replace("\u00d0", "Đ")
        assert letter in given_letters
