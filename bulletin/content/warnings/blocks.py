"""Finders of lists and tables that Markdown prints as running text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bulletin.content.warnings.checked_text import CheckedText, Slip, SourceRow, shorten_text, strip_tags

_MARKER = r"(?:[-*+•·–—]|\d{1,2}[.)]|[a-zđ]\))[ \t\xa0]"
_BULLETS = "-+*•·–—−‒▪▫●○◦■□◆❖►➢➤→⇒✓✔✅☑👉\uf0a7\uf0b7\uf0d8"
_LETTER = r"(?=[^\W\d_])"
_ANY_MARKER = (
    rf"(?:(?P<bullet>[{_BULLETS}]|o(?=[ \t\xa0]))"
    r"|(?P<number>\(?(?:0|[1-9]\d{0,2})(?:[.)]|[/-](?=[ \t\xa0]|[^\W\d_])))"
    r"|(?P<kept>(?:\d{1,2}\.){2,4}|\(?0\d[.)/-]|\(?(?:[a-zđA-ZĐ]|[IVX]{1,5})(?:\)|[./-](?=[ \t\xa0]))))"
)
"""A mark as editors and Word type it. ``kept`` are letters and numbers that no list of Markdown can print."""
_ITEM = re.compile(rf"{_ANY_MARKER}(?:[ \t\xa0]+|{_LETTER})")
_MARKER_AFTER_LINE = re.compile(rf"\n{_ITEM.pattern}")
"""A part that each list inside a paragraph has."""
_MARKER_AT_START = re.compile(_MARKER)
"""A mark that makes a list of a single line below a colon."""
_DIALOGUE = re.compile(r"[–—].*[.?!…]”?$")
_KEEP_REMEDY = "Hãy để một dòng trống giữa các mục"
_MARKDOWN_MARKER = re.compile(r"[-*+] |(?:0|[1-9]\d?)\. ")
_BLOCK_START = re.compile(r"^(?:</?[a-z][^>]*>)+")
_BLOCK_END = re.compile(r"</(?:p|li|dd|td|th|div|h[1-6]|blockquote|figcaption)>$")
_HARD_BREAK = re.compile(r"<br ?/?>$")
_PIPE_ROW = re.compile(r"(?:^|\n|<p>)\|")
_RULE_ROW = re.compile(r"\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?")
_CELL_SEPARATOR = re.compile(r"(?<!\\)\|")
_TABS = re.compile(r"\t+")
_MARKER_BEFORE_TAB = re.compile(r"^\s*(?:[-*+•·–—▪\uf0a7\uf0b7]|\d+[.)]|[a-zđ][.)])\t+")
_COMPARISON = re.compile(r"[ >]*(?:[-*+][ ]+)?>[ ]+\d+(?![\d.)]*[.)](?:\s|$))(?!\d)")
"""A quotation that begins with a figure and no number of an item."""
_MIN_ROWS_OF_TWO_CELLS = 3
"""Lines with one tab that make a table. With more tabs, two lines do."""


def find_lists_in_paragraphs(text: CheckedText) -> Iterable[Slip]:
    """Return lists that Markdown prints as part of a paragraph.

    One line with a dash may belong to a sentence.
    So a list has two such lines, or the line above it ends with a colon.
    """
    return _find_lists(text) if _MARKER_AFTER_LINE.search(text.html) else ()


def _find_lists(text: CheckedText) -> Iterator[Slip]:
    first = 0
    for block in _split_blocks(text.lines_of_html):
        numbers = [number for number, line in enumerate(block) if _is_item(block, number, line)]
        is_list = len(numbers) > 1 or any(
            number and _MARKER_AT_START.match(block[number]) and strip_tags(block[number - 1]).endswith(":")
            for number in numbers
        )
        if is_list:
            item = strip_tags(block[numbers[0]])
            row = text.find_row(item, first)
            first = row.line + 1
            yield Slip(row.line, (shorten_text(item), _propose_remedy(item, len(numbers) > 1)))


def find_tables_as_text(text: CheckedText) -> Iterable[Slip]:
    """Return rows with ``|`` that did not become a table."""
    return _find_tables(text) if "|" in text.html and _PIPE_ROW.search(text.html) else ()


def _find_tables(text: CheckedText) -> Iterator[Slip]:
    first = 0
    for block in _split_blocks(text.lines_of_html):
        lines = [strip_tags(line) for line in block]
        start = next((number for number, line in enumerate(lines) if line.startswith("|")), len(lines))
        rows = [line for line in lines[start:] if line.startswith("|")]
        if len(rows) < 2 and not (rows and _RULE_ROW.fullmatch(rows[0])):
            continue
        row = text.find_row(lines[start], first)
        first = row.line + 1
        yield Slip(row.line, _explain_table(rows))


def find_tab_rows(text: CheckedText) -> Iterable[Slip]:
    """Return tables whose cells are separated by tabs, as Word and Excel paste them."""
    return _find_tab_rows(text) if "\t" in text.body else ()


def _find_tab_rows(text: CheckedText) -> Iterator[Slip]:
    for count, group in groupby(text.rows, key=lambda row: len(_split_at_tabs(row))):
        rows = list(group)
        if count > 2 and len(rows) > 1 or count == 2 and len(rows) >= _MIN_ROWS_OF_TWO_CELLS:
            head = "| {} |".format(" | ".join(shorten_text(cell, 20) for cell in _split_at_tabs(rows[0])))
            yield Slip(rows[0].line, (str(len(rows)), head, _write_rule_row(count)))


def find_comparisons_as_quotations(text: CheckedText) -> Iterable[Slip]:
    """Return quotations that begin with a figure, as ``> 65 tuổi`` does."""
    return _find_comparisons(text) if "<blockquote" in text.html and ">" in text.body else ()


def _find_comparisons(text: CheckedText) -> Iterator[Slip]:
    above = ""
    for row in text.rows:
        if _COMPARISON.match(row.text) and not above.startswith(">"):
            written = row.text.lstrip(" -*+").strip()
            yield Slip(row.line, (shorten_text(written), f"\\{shorten_text(written, 30)}"))
        above = row.text.lstrip()


def _split_blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the lines of each block of HTML that has text."""
    block: list[str] = []
    for line in lines:
        if _BLOCK_START.match(line) and not line.startswith(("<a ", "<strong>", "<em>", "<code>", "<br")):
            if block:
                yield block
            block = []
        block.append(line)
        if _BLOCK_END.search(line):
            yield block
            block = []
    if block:
        yield block


