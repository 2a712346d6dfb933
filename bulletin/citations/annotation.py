"""Mark citations in a text. The words of the text stay as they were typed."""

from collections.abc import Iterable
from typing import NamedTuple

from bulletin.citations.models import Span


class Mark(NamedTuple):
    """Signs around a part of a text: ``<a href=…>`` and ``</a>``."""

    span: Span
    before: str
    behind: str


def annotate_text(text: str, marks: Iterable[Mark]) -> str:
    """Return a text with its marks.

    Args:
        text: The text, or HTML in which the caller knows the offsets of the citations.
        marks: One for each citation that the caller chose, in their order. They do not overlap.
    """
    parts, end = [], 0
    for mark in marks:
        start = end
        end = mark.span.end
        parts += [text[start : mark.span.start], mark.before, text[mark.span.start : end], mark.behind]
    return "".join((*parts, text[end:])) if parts else text
