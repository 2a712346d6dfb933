"""Settings tables of pelicanconf.py, each turned into a frozen dataclass.

An unknown key is an error that suggests the closest known key.
Reason: a misspelled key would otherwise leave the default in force.
"""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any, Self, TypeVar

from bulletin.errors import UserError, escape_unprintable
from bulletin.settings.source_location import locate_setting
from bulletin.text.suggestions import find_closest_match

SettingsT = TypeVar("SettingsT")

_TYPE_NAMES = {
    bool: "True hoặc False",
    int: "số nguyên không có dấu nháy",
    float: "số không có dấu nháy",
    str: "chữ trong dấu nháy",
    tuple: "danh sách trong dấu ngoặc vuông",
}
"""Vietnamese names of the types of settings."""

_MIN_KEY_LIKENESS = 0.75
"""Ratio of difflib above which a key is a misspelt one: ``cup`` is ``cups``, ``hotline`` is not ``tagline``."""
_FREE_KEY = "extra"
"""Key of a table that takes anything, for the templates of an office."""


class SettingError(UserError):
    """A setting cannot be used. The message has file, line, fault and remedy."""

    @classmethod
    def for_setting(cls, setting: str, what: str, key: str = "") -> Self:
        """Return the error for ``setting``, or for ``key`` of its table, with its line."""
        return cls(escape_unprintable(f"{locate_setting(setting, key)}: {what}"))


class InvalidValueError(ValueError):
    """A key of a table has an invalid value.

    The message is a clause: ``jpeg_quality phải từ 1 đến 95``.
    """

    def __init__(self, key: str, what: str) -> None:
        super().__init__(f"{key} {what}")
        self.key = key


def load_settings(kind: type[SettingsT], name: str, table: Any) -> SettingsT:
    """Return ``kind(**table)``, with the types of all values checked.

    Args:
        kind: a frozen dataclass with defaults. Its ``REPLACED_KEYS``, if any, hold remedies for keys of earlier versions.
        name: name of the setting, for messages.
        table: value of the setting.

    Raises:
        SettingError: ``table`` is no table, or a key or a value is wrong.

    """
    if not isinstance(table, Mapping):
        raise SettingError.for_setting(
            name, f'{name} phải là bảng như {{"khóa": "giá trị"}}, không phải {describe_type(table)}.'
        )
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]  # callers pass a dataclass
    replaced_keys: Mapping[str, str] = getattr(kind, "REPLACED_KEYS", {})
    for key in table:
        if key in replaced_keys:
            raise SettingError.for_setting(name, f"{name} không còn khóa “{key}”. {replaced_keys[key]}", key)
        if key not in known:
            remedy = suggest_setting_value(str(key), known, "khóa", _MIN_KEY_LIKENESS)
            if _FREE_KEY in known:
                remedy += (
                    f' Điều khác cho khuôn trang thì để trong {_FREE_KEY}: "{_FREE_KEY}": {{"{key}": "…"}}.'
                )
            raise SettingError.for_setting(name, f"{name} không có khóa “{key}”. {remedy}", key)
    for key, field in known.items():
        if key not in table and field.default is MISSING and field.default_factory is MISSING:
            raise SettingError.for_setting(name, f"{name} thiếu khóa “{key}”. Hãy thêm khóa này vào bảng.")
    values = {key: _convert_to_type_of(known[key].default, value, name, key) for key, value in table.items()}
    try:
        return kind(**values)
    except InvalidValueError as error:
        raise SettingError.for_setting(name, f"{name}: {error}.", error.key) from error
    except (TypeError, ValueError) as error:
        raise SettingError.for_setting(name, f"{name} có giá trị không dùng được ({error}).") from error


def describe_type(value: object) -> str:
    """Return the Vietnamese noun for a type: ``chữ``. Values may be secret."""
    kinds = (
        (bool, "True hoặc False"),
        (int | float, "số"),
        (str, "chữ"),
        (list | tuple, "danh sách"),
        (Mapping, "bảng"),
    )
    return next((word for kind, word in kinds if isinstance(value, kind)), f"kiểu {type(value).__name__}")


def quote_value(value: object) -> str:
    """Return a value for a message, with text marked as text: “0”, chữ “0”."""
    if isinstance(value, list | tuple):
        return f"“{', '.join(map(str, value))}”"
    return f"chữ “{value}”" if isinstance(value, str) else f"“{value}”"


def suggest_setting_value(word: str, known: Iterable[str], kind: str, likeness: float = 0.6) -> str:
    """Return the remedy for an unknown word: the closest known word, or all words.

    ``kind`` says what the words are. ``likeness`` is that of ``find_closest_match``.
    """
    choices = list(known)
    near = find_closest_match(word, choices, likeness)
    return f"Hãy viết {near}" if near else f"Các {kind} dùng được: {', '.join(choices)}."


def _convert_to_type_of(default: Any, value: Any, name: str, key: str) -> Any:
    """Return ``value`` in the type of ``default``.

    A list is accepted for a tuple and a whole number for a fraction.
    """
    if default is MISSING:
        return value
    expected = type(default)
    if expected is tuple and isinstance(value, list):
        return tuple(value)
    if expected is float and type(value) is int:
        return float(value)
    if type(value) is not expected:
        raise SettingError.for_setting(
            name, f"{name}: {key} phải là {_TYPE_NAMES[expected]}, không phải {quote_value(value)}.", key
        )
    return value
