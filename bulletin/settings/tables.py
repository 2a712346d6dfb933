"""Settings of a plugin: a table in pelicanconf.py becomes one frozen dataclass.

An unknown key is an error that names the nearest known one, so that a typing slip in a
setting cannot pass for the default.
"""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any, Self, TypeVar

from bulletin.errors import UserError, escape_unprintable
from bulletin.settings.source_location import locate_setting
from bulletin.text.suggestions import find_closest_match

SettingsT = TypeVar("SettingsT")

_KINDS = {
    bool: "True hoặc False",
    int: "số nguyên không có dấu nháy",
    float: "số không có dấu nháy",
    str: "chữ trong dấu nháy",
    tuple: "danh sách trong dấu ngoặc vuông",
}


class SettingError(UserError):
    """A setting that cannot be used. The message is Vietnamese: file and line, what is wrong, what to write."""

    @classmethod
    def for_setting(cls, setting: str, what: str, key: str = "") -> Self:
        """Return the error that says ``what`` of ``setting``, or of a key of its table, with its place."""
        return cls(escape_unprintable(f"{locate_setting(setting, key)}: {what}"))


class InvalidValueError(ValueError):
    """A value that a key of a table cannot have; the message is a clause: ``jpeg_quality phải từ 1 đến 95``."""

    def __init__(self, key: str, what: str) -> None:
        super().__init__(f"{key} {what}")
        self.key = key


def load_settings(kind: type[SettingsT], name: str, table: Any) -> SettingsT:
    """Return ``kind(**table)``, where ``table`` is the setting called ``name``.

    Raise SettingError where it is no table, or where a key is unknown, missing, of another type than
    its default, or unfit.
    """
    if not isinstance(table, Mapping):
        raise SettingError.for_setting(
            name, f'{name} phải là bảng như {{"khóa": "giá trị"}}, không phải {describe_type(table)}.'
        )
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]  # a dataclass by contract
    for key in table:
        if key not in known:
            raise SettingError.for_setting(
                name, f"{name} không có khóa “{key}”. {suggest_setting_value(str(key), known, 'khóa')}", key
            )
    for key, field in known.items():
        if key not in table and field.default is MISSING and field.default_factory is MISSING:
            raise SettingError.for_setting(name, f"{name} thiếu khóa “{key}”. Hãy thêm khóa này vào bảng.")
    given = {key: _like(known[key].default, value, name, key) for key, value in table.items()}
    try:
        return kind(**given)
    except InvalidValueError as error:
        raise SettingError.for_setting(name, f"{name}: {error}.", error.key) from error
    except (TypeError, ValueError) as error:
        raise SettingError.for_setting(name, f"{name} có giá trị không dùng được ({error}).") from error


def describe_type(value: object) -> str:
    """Return what kind of value this is, for messages about what may hold a secret: ``chữ``."""
    kinds = (
        (bool, "True hoặc False"),
        (int | float, "số"),
        (str, "chữ"),
        (list | tuple, "danh sách"),
        (Mapping, "bảng"),
    )
    return next((word for kind, word in kinds if isinstance(value, kind)), f"kiểu {type(value).__name__}")


def quote_value(value: object) -> str:
    """Return a value as a message shows it: “0”, and a text as one, for it may look like a number."""
    if isinstance(value, list | tuple):
        return f"“{', '.join(map(str, value))}”"
    return f"chữ “{value}”" if isinstance(value, str) else f"“{value}”"


def suggest_setting_value(word: str, known: Iterable[str], kind: str, likeness: float = 0.6) -> str:
    """Return the remedy for an unknown word: the nearest known one (see ``find_closest_match``), or all. ``kind`` is what they are."""
    choices = list(known)
    near = find_closest_match(word, choices, likeness)
    return f"Hãy viết {near}." if near else f"Các {kind} dùng được: {', '.join(choices)}."


def _like(default: Any, value: Any, name: str, key: str) -> Any:
    """Return ``value`` in the type of ``default``; a list will do for a tuple, a whole number for a fraction."""
    if default is MISSING:
        return value
    expected = type(default)
    if expected is tuple and isinstance(value, list):
        return tuple(value)
    if expected is float and type(value) is int:
        return float(value)
    if type(value) is not expected:
        raise SettingError.for_setting(
            name, f"{name}: {key} phải là {_KINDS[expected]}, không phải {quote_value(value)}.", key
        )
    return value
