import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.text.letters import normalize_letters
from bulletin.text.slugs import SLUG_PATTERN, find_dropped_words, slugify, strip_diacritics


@given(st.text())
def test_slugify_returns_valid_slug_or_empty_string(text: str) -> None:
    slug = slugify(text)
    assert slug == "" or SLUG_PATTERN.fullmatch(slug)
    assert slug.isascii()


@given(st.text())
def test_slugify_slug_is_unchanged(text: str) -> None:
    assert slugify(slugify(text)) == slugify(text)


@given(st.text(st.sampled_from("aăâđeêioôơuưyAĂÂĐƯẵộếỄ -/")))
def test_slugify_composed_and_decomposed_letters_are_equal(text: str) -> None:
    assert slugify(unicodedata.normalize("NFD", text)) == slugify(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Kết luận 38-KL/TW", "ket-luan-38-kl-tw"),
        ("Đoàn đại biểu", "doan-dai-bieu"),
        ("ĐẢNG BỘ", "dang-bo"),
        ("Ước mơ của người Chăm", "uoc-mo-cua-nguoi-cham"),
        ("  – Ẵm ‘bồng’ … ", "am-bong"),
        ("50 năm (1976–2026)", "50-nam-1976-2026"),
        ("!?", ""),
        ("\u00d0ại hội \u0189ảng bộ, \u00f0ồng chí", "dai-hoi-dang-bo-dong-chi"),
        ("Buôn Ƀuôr, Čư Êbur, Straße, Tromsø", "buon-buor-cu-ebur-strasse-tromso"),
        ("\U0001d407\U0001d428\U0001d422 họp", "hoi-hop"),
    ],
)
def test_slugify_vietnamese_titles(text: str, slug: str) -> None:
    assert slugify(text) == slug


@pytest.mark.parametrize("text", ["", "-a", "a-", "a--b", "A", "đ", "a b", "a/b", "../a", "a\n"])
def test_slug_pattern_other_forms_do_not_match(text: str) -> None:
    assert not SLUG_PATTERN.fullmatch(text)


def test_strip_diacritics_keeps_spaces() -> None:
    assert strip_diacritics("Đường Lê Lợi") == "duong le loi"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Thăm Москва và 北京", ["Москва", "北京"]),
        ("Buôn Ƀuôr 25ºC “m²” № ½", []),
        ("Dự án Ω", ["Ω"]),
        ("", []),
    ],
)
def test_find_dropped_words_returns_words_that_are_not_latin(text: str, words: list[str]) -> None:
    assert list(find_dropped_words(text)) == words


@given(st.text(st.characters(categories=("L", "N", "P", "Zs"))))
def test_slugify_drops_no_letter_that_find_dropped_words_does_not_name(text: str) -> None:
    letters = [
        char
        for char in normalize_letters(text)
        if char.isalpha() and unicodedata.category(char) != "Lm" and char not in "ªº"
    ]
    assert find_dropped_words(text) or sum(map(str.isalpha, slugify(text))) >= len(letters)
