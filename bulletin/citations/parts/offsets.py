"""Composed form of a text whose offsets lead back to the text as it was given."""

import re
import unicodedata
from typing import NamedTuple

from bulletin.citations.models import Span

_ETH_LETTERS = "\u00d0\u0189"
_ETHS = str.maketrans(_ETH_LETTERS, "ĐĐ")
_CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")
_NO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


class ComposedText(NamedTuple):
    """A text in NFC without signs that have no width.

    Đ replaces letters that look like it.
    """

    text: str
    places: tuple[Span, ...] | None
    """Place in the given text of each character. None if both texts have the same offsets."""

    def locate(self, start: int, end: int) -> Span:
        """Return the span of the given text behind a part of the composed text."""
        if self.places is None:
            return Span(start, end)
        return Span(self.places[start].start, self.places[end - 1].end)


def compose_text(text: str) -> ComposedText:
    """Return a text in the form in which citations are sought."""
    if unicodedata.is_normalized("NFC", text) and not any(sign in text for sign in _NO_WIDTH):
        has_eth = any(letter in text for letter in _ETH_LETTERS)
        return ComposedText(text.translate(_ETHS) if has_eth else text, None)
    parts, places = [], []
    for cluster in _CLUSTER.finditer(text):
        plain = unicodedata.normalize("NFC", cluster[0]).translate(_ETHS)
        plain = "".join(letter for letter in plain if letter not in _NO_WIDTH)
        parts.append(plain)
        places += [Span(*cluster.span())] * len(plain)
    return ComposedText("".join(parts), tuple(places))
