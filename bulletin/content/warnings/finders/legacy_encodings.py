"""Finder of texts in TCVN3 (ABC) and VNI, and of UTF-8 read as Windows-1252.

Both encodings use characters of Latin-1 for Vietnamese letters. A line counts if most of its words with such
characters become Vietnamese syllables once they are converted.
The code points of TCVN3 are those of TCVN 5712:1993, set VN3.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from bulletin.content.warnings.checked_text import CheckedText, Slip, shorten_text
from bulletin.text.late_patterns import compile_late

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
_VNI_PAIR = compile_late(f"([aeouyöô])([{''.join(_VNI_MARKS)}])")
_VIETNAMESE_LETTER = compile_late(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0-\u01b0\u1ea0-\u1ef9]"
)
"""Letters that neither encoding has."""
_HIGH = compile_late("[\x80-\xff]")
_WORD = compile_late("[A-Za-z\x80-\x9f\xa1-\xff]+")
_SYLLABLE = compile_late(
    r"(?:ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?[aăâeêioôơuưy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
_TONE = compile_late("[\u0300\u0301\u0303\u0309\u0323]")
_TCVN3_SIGN = compile_late("[a-zA-Z][¨©ª«¬\xad®µ¶·¸¹»¼½¾]|[¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾][a-zA-Z]")
"""A letter beside a sign that no language writes there."""
_TELLING_LETTERS = ("®", "¸", "µ", "©", "ñ", "ö", "ø", "Ñ")
"""Letters that every few words of an old encoding have, and that Vietnamese texts do not have."""
_WINDOWS_BYTES = {
    character: bytes((byte,))
    for byte in range(0x80, 0x100)
    for character in {bytes((byte,)).decode("cp1252", "replace"), chr(byte)} - {"\ufffd"}
}
"""The bytes of characters of Windows-1252 and of Latin-1, those of UTF-8 among them."""
_CONTINUATION = "".join(sign for sign, byte in _WINDOWS_BYTES.items() if byte < b"\xc0")
_MISREAD = compile_late(rf"á[º»][{re.escape(_CONTINUATION)}]|Ã[\x80-\xbf]|Æ[°¡]|Ä[‘\x90\x91ƒ\x83‚\x82]")
"""A Vietnamese letter of UTF-8, read as Windows-1252."""
_MISREAD_SIGN = compile_late(rf"â€[{re.escape(_CONTINUATION)}]|Â[\xa0-\xbf]")
"""A quotation mark, a dash or another sign of UTF-8, read as Windows-1252."""
_MISREAD_LEFT = compile_late(r"[ÄÆ]|á[º»]|â€|Ã(?:[^\w\s.,;:!?)”]|\xad)")
"""A part of a letter or of a sign that cannot be read back."""
_MISREAD_REST = compile_late(r"á[º»](?=[A-Za-z])|Ä(?=á)")
"""The rest of a letter whose last character is lost."""
_MISREAD_MARKS = ("Ã", "áº", "á»", "Æ°", "Æ¡", "Ä")
_OTHER_BYTES = bytes(
    {*range(0x100)} - {*"".join((*_TELLING_LETTERS, *_MISREAD_MARKS)).replace("á", "").encode("latin-1")}
)
"""Characters of Latin-1 in no telling letter and in no mark. The á is one of them, because Vietnamese texts have it."""
_UNICODE_REMEDY = "Hãy đổi sang Unicode bằng công cụ chuyển mã của UniKey (Ctrl+Shift+F6) rồi chép lại."
_MIN_SYLLABLES = 3
"""Converted syllables that a line of an old encoding has at least."""


def find_legacy_encodings(text: CheckedText) -> Iterable[Slip]:
    """Return the title and the lines in another encoding."""
    title = (text.title_line, text.title)
    if _may_have_other_letters(text.body) and any(
        sign in text.body for sign in (*_TELLING_LETTERS, *_MISREAD_MARKS)
    ):
        return _find_rows((title, *text.rows))
    has_other_title = not _VIETNAMESE_LETTER.search(text.title) or _may_have_other_letters(text.title)
    return _find_rows((title,)) if has_other_title else ()


def _may_have_other_letters(text: str) -> bool:
    """Tell if a text has a telling letter, or a character of a mark.

    Reason: the search for one of them takes 2 µs, and dropping all others takes 10.
    """
    return bool(text.encode("latin-1", "ignore").translate(None, _OTHER_BYTES))


def _find_rows(rows: Iterable[tuple[int, str]]) -> Iterator[Slip]:
    for line, row in rows:
        if remedy := _find_remedy_of_misread(row):
            yield Slip(
                line, ("UTF-8 nhưng đọc nhầm thành Windows-1252", shorten_text(row.strip(), 30), remedy)
            )
        elif _HIGH.search(row) and not _VIETNAMESE_LETTER.search(row):
            if _TCVN3_SIGN.search(row) and _has_syllables(row, _convert_tcvn3):
                yield Slip(line, ("TCVN3 (ABC)", shorten_text(row.strip(), 30), _UNICODE_REMEDY))
            elif _has_syllables(row, _convert_vni):
                yield Slip(line, ("VNI", shorten_text(row.strip(), 30), _UNICODE_REMEDY))


def _find_remedy_of_misread(row: str) -> str:
    """Return the remedy for a line of UTF-8 that was read as Windows-1252, or nothing.

    One sequence may be chance: ``«khá»…``. Programs drop some of the characters, so that letters are lost.
    """
    meant, count = _MISREAD.subn(_decode_letter, row)
    lost = len(_MISREAD_REST.findall(meant))
    if count + lost < 2:
        return ""
    again = "hãy lưu lại tệp gốc bằng UTF-8 rồi chép lại."
    meant = _MISREAD_SIGN.sub(_decode_letter, meant)
    if lost or _MISREAD_LEFT.search(meant):
        return f"Vài chữ đã mất, {again}"
    return f"Hãy viết “{shorten_text(meant.strip())}”; nếu cả tệp bị vậy, {again}"


def _decode_letter(found: re.Match[str]) -> str:
    letters = [_WINDOWS_BYTES.get(letter) for letter in found[0]]
    return b"".join(byte for byte in letters if byte).decode("utf-8", "replace") if all(letters) else found[0]


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
    vowels = _VNI_PAIR.sub(
        lambda found: f"{_VNI_SINGLE.get(found[1], found[1])}\0{_VNI_MARKS[found[2]]}\0", small
    )
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