def _is_item(block: Sequence[str], number: int, line: str) -> bool:
    """Tell if a printed line begins like an item of a list."""
    if number and _HARD_BREAK.search(block[number - 1]):
        return False  # the editor wants a line of its own
    visible = line if number else _BLOCK_START.sub("", line)
    if not _ITEM.match(visible):
        return False
    # The first line with a mark of Markdown would be a list, unless a backslash prevents it.
    return number > 0 or not _MARKDOWN_MARKER.match(visible)


def _propose_remedy(item: str, has_others: bool) -> str:
    """Return how to write the items, with the letter or number of ``item``.

    Several sentences with dashes may be dialogue.
    """
    found = _ITEM.match(item)
    if found is None or found["kept"] or (has_others and _DIALOGUE.match(item)):
        return _KEEP_REMEDY
    mark = f"{found['number'].strip('(.)/-')}." if found["number"] else "-"
    rest = shorten_text(item[found.end() :], 30)
    return f"Hãy để một dòng trống phía trên dòng này, và viết mỗi mục như “{mark} {rest}”"


def _explain_table(rows: Sequence[str]) -> tuple[str, str]:
    """Return the cause and the remedy for printed rows of a table."""
    columns = len(_CELL_SEPARATOR.findall(rows[0].rstrip("|"))) or 1
    rule = _write_rule_row(columns)
    if len(rows) > 1 and _RULE_ROW.fullmatch(rows[1]):
        return "dòng thứ hai không cùng số cột với dòng đầu", f"Hãy viết dòng thứ hai là {rule}"
    if len(rows) > 1 and not any(character.isalnum() for character in rows[1]):
        return "dòng thứ hai không viết bằng dấu gạch nối", f"Hãy viết dòng thứ hai là {rule}"
    return "thiếu dòng thứ hai", f"Hãy thêm ngay dưới dòng này: {rule}"


def _write_rule_row(columns: int) -> str:
    return f"|{' --- |' * columns}"


def _split_at_tabs(row: SourceRow) -> list[str]:
    """Return the cells of a line, or none if it has no tab between words."""
    if "\t" not in row.text:
        return []
    if row.text.count("\t") == 1 and _MARKDOWN_MARKER.match(row.text.lstrip()):
        return []  # an item of a list
    cells = _TABS.split(_MARKER_BEFORE_TAB.sub("", row.text, count=1).strip())
    return [cell.strip() for cell in cells] if len(cells) > 1 else []
