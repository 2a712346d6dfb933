"""Texts for the tests of warnings, and what the finders say about them."""

from bulletin.content.markup.body import BodyParser
from bulletin.content.warnings.checked_text import CheckedText
from bulletin.content.warnings.texts import find_text_warnings
from bulletin.content.warnings.warning import join_places

_PARSER = BodyParser()
BODY_LINE = 5
"""Line of the file on which the body of a sample begins."""


def create_checked_text(body: str, title: str = "Tin") -> CheckedText:
    """Return a text with its title on line 2 and its body on ``BODY_LINE``."""
    html = _PARSER.parse_body("content/articles/tin.md", body, BODY_LINE)[0].html
    return CheckedText(title, 2, body, BODY_LINE, html)


def list_warnings_of(body: str, title: str = "Tin") -> dict[str, tuple[int, str]]:
    """Return line and text of the first warning of each name."""
    found = join_places(find_text_warnings("tin.md", create_checked_text(body, title), ()))
    return {
        warning.name: (warning.line, f"{warning.message} {warning.remedy}") for warning in reversed(found)
    }
