"""Angle brackets that are no HTML, which are printed as they are typed.

HTML parsers read ``<tên cơ quan>`` as an element, whose words no reader sees.
CommonMark prints it, but reads ``<Enter>`` as an element. GitHub then removes it.
"""

import re
from functools import cache

from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

TEXT_BRACKET = "\ufffe"
"""Sign that stands for a ``<`` until the HTML is written.

No body has it, because it is an unsafe character. Neither code nor HTML changes it, as they would change an entity.
"""

_HTML_NAMES = frozenset(
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br"
    " button canvas caption center cite code col colgroup command data datalist dd del details dfn dialog dir div dl dt em"
    " embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe"
    " image img input ins isindex kbd keygen label legend li link listing main map mark marquee math menu menuitem meta meter"
    " multicol nav nextid nobr noembed noframes noscript object ol optgroup option output p param picture plaintext pre"
    " progress q rb rp rt rtc ruby s samp script search section select slot small source spacer span strike strong style sub"
    " summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp"
    " circle defs ellipse g line mi mn mo mrow path polygon polyline rect text tspan use".split()
)
"""Elements of HTML, old ones too, and the usual ones of SVG and MathML.

Word writes others, with a colon.
"""
_FLAGS = (
    "allowfullscreen|async|autofocus|autoplay|border|checked|compact|controls|default|defer|disabled|download|hidden|inert"
    "|ismap|itemscope|loop|markdown|multiple|muted|novalidate|noshade|nowrap|open|playsinline|readonly|required|reversed"
    "|selected"
)
"""Attributes without a value. Other words are text in angle brackets."""
_ATTRIBUTE = (
    r"""(?:[^\s"'<>/=]++\s*+=\s*+(?:"[^"]*+"|'[^']*+')"""
    rf"""|[a-z_:@][\w:.-]*+\s*+=\s*+[^\s"'<>]++|(?:{_FLAGS})(?=[\s/>]))"""
)
_DECLARATION = r"<!doctype[^<>]*>|<!\[(?:end)?if[^<>]*>|<\?xml[^<>]*>"
_UNSAFE_SCHEME = r"(?:javascript|vbscript|data|file):"


def _write_tag_pattern(names: frozenset[str]) -> str:
    """Return the pattern of a tag. ``names`` are further elements."""
    name = rf"(?:{'|'.join((*_HTML_NAMES, *map(re.escape, names)))}|(?:[ovwmx]|st\d|u\d):[a-z][\w-]*+)"
    return rf"</?{name}(?:(?:\s++|(?<=[\"'])|/){_ATTRIBUTE})*+\s*+/?>"


@cache
def get_html_tag_pattern() -> re.Pattern[str]:
    """Return the pattern of a tag of an element that HTML has.

    Few builds need it, and it takes milliseconds.
    """
    return re.compile(_write_tag_pattern(frozenset()), re.IGNORECASE | re.ASCII)


@cache
def _compile_marks(names: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of all that can begin with ``<``.

    ``names`` are further elements.
    """
    return re.compile(
        r"(?P<comment><!--)"
        rf"|(?P<declaration>{_DECLARATION})"
        r"|(?P<target>\]\([ ]*<[^<>\n]*>|\]:[ ]*<[^<>\s]*>)"
        rf"|(?P<address><(?:[a-z][a-z0-9+.-]*://[^<>\s]*|mailto:[^<>\s]+|[^<>@\s!/]+@[^<>@\s]+|{_UNSAFE_SCHEME}[^<>]*)>)"
        rf"|(?P<tag>{_write_tag_pattern(names)})"
        r"|(?P<text><)",
        re.IGNORECASE | re.ASCII,
    )


@cache
def _compile_html_marks() -> re.Pattern[str]:
    """Return the pattern of all that can begin with ``<`` in HTML."""
    return re.compile(
        rf"(?P<comment><!--)|(?P<known>{_DECLARATION}|<{_UNSAFE_SCHEME}[^<>]*>|{_write_tag_pattern(frozenset())})|(?P<text><)",
        re.IGNORECASE | re.ASCII,
    )


class AngleBrackets(Preprocessor):
    """Replaces each ``<`` that begins no HTML, no address and no comment."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with ``TEXT_BRACKET`` for brackets that are text."""
        source = "\n".join(lines)
        if "<" not in source:
            return lines
        names = frozenset(self.md.block_level_elements) - _HTML_NAMES
        return replace_angle_brackets(source, names).split("\n")


class TextBrackets(Postprocessor):
    """Writes the brackets that ``AngleBrackets`` replaced, as HTML has them."""

    def run(self, text: str) -> str:
        """Return HTML without ``TEXT_BRACKET``."""
        return text.replace(TEXT_BRACKET, "&lt;") if TEXT_BRACKET in text else text


def replace_angle_brackets(source: str, names: frozenset[str] = frozenset()) -> str:
    """Return ``source`` with ``TEXT_BRACKET`` for each ``<`` that is text.

    ``names`` are elements of extensions.
    """
    return _replace(source, _compile_marks(names), TEXT_BRACKET)


def escape_unknown_tags(unsafe: str) -> str:
    """Return HTML with ``&lt;`` for each ``<`` at which a sanitizer would drop words.

    Reason: a block of HTML has no addresses of Markdown, which ``replace_angle_brackets`` leaves alone.
    """
    return _replace(unsafe, _compile_html_marks(), "&lt;")


def _replace(source: str, marks: re.Pattern[str], sign: str) -> str:
    parts, kept, place = list[str](), 0, 0
    last_end = source.rfind("-->")
    while found := marks.search(source, place):
        place = found.end()
        if found.lastgroup == "text":
            parts += (source[kept : found.start()], sign)
            kept = place
        elif found.lastgroup == "comment" and place <= last_end:
            place = source.find("-->", place) + len("-->")
    return "".join((*parts, source[kept:]))
