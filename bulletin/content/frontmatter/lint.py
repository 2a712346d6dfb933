"""Slips in front matter that YAML accepts, or reports for another line."""

import re

from bulletin.content.content_types import FRONT_MATTER_KEYS, list_keys
from bulletin.content.frontmatter.line_proposals import (
    LIST_KEYS,
    MAPPING_KEYS,
    clean_text,
    escape_yaml_value,
    format_list_line,
    quote_yaml_value,
    split_names,
    strip_quotes,
)
from bulletin.content.frontmatter.yaml import YamlError
from bulletin.text.late_patterns import compile_late

_NO_SPACE = compile_late(r"(?P<key>[A-Za-z_]+):(?P<value>\S.*)")
_KEY = rf"(?P<key>{'|'.join(sorted(FRONT_MATTER_KEYS))})"
_TEXT_KEY = f"(?:{'|'.join(sorted(list_keys('text')))})"
_NO_COLON = compile_late(rf"{_KEY}(?:\s*[=：]\s*|\s+(?![\s:：=])|\s*\Z)(?P<value>.*)", re.IGNORECASE)
_INDENTED_KEY = compile_late(rf"(?P<blanks>[ \t]+){_KEY}\s*:(?:\s|\Z)", re.IGNORECASE)
_COMPLETE_LINE = compile_late(r"""[A-Za-z_]+\s*:\s+(?:"[^"]*"|'[^']*'|\[.*\]|\{.*\}|[^\s"'\[{|>&#].*)\s*""")
"""A line with a complete value, which the next line cannot continue."""
_POSSIBLE_SLIP = compile_late(
    rf"\n(?:\s*-[^\s-]|[a-z_]+:(?:\S|\s+[&!])|{_TEXT_KEY}:\s+[\[{{]|{_KEY}(?!\w|\s*:)"
    r"|(?:tags|authors?):[ ]*\n[ \t]+[^\s\[\"'-])",
    re.IGNORECASE,
)
"""A part that each front matter with a slip has, if it has no ``#``. Other front matter is not searched by line.

Behind a line end, since the search for that is fast.
"""
_PLAIN_LINE = compile_late(r'[a-z_]+: +(?:"[^"\\]*"|\w[^:#]*(?::[^\s:#][^:#]*)*) *')
"""A line that YAML reads as it is written, if all characters are visible."""
_UNQUOTED_VALUE = compile_late(r"(?P<key>[A-Za-z_]+):\s+(?P<value>[^\s\"'\[{|>].*)")
_QUOTED_VALUE_AND_REST = rf"""(?P<key>{_TEXT_KEY}):\s+(?P<value>(?:"[^"]*"|'[^']*')\s+#.*)"""
"""A value of which YAML drops the words behind a quotation mark."""
_YAML_SIGN = rf"(?P<key>[A-Za-z_]+):\s+(?P<value>[&!].*)|(?P<text_key>{_TEXT_KEY}):\s+(?P<text>[\[{{].*)"
"""A value that YAML reads as an anchor, a tag, a list or a mapping."""
_KEYS_WITH_COMMENTS = frozenset(
    {"date", "expires", "featured", "featured_until", "modified", "order", "slug", "status"}
)
"""Keys whose values have no #, so that a # begins an intended comment."""
_COMMENT = compile_late(r"(?:^|\s)#")
_HASH = compile_late(r"(?:^|(?<=[\s\[,]))#")
_HASHTAGS = compile_late(r"(?P<key>tags):\s+(?P<value>\[(?:[^\]\"']*[\s,])?#.*)", re.IGNORECASE)
_KEY_LINE = compile_late(r"(?P<key>[A-Za-z_]+)\s*:\s*(?P<value>.*)")
_ITEM = r"\s*(?P<start>(?:-\s+)?(?:[a-z_]+:\s+)?)(?P<value>.*)"
"""An item of a list or a mapping, or the second line of a value."""
_ITEM_WITHOUT_SPACE = compile_late(r"\s*-(?P<value>[^\s-].*?)\s*")
"""An item of a list that YAML reads as a text."""
_OPEN_QUOTATION = r"""\"(?:[^"\\]|\\.)*|'[^']*"""
"""A value in quotation marks that goes on in the next line."""
_LINES_WITHOUT_SIGNS = compile_late(
    r"^(?P<key>tags|authors?):[ ]*\n(?P<names>(?:[ \t]+[^\s\[\"',;:-][^\n,;:]*(?:\n|\Z)){2,})",
    re.IGNORECASE | re.MULTILINE,
)
"""Names on lines of their own without ``-``, which YAML puts together to one name."""
_KEY_IN_BODY = compile_late(r"(?P<key>[A-Za-z_]+)\s*:(?:\s|$)")
INVISIBLE_CHARACTERS = "\u200b\u200c\u200d\u2060\ufeff"
"""Characters without width, which Word and messengers insert."""
_SUBSTITUTED = compile_late(f"[{INVISIBLE_CHARACTERS}\u00a0]")
_SUBSTITUTES = dict.fromkeys(map(ord, INVISIBLE_CHARACTERS)) | {0xA0: " "}


