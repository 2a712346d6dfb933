"""The decorator of the commands, which prints errors as one Vietnamese sentence.

``--debug`` shows the traceback instead.
"""

import shlex
from collections.abc import Callable
from functools import wraps
from typing import Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.main import program as invoke_program

from bulletin.cli.command_help import Command
from bulletin.cli.program import STOPPED, STOPPED_CODE, program
from bulletin.errors import escape_unprintable, explain_error


def define_command(**options: Any) -> Callable[[Callable[..., None]], Command]:
    """Return a decorator that makes a command of a function.

    Args:
        options: Any of these:

            - ``examples``: uses of the command, without its name.
            - ``help``: the purpose of each option; the text up to the first comma names its value.
            - ``passes_options``: leave all words after the name to ``get_extra_options``.
            - ``name``, ``optional`` and ``positional`` as in Invoke.
    """

    def decorate(body: Callable[..., None]) -> Command:
        @wraps(body)
        def run(*arguments: Any, **values: Any) -> None:
            try:
                body(*arguments, **values)
            except KeyboardInterrupt:
                raise Exit(STOPPED, STOPPED_CODE) from None
            except Exception as error:
                if is_debugging():
                    raise
                raise Exit("\n".join(map(escape_unprintable, explain_error(error).split("\n"))), 1) from error

        return Command(run, **options)

    return decorate


def is_debugging() -> bool:
    """Tell if ``--debug`` was given to ``./inv`` or to ``invoke``."""
    programs = (program, invoke_program)
    return any(started.args.debug.value for started in programs if hasattr(started, "core"))


def get_extra_options(context: Context) -> list[str]:
    """Return the words after ``--``, which are options for Pelican or pytest."""
    return shlex.split(context.remainder)
