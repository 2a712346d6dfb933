"""The decorator of the tasks: an error becomes a sentence, and a traceback is shown with ``--debug`` alone."""

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


def task(**options: Any) -> Callable[[Callable[..., None]], Command]:
    """Return a decorator that makes a command of a function.

    ``examples`` are uses of the command, without its name. ``help`` says what each option is for, and up to the
    first comma what its value is called. ``passes_options`` leaves all words behind the name to ``get_extra_options``.
    The others are Invoke's: ``name``, ``optional`` (options that need no value), ``positional`` (values that need
    no name of their option; if it is left out, those of parameters without a default).
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
    """Tell whether ``--debug`` was given, to ./inv or to Invoke's own command."""
    return any(one.args.debug.value for one in (program, invoke_program) if hasattr(one, "core"))


def get_extra_options(context: Context) -> list[str]:
    """Return the words after ``--``: options for Pelican or pytest."""
    return shlex.split(context.remainder)
