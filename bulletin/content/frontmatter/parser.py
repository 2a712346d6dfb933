"""Front matter and body: YAML between lines ``---``, or Pelican's ``Key: value``."""

import re
from itertools import takewhile
from typing import NamedTuple

from bulletin.content.files.merge_conflicts import CONFLICT_MESSAGE, CONFLICT_REMEDY, find_conflict_in_text
from bulletin.content.frontmatter.lint import (
    INVISIBLE_CHARACTERS,
    find_indented_key,
    get_rest_of_line,
    lint_body_start,
    lint_front_matter,
    strip_invisible,
)
from bulletin.content.frontmatter.yaml import YamlError, YamlMapping, create_duplicate_key_error, parse_yaml
from bulletin.text.late_patterns import compile_late

_FENCE = compile_late(r"^-{3,}\s*$")
_END_FENCE = compile_late(r"^(?:-{3,}|\.{3})[^\S\n]*$", re.MULTILINE)
_EMPTY_LINES = compile_late(rf"(?:[\s{INVISIBLE_CHARACTERS}]*\n)?")
_PLAIN_KEY = compile_late(r"^(?P<key>[A-Za-z][A-Za-z_ -]*?)\s*:\s*(?P<value>.*)$")
_CONTINUATION = compile_late(r"^(?: {4,}|\t)(?P<value>.*)$")
_LIST_KEYS = frozenset({"tags", "authors", "aliases"})


class SourceDocument(NamedTuple):
    """Front matter and body of a content file."""

    front_matter: YamlMapping
    """Keys in lower case."""
    body: str
    body_line: int
    """Line of the file on which the body begins, from 1."""


def split_front_matter(text: str) -> SourceDocument:
    """Return front matter and body of ``text``.

    Raise YamlError if the front matter is invalid, or if the text has conflict markers.
    """
    if line := find_conflict_in_text(text):
        raise YamlError(line, CONFLICT_MESSAGE, CONFLICT_REMEDY)
    start = found.end() if (found := _EMPTY_LINES.match(text)) else 0
    first = strip_invisible(get_rest_of_line(text, start))
    if not first.strip():
        start = 0  # all lines are empty
    fenced = bool(_FENCE.match(first))
    document = (_split_fenced if fenced else _split_plain)(text, start)
    lint_body_start(document.body, document.body_line, fenced=fenced)
    return document


def _split_fenced(text: str, start: int) -> SourceDocument:
    """Split a text with fenced front matter that begins at the character ``start``."""
    line = text.count("\n", 0, start) + 1
    begin = start + len(get_rest_of_line(text, start)) + 1
    end = _END_FENCE.search(text, begin)
    if end is None:
        raise YamlError(
            line, "Phần khai báo không có dòng “---” kết thúc.", "Hãy thêm dòng “---” trước thân bài."
        )
    yaml_text = strip_invisible(text[begin : max(begin, end.start() - 1)])
    lint_front_matter(yaml_text, line + 1)
    try:
        front_matter = parse_yaml(yaml_text, line + 1, "Phần khai báo")
    except YamlError as error:
        raise find_indented_key(yaml_text, line + 1, error.line) or error from None
    if front_matter is None:
        front_matter = YamlMapping({}, line=line)
    if not isinstance(front_matter, YamlMapping):
        raise YamlError(
            line + 1, "Phần khai báo không có dạng “khóa: giá trị”.", "Hãy viết mỗi khóa một dòng."
        )
    return SourceDocument(
        _lower_keys(front_matter), text[end.end() + 1 :], text.count("\n", 0, end.end()) + 2
    )


def _split_plain(text: str, begin: int) -> SourceDocument:
    rows, start = text.split("\n"), text.count("\n", 0, begin)
    values: dict[str, object] = {}
    lines: dict[str, int] = {}
    key = ""
    index = start  # used after the loop
    for index, row in enumerate(map(strip_invisible, rows[start:]), start):  # used after the loop
        continuation, plain = _CONTINUATION.match(row), _PLAIN_KEY.match(row)
        if key and continuation:
            values[key] = f"{values[key]} {continuation['value'].strip()}"
        elif plain:
            key = plain["key"].strip().lower()
            if key in values:
                raise create_duplicate_key_error(index + 1, key)
            values[key], lines[key] = plain["value"].strip(), index + 1
        else:
            break
    else:
        index = len(rows)
    if not values:
        raise YamlError(
            1,
            "Bài không có phần khai báo.",
            "Hãy mở đầu tệp bằng “---”, các dòng title:, date:, category:, rồi “---”.",
        )
    if index < len(rows) and rows[index].strip():
        if any(map(_FENCE.match, takewhile(str.strip, rows[index:]))):
            raise YamlError(
                start + 1,
                "Phần khai báo không có dòng “---” mở đầu.",
                "Hãy thêm dòng “---” vào trước dòng này.",
            )
        raise YamlError(
            index + 1,
            f"Dòng “{rows[index].strip()[:40]}” không có dạng “khóa: giá trị”.",
            "Hãy đặt phần khai báo giữa hai dòng “---”, hoặc để một dòng trống trước thân bài.",
        )
    for name in _LIST_KEYS & values.keys():
        separator = ";" if ";" in str(values[name]) else ","  # as Pelican splits lists of names
        values[name] = [item.strip() for item in str(values[name]).split(separator) if item.strip()]
    return SourceDocument(YamlMapping(values, lines), "\n".join(rows[index:]), index + 1)


def _lower_keys(mapping: YamlMapping) -> YamlMapping:
    if all(key == key.lower() for key in mapping.lines):
        return mapping
    seen: set[str] = set()
    for key, line in mapping.lines.items():
        if key.lower() in seen:
            raise create_duplicate_key_error(line, key.lower())
        seen.add(key.lower())
    return YamlMapping(
        {key.lower(): value for key, value in mapping.values.items()},
        {key.lower(): line for key, line in mapping.lines.items()},
        mapping.line,
    )
