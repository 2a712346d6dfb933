"""Slips of the hand in a header that YAML would pass over, or blame on another line."""

import re

from plugins.records.keys import KEYS
from plugins.records.yaml_lines import YamlError

_GLUED = re.compile(r"(?P<key>[a-z_]+):(?P<value>\S.*)")
_SUSPECT = re.compile(r"#|^[a-z_]+:(?:\S|\s+&)", re.MULTILINE)
"""What a header holds wherever one of its lines is of the form of a slip."""
_NOTED = re.compile(r"(?P<key>[a-z_]+):\s+(?P<value>[^\s\"'\[{|>].*)")
_NAMED = re.compile(r"(?P<key>[a-z_]+):\s+(?P<value>&.*)")
"""A value that YAML takes for a name of what follows it."""
_CLOSED = frozenset({"date", "expires", "featured", "modified", "order", "slug", "status"})
"""Keys whose values hold no #: what follows one there is a remark, and meant so."""
_NOTE = re.compile(r"(?:^|\s)#")
_OUTSIDE = re.compile(r"(?P<key>[A-Za-z_]+)\s*:(?:\s|$)")
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"
"""Characters without width, which Word and messengers leave behind."""
_NOT_AS_IT_LOOKS = re.compile(f"[{UNSEEN}\u00a0]")
_AS_IT_LOOKS = dict.fromkeys(map(ord, UNSEEN)) | {0xA0: " "}


def visible(text: str) -> str:
    """Return lines of a header as they look: plain spaces for Word's, nothing for characters without width."""
    return text.translate(_AS_IT_LOOKS) if _NOT_AS_IT_LOOKS.search(text) else text


def row_at(text: str, start: int) -> str:
    """Return the rest of the row from the character ``start`` on."""
    end = text.find("\n", start)
    return text[start:end] if end >= 0 else text[start:]


def look_at_header(text: str, first_line: int) -> None:
    """Raise YamlError for the first line that says something else to YAML than to its writer."""
    if not _SUSPECT.search(text):
        return
    for line, row in enumerate(text.split("\n"), first_line):
        glued = _GLUED.fullmatch(row)
        if glued and glued["key"] in KEYS:
            raise YamlError(
                line,
                f"Thiếu dấu cách sau “{glued['key']}:”.",
                f"Hãy viết {glued['key']}: {glued['value']}",
            )
        if (named := _NAMED.fullmatch(row)) and named["key"] in KEYS:
            value = named["value"].strip().replace('"', '\\"')
            raise YamlError(
                line,
                f"Giá trị của “{named['key']}” bắt đầu bằng dấu & nên phải đặt trong ngoặc kép.",
                f'Hãy viết {named["key"]}: "{value}".',
            )
        noted = _NOTED.fullmatch(row)
        if noted and noted["key"] not in _CLOSED and _NOTE.search(noted["value"]):
            raise YamlError(
                line,
                f"Ở “{noted['key']}”, phần từ dấu “#” trở đi sẽ bị bỏ qua.",
                f'Hãy đặt trong ngoặc kép: {noted["key"]}: "{noted["value"].strip()}".',
            )


def look_at_body(body: str, first_line: int, *, fenced: bool) -> None:
    """Raise YamlError where the text begins with what belongs to the header: it would be printed."""
    start = len(body) - len(body.lstrip())
    line = first_line + body.count("\n", 0, start)
    row = row_at(body, body.rfind("\n", 0, start) + 1)
    outside = _OUTSIDE.match(row)
    if outside and (outside["key"] if fenced else outside["key"].lower()) in KEYS:
        remedy = (
            "Hãy chuyển dòng này lên trên dòng “---” thứ hai."
            if fenced
            else "Hãy mở đầu tệp bằng dòng “---”."
        )
        raise YamlError(line, f"Dòng “{row.strip()[:40]}” nằm ngoài phần khai báo.", remedy)
