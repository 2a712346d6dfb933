"""Normal forms of Unicode (UAX #15) in time that grows with the length of the text.

Python sorts the marks above and below one letter by insertion, which costs the square of their number. A letter has
three at most in any language. If a text heaps up more, they are put in order here first.
"""

import re
import unicodedata
from itertools import groupby
from typing import Literal

NormalForm = Literal["NFC", "NFD"]
_MOST = 30
"""Marks on one letter that are left to Python."""
_CLASS = "[\u0300-\u1dff\u20d0-\U0010ffff]"
"""All marks (UnicodeData.txt, canonical combining class), and letters that Vietnamese does not have."""
_MARK = re.compile(_CLASS)
_HEAP = re.compile(f"{_CLASS}{{{_MOST + 1},}}")


def normalize_unicode(form: NormalForm, text: str) -> str:
    """Return ``text`` in the normal form ``form``."""
    return unicodedata.normalize(form, _HEAP.sub(_put_in_order, text) if _may_have_heaps(text) else text)


def is_normalized(form: NormalForm, text: str) -> bool:
    """Tell whether ``text`` is in the normal form ``form``."""
    if _may_have_heaps(text):
        return normalize_unicode(form, text) == text
    return unicodedata.is_normalized(form, text)


def _may_have_heaps(text: str) -> bool:
    """Look at every 31st character: a heap has one of these."""
    return len(text) > _MOST and _MARK.search(text[:: _MOST + 1]) is not None


def _put_in_order(heap: re.Match[str]) -> str:
    """Return the characters taken apart, with the marks of each letter in canonical order (Unicode, 3.11, D109)."""
    apart = [part for char in heap[0] for part in unicodedata.normalize("NFD", char)]
    runs = groupby(apart, lambda char: unicodedata.combining(char) > 0)
    return "".join("".join(sorted(run, key=unicodedata.combining)) for _, run in runs)
