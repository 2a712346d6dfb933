"""YAML with line numbers, and nothing but strings, lists and mappings.

YAML's own guesses (``2019-02-30`` a date, ``7:30`` a number in base 60, ``No`` a falsehood)
are left out: every scalar stays the text the editor typed, and the record that needs a
date reads one. libyaml does the work where it is there.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from bulletin.content.markup.time_limit import TimeLimit, TimeLimitError
from bulletin.content.merge_conflicts import CONFLICT_MESSAGE, CONFLICT_REMEDY, find_conflict_in_yaml

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class YamlMapping:
    """A mapping with the line (from 1) of each of its keys.

    Values are ``str``, ``list`` or ``YamlMapping``; lists hold the same.
    """

    values: dict[str, Any]
    lines: dict[str, int] = field(default_factory=dict)
    line: int = 1
    """Where the mapping begins."""


_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))
"""What nodes are without a tag of their own."""
_CLOSED = ("flow sequence", "flow mapping", "quoted scalar")
_KEPT = re.compile(r"[*|>},\]]|[-?] |\[[^\[\],]*\]\s*\w")
"""How a value begins that YAML takes for a list, a text of several lines or another value; ``[Ảnh] Đại hội`` too."""
_CLOSING = {"[": "]", "{": "}", '"': '"', "'": "'"}


_SHORT = 2_000
"""Characters in which values cannot stand in one another too often."""
_DEEPEST = 100
"""Values that may stand in one another in longer YAML. Ours has three."""
_MOST_VALUES = 200_000
"""Keys, values and ends of lists at most: fifteen thousand withdrawals."""


class YamlError(Exception):
    """Text that is not the YAML we read; ``line`` counts from 1, the message is Vietnamese."""

    def __init__(self, line: int, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.line, self.message, self.remedy = line, what, remedy


def parse_yaml(text: str, first_line: int = 1, name: str = "Tệp") -> Any:
    """Return what ``text`` holds: str, list or Table, or None where it is empty.

    ``first_line`` is the line of the file on which the text begins, ``name`` how messages call it. Raise YamlError.
    """
    try:
        with TimeLimit():
            if len(text) > _SHORT:
                _check_size(text, first_line)
            node = yaml.compose(text, Loader=_Loader)
            return None if node is None else _value(node, first_line, set())
    except RecursionError:
        raise _too_deep(first_line) from None
    except TimeLimitError:
        raise YamlError(
            first_line, f"{name} quá dài và rối, máy đọc không xong.", "Hãy xóa những gì thừa."
        ) from None
    except yaml.MarkedYAMLError as error:
        if line := find_conflict_in_yaml(text):
            raise YamlError(first_line + line - 1, CONFLICT_MESSAGE, CONFLICT_REMEDY) from error
        raise _unclosed(text, first_line, error) or _explained(text, first_line, error, name) from error
    except yaml.YAMLError as error:  # a character that YAML does not allow
        raise YamlError(
            first_line, "Có ký tự điều khiển không dùng được trong YAML.", "Hãy xóa ký tự đó."
        ) from error


def _check_size(text: str, first_line: int) -> None:
    """Raise YamlError if there are too many values, or they stand in one another too often.

    Of the depth libyaml takes the square, and it crashes where that is great.
    """
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST or count > _MOST_VALUES:
            line = (event.start_mark.line if event.start_mark else 0) + first_line
            if depth > _DEEPEST:
                raise _too_deep(line)
            raise YamlError(line, f"Có hơn {_MOST_VALUES} giá trị trước dòng này.", "Hãy xóa những gì thừa.")


def _too_deep(line: int) -> YamlError:
    return YamlError(line, "Dấu [ hoặc { lồng nhau quá nhiều cấp.", "Hãy xóa các dấu thừa.")


def create_duplicate_key_error(line: int, key: str) -> YamlError:
    """Return the error of a key that is written a second time."""
    return YamlError(line, f"Khóa “{key}” được viết hai lần.", "Hãy giữ lại một dòng.")


def _value(node: yaml.Node, first_line: int, seen: set[int]) -> Any:
    """Return the value of ``node``; ``seen`` holds the collections read so far.

    One that comes again was named with & and repeated with *: it may hold itself.
    """
    line = node.start_mark.line + first_line
    if node.tag not in _TAGS:
        raise YamlError(
            line,
            "Giá trị bắt đầu bằng dấu chấm than (!), YAML hiểu là một lệnh.",
            "Hãy đặt cả giá trị trong ngoặc kép.",
        )
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if id(node) in seen:
        raise YamlError(
            line, "Không dùng được cách viết tắt bằng & và * của YAML.", "Hãy viết lại đủ, không dùng & và *."
        )
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, first_line, seen) for item in node.value]
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        at = key.start_mark.line + first_line
        if not isinstance(key, yaml.ScalarNode):
            raise YamlError(at, "Khóa phải là một từ.", "Hãy viết “khóa: giá trị”.")
        if key.value in values:
            raise create_duplicate_key_error(at, key.value)
        values[key.value], lines[key.value] = _value(value, first_line, seen), at
    return YamlMapping(values, lines, line)


def _unclosed(text: str, first_line: int, error: yaml.MarkedYAMLError) -> YamlError | None:
    """Return the error of a quotation mark or bracket that is never closed: YAML stumbles lines later."""
    mark, problem = error.context_mark, error.problem_mark
    if mark is None or not any(kind in str(error.context) for kind in _CLOSED):
        return None
    rows = text.splitlines()
    sign = rows[mark.line][mark.column : mark.column + 1] if mark.line < len(rows) else ""
    if sign not in _CLOSING:
        return None
    if problem is not None and problem.line == mark.line and rows[mark.line][problem.column :].strip():
        return None  # something on the same line is in the way
    return YamlError(
        mark.line + first_line,
        f"Dấu {sign} mở ra mà chưa đóng lại.",
        f"Hãy thêm dấu {_CLOSING[sign]} vào cuối phần ấy.",
    )


def _explained(text: str, first_line: int, error: yaml.MarkedYAMLError, name: str) -> YamlError:
    mark = error.problem_mark or error.context_mark
    line = (mark.line if mark else 0) + first_line
    rows = text.splitlines()
    row = rows[line - first_line] if 0 <= line - first_line < len(rows) else ""
    key, _, rest = row.partition(":")
    key = key.strip().removeprefix("- ").lstrip()
    if ": " in rest and "mapping values are not allowed" in str(error.problem):
        quoted = rest.strip().strip("“”").replace('"', '\\"')  # Word's own quotes are no quotes to YAML
        return YamlError(
            line,
            f"Giá trị của “{key}” có dấu hai chấm nên phải đặt trong ngoặc kép.",
            f'Hãy viết {key}: "{quoted}".',
        )
    if "\t" in row[: len(row) - len(row.lstrip())] or "'\\t'" in str(error.problem):
        return YamlError(line, "Dòng bắt đầu bằng phím Tab.", "Hãy lùi dòng bằng dấu cách.")
    value = rest.strip()
    in_quotes = value[:1] == '"' and (value.count('"') > 2 or (value.count('"') == 2 and value[-1] != '"'))
    if value and ("cannot start any token" in str(error.problem) or in_quotes or _KEPT.match(value)):
        inner = value[1:-1] if in_quotes and value[-1] == '"' else value
        doubled = inner.replace("'", "''")
        return YamlError(
            line,
            f"Giá trị của “{key}” có ký hiệu đặc biệt nên phải đặt trong ngoặc đơn thẳng.",
            f"Hãy viết {key}: '{doubled}'.",
        )
    return YamlError(
        line,
        f"{name} không đúng cú pháp YAML.",
        "Mỗi dòng là “khóa: giá trị”; đặt giá trị có ký hiệu đặc biệt (: # [ ] { } & * ! % @) trong ngoặc kép.",
    )
