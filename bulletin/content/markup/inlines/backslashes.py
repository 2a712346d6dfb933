r"""Backslashes that are text: those of a Windows path, and two before a letter.

CommonMark prints one of two backslashes, so that ``\\may\thu-muc`` is no address in a network any more.
"""

import re
from typing import Any

from markdown import Markdown
from markdown.inlinepatterns import (
    ESCAPE_RE,
    EscapeInlineProcessor,
    InlineProcessor,
    SubstituteTagInlineProcessor,
)

_BREAK = r"(?<!\\)\\\n"
"""A backslash at the end of a line, which breaks the line."""
_NAME = r"(?:[^\s\\/:*?\"<>|`\]\)\x02\ufffe]|\](?![(\[:])|\)(?=\w))+"
"""A name of a file or a folder, without the signs that Windows forbids and without those of links."""
_INNER_NAME = rf"{_NAME}(?:[ ]{_NAME})*(?=\\)"
"""A name with another one behind it. It may have blanks."""
_WILDCARD = r"\*(?:\.(?:\*(?!\*)|\w+))?(?![*\w])"
"""The names of all files of a folder, or of those of one type."""
_PATH = rf"(?<![\w\\])(?:[A-Za-z]:\\(?!\\)|\\\\(?=[^\W_])(?={_INNER_NAME}\\[^\s\\]))(?:{_INNER_NAME}\\)*(?:{_WILDCARD}|{_NAME})?"


class _PathProcessor(InlineProcessor):
    """Prints a path as it is typed, also if a backslash in it stands before a sign."""

    def handleMatch(  # type: ignore[override]  # noqa: N802  # the stubs have the older form
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        """Return the path up to its last escape, or None.

        Reason: rules of emphasis look at the letters before a sign, so the last name stays in the text.
        """
        signs = self.md.ESCAPED_CHARS
        places = [
            place
            for place in range(m.start(0) + 2, m.end(0) - 1)
            if data[place] == "\\" and data[place + 1] in signs
        ]
        if not places:
            return None, m.start(0), m.end(0)
        end = places[-1] + 2
        return data[m.start(0) : end], m.start(0), end


class _Escapes(EscapeInlineProcessor):
    """Makes text of a sign behind a backslash.

    Two backslashes before any other sign stay.
    """

    def handleMatch(  # type: ignore[override]  # noqa: N802  # the stubs have the older form
        self, m: re.Match[str], data: str
    ) -> Any:
        """Return the sign as text with its range, or None in its place.

        An ampersand is written as an entity, because the serializer leaves ``&lt;`` as it is.
        """
        if m[1] == "&":
            return "&amp;", m.start(0), m.end(0)
        if m[1] == "\\" and data[m.end(0) : m.end(0) + 1] not in self.md.ESCAPED_CHARS:
            return None, m.start(0), m.end(0)
        return super().handleMatch(m, data)


def register_backslashes(md: Markdown) -> None:
    """Replace the patterns of ``md`` that read backslashes."""
    md.inlinePatterns.register(SubstituteTagInlineProcessor(_BREAK, "br"), "backslash_break", 185)
    # Behind code (190), before the escapes:
    md.inlinePatterns.register(_PathProcessor(_PATH, md), "bulletin_paths", 182)
    md.inlinePatterns.register(_Escapes(ESCAPE_RE, md), "escape", 180)
