"""A task of the bulletin: what goes wrong in it is told in a sentence, and a traceback only where it was asked for."""

import shlex
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.main import program as invoke_program
from invoke.parser.argument import Argument
from invoke.tasks import Task

from plugins.mistakes import explain_error, printable
from workshop.program import program
from workshop.stopped import CODE, STOPPED


def task(
    *,
    optional: Iterable[str] = (),
    positional: Iterable[str] | None = None,
    help: Mapping[str, str] | None = None,  # noqa: A002  # as Invoke calls it
) -> Callable[[Callable[..., None]], Task[Any]]:
    """Return a decorator that makes a task of a function, and tells its user what went wrong, in a sentence.

    Options named in ``optional`` may stand without a value, the values of ``positional`` without the name of
    their option (None: of those that have no default). ``help`` says what each option is for; up to the first
    comma it is what its value is called.
    """

    def made(body: Callable[..., None]) -> Task[Any]:
        @wraps(body)
        def told(*arguments: Any, **options: Any) -> None:
            try:
                body(*arguments, **options)
            except KeyboardInterrupt:
                raise Exit(STOPPED, CODE) from None
            except Exception as error:
                if debugging():
                    raise
                raise Exit(_printable(explain_error(error)), 1) from error

        return _Task(told, optional=optional, positional=positional, help=dict(help or {}))

    return made


class _Task(Task[Any]):
    """Keeps its ``help``: Invoke's forgets it once it was asked for its options."""

    def get_arguments(self, ignore_unknown_help: bool | None = None) -> list[Argument]:
        kept = dict(self.help)
        try:
            return super().get_arguments(ignore_unknown_help)
        finally:
            self.help = kept


def debugging() -> bool:
    """Tell whether ``--debug`` was given, to ./inv or to Invoke's own command."""
    return any(one.args.debug.value for one in (program, invoke_program) if hasattr(one, "core"))


def remainder(context: Context) -> list[str]:
    """Return what stands after ``--``: options for Pelican or pytest."""
    return shlex.split(context.remainder)


def _printable(text: str) -> str:
    """Return the lines of ``text`` without what a terminal would obey."""
    return "\n".join(map(printable, text.split("\n")))
