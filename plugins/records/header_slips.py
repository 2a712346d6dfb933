"""Slips of the hand in a header that YAML would pass over, or blame on another line."""

import re

from plugins.records.keys import KEYS
from plugins.records.yaml_lines import YamlError

_GLUED = re.compile(r"(?P<key>[a-z_]+):(?P<value>\S.*)")
_NOTED = re.compile(r"(?P<key>[a-z_]+):\s+(?P<value>[^\s\"'\[{|>].*)")
_CLOSED = frozenset({"date", "expires", "featured", "modified", "order", "slug", "status"})
"""Keys whose values hold no #: what follows one there is a remark, and meant so."""
_NOTE = re.compile(r"(?:^|\s)#")
_OUTSIDE = re.compile(r"(?P<key>[A-Za-z_]+)\s*:(?:\s|$)")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
"""Characters without width, which Word and messengers leave behind."""


def visible(row: str) -> str:
    """Return a line of a header as it looks: plain spaces for Word's, nothing for characters without width."""
    return row.translate(_UNSEEN).replace("\u00a0", " ")


def look_at_header(rows: list[str], first_line: int) -> None:
    """Raise YamlError for the first line that says something else to YAML than to its writer."""
    for line, row in enumerate(rows, first_line):
        glued = _GLUED.fullmatch(row)
        if glued and glued["key"] in KEYS:
            raise YamlError(
                line,
                f"Thiếu dấu cách sau “{glued['key']}:”.",
                f"Hãy viết {glued['key']}: {glued['value']}",
            )
        noted = _NOTED.fullmatch(row)
        if noted and noted["key"] not in _CLOSED and _NOTE.search(noted["value"]):
            raise YamlError(
                line,
                f"Ở “{noted['key']}”, phần từ dấu “#” trở đi sẽ bị bỏ qua.",
                f'Hãy đặt trong ngoặc kép: {noted["key"]}: "{noted["value"].strip()}".',
            )


def look_at_body(rows: list[str], first_line: int, *, fenced: bool) -> None:
    """Raise YamlError where the text begins with what belongs to the header: it would be printed."""
    for line, row in enumerate(rows, first_line):
        if not row.strip():
            continue
        outside = _OUTSIDE.match(row)
        if outside and (outside["key"] if fenced else outside["key"].lower()) in KEYS:
            remedy = (
                "Hãy chuyển dòng này lên trên dòng “---” thứ hai."
                if fenced
                else "Hãy mở đầu tệp bằng dòng “---”."
            )
            raise YamlError(line, f"Dòng “{row.strip()[:40]}” nằm ngoài phần khai báo.", remedy)
        return
