"""Slugs: the ASCII part of an address, made from a Vietnamese title."""

import unicodedata
from functools import lru_cache

from bulletin.text.late_patterns import compile_late
from bulletin.text.letters import normalize_letters
from bulletin.text.unicode_forms import normalize_unicode

_NOT_WORD = compile_late(r"[^a-z0-9]+")
_REPLACE_D = str.maketrans("đĐðÐɖƉ", "dddddd")
_BASE_LETTERS = str.maketrans(
    {
        **{
            "ƀ": "b",
            "ɓ": "b",
            "ɗ": "d",
            "ə": "e",
            "ɛ": "e",
            "ɣ": "g",
            "ħ": "h",
            "ı": "i",
            "ɨ": "i",
            "ƙ": "k",
        },
        **{"ł": "l", "ŋ": "ng", "ø": "o", "ɔ": "o", "ɵ": "o", "ŧ": "t", "ʉ": "u", "ƶ": "z", "µ": "u"},
        **{"æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ĸ": "k", "ŉ": "n", "ſ": "s"},
    }
)
"""Latin letters that have no diacritic to take off, as the languages of the Highlands and of Europe write them."""
SLUG_PATTERN = compile_late(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A valid slug: lower-case ASCII letters and digits with single hyphens between them."""
MAX_SLUG_LENGTH = 200
"""Greatest length of a slug. A file name has at most 255 bytes, with its suffix."""
_LETTERS_WITHOUT_SOUND = "ªº"
"""Raised letters, which stand for a word or for a degree."""


@lru_cache(maxsize=1 << 16)
def slugify(text: str) -> str:
    """Return ``text`` as a slug: ``Kết luận 38-KL/TW`` becomes ``ket-luan-38-kl-tw``.

    The slug is empty if ``text`` has no letter and no digit.
    """
    return _NOT_WORD.sub("-", _find_base_letters(text)).strip("-")


@lru_cache(maxsize=1 << 16)
def find_dropped_words(text: str) -> tuple[str, ...]:
    """Return the words with letters that a slug drops, as they are not Latin."""
    base = _find_base_letters(text)
    if base.isascii() or all(map(_can_be_dropped, base)):
        return ()
    return tuple(word for word in text.split() if not all(map(_can_be_dropped, _find_base_letters(word))))


def strip_diacritics(text: str) -> str:
    """Return ``text`` in lower case without diacritics (``đ`` becomes ``d``)."""
    if text.isascii():
        return text.lower()
    decomposed = normalize_unicode("NFD", normalize_letters(text).translate(_REPLACE_D).lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _find_base_letters(text: str) -> str:
    """Return the words whose letters a slug drops, because they are not Latin."""
    plain = strip_diacritics(text)
    return plain if plain.isascii() else plain.translate(_BASE_LETTERS)


def _can_be_dropped(char: str) -> bool:
    return (
        char.isascii()
        or not char.isalpha()
        or char in _LETTERS_WITHOUT_SOUND
        or unicodedata.category(char) == "Lm"
    )
