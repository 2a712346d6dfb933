"""YAML with one key a row, the form of nearly every header: read at once, without a parser.

A row is ``key: words``, ``key: "words"`` or ``key: [words, "words"]``, of visible characters alone. Whatever else
YAML knows is left to its own reader, and so are faults and slips: no row of this form holds one.
"""

import re
from typing import Any

from plugins.records.yaml_lines import Table

_QUOTED = r'"[^"\\]*"'
_WORDS = r"\w[\w/.-]*(?: [\w/.-]+)*"
_ROW = re.compile(
    r"(?P<key>[a-z_]+):"
    rf"(?: +(?:(?P<quoted>{_QUOTED})|\[(?P<items>(?:{_QUOTED}|{_WORDS})(?:, ?(?:{_QUOTED}|{_WORDS}))*)\]"
    r"|(?P<plain>\w[^:#]*(?::[^\s:#][^:#]*)*)))? *"
)
_ITEM = re.compile(rf"{_QUOTED}|{_WORDS}")


def read_rows(text: str, first_line: int) -> Table | None:
    """Return what ``text`` holds, which begins on ``first_line`` of the file; None where that is more than such rows."""
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for line, row in enumerate(text.split("\n"), first_line):
        found = _ROW.fullmatch(row) if row.isprintable() else None
        if found is None or found["key"] in values:
            return None
        key, quoted, items, plain = found.groups()
        if quoted is not None:
            values[key] = quoted[1:-1]
        elif items is not None:
            values[key] = [one.strip('"') for one in _ITEM.findall(items)]
        else:
            values[key] = plain.rstrip(" ") if plain else ""
        lines[key] = line
    return Table(values, lines, first_line)
