"""Errors of plugins as Pelican logs them: one sentence without a traceback."""

import logging
import traceback

from bulletin.errors import UserError, explain_error


class UserErrorFilter(logging.Filter):
    """Removes Python's own wording and tracebacks from errors that Pelican logs.

    The message of a library stays, because it names the line of the mistake.
    So does a RuntimeError of Pelican itself, such as the one with which ``--fatal`` ends a build.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace the message of an error; keep every record."""
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if isinstance(error, UserError):
            record.msg, record.args, record.exc_info = "%s", (error,), None
        elif (
            isinstance(error, Exception)
            and type(error).__module__ == "builtins"
            and not _is_pelican_refusal(error)
        ):
            record.msg, record.args = "%s", (explain_error(error),)
        return True


def _is_pelican_refusal(error: Exception) -> bool:
    """Tell if Pelican's own code raised a RuntimeError."""
    if not isinstance(error, RuntimeError) or error.__traceback__ is None:
        return False
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    return str(frame.f_globals.get("__name__", "")).partition(".")[0] == "pelican"


_FILTER = UserErrorFilter()
"""The only filter. Reason: a logger takes an object once, and each plugin adds it."""


def show_user_errors() -> None:
    """Let Pelican log user errors as one sentence."""
    logging.getLogger("pelican").addFilter(_FILTER)
