import unicodedata

import pytest

from bulletin.publishing.settings.sample_words import find_sample_words


@pytest.mark.parametrize(
    "text",
    [
        "https://example.vn",
        "https://bantin.example.vn/tin",
        "https://BANTIN.EXAMPLE.VN:8443",
        "toasoan@bantin.example.vn",
        "Xin viết về quangcao@bantin.example.vn.",
        "0252 000 0000",
        "(0252) 000 0000",
        "0252.000.0000",
        "02520000000",
        "+84 252 000 0000",
        "Số 1, đường Lê Lợi, thành phố Phan Thiết",
        "số 1, đường Lê Lợi",
        "Nguyễn Văn A",
    ],
)
def test_find_sample_words_spelling_of_the_sample_is_found(text: str) -> None:
    assert len(list(find_sample_words(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "https://bantin.example",
        "https://my-example.vn",
        "https://example.vn.com",
        "https://example.vnn",
        "0252 000 00001",
        "10252 000 0000",
        "0252 382 1234",
        "số 11, đường Lê Lợi",
        "số 01 đường Lê Lợi",
        "Nguyễn Văn An",
        "",
    ],
)
def test_find_sample_words_word_of_an_office_is_not_found(text: str) -> None:
    assert list(find_sample_words(text)) == []


def test_find_sample_words_decomposed_letters_are_found() -> None:
    text = unicodedata.normalize("NFD", "số 1, đường Lê Lợi")
    assert [found for found, _ in find_sample_words(text)] == ["số 1, đường Lê Lợi"]
