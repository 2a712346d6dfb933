"""Late patterns are compiled at their first use, and behave as all others do."""

import pkgutil
import re
from importlib import import_module

import pytest

import bulletin
from bulletin.text.late_patterns import compile_late

LATE_PATTERN = type(compile_late(""))


def test_compile_late_pattern_equals_one_of_re() -> None:
    late, plain = compile_late(r"(?P<number>\d+)", re.ASCII), re.compile(r"(?P<number>\d+)", re.ASCII)
    assert late.pattern == plain.pattern
    assert late.sub("n", "38-KL/TW") == plain.sub("n", "38-KL/TW") == "n-KL/TW"
    assert late.groupindex == plain.groupindex
    assert [found["number"] for found in late.finditer("1 và 2")] == ["1", "2"]


def test_compile_late_bytes_give_pattern_of_bytes() -> None:
    found = compile_late(rb"a+").search(b"baa")
    assert found
    assert found[0] == b"aa"


def test_compile_late_wrong_pattern_fails_at_first_use() -> None:
    late = compile_late("(")
    with pytest.raises(re.error):
        late.search("")


def test_late_patterns_of_all_modules_can_be_compiled() -> None:
    names = [
        name
        for package in ("citations", "content", "render", "text", "views")
        for _, name, _ in pkgutil.walk_packages([f"{bulletin.__path__[0]}/{package}"], f"bulletin.{package}.")
    ]
    patterns = [
        value
        for name in names
        for value in vars(import_module(name)).values()
        if isinstance(value, LATE_PATTERN)
    ]
    assert len(patterns) > 300
    assert all(re.compile(late.pattern, late.flags) for late in patterns)
