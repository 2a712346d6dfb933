"""Finder of texts in the encodings TCVN3 (ABC) and VNI.

Both encodings use characters of Latin-1 for Vietnamese letters. A line counts if most of its words with such
characters become Vietnamese syllables once they are converted.
The code points of TCVN3 are those of TCVN 5712:1993, set VN3.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from bulletin.content.warnings.checked_text import CheckedText, Slip, shorten_text

_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_MARKS = (
    {letter: f"\u0302{tone}" for letter, tone in zip("âáàåãä", ("", *"\u0301\u0300\u0309\u0303\u0323"), strict=True)}
    | {letter: f"\u0306{tone}" for letter, tone in zip("êéèúüë", ("", *"\u0301\u0300\u0309\u0303\u0323"), strict=True)}
    | _VNI_TONES
)  # fmt: skip
"""Second characters of a vowel in VNI, each with the combining marks that it stands for."""
_VNI_SINGLE = {"ñ": "đ", "ö": "ư", "ô": "ơ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}
_VNI_PAIR = re.compile(f"([aeouyöô])([{''.join(_VNI_MARKS)}])")
_VIETNAMESE_LETTER = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0-\u01b0\u1ea0-\u1ef9]")
"""Letters that neither encoding has."""
_HIGH = re.compile("[\x80-\xff]")
_WORD = re.compile("[A-Za-z\x80-\x9f\xa1-\xff]+")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?[aăâeêioôơuưy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_TCVN3_SIGN = re.compile("[a-zA-Z][¨©ª«¬\xad®µ¶·¸¹»¼½¾]|[¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾][a-zA-Z]")
"""A letter beside a sign that no language writes there."""
_TELLING_LETTERS = "®¸µ©ñöøÑ"
"""Letters that every few words of an old encoding have, and that Vietnamese texts do not have."""
_MIN_SYLLABLES = 3
"""Converted syllables that a line of an old encoding has at least."""


def find_legacy_encodings(text: CheckedText) -> Iterable[Slip]:
    """Return the title and the lines in TCVN3 or VNI."""
    body = text.body
    for letter in _TELLING_LETTERS:
        if letter in body:
            return _find_rows(((text.title_line, text.title), *text.rows))
    return _find_rows(((text.title_line, text.title),)) if _HIGH.search(text.title) else ()


def _find_rows(rows: Iterable[tuple[int, str]]) -> Iterator[Slip]:
    for line, row in rows:
        if _HIGH.search(row) and not _VIETNAMESE_LETTER.search(row):
            if _TCVN3_SIGN.search(row) and _has_syllables(row, _convert_tcvn3):
                yield Slip(line, ("TCVN3 (ABC)", shorten_text(row.strip(), 30)))
            elif _has_syllables(row, _convert_vni):
                yield Slip(line, ("VNI", shorten_text(row.strip(), 30)))


def _has_syllables(row: str, convert: Callable[[str], str]) -> bool:
    """Tell if most words with characters of Latin-1 become syllables.

    Most of these words are no syllables before. Reason: “Bài có chú thích” is a text in Unicode.
    """
    words = [word for word in _WORD.findall(row) if _HIGH.search(word)]
    syllables = [word for word in words if _is_syllable(convert(word))]
    strange = sum(1 for word in syllables if not _is_syllable(word))
    return strange >= _MIN_SYLLABLES and strange > len(words) / 2 and len(syllables) >= 0.8 * len(words)


def _convert_tcvn3(word: str) -> str:
    """Return a word of TCVN3 in Unicode."""
    return word.translate(_TCVN3)


def _convert_vni(word: str) -> str:
    """Return a word of VNI in Unicode and small letters."""
    small = word.lower()
    vowels = _VNI_PAIR.sub(lambda found: f"{_VNI_SINGLE.get(found[1], found[1])}\0{_VNI_MARKS[found[2]]}\0", small)
    parts = vowels.split("\0")
    for number in range(0, len(parts), 2):  # the odd parts are combining marks
        parts[number] = "".join(_VNI_SINGLE.get(letter, letter) for letter in parts[number])
    return "".join(parts)


def _is_syllable(word: str) -> bool:
    letters = unicodedata.normalize("NFD", word.lower())
    return (
        len(_TONE.findall(letters)) <= 1
        and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", _TONE.sub("", letters))) is not None
    )
