"""A command as people type it: what it does, its forms, its options; all from a task, its docstring and ``help``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import getdoc
from typing import Any

from invoke.parser.argument import Argument
from invoke.parser.context import ParserContext
from invoke.tasks import Task

_FORM = re.compile(r"\./inv [^;\n]+")
_VALUE = r'("[^"]*"|[^\s-]\S*)'


@dataclass(frozen=True, slots=True)
class Command:
    """One task of ``./inv``."""

    name: str
    summary: str
    """The first line of the docstring."""
    forms: tuple[str, ...]
    """Whole commands that can be typed as they stand: ``./inv NAME`` if it is one, then those of the docstring."""
    context: ParserContext
    """Its options, as Invoke knows them."""

    @classmethod
    def of(cls, task: Task[Any], context: ParserContext) -> "Command":
        """Read a task; ``context`` is what Invoke made of its parameters."""
        text = getdoc(task) or ""
        plain = [] if context.missing_positional_args else [f"./inv {context.name}"]
        forms = (form.rstrip(".") for form in _FORM.findall(text))
        return cls(
            str(context.name), text.partition("\n")[0], tuple(dict.fromkeys([*plain, *forms])), context
        )

    @property
    def follower(self) -> Argument | None:
        """The option whose value may stand right behind the command, without its name."""
        return next(iter(self.context.positional_args), None)

    def form(self, option: Argument | None = None) -> str:
        """Return how the command is typed, with an option if one is given."""
        if option is None:
            return self.forms[0]
        shown = self._shown(option)
        return shown.string if shown else f"{self.forms[0]} {flag(option)} {self._example(option)}".rstrip()

    def is_text(self, option: Argument) -> bool:
        """Tell whether the value of an option is a sentence: its form has it in quotes."""
        return self._example(option).startswith('"') and not self.may_be_empty(option)

    def may_be_empty(self, option: Argument) -> bool:
        """Tell whether an empty value of an option says something: its form has it."""
        return self._example(option) == '""'

    def rows(self) -> Iterator[tuple[str, str]]:
        """Yield every option as it is typed, and what it is for."""
        for option in self.context.args.values():
            names = sorted((("-" if len(name) == 1 else "--") + name for name in option.names), key=len)
            before = "" if option is self.follower else ", ".join(names)
            yield f"{before} {self._example(option)}".strip(), option.help or ""

    def _example(self, option: Argument) -> str:
        """Return a value of an option as it may be typed, empty where it takes none."""
        if not option.takes_value:
            return ""
        shown = self._shown(option)
        return shown[1] if shown else "…"

    def _shown(self, option: Argument) -> re.Match[str] | None:
        """Return where the first form with the option has it; group 1 is its value, if it takes one."""
        before = self.name if option is self.follower else flag(option)
        pattern = re.compile(rf" {before} {_VALUE}" if option.takes_value else rf" {before}(?!\S)")
        return next(filter(None, map(pattern.search, self.forms)), None)


def flag(option: Argument) -> str:
    """Return the long name of an option: ``--section``."""
    return f"--{option.names[0]}"


def label(option: Argument) -> str:
    """Return what the value of an option is called: its ``help`` up to the first comma, colon or stop."""
    return re.split("[,:.]", option.help or flag(option))[0]
