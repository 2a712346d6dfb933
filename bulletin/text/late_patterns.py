"""Patterns that are compiled when they are first used.

A module of rules about texts has dozens of patterns, and most texts need few of them.
"""

import re
from functools import cached_property
from typing import Any, AnyStr, Generic, cast


class _LatePattern(Generic[AnyStr]):
    """A pattern that is compiled when it is first used."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self.flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[AnyStr]:
        return re.compile(self.pattern, self.flags)

    def __getattr__(self, name: str) -> Any:
        """Return a method of the compiled pattern, and keep it."""
        method = getattr(self._compiled, name)
        setattr(self, name, method)
        return method


def compile_late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern that is compiled when it is first used.

    Reason: all patterns compile in a tenth of a second. A build with one changed article uses a third of them.
    """
    return cast("re.Pattern[AnyStr]", _LatePattern(pattern, flags))
