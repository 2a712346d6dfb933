"""Angle brackets that are no HTML, which are printed as they are typed.

HTML parsers read ``<tên cơ quan>`` as an element, whose words no reader sees.
CommonMark prints it, but reads ``<Enter>`` as an element. GitHub then removes it.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from bulletin.content.markup.inlines.code_spans import find_code_spans
from bulletin.text.late_patterns import compile_late

TEXT_BRACKET = "\ufffe"
"""Sign that stands for a ``<`` until the HTML is written.

No body has it, because it is an unsafe character. Neither code nor HTML changes it, as they would change an entity.
"""

_HTML_NAMES = frozenset(
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br"
    " button canvas caption center cite code col colgroup command data datalist dd del details dfn dialog dir div dl dt em"
    " embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe"
    " image img input ins isindex kbd keygen label legend li link listing main map mark marquee math menu menuitem meta meter"
    " multicol nav nextid nobr noembed noframes noscript object oembed ol optgroup option output p param picture plaintext pre"
    " progress q rb rp rt rtc ruby s samp script search section select slot small source spacer span strike strong style sub"
    " summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp"
    " circle defs ellipse g line mi mn mo mrow path polygon polyline rect text tspan use".split()
)
"""Elements of HTML, old ones too, and the usual ones of SVG and MathML.

