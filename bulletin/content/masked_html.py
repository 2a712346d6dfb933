"""HTML with blanks for its tags, in which offsets stay those of the HTML."""

import re
from functools import lru_cache

from bulletin.text.late_patterns import compile_late

TAG = compile_late(r"<(pre|code)\b.*?</\1>|<(/?)(\w+)[^>]*>|&amp;", re.DOTALL)
"""A tag, code with its tags, or an ampersand."""
_TAG_OR_CODE = compile_late(r"(<(?:pre\b.*?</pre>|code\b.*?</code>|/?\w[^>]*>))", re.DOTALL)
"""Parts of HTML that are no text. Reason: a pattern that begins with one character is searched fast."""
_AMPERSAND = "&amp;"
_PLAIN_AMPERSAND = "&".ljust(len(_AMPERSAND), "\u200b")
FILLER = "\u2060"
"""Sign without a width behind the blank of an entity, so that the text has one blank there."""
_BLANK = "&nbsp;"
_PLAIN_BLANK = " ".ljust(len(_BLANK), FILLER)
_INLINE_TAGS = frozenset(
    ("a", "abbr", "b", "br", "del", "em", "i", "ins", "mark", "q", "s", "small", "span", "strong", "u")
)


def mask_tags(html: str) -> str:
    """Return HTML of the same length, with blanks and line ends for its tags and code.

    An entity of a no-break blank is an ordinary blank with fillers behind it.
    """
    parts = _TAG_OR_CODE.split(html.replace(_AMPERSAND, _PLAIN_AMPERSAND).replace(_BLANK, _PLAIN_BLANK))
    parts[1::2] = map(_mask_tag, parts[1::2])
    return "".join(parts)


@lru_cache(maxsize=1 << 10)
def _mask_tag(tag: str) -> str:
    """Return blanks for a tag, or points for code.

    Reason: an archive has the same tags again and again.
    """
    found = TAG.match(tag)
    if found and not found[1]:
        return " " * len(tag) if found[3] in _INLINE_TAGS else "\n\n".ljust(len(tag))
    return "·" * len(tag)
