"""Slips of the hand in a header that YAML would pass over, or blame on another line."""

import re

from bulletin.content.content_types import FRONT_MATTER_KEYS
from bulletin.content.frontmatter.yaml import YamlError

_GLUED = re.compile(r"(?P<key>[a-z_]+):(?P<value>\S.*)")
_KEY = rf"(?P<key>{'|'.join(sorted(FRONT_MATTER_KEYS))})"
_WITHOUT_COLON = re.compile(rf"{_KEY}(?:\s*[=：]\s*|\s+(?![\s:：=])|\s*\Z)(?P<value>.*)", re.IGNORECASE)
_OFF_THE_MARGIN = re.compile(rf"(?P<blanks>[ \t]+){_KEY}\s*:(?:\s|\Z)", re.IGNORECASE)
_COMPLETE = re.compile(r"""[A-Za-z_]+\s*:\s+(?:"[^"]*"|'[^']*'|\[.*\]|\{.*\}|[^\s"'\[{|>&#].*)\s*""")
"""A row after which nothing of its value can follow."""
_SUSPECT = re.compile(rf"#|^[a-z_]+:(?:\S|\s+&)|^{_KEY}(?!\w|\s*:)", re.MULTILINE | re.IGNORECASE)
"""What a header holds wherever one of its lines is of the form of a slip."""
_SOUND = re.compile(r'[a-z_]+: +(?:"[^"\\]*"|\w[^:#]*(?::[^\s:#][^:#]*)*) *')
"""A row that YAML reads as it is written, if all of it is visible."""
_NOTED = re.compile(r"(?P<key>[a-z_]+):\s+(?P<value>[^\s\"'\[{|>].*)")
_NAMED = re.compile(r"(?P<key>[a-z_]+):\s+(?P<value>&.*)")
"""A value that YAML takes for a name of what follows it."""
_CLOSED = frozenset({"date", "expires", "featured", "modified", "order", "slug", "status"})
"""Keys whose values hold no #: what follows one there is a remark, and meant so."""
_NOTE = re.compile(r"(?:^|\s)#")
_OUTSIDE = re.compile(r"(?P<key>[A-Za-z_]+)\s*:(?:\s|$)")
INVISIBLE_CHARACTERS = "\u200b\u200c\u200d\u2060\ufeff"
"""Characters without width, which Word and messengers leave behind."""
_NOT_AS_IT_LOOKS = re.compile(f"[{INVISIBLE_CHARACTERS}\u00a0]")
_AS_IT_LOOKS = dict.fromkeys(map(ord, INVISIBLE_CHARACTERS)) | {0xA0: " "}


def strip_invisible(text: str) -> str:
    """Return lines of a header as they look: plain spaces for Word's, nothing for characters without width."""
    return text.translate(_AS_IT_LOOKS) if _NOT_AS_IT_LOOKS.search(text) else text


def get_rest_of_line(text: str, start: int) -> str:
    """Return the rest of the row from the character ``start`` on."""
    end = text.find("\n", start)
    return text[start:end] if end >= 0 else text[start:]


def lint_front_matter(text: str, first_line: int) -> None:
    """Raise YamlError for the first line that says something else to YAML than to its writer."""
    if not _SUSPECT.search(text):
        return
    for line, row in enumerate(text.split("\n"), first_line):
        glued = _GLUED.fullmatch(row)
        if glued and glued["key"] in FRONT_MATTER_KEYS:
            raise YamlError(
                line,
                f"Thiếu dấu cách sau “{glued['key']}:”.",
                f"Hãy viết {_written(glued['key'], glued['value'].strip())}",
            )
        if bare := _WITHOUT_COLON.fullmatch(row):
            raise YamlError(
                line,
                f"Thiếu dấu hai chấm sau “{bare['key']}”.",
                f"Hãy viết {_written(bare['key'].lower(), bare['value'].strip())}",
            )
        if (named := _NAMED.fullmatch(row)) and named["key"] in FRONT_MATTER_KEYS:
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


def find_indented_key(text: str, first_line: int, last_line: int) -> YamlError | None:
    """Return the error of the first key, up to ``last_line``, that blanks at the head of its row make part of another."""
    above, rows = "", text.split("\n")
    if not any(row[:1].strip() for row in rows):
        return None  # all stand at one margin
    for line, row in enumerate(rows[: last_line - first_line + 1], first_line):
        found = _OFF_THE_MARGIN.match(row)
        if found and (not above or _COMPLETE.fullmatch(above)):
            blank = "phím Tab" if "\t" in found["blanks"] else "dấu cách"
            return YamlError(
                line,
                f"Dòng bắt đầu bằng {blank}.",
                "Hãy xóa khoảng trắng ở đầu dòng: khóa phải viết sát lề trái.",
            )
        if row[:1].strip() and not row.startswith("#"):
            above = row
    return None


def _written(key: str, value: str) -> str:
    """Return the row that says ``value``, in quotes where it needs them."""
    row = f"{key}: {value or '…'}"
    if not value or value[0] in "[{" or (row.isprintable() and _SOUND.fullmatch(row)):
        return row
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{key}: "{escaped}"'


def lint_body_start(body: str, first_line: int, *, fenced: bool) -> None:
    """Raise YamlError where the text begins with what belongs to the header: it would be printed."""
    start = len(body) - len(body.lstrip())
    line = first_line + body.count("\n", 0, start)
    row = get_rest_of_line(body, body.rfind("\n", 0, start) + 1)
    outside = _OUTSIDE.match(row)
    if outside and (outside["key"] if fenced else outside["key"].lower()) in FRONT_MATTER_KEYS:
        remedy = (
            "Hãy chuyển dòng này lên trên dòng “---” thứ hai."
            if fenced
            else "Hãy mở đầu tệp bằng dòng “---”."
        )
        raise YamlError(line, f"Dòng “{row.strip()[:40]}” nằm ngoài phần khai báo.", remedy)
