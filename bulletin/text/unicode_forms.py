"""Normal forms of Unicode (UAX #15), computed in linear time.

Python sorts the marks of one letter by insertion.
That takes time that grows with the square of their number.
No language has more than three marks on a letter.
So this module sorts longer sequences before Python does.
"""

import re
import unicodedata
from itertools import groupby
from typing import Literal

from bulletin.text.late_patterns import compile_late

NormalForm = Literal["NFC", "NFD"]
_MAX_MARKS = 30
"""Most marks on one letter that Python sorts."""
_MARK_CLASS = "[^\x00-\u02ff\u1e00-\u20cf]"
"""All marks (UnicodeData.txt, canonical combining class) and letters unknown to Vietnamese.

Reason for the negation: Python compiles it in 0.2 ms instead of 6.
"""
_MARK = compile_late(_MARK_CLASS)
_MARK_SEQUENCE = compile_late(f"{_MARK_CLASS}{{{_MAX_MARKS + 1},}}")


def normalize_unicode(form: NormalForm, text: str) -> str:
    """Return ``text`` in the normal form ``form``."""
    return unicodedata.normalize(
        form, _MARK_SEQUENCE.sub(_sort_marks, text) if _may_have_long_sequences(text) else text
    )


def is_normalized(form: NormalForm, text: str) -> bool:
    """Tell if ``text`` is in the normal form ``form``."""
    if _may_have_long_sequences(text):
        return normalize_unicode(form, text) == text
    return unicodedata.is_normalized(form, text)


def _may_have_long_sequences(text: str) -> bool:
    """Check every 31st character, because a long sequence contains one of them."""
    return len(text) > _MAX_MARKS and _MARK.search(text[:: _MAX_MARKS + 1]) is not None


def _sort_marks(sequence: re.Match[str]) -> str:
    """Return the decomposed characters, with marks in canonical order.

    Source: The Unicode Standard, 3.11, D109.
    """
    decomposed = [part for char in sequence[0] for part in unicodedata.normalize("NFD", char)]
    runs = groupby(decomposed, lambda char: unicodedata.combining(char) > 0)
    return "".join("".join(sorted(run, key=unicodedata.combining)) for _, run in runs)
