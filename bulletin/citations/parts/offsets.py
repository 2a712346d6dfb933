"""Composed form of a text whose offsets lead back to the text as it was given."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from bulletin.citations.models import Span

_ETH_LETTERS = "\u00d0\u0189"
_ETHS = str.maketrans(_ETH_LETTERS, "ĐĐ")
_CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")
_NO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_BLANKS_FOR_SIGNS = str.maketrans(dict.fromkeys(_NO_WIDTH, " "))


class ComposedText(NamedTuple):
    """A text in NFC without signs that have no width.

    Đ replaces letters that look like it.
    """

    text: str
    starts: Sequence[int] | None = None
    """Offset in the given text of each character. None if both texts have the same offsets."""
    ends: Sequence[int] = ()
    """Offset in the given text behind each character."""

    def locate(self, start: int, end: int) -> Span:
        """Return the span of the given text behind a part of the composed text."""
        if self.starts is None:
            return Span(start, end)
        return Span(self.starts[start], self.ends[end - 1])


def compose_text(text: str) -> ComposedText:
    """Return a text in the form in which citations are sought."""
    if unicodedata.is_normalized("NFC", text):
        has_eth = any(letter in text for letter in _ETH_LETTERS)
        plain = text.translate(_ETHS) if has_eth else text
        if not any(sign in text for sign in _NO_WIDTH):
            return ComposedText(plain)
        kept = [place for place, sign in enumerate(text) if sign not in _NO_WIDTH]
        return ComposedText("".join(plain[place] for place in kept), kept, [place + 1 for place in kept])
    parts, starts, ends = list[str](), list[int](), list[int]()
    for cluster in _CLUSTER.finditer(text):
        plain = unicodedata.normalize("NFC", cluster[0]).translate(_ETHS)
        plain = "".join(letter for letter in plain if letter not in _NO_WIDTH)
        parts.append(plain)
        starts += [cluster.start()] * len(plain)
        ends += [cluster.end()] * len(plain)
    return ComposedText("".join(parts), starts, ends)


def blank_signs(text: str, composed: ComposedText) -> str:
    """Return a text of the same offsets with blanks for signs that have no width.

    ``composed`` is its composed form.
    """
    return text if composed.starts is None else text.translate(_BLANKS_FOR_SIGNS)
