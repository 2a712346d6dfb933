"""Names and patterns of the dialect that need no Python-Markdown.

Reason: a text with usual forms only is read without the converter, whose import takes a thirtieth of a short build.
"""

import re

from bulletin.text.late_patterns import compile_late
from bulletin.text.slugs import slugify

MARKDOWN_EXTENSIONS = (
    "tables",
    "footnotes",
    "attr_list",
    "def_list",
    "abbr",
    "fenced_code",
    "sane_lists",
    "md_in_html",
)
_ATTRIBUTE_NAMES = "id|class|lang|dir|href|src|width|height|style|align|target|rel|loading"
"""Attributes that hide no word of a reader. ``title`` is none of them, because most elements lose it."""
ATTRIBUTES = (
    r"\{:?[ ]*((?:(?:#[\w:.-]+|\.[^\W\d][\w:.-]*"
    rf"""|(?:{_ATTRIBUTE_NAMES})=(?:"[^"\n]*"|'[^'\n]*'|[^\s{{}}"']+))[ ]*)+)\}}"""
)
"""Attributes in braces. Words and other names in braces are text."""
TITLE_MARKS = "“”„‟"
"""Quotation marks of Word, in which titles stand too."""
BLOCK_MARKS = r"(?:[ >+\d.-]|\*[ ])*"
"""Blanks and marks of lists and quotations at the beginning of a line."""
REFERENCE = (
    r"\[([^\[\]]*)\]:[ ]*(?:\n[ ]*)?((?=<|#|/|[^\s]*[/.@:])[^\s]+)"
    rf"[ ]*(?:\n[ ]*)?(([\"'{TITLE_MARKS}])(.*)(?:\4|[\"{TITLE_MARKS}])[ ]*|\((.*)\)[ ]*)?$"
)
"""A definition of an address, whose title may stand in marks of Word. A word without a sign of addresses is text."""
REFERENCE_PATTERN = compile_late(rf"^[ ]{{0,3}}{REFERENCE}", re.MULTILINE)
"""A definition in a block, whose marks are taken away."""
ABBREVIATION = r"\*\[(?P<abbr>[^\[\]\\\s*]+)\]:[ ]*(?P<title>[^*\s][^*\n]*)$"
"""An abbreviation, from its star to the end of its line."""
ABBREVIATION_PATTERN = compile_late(rf"^{BLOCK_MARKS}{ABBREVIATION}", re.MULTILINE)
"""An abbreviation in a source, also in lists and quotations."""


def slugify_heading(text: str, separator: str) -> str:
    """Return the id of a heading."""
    return f"muc-{slugify(text) or separator}"
