"""The table of decisions in ``docs/markdown.md``, and converters to compare."""

import re
from typing import NamedTuple

from markdown import Markdown
from markdown_it import MarkdownIt

from bulletin.content.markup.body import BodyParser
from bulletin.content.markup.syntax import MARKDOWN_EXTENSIONS
from tests.factories import ROOT

_GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"])
"""GitHub, without its links of bare addresses and its sanitizer."""
_LIBRARY = Markdown(extensions=[*MARKDOWN_EXTENSIONS], output_format="html")
_OURS = BodyParser()
_SIGNS = {"\n": "↵", "\xa0": "⍽", "\u200b": "◌", "|": "¦"}
"""Signs that a cell of the table cannot have, and those that stand for them."""
_ROW = re.compile(r"^\| `` (.+?) `` \| (.+?) \| (.+?) \| (.+?) \| (.+?) \| (.*?) ?\|$", re.MULTILINE)
_INVISIBLE = re.compile(r" id='[^']*'| class='align[^']*'|(?<=<br) ?/|</?t(?:head|body)>")
_BEHIND_TAG = re.compile(r"<(tr|td|th|li)>\s*")
_BETWEEN_TAGS = re.compile(r"(?<=>)\n+|\n+(?=</?(?:[duo]l|li|p|t[a-z]+|h\d)\b)")


class Decision(NamedTuple):
    """A row of the table."""

    typed: str
    github: str
    pandoc: str
    library: str
    ours: str
    reason: str


def read_decisions() -> list[Decision]:
    """Return the rows of the table."""
    text = (ROOT / "docs/markdown.md").read_text(encoding="utf-8")
    return [Decision(unquote(row[0]), *row[1:]) for row in _ROW.findall(text)]


def quote(text: str) -> str:
    """Return a text as code in a cell."""
    for sign, shown in _SIGNS.items():
        text = text.replace(sign, shown)
    return f"`` {text} ``"


def unquote(cell: str) -> str:
    """Return the text of code in a cell."""
    text = cell.removeprefix("`` ").removesuffix(" ``")
    for sign, shown in _SIGNS.items():
        text = text.replace(shown, sign)
    return text


def convert_like_github(text: str) -> str:
    """Return the HTML of GitHub."""
    return _simplify(_GITHUB.render(text))


def convert_like_library(text: str) -> str:
    """Return the HTML of Python-Markdown."""
    return _simplify(_LIBRARY.reset().convert(text))


def convert_like_us(text: str) -> str:
    """Return the HTML of the bulletin."""
    return _simplify(_OURS.parse_body("content/articles/tin.md", text, 1)[0].html)


def list_our_problems(text: str) -> list[str]:
    """Return what a check says about a body."""
    return [str(problem) for problem in _OURS.parse_body("content/articles/tin.md", text, 1)[1]]


def _simplify(made: str) -> str:
    """Return HTML without differences that no reader sees."""
    for old, new in (
        ("<s>", "<del>"),
        ("</s>", "</del>"),
        ("h1>", "h2>"),
        ("&amp;", "&"),
        ("&quot;", "'"),
        ('"', "'"),
    ):
        made = made.replace(old, new)
    made = _INVISIBLE.sub("", made)
    return _BETWEEN_TAGS.sub("", _BEHIND_TAG.sub(r"<\1>", made.strip()))
