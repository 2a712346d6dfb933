"""Finders of lists and of tables of Word that Markdown prints as running text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from bulletin.content.warnings.checked_text import (
    BLOCK_START_PATTERN,
    CheckedText,
    Slip,
    SourceRow,
    shorten_text,
    split_blocks,
    strip_tags,
)
from bulletin.content.warnings.finders.tables import is_pair_of_cells, write_rule_row
from bulletin.text.late_patterns import compile_late

_MARKER = r"(?:[-*+•·–—]|\d{1,2}[.)]|[a-zđ]\))[ \t\xa0]"
_BULLETS = "-+*•·–—−‒▪▫●○◦■□◆❖►➢➤→⇒✓✔✅👉\uf0a7\uf0b7\uf0d8"
_LETTER = r"(?=(?:<(?:strong|em|b|i|u)>){0,2}[^\W\d_])"
_ANY_MARKER = (
    rf"(?:(?P<bullet>[{_BULLETS}]|o(?=[ \t\xa0]))"
    r"|(?P<number>\(?(?:0|[1-9]\d{0,2})(?:[.)]|[/-](?=[ \t\xa0]|[^\W\d_])))"
    r"|(?P<kept>[☑☐☒]|(?:\d{1,2}\.){2,4}|\(?0\d[.)/-]|\(?(?:[a-zđA-ZĐ]|[IVX]{1,5})(?:\)|[./-](?=[ \t\xa0]))))"
)
"""A mark as editors and Word type it. ``kept`` are letters, numbers and ticks that no list of Markdown can print."""
_ITEM = compile_late(rf"{_ANY_MARKER}(?:[ \t\xa0]+|{_LETTER})")
_UNUSUAL_ITEM = compile_late(
    r"\(?(?P<numeral>[ivx]{1,4})[).][ \xa0]|(?P<letter>[a-zđ])(?:[,:][ \xa0]|[.:-](?=[^\W\d_]))"
    r"|(?P<sign>\((?:\*{1,3}|-)\)|[üvàØ§þq])[ \t\xa0]"
)
"""A mark that is one only beside the next: ``a,`` and ``b,``, ``i)`` and ``ii)``, or signs of a lost font of Word."""
_NUMERALS = "i ii iii iv v vi vii viii ix x".split()
_LETTERS = [*"abcdđefghijk"]
_MARKER_AFTER_LINE = compile_late(
    rf"\n[ ]*(?=[^<\n])(?:{_ITEM.pattern}|{re.sub('P<[a-z]+>', ':', _UNUSUAL_ITEM.pattern)})"
)
"""A part that each list inside a paragraph has."""
_MARKER_AT_START = compile_late(_MARKER)
"""A mark that makes a list of a single line below a colon."""
_LONE_ITEM = compile_late(r"[-+•][^\W\d_].+")
_LONE_START = compile_late(rf"(?:<p>|<li>)[-+•]{_LETTER}")
_DIALOGUE = compile_late(r"[–—].*[.?!…]”?$")
_KEEP_REMEDY = "Hãy để một dòng trống trước mục đầu và giữa các mục"
_WRITE_ITEMS = "Hãy để một dòng trống phía trên dòng này, và viết mỗi mục như"
_MARKDOWN_MARKER = compile_late(r"[-*+] |(?:0|[1-9]\d?)\. ")
_HARD_BREAK = compile_late(r"<br ?/?>$")
_TABS = compile_late(r"\t+")
_MARKER_BEFORE_TAB = compile_late(r"^\s*(?:[-*+•·–—▪\uf0a7\uf0b7]|\d+[.)]|[a-zđ][.)])\t+")
_COMPARISON = compile_late(r"[ >]*(?:[-*+][ ]+)?>[ ]+\d+(?![\d.)]*[.)](?:\s|$))(?!\d)")
"""A quotation that begins with a figure and no number of an item."""
_UNDERLINE = compile_late(r"[ ]{0,3}(?:={2,}|-{2,})[ ]*")
_OTHER_BLOCK = compile_late(
    r"[ ]{0,3}(?:#|>|<|\||[-*+][ ]|\d{1,9}\.[ ]|[=*_-]{2,}\s*$|\[[^\]]*\]:|!\[|:)|[ ]{2,}|\t"
)
_ARROWS = compile_late(r"[ ]*>{2,}[ ]*\S")
"""Signs that point to a link: ``>> Xem thêm``. A quotation inside another has one below it."""
_FEWEST_ITEMS = 2
_MIN_ROWS_OF_TWO_CELLS = 3
"""Lines with one tab that make a table with any words. With more tabs, two lines do."""


def find_lists_in_paragraphs(text: CheckedText) -> Iterable[Slip]:
    """Return lists that Markdown prints as part of a paragraph.

    One line with a dash may belong to a sentence.
    So a list has two such lines, or the line above it ends with a colon.
    """
    return _find_lists(text) if _MARKER_AFTER_LINE.search(text.html) or _LONE_START.search(text.html) else ()


def _find_lists(text: CheckedText) -> Iterator[Slip]:
    first = 0
    for block in split_blocks(text.lines_of_html):
        numbers = [number for number, line in enumerate(block) if _is_item(block, number, line)]
        if len(numbers) < _FEWEST_ITEMS:
            numbers = _find_unusual_items(block) or numbers
        is_list = len(numbers) >= _FEWEST_ITEMS or any(
            _is_lone_item(strip_tags(block[number]))
            or (
                number
                and _MARKER_AT_START.match(block[number])
                and strip_tags(block[number - 1]).endswith(":")
            )
            for number in numbers
        )
        if is_list:
            if _is_line_above(block, numbers):
                del numbers[0]
            item = strip_tags(block[numbers[0]])
            row = text.find_row(item, first)
            first = row.line + 1
            remedy = _propose_remedy(item, len(numbers) > 1)
            if parent := text.find_inline_parent(row.line):
                remedy = f"Hãy chuyển các mục ra ngoài thẻ <{parent}>. {remedy}"
            yield Slip(row.line, (shorten_text(item), remedy))


def find_tab_rows(text: CheckedText) -> Iterable[Slip]:
    """Return tables whose cells are separated by tabs, as Word and Excel paste them."""
    return _find_tab_rows(text) if "\t" in text.body else ()


def _find_tab_rows(text: CheckedText) -> Iterator[Slip]:
    for has_cells, group in groupby(text.rows, key=lambda row: bool(_split_at_tabs(row))):
        rows = list(group) if has_cells else []
        lines = [_split_at_tabs(row) for row in rows]
        counts = [len(cells) for cells in lines]
        columns = max(counts, default=0)
        has_pairs = counts.count(2) >= _MIN_ROWS_OF_TWO_CELLS or (
            counts == [2, 2] and all(map(is_pair_of_cells, lines))
        )
        if has_pairs or any(counts.count(count) > 1 for count in {*counts} - {2}):
            cells = lines[0] + [""] * (columns - counts[0])
            head = "| {} |".format(" | ".join(shorten_text(cell, 20) for cell in cells))
            yield Slip(rows[0].line, (str(len(rows)), head, write_rule_row(columns)))


def find_underlined_paragraphs(text: CheckedText) -> Iterable[Slip]:
    """Return lines of ``===`` or ``---`` right below a paragraph of several lines."""
    has_underline = ("=" in text.body and "==" in text.body) or "<hr" in text.html
    return _find_underlines(text) if has_underline else ()


def _find_underlines(text: CheckedText) -> Iterator[Slip]:
    rows = text.rows
    for above, last, row in zip(rows, rows[1:], rows[2:], strict=False):
        is_together = above.line + 2 == row.line  # no code between them
        is_heading = not above.text.strip() and _is_sentence(last.text)
        if not is_together or not _UNDERLINE.fullmatch(row.text) or not last.text.strip() or is_heading:
            continue
        if _is_printed(text, row.text) or (_is_sentence(above.text) and _is_sentence(last.text)):
            yield Slip(row.line, (row.text.strip(), shorten_text(last.text.strip())))


def _is_printed(text: CheckedText, row: str) -> bool:
    """Tell if a line of equals signs ends a paragraph on the page."""
    return "=" in row and any(strip_tags(line) == row.strip() for line in text.lines_of_html if "=" in line)


def _is_sentence(row: str) -> bool:
    """Tell if a line is a part of a paragraph, as far as its beginning shows."""
    return bool(row.strip()) and not _OTHER_BLOCK.match(row) and not row.rstrip().endswith((">", "|"))


def find_comparisons_as_quotations(text: CheckedText) -> Iterable[Slip]:
    """Return quotations that are none, such as ``> 65 tuổi`` and ``>>> Xem thêm``."""
    return _find_comparisons(text) if "<blockquote" in text.html and ">" in text.body else ()


def _find_comparisons(text: CheckedText) -> Iterator[Slip]:
    above, is_below_arrow = "", False
    for row in text.rows:
        is_arrow = _ARROWS.match(row.text) is not None and (is_below_arrow or not above.startswith(">"))
        if is_arrow or (_COMPARISON.match(row.text) and not above.startswith(">")):
            written = row.text.lstrip(" -*+").strip()
            yield Slip(row.line, (shorten_text(written), f"\\{shorten_text(written, 30)}"))
        above, is_below_arrow = row.text.lstrip(), is_arrow


def _is_item(block: Sequence[str], number: int, line: str) -> bool:
    """Tell if a printed line begins like an item of a list."""
    if number and _HARD_BREAK.search(block[number - 1]):
        return False  # the editor wants a line of its own
    visible = (line if number else BLOCK_START_PATTERN.sub("", line)).lstrip(" ")
    if not _ITEM.match(visible):
        return False
    # The first line with a mark of Markdown would be a list, unless a backslash prevents it.
    return number > 0 or not _MARKDOWN_MARKER.match(visible)


def _find_unusual_items(block: Sequence[str]) -> list[int]:
    """Return the numbers of lines with unusual marks that follow one another, or none."""
    items = [
        (number, found)
        for number, line in enumerate(block)
        if (found := _UNUSUAL_ITEM.match((line if number else BLOCK_START_PATTERN.sub("", line)).lstrip(" ")))
        and not (number and _HARD_BREAK.search(block[number - 1]))
    ]
    has_order = any(_is_next(above, item) for (_, above), (_, item) in pairwise(items))
    return [number for number, _ in items] if has_order else []


def _is_next(above: re.Match[str], item: re.Match[str]) -> bool:
    """Tell if the mark of an item follows that of the item above it."""
    if above["sign"] and item["sign"]:
        return above["sign"] == item["sign"] or (above["sign"], item["sign"]) == ("(*)", "(**)")
    for kind, order in (("numeral", _NUMERALS), ("letter", _LETTERS)):
        if above[kind] in order and item[kind] in order:
            step = order.index(item[kind]) - order.index(above[kind])
            return step == 1 or (above[kind], item[kind]) == ("d", "e")
    return False


def _is_line_above(block: Sequence[str], numbers: Sequence[int]) -> bool:
    """Tell if the first line ends in a colon above items with another bullet."""
    if len(numbers) < _FEWEST_ITEMS or numbers[1] != numbers[0] + 1:
        return False
    first, second = (strip_tags(block[number]) for number in numbers[:2])
    found, below = _ITEM.match(first), _ITEM.match(second)
    return (
        first.endswith(":")
        and found is not None
        and below is not None
        and found["bullet"] not in (None, below["bullet"])
    )


def _is_lone_item(line: str) -> bool:
    """Tell if a line is an item without a blank.

    Signatures such as “-TTXVN” and “-Hết-” are none.
    """
    return _LONE_ITEM.fullmatch(line) is not None and not line.isupper() and not line.endswith("-")


def _propose_remedy(item: str, has_others: bool) -> str:
    """Return how to write the items, with the letter or number of ``item``.

    Several sentences with dashes may be dialogue.
    """
    found = _UNUSUAL_ITEM.match(item)
    if found and found["sign"] and not found["sign"].startswith("(*"):
        return f"{_WRITE_ITEMS} “- {shorten_text(item[found.end() :].lstrip(), 30)}”"
    found = _ITEM.match(item)
    if found is None or found["kept"] or (has_others and _DIALOGUE.match(item)):
        return _KEEP_REMEDY
    rest = shorten_text(item[found.end() :], 30)
    return f"{_WRITE_ITEMS} “{_get_mark(item)} {rest}”"


def _get_mark(item: str) -> str:
    """Return the mark of Markdown for an item."""
    found = _ITEM.match(item)
    return f"{found['number'].strip('(.)/-')}." if found and found["number"] else "-"


def _split_at_tabs(row: SourceRow) -> list[str]:
    """Return the cells of a line, or none if it has no tab between words."""
    if "\t" not in row.text:
        return []
    if row.text.count("\t") == 1 and _MARKDOWN_MARKER.match(row.text.lstrip()):
        return []  # an item of a list
    cells = _TABS.split(_MARKER_BEFORE_TAB.sub("", row.text, count=1).strip())
    return [cell.strip() for cell in cells] if len(cells) > 1 else []
