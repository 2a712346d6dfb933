"""The command line of ``./inv``: Invoke with the tasks in the order of the work, and every answer in Vietnamese."""

import os
import signal
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence

import invoke
from invoke.collection import Collection
from invoke.exceptions import Exit, ParseError
from invoke.program import Program
from invoke.terminals import pty_size

from bulletin.cli.arguments import ArgumentsError, find_command, parse_arguments
from bulletin.cli.command_help import Command
from bulletin.errors import escape_unprintable

STOPPED = (
    "Đã dừng theo yêu cầu. Trang nào bạn đọc mở ra cũng trọn vẹn, của bản trước hoặc của bản mới; "
    "./inv releases cho biết bản nào đang chạy. Muốn làm nốt, hãy chạy lại lệnh vừa dừng."
)
"""The answer to Ctrl-C. It is true before and after readers are shown a new release."""
STOPPED_CODE = 130
"""The exit code of a program that Ctrl-C ended, as shells have it."""


class InvProgram(Program):
    """Invoke for editors. Invoke's own command, ``invoke``, knows the same tasks and answers in English."""

    def __init__(self) -> None:
        super().__init__(
            name="Invoke", version=invoke.__version__, binary="./inv", binary_names=["inv", "invoke"]
        )

    def offer(self, groups: Mapping[str, Sequence[Command]]) -> None:
        """Take the tasks. The list shows them in this order, under these headings."""
        self.groups = groups
        self.commands = {task.name: task for tasks in groups.values() for task in tasks}
        self.namespace = Collection(*self.commands.values())

    def run(self, argv: list[str] | None = None, exit: bool = True) -> None:  # noqa: A002  # the base class's name
        """Run the tasks that ``argv`` names; end quietly if the reader of a pipe left (``./inv | head -3``)."""
        try:
            try:
                if sys.platform != "win32":  # inv holds Ctrl-C back until it can be answered
                    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
                super().run(argv, exit)
            finally:
                sys.stdout.flush()
        except (SystemExit, KeyboardInterrupt) as ended:
            if KeyboardInterrupt not in (type(ended), type(ended.__context__)):
                raise
            print(STOPPED, file=sys.stderr)  # before a task began, where Invoke ends without a word
            sys.exit(STOPPED_CODE)
        except BrokenPipeError:
            # Python writes the rest when it ends: to nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)

    def parse_core(self, argv: list[str] | None) -> None:
        """Parse Invoke's own options, which are for maintainers."""
        try:
            super().parse_core(argv)
        except (ParseError, ValueError) as error:  # the second: no number
            raise Exit(f"Không hiểu lệnh này ({error}). Xem các lệnh: ./inv") from None

    def parse_tasks(self) -> None:
        """Parse the words after Invoke's own options, without Invoke's parser."""
        words, asked = self.core.unparsed, self.args.help
        self.parser = self._make_parser()
        try:
            if words[:1] == ["help"]:
                asked.set_value(words[1] if words[1:] else True, cast=False)
                words = []
            if isinstance(asked.value, str):
                asked.value, words = find_command(asked.value, self.commands).name, []
            self.tasks = parse_arguments(words, self.commands, self.core)
        except ArgumentsError as error:
            raise Exit("\n".join(map(escape_unprintable, str(error).split("\n")))) from None

    def print_help(self) -> None:
        """Answer ``./inv``, ``./inv --help`` and ``./inv help``: Invoke's own options are not for editors."""
        self.list_flat()

    def list_flat(self) -> None:
        """Print the tasks, group by group."""
        left = max(map(len, self.commands))
        for heading, tasks in self.groups.items():
            print(f"{heading}:\n")
            _print_columns([(task.name, task.summary) for task in tasks], left)
            print()
        print("Cách viết và các lựa chọn của một lệnh: ./inv publish --help")

    def print_task_help(self, name: str) -> None:
        """Print what a task does, how it is typed and what its options are."""
        command = self.commands[name]
        print(f"{command.summary}\n\nCách viết:\n")
        for usage in command.usages:
            print(f"  {usage}")
        if rows := list(command.list_options()):
            print("\nLựa chọn:\n")
            _print_columns(rows, max(len(typed) for typed, _ in rows))


def _print_columns(rows: Iterable[tuple[str, str]], left: int) -> None:
    """Print two columns. The first is ``left`` characters wide; the second is broken into lines that fit."""
    wrapper = textwrap.TextWrapper(
        width=max(pty_size()[0] - left - 6, 30), break_on_hyphens=False, break_long_words=False
    )
    for name, text in rows:
        for number, line in enumerate(wrapper.wrap(text) or [""]):
            print(f"  {'' if number else name:<{left}}   {line}".rstrip())


program = InvProgram()