Word writes others, with a colon.
"""
_BLOCK_NAMES = frozenset(
    "address article aside blockquote center details div dl fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup"
    " legend main map menu nav ol pre section summary table ul".split()
)
"""Blocks that ``unclosed_tags`` reports at the start of a line if they have no end tag."""
_LONE_NAMES = frozenset(
    "applet audio base bgsound body br canvas caption col colgroup dd dt embed form frame frameset head hr html iframe img"
    " li link math meta noembed noframes noscript object option p plaintext rb rp rt rtc script select"
    " style svg tbody td template textarea tfoot th thead title tr video wbr xmp".split()
)
"""Elements that need no end tag, and those that other modules report."""
_VOID_NAMES = frozenset("br hr img wbr input source track embed area base col link meta param".split())
_PAIRED_NAMES = _HTML_NAMES - _BLOCK_NAMES - _LONE_NAMES
"""Elements that do nothing without an end tag, as the ``I`` of ``Lớp <I>``."""
_TABLE_NAMES = frozenset("caption tbody td tfoot th thead tr".split())
_ROOT_NAMES = frozenset("body head html".split())
_PART_NAMES = frozenset(
    "caption col colgroup dd dt li option p rb rp rt rtc tbody td tfoot th thead tr".split()
)
"""Elements whose end tag may be missing inside another block. In a sentence, such a name is text."""
_FLAGS = (
    "allowfullscreen|async|autofocus|autoplay|border|checked|compact|controls|default|defer|disabled|download|hidden|inert"
    "|formnovalidate|ismap|itemscope|loop|markdown|module|mozallowfullscreen|multiple|muted|nomodule|noresize|novalidate"
    "|noshade|nowrap|open|oallowfullscreen|msallowfullscreen|playsinline|readonly|required|reversed|scoped|selected|setup"
    r"|webkitallowfullscreen|(?:aria|data|ng|v)-[a-z][\w-]*+"
)
"""Attributes without a value. Other words are text in angle brackets."""
_ATTRIBUTE = (
    r"""(?:[^\s"'<>/=]++\s*+=\s*+(?:"[^"]*+"|'[^']*+')"""
    rf"""|[a-z_:@][\w:.-]*+\s*+=\s*+[^\s"'<>]++|(?:{_FLAGS})(?=[\s/>]))"""
)
_EMBEDDED_NAMES = "iframe|script|style|video|audio|source|embed|object|input|link|meta"
"""Elements whose tags have no words of a text, so that any attribute may lack a value."""
_DECLARATION = r"<!doctype[^<>]*>|<!\[(?:end)?if[^<>]*>|<\?xml[^<>]*>"
_UNSAFE_SCHEME = r"(?:javascript|vbscript|data|file):"


def _write_tag_pattern(names: frozenset[str]) -> str:
    """Return the pattern of a tag. ``names`` are further elements."""
    name = rf"(?:{'|'.join((*_HTML_NAMES, *map(re.escape, names)))}|(?:[ovwmx]|st\d|u\d):[a-z][\w-]*+)"
    usual = rf"</?{name}(?:(?:\s++|(?<=[\"'])|/){_ATTRIBUTE})*+\s*+/?>"
    embedded = rf"<(?:{_EMBEDDED_NAMES})(?=\s[^<>]*=)(?:(?:\s++|(?<=[\"'])|/)(?:{_ATTRIBUTE}|[a-z][\w:.-]*+(?=[\s/>])))*+\s*+/?>"
    return f"(?:{usual}|{embedded})"


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
        r"|(?P<target>\]\([ ]*<[^<>\n]*>|\]:[ ]*<[^<>\s]*>(?=(?:[ ]+[\"'(“”„‟][^\n]{0,200}[\"')“”„‟])?[ ]*(?:\n|\Z)))"
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


_BARE_TAG = compile_late(r"<[a-z][a-z0-9]*+\s*+>", re.IGNORECASE | re.ASCII)
"""A start tag without attributes."""
_BLOCK_LINE = compile_late(rf"\s*</?(?:{'|'.join(sorted(_BLOCK_NAMES | _LONE_NAMES))})[\s/>]", re.IGNORECASE)


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
    tags, places = list[re.Match[str]](), list[int]()
    for found in _find_marks(source, _compile_marks(names)):
        if found.lastgroup == "text":
            places.append(found.start())
        elif found.lastgroup == "tag":
            tags.append(found)
    texts = {*places, *_find_coded_blocks(source, tags), *_find_lone_tags(source, tags)}
    return _replace(source, sorted(texts), TEXT_BRACKET)


def escape_unknown_tags(unsafe: str) -> str:
    """Return HTML with ``&lt;`` for each ``<`` at which a sanitizer would drop words.

    Reason: a block of HTML has no addresses of Markdown, which ``replace_angle_brackets`` leaves alone.
    """
    marks = _find_marks(unsafe, _compile_html_marks())
    return _replace(unsafe, [found.start() for found in marks if found.lastgroup == "text"], "&lt;")


def _find_marks(source: str, marks: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield all that begins with ``<`` outside comments."""
    place, last_end = 0, source.rfind("-->")
    while found := marks.search(source, place):
        place = found.end()
        if found.lastgroup == "comment" and place <= last_end:
            place = source.find("-->", place) + len("-->")
        yield found


def _find_coded_blocks(source: str, tags: list[re.Match[str]]) -> Iterator[int]:
    """Yield the places of tags of blocks in code.

    Reason: a parser of HTML knows no code of Markdown. Inside a block of HTML, ``<p>`` in code would end the paragraph.
    ``<script>`` would take the rest of the article along.
    """
    if "`" in source:
        for tag, is_text in _mark_texts(source, tags):
            place = tag.start()
            if (
                is_text
                and source[place - 1 : place] != "\\"
                and _read_name(tag) in _BLOCK_NAMES | _LONE_NAMES
            ):
                yield place


def _find_lone_tags(source: str, tags: list[re.Match[str]]) -> Iterator[int]:
    """Yield the places of start tags without attributes and end tags, which are text.

    A block at the start of a line is none of them, nor is a part of an open block.
    """
    if not any(_BARE_TAG.fullmatch(tag[0]) for tag in tags):
        return
    lone_tags, open_tags = list[re.Match[str]](), dict[str, list[re.Match[str]]]()
    blocks = list[re.Match[str]]()
    for tag, is_text in _mark_texts(source, tags):
        name = _read_name(tag)
        if is_text:
            lone_tags.append(tag)
            continue
        if name in _BLOCK_NAMES:
            blocks.append(tag)
        if not tag[0].startswith("</"):
            open_tags.setdefault(name, []).append(tag)
        elif open_tags.get(name):
            open_tags[name].pop()
    parts, texts = list[int](), set[int]()
    for tag in chain(lone_tags, *open_tags.values()):
        name = _read_name(tag)
        if not _BARE_TAG.fullmatch(tag[0]) or (
            name not in _PAIRED_NAMES and _is_in_line_of_block(source, tag)
        ):
            continue
        if name in _PART_NAMES:
            parts.append(tag.start())
        elif name in _PAIRED_NAMES | _BLOCK_NAMES | _ROOT_NAMES:
            texts.add(tag.start())
    yield from texts
    yield from _leave_out_parts_of_blocks(sorted(parts), [tag for tag in blocks if tag.start() not in texts])


def _is_in_line_of_block(source: str, tag: re.Match[str]) -> bool:
    """Tell if the line of a tag begins with a block of HTML."""
    return _BLOCK_LINE.match(source, source.rfind("\n", 0, tag.start()) + 1) is not None


def _leave_out_parts_of_blocks(places: list[int], blocks: list[re.Match[str]]) -> Iterator[int]:
    """Yield the places that no block encloses. ``blocks`` are start and end tags."""
    depth, number = 0, 0
    for place in places:
        while number < len(blocks) and blocks[number].start() < place:
            depth = max(depth + (-1 if blocks[number][0].startswith("</") else 1), 0)
            number += 1
        if not depth:
            yield place


def _mark_texts(source: str, tags: list[re.Match[str]]) -> Iterator[tuple[re.Match[str], bool]]:
    """Yield each tag, and True if it stands in code or behind a backslash."""
    codes = list(find_code_spans(source))
    code = 0
    for tag in tags:
        while code < len(codes) and codes[code][1] <= tag.start():
            code += 1
        is_in_code = code < len(codes) and codes[code][0] < tag.start()
        yield tag, is_in_code or source[tag.start() - 1 : tag.start()] == "\\"


def find_stray_tags(source: str) -> Iterator[re.Match[str]]:
    """Yield end tags without a start tag, and parts of a table outside of tables.

    Browsers leave them out.
    """
    tags = [found for found in _find_marks(source, _compile_marks(frozenset())) if found.lastgroup == "tag"]
    open_counts: dict[str, int] = {}
    for tag, is_text in _mark_texts(source, tags):
        name = _read_name(tag)
        if is_text or ":" in name or name in _VOID_NAMES:
            continue
        is_end = tag[0].startswith("</")
        count = open_counts.get(name, 0)
        if is_end and not count:
            yield tag
            continue
        open_counts[name] = count + (-1 if is_end else 1)
        if name in _TABLE_NAMES and not open_counts.get("table"):
            yield tag


def _read_name(tag: re.Match[str]) -> str:
    return re.split(r"[\s/>]", tag[0].lstrip("</"), maxsplit=1)[0].lower()


def _replace(source: str, places: list[int], sign: str) -> str:
    """Return ``source`` with ``sign`` for the ``<`` at each place."""
    starts = (0, *(place + 1 for place in places))
    return sign.join(source[start:end] for start, end in zip(starts, (*places, len(source)), strict=True))
