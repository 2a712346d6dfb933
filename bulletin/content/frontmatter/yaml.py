"""YAML with line numbers, as strings, lists and mappings.

Each scalar stays the string that the editor typed. YAML would make a number of ``7:30`` and a boolean of ``No``.
``fields`` parses dates and numbers. libyaml is used if it is installed.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from bulletin.content.files.merge_conflicts import CONFLICT_MESSAGE, CONFLICT_REMEDY, find_conflict_in_yaml
from bulletin.content.frontmatter.line_proposals import (
    AUTHOR_KEYS,
    CREDIT_PATTERN,
    clean_text,
    explain_credit,
    propose_line,
    quote_yaml_value,
    strip_quotes,
)
from bulletin.content.time_limit import TimeLimit, TimeLimitError
from bulletin.text.late_patterns import compile_late
from bulletin.text.letters import normalize_letters

_Parser: Any = yaml.cyaml.CParser if yaml.__with_libyaml__ else yaml.BaseLoader  # type: ignore[attr-defined]  # the stubs lack it
_TAGS = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}
"""Tags of nodes that have no explicit tag."""


class _Loader(_Parser):  # type: ignore[misc]  # the class depends on the installed library
    """Gives each node without an explicit tag the tag of its kind.

    Reason: the loaders of the library look for rules of tags at each node, which takes a third of their time.
    """

    def descend_resolver(self, _node: yaml.Node, _index: object) -> None:
        """Do nothing, because no tag depends on a path."""

    def ascend_resolver(self) -> None:
        """Do nothing, because no tag depends on a path."""

    def resolve(self, kind: type[yaml.Node], _value: object, _implicit: object) -> str:
        """Return the tag of a node."""
        return _TAGS[kind]


@dataclass(frozen=True, slots=True)
class YamlMapping:
    """A mapping with the line (from 1) of each of its keys.

    Values are ``str``, ``list`` or ``YamlMapping``. Lists have the same types of items.
    """

    values: dict[str, Any]
    lines: dict[str, int] = field(default_factory=dict)
    line: int = 1
    """First line of the mapping."""


_DEFAULT_TAGS = frozenset(_TAGS.values())
_CLOSED_CONTEXTS = ("flow sequence", "flow mapping", "quoted scalar")
_SPECIAL_START = compile_late(r"[*|>},\]]|[-?] |\[[^\[\],]*\]\s*\w")
"""Beginning of a value that YAML reads as a list, a block or an alias. ``[Ảnh] Đại hội`` is one too."""
_CLOSING = {"[": "]", "{": "}", '"': '"', "'": "'"}


_SHORT_LENGTH = 2_000
"""Characters of a text that is too short for a deep nesting, and for a long time of reading."""
_MAX_PROPOSAL_LENGTH = 20_000
"""Characters of a text that is parsed again to test a proposal."""
_MAX_DEPTH = 100
"""Maximum nesting of longer YAML. Content files need three levels."""
_MAX_EVENTS = 200_000
"""Maximum number of parser events, enough for fifteen thousand withdrawals."""


class YamlError(Exception):
    """A text that is not YAML of the accepted form.

    ``line`` counts from 1, and the message is Vietnamese.
    """

    def __init__(self, line: int, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.line, self.message, self.remedy = line, message, remedy


def parse_yaml(text: str, first_line: int = 1, name: str = "Tệp") -> Any:
    """Return the value of ``text``: str, list or YamlMapping, or None if it is empty.

    ``first_line`` is the line of the file on which the text begins. ``name`` is the subject of messages.
    Raise YamlError.
    """
    try:
        if len(text) <= _SHORT_LENGTH:
            return _read_yaml(text, first_line)
        with TimeLimit():
            _check_size(text, first_line)
            return _read_yaml(text, first_line)
    except RecursionError:
        raise _create_depth_error(first_line) from None
    except TimeLimitError:
        raise YamlError(
            first_line, f"{name} quá dài và rối, máy đọc không xong.", "Hãy xóa những gì thừa."
        ) from None
    except yaml.MarkedYAMLError as error:
        if line := find_conflict_in_yaml(text):
            raise YamlError(first_line + line - 1, CONFLICT_MESSAGE, CONFLICT_REMEDY) from error
        raise _find_unclosed_error(text, first_line, error) or _explain_error(
            text, first_line, error, name
        ) from error
    except yaml.YAMLError as error:  # a character that YAML does not allow
        raise YamlError(
            first_line, "Có ký tự điều khiển không dùng được trong YAML.", "Hãy xóa ký tự đó."
        ) from error


def _read_yaml(text: str, first_line: int) -> Any:
    node = yaml.compose(text, Loader=_Loader)
    return None if node is None else _build_value(node, first_line, set(), has_escapes="\\" in text)


def _check_size(text: str, first_line: int) -> None:
    """Raise YamlError if a text has too many values or too many levels.

    Reason: the time of libyaml grows with the square of the depth, and libyaml crashes at a great depth.
    """
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH or count > _MAX_EVENTS:
            line = (event.start_mark.line if event.start_mark else 0) + first_line
            if depth > _MAX_DEPTH:
                raise _create_depth_error(line)
            raise YamlError(line, f"Có hơn {_MAX_EVENTS} giá trị trước dòng này.", "Hãy xóa những gì thừa.")


def _create_depth_error(line: int) -> YamlError:
    return YamlError(line, "Dấu [ hoặc { lồng nhau quá nhiều cấp.", "Hãy xóa các dấu thừa.")


def create_duplicate_key_error(line: int, key: str) -> YamlError:
    """Return the error of a key that occurs twice."""
    return YamlError(line, f"Khóa “{key}” được viết hai lần.", "Hãy giữ lại một dòng.")


def _build_value(node: yaml.Node, first_line: int, seen: set[int], *, has_escapes: bool) -> Any:
    """Return the value of ``node``.

    ``seen`` has the ids of the collections so far. A repeated one is a YAML alias, which may contain itself.
    """
    line = node.start_mark.line + first_line
    if node.tag not in _DEFAULT_TAGS:
        raise YamlError(
            line,
            "Giá trị bắt đầu bằng dấu chấm than (!), YAML hiểu là một lệnh.",
            "Hãy đặt cả giá trị trong ngoặc kép.",
        )
    if isinstance(node, yaml.ScalarNode):
        # An escape such as \u00d0 can be a letter of another form.
        return normalize_letters(node.value) if has_escapes and node.style == '"' else node.value
    if id(node) in seen:
        raise YamlError(
            line, "Không dùng được cách viết tắt bằng & và * của YAML.", "Hãy viết lại đủ, không dùng & và *."
        )
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_build_value(item, first_line, seen, has_escapes=has_escapes) for item in node.value]
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        key_line = key.start_mark.line + first_line
        if not isinstance(key, yaml.ScalarNode):
            raise YamlError(key_line, "Khóa phải là một từ.", "Hãy viết “khóa: giá trị”.")
        if key.value in values:
            raise create_duplicate_key_error(key_line, key.value)
        values[key.value] = _build_value(value, first_line, seen, has_escapes=has_escapes)
        lines[key.value] = key_line
    return YamlMapping(values, lines, line)


def _find_unclosed_error(text: str, first_line: int, error: yaml.MarkedYAMLError) -> YamlError | None:
    """Return the error of a quotation mark or bracket that is not closed, or None.

    Reason: YAML reports the problem some lines later.
    """
    mark, problem = error.context_mark, error.problem_mark
    if mark is None or not any(kind in str(error.context) for kind in _CLOSED_CONTEXTS):
        return None
    rows = text.splitlines()
    opening = rows[mark.line][mark.column : mark.column + 1] if mark.line < len(rows) else ""
    if opening not in _CLOSING:
        return None
    if problem is not None and problem.line == mark.line and rows[mark.line][problem.column :].strip():
        return None  # another character on the same line is the problem
    proposal = _find_readable_line(text, mark.line)
    return YamlError(
        mark.line + first_line,
        f"Dấu {opening} mở ra mà chưa đóng lại.",
        f"Hãy viết {proposal}" if proposal else f"Hãy thêm dấu {_CLOSING[opening]} vào cuối phần ấy.",
    )


def _explain_error(text: str, first_line: int, error: yaml.MarkedYAMLError, name: str) -> YamlError:
    mark = error.problem_mark or error.context_mark
    line = (mark.line if mark else 0) + first_line
    rows = text.splitlines()
    row = rows[line - first_line] if 0 <= line - first_line < len(rows) else ""
    key, _, rest = row.partition(":")
    key = key.strip().removeprefix("- ").lstrip()
    if ": " in rest and "mapping values are not allowed" in str(error.problem):
        credit = CREDIT_PATTERN.match(rest.strip()) if key.lower() in AUTHOR_KEYS else None
        if credit:
            return YamlError(line, *explain_credit(key.lower(), rest.strip()[credit.end() :], rest.strip()))
        return YamlError(
            line,
            f"Giá trị của “{key}” có dấu hai chấm nên phải đặt trong ngoặc kép.",
            f"Hãy viết {key.lower() if key.isascii() else key}: {quote_yaml_value(clean_text(key, rest.strip()))}",
        )
    if "\t" in row[: len(row) - len(row.lstrip())] or "'\\t'" in str(error.problem):
        return YamlError(line, "Dòng bắt đầu bằng phím Tab.", "Hãy lùi dòng bằng dấu cách.")
    value = rest.strip()
    in_quotes = value[:1] == '"' and (value.count('"') > 2 or (value.count('"') == 2 and value[-1] != '"'))
    if value and ("cannot start any token" in str(error.problem) or in_quotes or _SPECIAL_START.match(value)):
        doubled = clean_text(key, strip_quotes(value)).replace("'", "''")
        if _is_readable(text, line - first_line, f"{key}: '{doubled}'"):
            return YamlError(
                line,
                f"Giá trị của “{key}” có ký hiệu đặc biệt nên phải đặt trong ngoặc đơn thẳng.",
                f"Hãy viết {key.lower() if key.isascii() else key}: '{doubled}'",
            )
    proposal = _find_readable_line(text, line - first_line)
    return YamlError(
        line,
        f"{name} không đúng cú pháp YAML.",
        f"Hãy viết {proposal}"
        if proposal
        else "Mỗi dòng là “khóa: giá trị”; đặt giá trị có ký hiệu đặc biệt (: # [ ] { } & * ! % @) trong ngoặc kép.",
    )


def _find_readable_line(text: str, number: int) -> str:
    """Return a readable proposal for a line, counted from 0, or nothing."""
    rows = text.split("\n")
    proposal = propose_line(rows[number]) if number < len(rows) else ""
    return proposal if proposal and _is_readable(text, number, proposal) else ""


def _is_readable(text: str, number: int, line: str) -> bool:
    """Tell if the text up to a line can be parsed, once ``line`` stands there."""
    if len(text) > _MAX_PROPOSAL_LENGTH:
        return False
    rows = text.split("\n")
    indent = re.match(r"\s*(?:- )?", rows[number])
    try:
        yaml.compose("\n".join((*rows[:number], f"{indent[0] if indent else ''}{line}")), Loader=_Loader)
    except yaml.YAMLError:
        return False
    return True
