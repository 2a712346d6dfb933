"""Parts of a body that the converter would lose, as the converter reports them."""

from typing import Any, NamedTuple

from markdown import Markdown


class Slip(NamedTuple):
    """A part of a body that would be lost or changed, with message and remedy."""

    target: str
    """Text of the line, as it is written."""
    message: str
    remedy: str


def report_slip(md: Markdown, target: str, message: str, remedy: str) -> None:
    """Add a slip to those of the text that ``md`` converts."""
    converter: Any = md
    converter.slips.append(Slip(target, message, remedy))


def take_slips(md: Markdown) -> list[Slip]:
    """Return the slips of the last text, and forget them."""
    converter: Any = md
    slips: list[Slip] = getattr(converter, "slips", [])
    converter.slips = []
    return slips