def strip_invisible(text: str) -> str:
    """Return a text without zero-width characters and no-break spaces of Word."""
    return text.translate(_SUBSTITUTES) if _SUBSTITUTED.search(text) else text


def get_rest_of_line(text: str, start: int) -> str:
    """Return the rest of the line from the character ``start``."""
    end = text.find("\n", start)
    return text[start:end] if end >= 0 else text[start:]


def lint_front_matter(text: str, first_line: int) -> None:
    """Raise YamlError for the first line that YAML reads differently from the editor."""
    if "#" not in text and not _POSSIBLE_SLIP.search(f"\n{text}"):
        return
    _refuse_lines_without_signs(text, first_line)
    key_above, is_block, has_items = "", False, False
    for line, row in enumerate(text.split("\n"), first_line):
        if found := _KEY_LINE.match(row):
            key_above = found["key"].lower()
            is_block = found["value"][:1] in ("|", ">") or bool(re.fullmatch(_OPEN_QUOTATION, found["value"]))
            has_items = not found["value"] and key_above in LIST_KEYS | MAPPING_KEYS
        elif not is_block and key_above not in _KEYS_WITH_COMMENTS:
            _refuse_comment_in_item(line, key_above, row)
        if has_items and (item := _ITEM_WITHOUT_SPACE.fullmatch(row)):
            raise YamlError(
                line, f"Thiếu dấu cách sau dấu - ở “-{item['value']}”.", f"Hãy viết “- {item['value']}”."
            )
        no_space = _NO_SPACE.fullmatch(row)
        if no_space and no_space["key"].lower() in FRONT_MATTER_KEYS:
            raise YamlError(
                line,
                f"Thiếu dấu cách sau “{no_space['key']}:”.",
                f"Hãy viết {format_line(no_space['key'].lower(), no_space['value'].strip())}",
            )
        if no_colon := _NO_COLON.fullmatch(row):
            raise YamlError(
                line,
                f"Thiếu dấu hai chấm sau “{no_colon['key']}”.",
                f"Hãy viết {format_line(no_colon['key'].lower(), no_colon['value'].strip())}",
            )
        if found := re.fullmatch(_YAML_SIGN, row, re.IGNORECASE):
            key, value = (
                (found["key"] or found["text_key"]).lower(),
                (found["value"] or found["text"]).strip(),
            )
            if key in FRONT_MATTER_KEYS:
                raise YamlError(
                    line,
                    f"Giá trị của “{key}” bắt đầu bằng dấu {value[0]} nên phải đặt trong ngoặc kép.",
                    f"Hãy viết {key}: {quote_yaml_value(clean_text(key, value))}",
                )
        _refuse_comment(line, row)


def _refuse_lines_without_signs(text: str, first_line: int) -> None:
    """Raise YamlError if names on lines of their own lack the sign of a list."""
    if found := _LINES_WITHOUT_SIGNS.search(text):
        key, names = found["key"].lower(), [*map(str.strip, found["names"].strip().split("\n"))]
        raise YamlError(
            first_line + text.count("\n", 0, found.start()),
            f"Ở “{key}” mỗi tên một dòng mà thiếu dấu -, nên thành một tên: “{' '.join(names)}”.",
            f"Hãy viết {format_list_line(key, names)}",
        )


