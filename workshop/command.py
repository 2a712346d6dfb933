"""A command of ``./inv``: its summary, its examples of use and its options, read from an Invoke task."""

import inspect
import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Any

from invoke.parser.argument import Argument
from invoke.parser.context import ParserContext
from invoke.tasks import Task

Text = Annotated[str, "several words"]
"""Type of a parameter whose value is a sentence, so that it needs quotes in a shell."""


class Command:
    """One command, described by a task and by the options that Invoke made of its parameters."""

    def __init__(self, task: Task[Any], context: ParserContext) -> None:
        self.name, self.context = task.name, context
        self.summary = (inspect.getdoc(task) or "").partition("\n")[0]
        self.passes_options: bool = getattr(task, "passes_options", False)
        annotations = inspect.get_annotations(task.body)
        self.texts = {name for name, kind in annotations.items() if kind == Text}
        examples = getattr(task, "examples", ())
        start = f"./inv {self.name}"
        plain = [] if context.missing_positional_args else [start]
        self.forms = [*plain, *(f"{start} {example}" for example in examples)]
        """Complete commands that can be typed as they stand, the simplest first."""

    def form(self, option: Argument | None = None) -> str:
        """Return how the command is typed, with an option if one is given."""
        return self._example(option)[0] if option else self.forms[0]

    def rows(self) -> Iterator[tuple[str, str]]:
        """Yield each option as it is typed, and its purpose."""
        for option in self.context.args.values():
            names = sorted((("-" if len(name) == 1 else "--") + name for name in option.names), key=len)
            before = "" if option.positional else ", ".join(names)
            yield f"{before} {self._example(option)[1]}".strip(), option.help or ""

    def _example(self, option: Argument) -> tuple[str, str]:
        """Return the first form with an option, and the value that the option has there."""
        before = self.name if option.positional else flag(option)
        for form in self.forms:
            for word, value in pairwise([*shlex.split(form, posix=False), "-"]):  # quotes stay
                if word == before and not (option.takes_value and value.startswith("-")):
                    return form, value if option.takes_value else ""
        value = "…" if option.takes_value else ""
        return f"{self.forms[0]} {flag(option)} {value}".rstrip(), value


def flag(option: Argument) -> str:
    """Return the long name of an option: ``--section``."""
    return f"--{option.names[0]}"


def label(option: Argument) -> str:
    """Return the name of an option's value: its ``help`` up to the first comma, colon or stop."""
    return re.split("[,:.]", option.help or flag(option))[0]
