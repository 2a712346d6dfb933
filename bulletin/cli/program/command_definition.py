"""The decorator of the commands, which prints errors as one Vietnamese sentence.

``--debug`` shows the traceback instead.
"""

import shlex
import sys
from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.main import program as invoke_program

from bulletin.cli.program.command import Command
from bulletin.cli.program.log_lines import stamp_log_lines, stamp_log_text
from bulletin.cli.program.program import STOPPED, STOPPED_CODE, program
from bulletin.cli.program.terminal import is_reader_gone
from bulletin.errors import escape_unprintable, explain_error


def define_command(*, stamps_log: bool = False, **options: Any) -> Callable[[Callable[..., None]], Command]:
    """Return a decorator that turns a function into a command of ``./inv``.

    The docstring of the function is the help of the command. Its first line stands in the list of commands.
    All parameters of the function after the context are the options of the command.
    The command prints an error as one Vietnamese sentence and exits with 1.

    Args:
        stamps_log: True if the lines of the command bear the time when they go into a log.
        options: Arguments of ``Command``:

            - ``examples``: command lines without ``./inv`` and the name, for the help.
            - ``help``: a sentence for each option; its text up to the first comma names the value.
            - ``passes_options``: True if Invoke must not parse the words after the name.
              The command then reads them with ``get_extra_options``.
            - ``name``, ``optional``, ``positional``: as in ``invoke.task``.
    """

    def decorate(body: Callable[..., None]) -> Command:
        @wraps(body)
        def run(*arguments: Any, **values: Any) -> None:
            try:
                with stamp_log_lines() if stamps_log else nullcontext():
                    body(*arguments, **values)
            except KeyboardInterrupt:
                raise Exit(STOPPED, STOPPED_CODE) from None
            except Exit:
                raise  # the command has said why it ends
            except Exception as error:
                if is_debugging() or (isinstance(error, BrokenPipeError) and is_reader_gone(sys.stdout)):
                    raise
                message = "\n".join(map(escape_unprintable, explain_error(error).split("\n")))
                raise Exit(stamp_log_text(message, sys.stderr) if stamps_log else message, 1) from error

        return Command(run, **options)

    return decorate


def is_debugging() -> bool:
    """Tell if ``--debug`` was given to ``./inv`` or to ``invoke``."""
    programs = (program, invoke_program)
    return any(started.args.debug.value for started in programs if hasattr(started, "core"))


def get_extra_options(context: Context) -> list[str]:
    """Return the words after ``--``, which are options for Pelican or pytest."""
    return shlex.split(context.remainder)