def _refuse_comment(line: int, row: str) -> None:
    """Raise YamlError if YAML drops the words behind a # in a value."""
    unquoted = (
        _UNQUOTED_VALUE.fullmatch(row)
        or _HASHTAGS.match(row)
        or re.fullmatch(_QUOTED_VALUE_AND_REST, row, re.IGNORECASE)
    )
    key = unquoted["key"].lower() if unquoted else ""
    if not unquoted or key in _KEYS_WITH_COMMENTS:
        return
    value = unquoted["value"].strip()
    if not (_HASH if key == "tags" else _COMMENT).search(value):
        return
    if key in LIST_KEYS:
        remedy = f"Hãy viết {format_list_line(key, split_names(_HASH.sub(',', value)))}"
    else:
        written = escape_yaml_value(clean_text(key, strip_quotes(value)))
        remedy = f"Hãy đặt trong ngoặc kép: {key}: {written}"
    raise YamlError(line, f"Ở “{key}”, phần từ dấu “#” trở đi sẽ bị bỏ qua.", remedy)


def _refuse_comment_in_item(line: int, key: str, row: str) -> None:
    """Raise YamlError if YAML drops the words behind a # in an item or a second line."""
    found = re.fullmatch(_ITEM, row)
    if not (found and _COMMENT.search(found["value"])) or row.lstrip().startswith("#"):
        return
    value, start = found["value"].strip(), found["start"].strip()
    if value.endswith(("]", "}", "],", '"', "'")) or re.fullmatch(_OPEN_QUOTATION, value):
        return
    written = escape_yaml_value(clean_text(start.strip("-: ") or key, strip_quotes(value)))
    raise YamlError(
        line,
        f"Ở “{key}”, phần từ dấu “#” trở đi sẽ bị bỏ qua.",
        f"Hãy đặt trong ngoặc kép: {start} {written}"
        if start
        else f'Hãy đặt cả câu trong ngoặc kép: {key}: "…"',
    )


def find_indented_key(text: str, first_line: int, last_line: int) -> YamlError | None:
    """Return the error of the first key that is indented by mistake, or None.

    Lines after ``last_line`` are not searched. YAML reads an indented line as part of the value above it.
    """
    above, rows = "", text.split("\n")
    if not any(row[:1].strip() for row in rows):
        return None  # all lines have the same indentation
    for line, row in enumerate(rows[: last_line - first_line + 1], first_line):
        found = _INDENTED_KEY.match(row)
        if found and (not above or _COMPLETE_LINE.fullmatch(above)):
            blank = "phím Tab" if "\t" in found["blanks"] else "dấu cách"
            return YamlError(
                line,
                f"Dòng bắt đầu bằng {blank}.",
                "Hãy xóa khoảng trắng ở đầu dòng: khóa phải viết sát lề trái.",
            )
        if row[:1].strip() and not row.startswith("#"):
            above = row
    return None


def format_line(key: str, value: str) -> str:
    """Return a line ``key: value``, with quotes if YAML needs them."""
    value = clean_text(key, value) if value[:1] not in ("[", "{") else value
    row = f"{key}: {value or '…'}"
    is_collection = value[:1] in ("[", "{") and key in LIST_KEYS | MAPPING_KEYS
    if not value or is_collection or (row.isprintable() and _PLAIN_LINE.fullmatch(row)):
        return row
    return f"{key}: {quote_yaml_value(value)}"


def format_text_line(key: str, text: str) -> str:
    """Return a line ``key: value`` that YAML reads as ``text``."""
    row = f"{key}: {text or '…'}"
    is_plain = text[:1] not in ("[", "{") and row.isprintable() and _PLAIN_LINE.fullmatch(row)
    return row if is_plain else f"{key}: {escape_yaml_value(text)}"


def lint_body_start(body: str, first_line: int, *, fenced: bool) -> None:
    """Raise YamlError if the body begins with a key of the front matter.

    Reason: the page would print that line.
    """
    start = len(body) - len(body.lstrip())
    line = first_line + body.count("\n", 0, start)
    row = get_rest_of_line(body, body.rfind("\n", 0, start) + 1)
    key_in_body = _KEY_IN_BODY.match(row)
    if key_in_body and (key_in_body["key"] if fenced else key_in_body["key"].lower()) in FRONT_MATTER_KEYS:
        remedy = (
            "Hãy chuyển dòng này lên trên dòng “---” thứ hai."
            if fenced
            else "Hãy mở đầu tệp bằng dòng “---”."
        )
        raise YamlError(line, f"Dòng “{row.strip()[:40]}” nằm ngoài phần khai báo.", remedy)
