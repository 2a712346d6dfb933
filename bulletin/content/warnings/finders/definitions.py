"""Finder of definitions of addresses and abbreviations that no sentence uses."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from bulletin.content.markup.line_starts import read_lines
from bulletin.content.markup.slips.loss import is_used_abbreviation
from bulletin.content.markup.syntax import ABBREVIATION_PATTERN, REFERENCE_PATTERN
from bulletin.content.warnings.checked_text import CheckedText, Slip, SourceRow, shorten_text, strip_tags
from bulletin.text.late_patterns import compile_late
from bulletin.text.plain_text import collapse_whitespace

_TAGS_BEFORE_DEFINITION = compile_late(r"[ ]{0,3}(?:</?[A-Za-z][^<>]*>[ ]*)+(?=\*?\[[^\[\]\n]+\]:)")
"""Tags such as ``<hr>``, behind which the rest of a line is read like a line of its own."""
_LABEL = compile_late(r"(?<!\\)\[([^\[\]]*)\]")
"""A label in brackets."""


def find_unused_definitions(text: CheckedText) -> Iterable[Slip]:
    """Return lines such as ``[1]: https://…`` without a use of ``[1]``.

    ``*[BCH]: Ban Chấp hành`` is another, if no sentence has ``BCH``.
    """
    return _find_definitions(text) if "[" in text.body and "]:" in text.body else ()


def _find_definitions(text: CheckedText) -> Iterator[Slip]:
    if not text.rows:
        return  # all lines are code
    lines = read_lines("\n".join(row.text for row in text.rows))
    rows = [
        SourceRow(row.line, _remove_tags(text, line) if "<" in line else line)
        for row, line in zip(text.rows, lines, strict=True)
    ]
    source = "\n".join(row.text for row in rows)
    definitions = [*REFERENCE_PATTERN.finditer(source)]
    abbreviations = [*ABBREVIATION_PATTERN.finditer(source)]
    defined = {
        *(found.start(1) for found in definitions),
        *(found.start("abbr") for found in abbreviations),
    }
    used = {_fold_label(found[1]) for found in _LABEL.finditer(source) if found.start(1) not in defined}
    starts = [0, *(found.end() for found in re.finditer("\n", source))]
    for found in definitions:
        label = found[1]
        if label.startswith("^"):
            continue
        if _fold_label(label) not in used:
            line = rows[bisect_right(starts, found.start(1)) - 1].line
            written = shorten_text(found[0].strip().split("\n")[0])
            yield Slip(
                line, (written, f"[{label}]", f"ghi [{label}] ở câu cần liên kết, hoặc ", f"[{label}]")
            )
    for found in abbreviations:
        label = found["abbr"]
        if not is_used_abbreviation(label, text.html):
            line = rows[bisect_right(starts, found.start("abbr")) - 1].line
            yield Slip(line, (shorten_text(found[0].strip()), label, "", f"*[{label}]"))


def _fold_label(label: str) -> str:
    return collapse_whitespace(label.lower())


def _remove_tags(text: CheckedText, line: str) -> str:
    """Return a line without the tags before a definition that the page does not print."""
    tags = _TAGS_BEFORE_DEFINITION.match(line)
    if tags is None:
        return line
    definition = line[tags.end() :]
    return line if strip_tags(definition) in text.plain_text else definition
