"""Finder of lines that stand below each other, and that a page prints as one.

Editors paste addresses, programmes and poems, a line each. A program for editing also wraps long lines, and means nothing.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from bulletin.content.markup.blocks.line_breaks import MAX_WRAPPED_LENGTH, is_deliberate_break
from bulletin.content.warnings.checked_text import CheckedText, Slip, SourceRow, shorten_text, strip_tags
from bulletin.content.warnings.finders.blocks import find_lists_in_paragraphs, find_tab_rows
from bulletin.text.late_patterns import compile_late

_FURTHER_LINE = compile_late(r"\n(?=[^<\n]|<(?:strong|em|del|a|code|b|i|u|s|span)[ >])")
"""A further line of a paragraph. That of other HTML begins with a tag."""
_BLOCK = compile_late(r"<(p|li)(?: [^>]*)?>((?:(?!</?(?:p|li|[uo]l|blockquote|div|table)\b).)*)", re.DOTALL)
_HARD_BREAK = compile_late(r"<br ?/?>\s*$")
_REMEDY = "Hãy để một dòng trống giữa hai dòng; muốn xuống dòng mà không tách đoạn thì gõ dấu \\ ở cuối mỗi dòng trên"
_HTML_REMEDY = "Hãy gõ <br> ở cuối mỗi dòng trên"
"""Remedy inside ``<p>``. An empty line does nothing there."""
_OPENING_SIGNS = "*_“\"'‘~"
_NO_BEGINNING = "(–—&$\\`|.,;:!?)]}%/<>^"
"""Signs that no line of its own begins with."""
_SENTENCE_END = compile_late(r"[.!?…]['\"”)*_]*\s*$")
_QUOTATION_END = compile_late(r"[.!?…][”\"»][*_]*\s*$")
_AUTHOR = compile_late(r"[*_]*(?:\([^()]{3,60}\)\.?|[–—]{1,2}[ ]?[^.;:–—]{3,60}\.?)[*_]*")
"""A line that is a name, in brackets or behind a dash."""
_INNER_END = compile_late(r"[.!?…]['\"”)*_]* +[*_“\"]*[^\W\d_]")
"""An end of a sentence inside a line. Authors who break a line behind each sentence have none."""
_OTHER_TEXT = compile_late(r"^[\s>]*(?:!\[|\[!|\||<|\$\$|\\|\{[{%]|```|~~~|\+\+\+)|\|")
"""Images, tables, HTML, formulas and commands, which have warnings of their own."""
_ITEM_ABOVE = compile_late(r"[\s>]*(?:[-*+]|\d{1,9}[.)]|\[\^[^\]]*\]:)[ \t]")
_VERSE_END = compile_late(r"[^\W\d_][,;:.!?…]?[\"'”)*_]*\s*$")
"""The end of a line of words."""
_MAX_TRIED = 20
"""Lines with equal beginnings that are compared."""
_LINK = compile_late(r"\[([^\[\]]*)\]\([^()]*\)")
_KEY_LENGTH = 8
"""Letters and digits at the beginning or at the end of a line by which it is recognised."""


def find_lines_in_paragraphs(text: CheckedText) -> Iterable[Slip]:
    """Return paragraphs of lines that an editor means to stand below each other."""
    return _find_paragraphs(text) if _FURTHER_LINE.search(text.html) else ()


def _find_paragraphs(text: CheckedText) -> Iterator[Slip]:
    places = _index_rows(text.rows)
    listed = {slip.line for slip in chain(find_lists_in_paragraphs(text), find_tab_rows(text))}
    is_wrapped = all(len(row.text) <= MAX_WRAPPED_LENGTH for row in text.rows)
    next_place = 0
    for found in _BLOCK.finditer(text.html):
        lines = found[2].strip().split("\n") if "\n" in found[2] else ()
        rows = _find_rows(text.rows, places, lines, next_place) if len(lines) > 1 else ()
        if not rows:
            continue
        next_place = bisect_left(text.rows, rows[-1])
        if listed.isdisjoint(row.line for row in rows):
            for slip in _find_lines(rows, is_wrapped):
                parent = text.find_inline_parent(slip.line)
                yield slip._replace(words=(*slip.words, _HTML_REMEDY if parent else _REMEDY))


def _index_rows(rows: Sequence[SourceRow]) -> dict[str, list[int]]:
    """Return the places of lines by their first letters and digits."""
    places = dict[str, list[int]]()
    for place, row in enumerate(rows):
        places.setdefault(_get_key(_LINK.sub(r"\1", row.text))[:_KEY_LENGTH], []).append(place)
    return places


def _find_rows(
    rows: Sequence[SourceRow], places: dict[str, list[int]], lines: Sequence[str], next_place: int
) -> Sequence[SourceRow]:
    """Return the lines of the body that a paragraph was made of, or none.

    They are searched from ``next_place``.
    """
    keys = [_get_key(strip_tags(line)) for line in lines]
    number = next((number for number, key in enumerate(keys) if number and key), 0)
    key, above = keys[number][:_KEY_LENGTH], keys[number - 1][-_KEY_LENGTH:]
    same = places.get(key, []) if number else []
    start = bisect_right(same, next_place)
    for place in same[start : start + _MAX_TRIED]:
        if place >= number and above in _get_key(rows[place - 1].text):
            first = place - number
            end = place
            while end < len(rows) and end < first + len(lines) and rows[end].text.strip():
                end += 1
            return rows[first:end]
    return ()


def _find_lines(rows: Sequence[SourceRow], is_wrapped: bool) -> Iterator[Slip]:
    """Yield the lines that an editor put below another one."""
    pairs = [(above, row) for above, row in pairwise(rows) if row.line == above.line + 1]
    if any(map(_is_wrapped_pair, pairs)):
        return
    for above, row in pairs:
        if _is_line_of_its_own(above.text, row.text, is_wrapped):
            yield Slip(row.line, (shorten_text(row.text.strip().lstrip(" >\t")),))


def _is_wrapped_pair(pair: tuple[SourceRow, SourceRow]) -> bool:
    """Tell if a program may have broken a sentence."""
    above, row = pair
    word = row.text.strip(" >").lstrip(_OPENING_SIGNS)
    return word[:1].islower() and not is_deliberate_break(above.text, row.text.strip())


def _is_line_of_its_own(above: str, line: str, is_wrapped: bool) -> bool:
    if (
        above.endswith(("  ", "\\"))
        or _HARD_BREAK.search(above)
        or (line.startswith("  ") and not _is_below_line(above, line))
        or _OTHER_TEXT.search(above)
        or _OTHER_TEXT.search(line)
    ):
        return False
    word = line.strip(" >").lstrip(_OPENING_SIGNS)
    if line.strip(" >").startswith("*)") or _is_author_of_quotation(above, line):
        return True
    if not word or word[0] in _NO_BEGINNING or (word[0].isalpha() and not word[0].isupper()):
        return False
    if is_deliberate_break(above, line.strip()):
        return True
    has_sentences = _INNER_END.search(above) is not None or _INNER_END.search(line) is not None
    return not is_wrapped and has_sentences and _SENTENCE_END.search(above) is not None


def _is_below_line(above: str, line: str) -> bool:
    """Tell if an indented line stands below one of equal depth, or below a verse.

    Each line of a poem may begin further to the right.
    """
    indents = [len(row) - len(row.lstrip()) for row in (above, line)]
    return indents[0] == indents[1] or (
        _ITEM_ABOVE.match(above) is None and _VERSE_END.search(above) is not None
    )


def _is_author_of_quotation(above: str, line: str) -> bool:
    """Tell if a line names the person whose words stand above it."""
    name = line.strip(" >")
    if not _AUTHOR.fullmatch(name) or not name.lstrip("(–— *_")[:1].isupper():
        return False
    is_quoted = above.lstrip().startswith(">") and line.lstrip().startswith(">") and name[0] in "–—"
    return is_quoted or _QUOTATION_END.search(above) is not None


def _get_key(text: str) -> str:
    return "".join(filter(str.isalnum, text))
