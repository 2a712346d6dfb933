"""Program of ``./inv``: Invoke with its commands in groups and Vietnamese answers."""

import gc
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

from bulletin.cli.program.arguments import ArgumentsError, find_command, parse_arguments
from bulletin.cli.program.command import Command
from bulletin.errors import escape_unprintable

STOPPED = (
    "Đã dừng theo yêu cầu. Trang nào bạn đọc mở ra cũng trọn vẹn, của bản trước hoặc của bản mới; "
    "./inv releases cho biết bản nào đang chạy. Muốn làm nốt, hãy chạy lại lệnh vừa dừng."
)
"""The answer to Ctrl-C. It is true before and after a release is activated."""
STOPPED_CODE = 130
"""Exit code of a program that Ctrl-C ended, as shells report it."""
_COLLECTION_THRESHOLD = 100_000
"""Objects that Python makes before it looks for reference cycles. Short commands make fewer."""


class InvProgram(Program):
    """Invoke for editors.

    Invoke's own program, ``invoke``, has the same commands and answers in English.
    """

    def __init__(self) -> None:
        super().__init__(
            name="Invoke", version=invoke.__version__, binary="./inv", binary_names=["inv", "invoke"]
        )

    def add_commands(self, groups: Mapping[str, Sequence[Command]]) -> None:
        """Add the commands. The list shows them in this order, under these headings."""
        self.groups = groups
        self.commands = {command.name: command for commands in groups.values() for command in commands}
        self.namespace = Collection(*self.commands.values())

    def run(self, argv: list[str] | None = None, exit: bool = True) -> None:  # noqa: A002  # the base class's name
        """Run the commands that ``argv`` names.

        End quietly if the reader of a pipe is gone (``./inv | head -3``).
        """
        gc.set_threshold(_COLLECTION_THRESHOLD)
        try:
            try:
                if sys.platform != "win32":  # inv blocks Ctrl-C until this program can answer
                    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
                super().run(argv, exit)
            finally:
                sys.stdout.flush()
                gc.freeze()  # skips the garbage collection at exit, a seventh of a short command
        except (SystemExit, KeyboardInterrupt) as ended:
            if KeyboardInterrupt not in (type(ended), type(ended.__context__)):
                raise
            print(STOPPED, file=sys.stderr)  # before a command began, when Invoke prints nothing
            sys.exit(STOPPED_CODE)
        except BrokenPipeError:
            # Python flushes the rest at exit, so the rest goes to /dev/null.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)

    def parse_core(self, argv: list[str] | None) -> None:
        """Parse Invoke's own options, which are for maintainers."""
        try:
            super().parse_core(argv)
        except (ParseError, ValueError) as error:  # ValueError if an option expects a number
            raise Exit(f"Không hiểu lệnh này ({error}). Xem các lệnh: ./inv") from None

    def parse_tasks(self) -> None:
        """Parse the words after Invoke's own options, without Invoke's parser."""
        words, help_option = self.core.unparsed, self.args.help
        self.parser = self._make_parser()
        try:
            if words[:1] == ["help"]:
                help_option.set_value(words[1] if words[1:] else True, cast=False)
                words = []
            if isinstance(help_option.value, str):
                help_option.value, words = find_command(help_option.value, self.commands).name, []
            self.tasks = parse_arguments(words, self.commands, self.core)
        except ArgumentsError as error:
            raise Exit("\n".join(map(escape_unprintable, str(error).split("\n")))) from None

    def print_help(self) -> None:
        """Answer ``./inv``, ``./inv --help`` and ``./inv help`` with the list of commands.

        Reason: Invoke's own options are not for editors.
        """
        self.list_flat()

    def list_flat(self) -> None:
        """Print the commands, group by group."""
        left = max(map(len, self.commands))
        for heading, commands in self.groups.items():
            print(f"{heading}:\n")
            _print_columns([(command.name, command.summary) for command in commands], left)
            print()
        print("Cách viết và các lựa chọn của một lệnh: ./inv publish --help")

    def print_task_help(self, name: str) -> None:
        """Print the summary, the usages and the options of a command."""
        command = self.commands[name]
        print("\n\n".join(filter(None, (command.summary, command.details, "Cách viết:\n"))))
        for usage in command.usages:
            print(f"  {usage}")
        if rows := list(command.list_options()):
            print("\nLựa chọn:\n")
            _print_columns(rows, max(len(typed) for typed, _ in rows))


def _print_columns(rows: Iterable[tuple[str, str]], left: int) -> None:
    """Print two columns. The first is ``left`` characters wide, and the second wraps."""
    wrapper = textwrap.TextWrapper(
        width=max(pty_size()[0] - left - 6, 30), break_on_hyphens=False, break_long_words=False
    )
    for name, text in rows:
        for number, line in enumerate(wrapper.wrap(text) or [""]):
            print(f"  {'' if number else name:<{left}}   {line}".rstrip())


program = InvProgram()
