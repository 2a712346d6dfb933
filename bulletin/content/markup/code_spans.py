"""Code in a sentence, and backticks that are apostrophes of names or measures.

Names of peoples and persons are typed with them: ``H`Mông``, ``Y`Bion``. So are feet and minutes, behind a digit.
"""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import BACKTICK_RE, BacktickInlineProcessor


def register_code_spans(md: Markdown) -> None:
    """Replace the pattern of ``md`` that reads code."""
    md.inlinePatterns.register(CodeSpans(BACKTICK_RE), "backtick", 190)


class CodeSpans(BacktickInlineProcessor):
    """Makes code of the text between two signs that are no apostrophes.

    Apostrophes stand between letters, or behind digits.
    """

    def handleMatch(  # type: ignore[override]  # noqa: N802  # the stubs have the older form
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        """Return the code that begins at a match, with its range.

        A sign that is text has a range alone.
        """
        code, start, end = super().handleMatch(m, data)
        place = m.start(0)
        if isinstance(code, Element) and place and data[place - 1].isalpha() and data[place + 1].isalpha():
            behind = data[end : end + 1] if end is not None else ""
            if behind.isalpha():
                return None, place, place + 1
        if (
            isinstance(code, Element)
            and place
            and end
            and data[place - 1].isdigit()
            and data[end - 2].isdigit()
        ):
            return None, place, place + 1
        return code, start, end
