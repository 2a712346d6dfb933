"""What ``./inv`` runs: Invoke, with the tasks in the order of the work and every answer in Vietnamese."""

import os
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import invoke
from invoke.collection import Collection
from invoke.exceptions import Exit, ParseError
from invoke.program import Program
from invoke.tasks import Task
from invoke.terminals import pty_size

from plugins.mistakes import printable
from workshop.arguments import ArgumentsError, HelpAskedError, known, read
from workshop.command import Command


class InvProgram(Program):
    """Invoke for editors. Its own command, ``invoke``, knows the same tasks and answers in English."""

    commands: Mapping[str, Command]

    def __init__(self) -> None:
        super().__init__(
            name="Invoke", version=invoke.__version__, binary="./inv", binary_names=["inv", "invoke"]
        )
        self._groups: Mapping[str, Sequence[Task[Any]]] = {}

    def offer(self, groups: Mapping[str, Sequence[Task[Any]]]) -> None:
        """Take on the tasks; the list shows them in this order, under these headings."""
        self._groups = groups
        self.namespace = Collection(*(task for tasks in groups.values() for task in tasks))

    def run(self, argv: list[str] | None = None, exit: bool = True) -> None:  # noqa: A002  # the base class's name
        """Do what ``argv`` asks for; end quietly where nobody reads on (``./inv | head -3``).

        Raise KeyboardInterrupt where somebody stopped it before its task began.
        """
        try:
            try:
                super().run(argv, exit)
            finally:
                sys.stdout.flush()
        except SystemExit as ended:
            if isinstance(ended.__context__, KeyboardInterrupt):  # of which Invoke says nothing
                raise KeyboardInterrupt from None
            raise
        except BrokenPipeError:
            # Python writes the rest as it ends: to nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)

    def parse_core(self, argv: list[str] | None) -> None:
        """Read Invoke's own options, which are for maintainers."""
        with _refusals():
            super().parse_core(argv)

    def parse_tasks(self) -> None:
        """Read the words ourselves first, so that Invoke's parser has nothing left to refuse."""
        words = self.core.unparsed
        self.commands = {
            str(context.name): Command.of(self.collection[context.name], context)
            for context in self.collection.to_contexts()
        }
        try:
            if words[:1] == ["help"]:
                self.args.help.set_value(words[1] if words[1:] else True, cast=False)
                words.clear()
            if isinstance(self.args.help.value, str):
                self.print_task_help(known(self.args.help.value, self.commands).name)
                raise Exit
            words[:] = read(words, self.commands, self.initial_context)
        except HelpAskedError as asked:
            self.print_task_help(asked.command.name)
            raise Exit from None
        except ArgumentsError as error:
            raise Exit("\n".join(map(printable, str(error).split("\n")))) from None
        with _refusals():
            super().parse_tasks()

    def print_help(self) -> None:
        """Answer ``./inv``, ``./inv --help`` and ``./inv help``: Invoke's own options are not for editors."""
        self.list_flat()

    def list_flat(self) -> None:
        """Print the tasks, group by group."""
        rows = {name: command.summary for name, command in self.commands.items()}
        for heading, tasks in self._groups.items():
            print(f"{heading}:\n")
            _print_columns([(task.name, rows[task.name]) for task in tasks], max(map(len, rows)))
            print()
        print("Cách viết và các lựa chọn của một lệnh: ./inv publish --help")

    def print_task_help(self, name: str) -> None:
        """Print what a task does, how it is typed and what its options are."""
        command = self.commands[name]
        print(f"{command.summary}\n\nCách viết:\n")
        for form in command.forms:
            print(f"  {form}")
        if rows := list(command.rows()):
            print("\nLựa chọn:\n")
            _print_columns(rows, max(len(typed) for typed, _ in rows))


@contextmanager
def _refusals() -> Iterator[None]:
    """Frame what Invoke's parser refuses all the same. Raise Exit."""
    try:
        yield
    except (ParseError, ValueError) as error:  # the second: no number
        raise Exit(f"Không hiểu lệnh này ({error}). Xem các lệnh: ./inv") from None


def _print_columns(rows: Iterable[tuple[str, str]], left: int) -> None:
    """Print what stands on the left and is ``left`` characters wide, and the text beside it, in lines that fit."""
    gap = "   "
    wrapper = textwrap.TextWrapper(
        width=max(pty_size()[0] - left - 6, 30), break_on_hyphens=False, break_long_words=False
    )
    for name, text in rows:
        first, *more = wrapper.wrap(text) or [""]
        print(f"  {name:<{left}}{gap}{first}".rstrip())
        for line in more:
            print(f"  {'':<{left}}{gap}{line}")


program = InvProgram()
