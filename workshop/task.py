"""A task of the bulletin: what goes wrong in it is told in a sentence, and a traceback only where it was asked for."""

import shlex
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.main import program as invoke_program
from invoke.parser.argument import Argument
from invoke.tasks import Task

from plugins.mistakes import explain_error, printable
from publishing.errors import PublishError
from workshop.program import STOPPED, STOPPED_CODE, program


def task(
    *,
    examples: Iterable[str] = (),
    passes_options: bool = False,
    **options: Any,
) -> Callable[[Callable[..., None]], "InvTask"]:
    """Return a decorator that makes a task of a function and tells an editor in a sentence what went wrong.

    ``examples`` are uses of the command, without its name. ``passes_options`` gives it all words behind its name
    as ``remainder``. Other options are those of Invoke's tasks: ``help`` says what each option is for, and up to
    the first comma what its value is called; ``positional`` names the values that need no name of an option.
    """

    def decorate(body: Callable[..., None]) -> "InvTask":
        @wraps(body)
        def run(*arguments: Any, **values: Any) -> None:
            try:
                body(*arguments, **values)
            except KeyboardInterrupt:
                raise Exit(STOPPED, STOPPED_CODE) from None
            except Exception as error:
                if debugging():
                    raise
                raise Exit(_printable(_sentence(error)), 1) from error

        made = InvTask(run, **options)
        made.examples, made.passes_options = tuple(examples), passes_options
        return made

    return decorate


class InvTask(Task[Any]):
    """A task that keeps its ``help``, which Invoke's forgets once it is asked for its options."""

    examples: tuple[str, ...] = ()
    passes_options = False

    def get_arguments(self, ignore_unknown_help: bool | None = None) -> list[Argument]:
        """Return the options, as Invoke makes them of the parameters."""
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


def _sentence(error: Exception) -> str:
    return str(error) if isinstance(error, PublishError) else explain_error(error)


def _printable(text: str) -> str:
    """Return the lines of ``text`` without what a terminal would obey."""
    return "\n".join(map(printable, text.split("\n")))
