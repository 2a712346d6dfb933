"""Commands of ``./inv``: tasks of Invoke that know how they are typed."""

import inspect
import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Annotated, Any

from invoke.parser.argument import Argument
from invoke.parser.context import ParserContext
from invoke.tasks import Task

Text = Annotated[str, "several words"]
"""Type of a parameter whose value is a sentence, so that it needs quotes in a shell."""


class Command(Task[Any]):
    """One command, with its summary, its examples of use and its options."""

    def __init__(
        self,
        body: Callable[..., None],
        *,
        examples: Iterable[str] = (),
        passes_options: bool = False,
        help: Mapping[str, str] | None = None,  # noqa: A002  # as Invoke calls it
        **options: Any,
    ) -> None:
        super().__init__(body, help=dict(help or {}), **options)
        self.context = ParserContext(self.name, args=self.get_arguments())
        self.help = dict(help or {})  # again, because get_arguments emptied it
        self.passes_options = passes_options
        self.summary, _, details = (inspect.getdoc(body) or "").partition("\n")
        self.details = details.strip()
        """Sentences behind the summary, which only the help of the command shows."""
        self.texts = {name for name, kind in inspect.get_annotations(body).items() if kind == Text}
        plain = [] if self.context.missing_positional_args else [""]
        self.usages = [f"./inv {self.name} {example}".rstrip() for example in (*plain, *examples)]
        """Complete commands that can be typed as they stand, the simplest first."""

    def format_usage(self, option: Argument | None = None) -> str:
        """Return a complete command, with an option if one is given."""
        return self._find_usage(option)[0] if option else self.usages[0]

    def list_options(self) -> Iterator[tuple[str, str]]:
        """Yield each option as it is typed, and its purpose."""
        for option in self.context.args.values():
            names = sorted((("-" if len(name) == 1 else "--") + name for name in option.names), key=len)
            before = "" if option.positional else ", ".join(names)
            yield f"{before} {self._find_usage(option)[1]}".strip(), option.help or ""

    def _find_usage(self, option: Argument) -> tuple[str, str]:
        """Return the first usage with an option, and the value that the option has there."""
        before = self.name if option.positional else format_flag(option)
        for usage in self.usages:
            for word, value in pairwise([*shlex.split(usage, posix=False), "-"]):  # quotes stay
                if word == before and not (option.takes_value and value.startswith("-")):
                    return usage, value if option.takes_value else ""
        value = "…" if option.takes_value else ""
        return f"{self.usages[0]} {format_flag(option)} {value}".rstrip(), value


def format_flag(option: Argument) -> str:
    """Return the long name of an option: ``--section``."""
    return f"--{option.names[0]}"


def format_label(option: Argument) -> str:
    """Return the name of an option's value.

    The name is the ``help`` of the option up to the first comma, colon or full stop.
    """
    return re.split("[,:.]", option.help or format_flag(option))[0]
