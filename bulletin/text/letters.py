"""The normal form of letters, for texts, fields, names and words of a search.

The form is NFC, with plain letters for styled ones, and without signs that have no width.
Đ replaces the Icelandic and African letters that look like it. Characters that say more than a letter stay: ½, ², №, ①.
The theme does the same with the words of a search, in ``theme/static/js/search/words.js``.
"""

import re
import unicodedata
from functools import lru_cache

from bulletin.text.late_patterns import compile_late
from bulletin.text.unicode_forms import normalize_unicode

_COMMON_BYTES = bytes(range(0x20, 0x7F)) + b"\t\n\r" + bytes(range(0x80, 0xC0)) + b"\xc3\xc4\xc5\xc6\xcc\xe1"
"""Bytes of UTF-8 that each Vietnamese text may have: ASCII, and what the letters begin and go on with."""
_SIGN_BYTES = b"\xc2\xe2"
"""First bytes of signs: no-break space, quotation marks, dashes."""
_UNUSUAL_LATIN_SIGN = compile_late(rb"\xc2[\x80-\x9f\xad]")
_UNUSUAL_SIGN = compile_late(rb"\xe2(?:\x80[\x8b-\x8f\xa8-\xae]|\x81[\xa0-\xa9]|[\x84\x85])")
"""Signs without a width, marks of direction, ends of lines, and letters of mathematics."""
_UNUSUAL_LETTERS = ("\u00d0", "\u00f0", "\u0189")

_ETHS = {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"}
_ETH = "[\u00d0\u0189\u00f0\u0256]"
_TCVN3_SIGN = "[a-zA-Z][¨©ª«¬®µ¶·¸¹»¼½¾]|[¡¢£¤¥¦§¨©ª«¬®µ¶·¸¹»¼½¾][a-zA-Z]"
"""A letter beside a sign that only the encoding TCVN3 writes there. It has other letters for ð and Ð."""
_STYLED_LETTER = (
    "[\u2102\u210a-\u210e\u2110-\u2113\u2115\u2119-\u211d\u2124\u2128\u212c\u212d\u212f-\u2131\u2133\u2134"
    "\u2160-\u217f\ufb00-\ufb06\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]"
)
"""Letters and digits of mathematics, full-width ones, ligatures and Roman numerals (UAX #15, NFKC)."""
_OTHER_SCRIPT = "\u0590-\u109f\u1100-\u1cff\u2190-\u2bff\u3000-\ud7ff\ufe00-\ufe0f\U00010000-\U0010ffff"
_MEANINGLESS_SIGNS, _JOINERS = "\u00ad\u2060-\u2064\ufeff", "\u200b-\u200f"
ZERO_WIDTH_SIGNS = _MEANINGLESS_SIGNS + _JOINERS
"""Ranges of all signs without a width, for a set of a pattern."""
_ZERO_WIDTH = f"[{_MEANINGLESS_SIGNS}]|(?<![{_OTHER_SCRIPT}])[{_JOINERS}]"
"""Signs without a width: soft hyphens, joiners, marks of direction.

Behind an emoji or a letter of Khmer or Arabic, some of them have a meaning.
"""

ODD_BLANKS = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""Blanks that look like an ordinary one, such as the no-break blank of Word and Zalo. Also a set of a pattern."""
_PLAIN_BLANKS = str.maketrans(dict.fromkeys(ODD_BLANKS, " "))

_SYLLABLE = "(?:[^\\W\\d_][\u0300-\u036f]*)+"
_TONE = "[\u0300\u0301\u0303\u0309\u0323]"
"""The five marks of tone in decomposed Vietnamese."""


@lru_cache(maxsize=4)
def is_usual_text(text: str) -> bool:
    """Tell if a composed text has no character that this module or a check looks for.

    Such a text has no character of ``UNSAFE_CHARACTERS_PATTERN`` either.
    Reason: the bytes of an article are compared in 8 µs, and a pattern takes 30. Each article is asked for twice.
    """
    data = text.encode("utf-8", "surrogatepass")
    rest = data.translate(None, _COMMON_BYTES)
    if rest:
        if rest.strip(_SIGN_BYTES) or (b"\xc2" in rest and _UNUSUAL_LATIN_SIGN.search(data)):
            return False
        if b"\xe2" in rest and _UNUSUAL_SIGN.search(data):
            return False
    return not any(letter in text for letter in _UNUSUAL_LETTERS)


def normalize_letters(text: str) -> str:
    """Return ``text`` in the normal form of letters. Line ends stay."""
    composed = normalize_unicode("NFC", text)
    if composed.isascii() or is_usual_text(composed):
        return composed
    plain = re.sub(_ZERO_WIDTH, "", composed)
    if re.search(_STYLED_LETTER, plain):
        plain = re.sub(_STYLED_LETTER, lambda found: unicodedata.normalize("NFKC", found[0]), plain)
    if re.search(_ETH, plain):
        plain = "\n".join(map(_replace_eths, plain.split("\n")))
    return normalize_unicode("NFC", plain)


def replace_odd_blanks(text: str) -> str:
    """Return ``text`` of the same length, with an ordinary blank for each odd one."""
    return text.translate(_PLAIN_BLANKS) if any(blank in text for blank in ODD_BLANKS) else text


@lru_cache(maxsize=1 << 16)
def fold_name(name: str) -> str:
    """Return a name without case, and with the tones behind their syllables.

    ``Hoà bình`` and ``hòa Bình`` have one folded form. All other marks and signs make a difference.
    """
    return re.sub(_SYLLABLE, _move_tones, normalize_unicode("NFD", normalize_letters(name).casefold()))


def _move_tones(syllable: re.Match[str]) -> str:
    tones = re.findall(_TONE, syllable[0])
    return f"{re.sub(_TONE, '', syllable[0])}{''.join(tones)}" if tones else syllable[0]


def _replace_eths(row: str) -> str:
    return row if re.search(_TCVN3_SIGN, row) else re.sub(_ETH, _replace_eth, row)


def _replace_eth(found: re.Match[str]) -> str:
    """Return Đ or đ; behind a small letter the letter itself, as in Icelandic."""
    before = found.string[found.start() - 1 : found.start()]
    return found[0] if before.islower() else _ETHS[found[0]]
