"""Obey the proposals about a body, most of which stand in warnings."""

import re
from collections.abc import Callable

from bulletin.content.problems import Problem
from bulletin.content.warnings.warning import ContentWarning

Edit = Callable[[list[str], int], None]
_SIGN = r"(?:[-+*•–—−▪]|\(?\d{1,3}[.)/]|\(?[a-zđ][.)])[ \t\xa0]*"
_PREFIX = re.compile(r"[ >]*(?:(?:[-*+]|\d+\.)[ ]+(?=\|))?")


def _add_below(rows: list[str], number: int, line: str) -> None:
    """Add a line below another one, in the same quotation or item."""
    found = _PREFIX.match(rows[number])
    prefix = re.sub(r"[-*+\d.]", " ", found[0]) if found else ""
    rows.insert(number + 1, prefix + line)


def _replace_below(rows: list[str], number: int, line: str) -> None:
    found = re.match(r"[ >]*", rows[number])
    rows[number] = (found[0] if found else "") + line


def _write_list(rows: list[str], number: int, mark: str) -> None:
    """Write the lines of a paragraph from a number on as items."""
    end = number
    while end < len(rows) and re.match(_SIGN, rows[end].lstrip()):
        typed = re.match(r"\(?(\d+)", rows[end].lstrip())
        sign = f"{typed[1]}." if typed and mark != "-" else mark
        rows[end] = f"{sign} {re.sub(_SIGN, '', rows[end].lstrip(), count=1)}"
        end += 1
    rows.insert(number, "")


def _part_items(rows: list[str], number: int) -> None:
    """Put an empty line above each item of a paragraph."""
    end = number
    while end < len(rows) and rows[end].strip():
        end += 1
    for place in range(end - 1, number - 1, -1):
        rows.insert(place, "")


def _write_table(rows: list[str], number: int, rule: str) -> None:
    """Write rows with tabs as a table."""
    end = number
    while end < len(rows) and "\t" in rows[end]:
        rows[end] = "| " + " | ".join(re.split(r"\t+", rows[end].strip())) + " |"
        end += 1
    rows.insert(number + 1, rule)


def _replace(rows: list[str], number: int, old: str, new: str) -> None:
    assert old in rows[number], (old, rows[number])
    rows[number] = rows[number].replace(old, new, 1)


def _escape(rows: list[str], number: int, pattern: str) -> None:
    """Put a backslash before each match of a pattern."""
    rows[number] = re.sub(rf"(?<!\\)({pattern})", r"\\\1", rows[number])


def _write_heading(rows: list[str], number: int, line: str) -> None:
    rows[number - 1 : number + 1] = ["", line, ""]


def _mend_marks(rows: list[str], number: int) -> None:
    """Write marks at their words, as the remedy says."""
    row = re.sub(r"(\*\*|__|~~)\s*(\S.*?)\s*\1", r"\1\2\1", rows[number])
    rows[number] = re.sub(r"(?<!\*)\*\s*([^\s*][^*]*?)\s*\*(?!\*)", r"*\1*", row)


def _create_address_edit(found: re.Match[str], message: str) -> Edit | None:
    """Return the edit of an address that a message calls mistyped."""
    named = re.match(r"[^“]*“(.*)” (?:viết sai|không bấm được)", message)
    return (lambda rows, number: _replace(rows, number, named[1], found[1] or found[2])) if named else None


_REMEDIES: tuple[tuple[str, Callable[[re.Match[str], str], Edit | None]], ...] = (
    (
        r"[Hh]ãy thêm ngay dưới dòng này: (\S.*)$",
        lambda found, _: lambda rows, number: _add_below(rows, number, found[1]),
    ),
    (
        r"Hãy viết dòng này là (\S.*)$",
        lambda found, _: lambda rows, number: _replace_below(rows, number, found[1]),
    ),
    (
        r"và viết mỗi mục như “(\S+) ",
        lambda found, _: lambda rows, number: _write_list(rows, number, found[1]),
    ),
    (r"Hãy để một dòng trống trước mục đầu và giữa các mục", lambda _, __: _part_items),
    (
        r"Hãy viết hàng đầu là .*, thêm dòng thứ hai (\|.*\|), rồi",
        lambda found, _: lambda rows, number: _write_table(rows, number, found[1]),
    ),
    (r"Hãy thay bằng một dấu chấm", lambda _, __: lambda rows, number: _replace(rows, number, "./.", ".")),
    (r"xóa dòng này; muốn in", lambda _, __: lambda rows, number: rows.__delitem__(number)),
    (r"thì viết \\ trước dấu <", lambda _, __: lambda rows, number: _escape(rows, number, r"</?\w+>")),
    (
        r"thì viết \\ ở trước, như",
        lambda _, __: lambda rows, number: _escape(rows, number, r"\{[^{}]*\}|\[TOC\]"),
    ),
    (r"hãy viết “(## .*?)” ở", lambda found, _: lambda rows, number: _write_heading(rows, number, found[1])),
    (r"Hãy viết dấu sát vào chữ", lambda _, __: _mend_marks),
    (
        r"Hãy viết liền \]\(",
        lambda _, __: lambda rows, number: rows.__setitem__(number, rows[number].replace("] (", "](")),
    ),
    (
        r"Đề mục thì viết một dấu cách",
        lambda _, __: (
            lambda rows, number: rows.__setitem__(number, re.sub(r"^([ >]*#+)(?=\S)", r"\1 ", rows[number]))
        ),
    ),
    (
        r"Nếu > là dấu lớn hơn hay mũi tên, hãy viết “\\>",
        lambda _, __: lambda rows, number: _replace(rows, number, ">", "\\>"),
    ),
    (
        r"Hãy viết (<a href=.*</a>)\.|Hãy viết (https?://\S+)$",
        _create_address_edit,
    ),
    (
        r"như “(\[\S+\]\(\S+\))”\.$",
        lambda found, message: (
            lambda rows, number: _replace(rows, number, message.partition("“")[2].partition("”")[0], found[1])
        ),
    ),
)
"""Beginnings of remedies with the edit of each."""


def find_edit_of_warning(finding: Problem | ContentWarning) -> Edit | None:
    """Return the edit that the remedy of a finding in a body proposes, or None."""
    if "hãy xóa một trong hai" in finding.remedy.lower():
        return None
    for pattern, create_edit in _REMEDIES:
        if found := re.search(pattern, finding.remedy):
            return create_edit(found, finding.message)
    return None
