import re
import unicodedata
from string import ascii_uppercase

from bulletin.citations.knowledge.patterns import CAPITALS, quote_words
from bulletin.citations.models import Span


def test_quote_words_drops_marks_and_line_ends() -> None:
    assert quote_words("số **38\n> KL**", Span(0, 14)) == "số 38 KL"


def test_capitals_are_all_capital_letters_of_vietnamese() -> None:
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    toned = {unicodedata.normalize("NFC", vowel + tone) for vowel in "AĂÂEÊIOÔƠUƯY" for tone in tones}
    for letter in (*ascii_uppercase, "Đ", *toned):
        assert re.fullmatch(f"[{CAPITALS}]", letter)
        assert not re.fullmatch(f"[{CAPITALS}]", letter.lower())
