"""The header of a content file: YAML between two lines ``---``, or Pelican's plain ``Key: value``."""

import re
from itertools import takewhile
from typing import NamedTuple

from bulletin.content.frontmatter.lint import (
    INVISIBLE_CHARACTERS,
    find_indented_key,
    get_rest_of_line,
    lint_body_start,
    lint_front_matter,
    strip_invisible,
)
from bulletin.content.frontmatter.yaml import YamlError, YamlMapping, create_duplicate_key_error, parse_yaml
from bulletin.content.merge_conflicts import CONFLICT_MESSAGE, CONFLICT_REMEDY, find_conflict_in_text

_FENCE = re.compile(r"^-{3,}\s*$")
_END = re.compile(r"^(?:-{3,}|\.{3})[^\S\n]*$", re.MULTILINE)
_EMPTY_ROWS = re.compile(rf"(?:[\s{INVISIBLE_CHARACTERS}]*\n)?")
_PLAIN = re.compile(r"^(?P<key>[A-Za-z][A-Za-z_ -]*?)\s*:\s*(?P<value>.*)$")
_MORE = re.compile(r"^(?: {4,}|\t)(?P<value>.*)$")
_LISTS = frozenset({"tags", "authors", "aliases"})


class SourceDocument(NamedTuple):
    """A content file taken apart."""

    front_matter: YamlMapping
    """Keys in lower case."""
    body: str
    body_line: int
    """Line of the file on which the body begins, from 1."""


def split_front_matter(text: str) -> SourceDocument:
    """Return header and body of ``text``. Raise YamlError where the header cannot be read, or git left its marks."""
    if line := find_conflict_in_text(text):
        raise YamlError(line, CONFLICT_MESSAGE, CONFLICT_REMEDY)
    start = found.end() if (found := _EMPTY_ROWS.match(text)) else 0
    first = strip_invisible(get_rest_of_line(text, start))
    if not first.strip():
        start = 0  # nothing but empty rows
    fenced = bool(_FENCE.match(first))
    document = (_fenced if fenced else _plain)(text, start)
    lint_body_start(document.body, document.body_line, fenced=fenced)
    return document


def _fenced(text: str, start: int) -> SourceDocument:
    """Return the document whose header is fenced and begins at the character ``start``."""
    line = text.count("\n", 0, start) + 1
    begin = start + len(get_rest_of_line(text, start)) + 1
    end = _END.search(text, begin)
    if end is None:
        raise YamlError(
            line, "Phần khai báo không có dòng “---” kết thúc.", "Hãy thêm dòng “---” trước thân bài."
        )
    between = strip_invisible(text[begin : max(begin, end.start() - 1)])
    lint_front_matter(between, line + 1)
    try:
        header = parse_yaml(between, line + 1, "Phần khai báo")
    except YamlError as error:
        raise find_indented_key(between, line + 1, error.line) or error from None
    if header is None:
        header = YamlMapping({}, line=line)
    if not isinstance(header, YamlMapping):
        raise YamlError(
            line + 1, "Phần khai báo không có dạng “khóa: giá trị”.", "Hãy viết mỗi khóa một dòng."
        )
    return SourceDocument(_lowered(header), text[end.end() + 1 :], text.count("\n", 0, end.end()) + 2)


def _plain(text: str, begin: int) -> SourceDocument:
    rows, start = text.split("\n"), text.count("\n", 0, begin)
    values: dict[str, object] = {}
    lines: dict[str, int] = {}
    key = ""
    at = start
    for at, row in enumerate(
        map(strip_invisible, rows[start:]), start
    ):  # the position is needed after the loop
        more, plain = _MORE.match(row), _PLAIN.match(row)
        if key and more:
            values[key] = f"{values[key]} {more['value'].strip()}"
        elif plain:
            key = plain["key"].strip().lower()
            if key in values:
                raise create_duplicate_key_error(at + 1, key)
            values[key], lines[key] = plain["value"].strip(), at + 1
        else:
            break
    else:
        at = len(rows)
    if not values:
        raise YamlError(
            1,
            "Bài không có phần khai báo.",
            "Hãy mở đầu tệp bằng “---”, các dòng title:, date:, category:, rồi “---”.",
        )
    if at < len(rows) and rows[at].strip():
        if any(map(_FENCE.match, takewhile(str.strip, rows[at:]))):
            raise YamlError(
                start + 1,
                "Phần khai báo không có dòng “---” mở đầu.",
                "Hãy thêm dòng “---” vào trước dòng này.",
            )
        raise YamlError(
            at + 1,
            f"Dòng “{rows[at].strip()[:40]}” không có dạng “khóa: giá trị”.",
            "Hãy đặt phần khai báo giữa hai dòng “---”, hoặc để một dòng trống trước thân bài.",
        )
    for name in _LISTS & values.keys():
        mark = ";" if ";" in str(values[name]) else ","  # as Pelican reads lists of names
        values[name] = [item.strip() for item in str(values[name]).split(mark) if item.strip()]
    return SourceDocument(YamlMapping(values, lines), "\n".join(rows[at:]), at + 1)


def _lowered(table: YamlMapping) -> YamlMapping:
    if all(key == key.lower() for key in table.lines):
        return table
    seen: set[str] = set()
    for key, line in table.lines.items():
        if key.lower() in seen:
            raise create_duplicate_key_error(line, key.lower())
        seen.add(key.lower())
    return YamlMapping(
        {key.lower(): value for key, value in table.values.items()},
        {key.lower(): line for key, line in table.lines.items()},
        table.line,
    )
