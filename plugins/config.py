"""Settings of a plugin: a table in pelicanconf.py becomes one frozen dataclass.

An unknown key is an error that names the nearest known one, so that a typing slip in a
setting cannot pass for the default.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from difflib import get_close_matches
from typing import Any, TypeVar

from plugins.mistakes import MistakeError

Settings = TypeVar("Settings")


class SettingError(MistakeError):
    """A setting in pelicanconf.py that cannot be used."""


def settings_from(kind: type[Settings], name: str, table: Mapping[str, Any]) -> Settings:
    """Return ``kind(**table)``, where ``table`` is the setting called ``name``.

    Raise SettingError where a key is unknown, missing or of another type than its default.
    """
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]  # a dataclass by contract
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; known keys: {', '.join(known)}"
            raise SettingError(f"{name}: unknown key {key!r}{hint}")
    given = {key: _like(known[key].default, value, f"{name}: {key}") for key, value in table.items()}
    try:
        return kind(**given)
    except (TypeError, ValueError) as error:
        raise SettingError(f"{name}: {error}") from error


def _like(default: Any, value: Any, name: str) -> Any:
    """Return ``value`` in the type of ``default``; a list will do for a tuple, a whole number for a fraction."""
    if default is MISSING:
        return value
    expected = type(default)
    if expected is tuple and isinstance(value, list):
        return tuple(value)
    if expected is float and type(value) is int:
        return float(value)
    if type(value) is not expected:
        raise SettingError(f"{name} is {value!r}, expected {expected.__name__}")
    return value
