"""Parts of a body that the converter would lose, as the converter reports them."""

from typing import Any, NamedTuple

from markdown import Markdown

from bulletin.content.markup.inlines.angle_brackets import TEXT_BRACKET


class LostText(NamedTuple):
    """A part of a body that would be lost or changed, with message and remedy."""

    target: str
    """Text of the line, as it is written."""
    message: str
    remedy: str


def report_lost_text(md: Markdown, target: str, message: str, remedy: str) -> None:
    """Add a part to those of the text that ``md`` converts."""
    converter: Any = md
    written = (text.replace(TEXT_BRACKET, "<") for text in (target, message, remedy))
    converter.lost_texts.append(LostText(*written))


def take_lost_texts(md: Markdown) -> list[LostText]:
    """Return the lost parts of the last text, and forget them."""
    converter: Any = md
    lost_texts: list[LostText] = getattr(converter, "lost_texts", [])
    converter.lost_texts = []
    return lost_texts
