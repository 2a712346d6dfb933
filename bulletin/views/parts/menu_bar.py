"""Choose the sections that stand in the row of the menu.

The row has one line, and the panel “Chuyên mục” holds all sections.
The width of a label is estimated from its length.
Reason: a stylesheet can hide what does not fit, but the keyboard would still stop there.
"""

from collections.abc import Sequence
from itertools import accumulate

_LETTER = 8
"""Pixels of an average letter, rounded up. Measured: 6.8 to 8 in the sample, at 15 pixels."""
_GAP = 20
"""Pixels between two labels."""
_FIRST_LABEL = "Tin mới"
_ROOM = 800
"""Pixels beside “Chuyên mục” on a screen of 64em, which is 1,024 pixels wide."""
_WIDE_ROOM = 1070
"""The same on a screen of 80em, on which the page has its full width."""


def choose_bar_sections(labels: Sequence[str]) -> tuple[str, ...]:
    """Return ``all``, ``wide`` or an empty string for each label of a section.

    Sections stand in the row in their order, until the room is used up.
    """
    ends = accumulate(len(label) * _LETTER + _GAP for label in (_FIRST_LABEL, *labels))
    next(ends)
    return tuple("all" if end <= _ROOM else "wide" if end <= _WIDE_ROOM else "" for end in ends)
