"""Messages that Pelican prints of an error that ends a build."""

import logging

import jinja2
import pytest

from bulletin.errors import UserError
from bulletin.plugins.user_errors import UserErrorFilter
from tests.english_words import find_english_words


def log_error(error: Exception) -> logging.LogRecord:
    """Return the log record that Pelican makes of an error, after the filter."""
    try:
        raise error
    except Exception as caught_error:  # Pelican catches all exceptions
        exception_info = (type(caught_error), caught_error, caught_error.__traceback__)
    arguments = (type(error).__name__, error)
    record = logging.LogRecord("pelican", logging.CRITICAL, __file__, 1, "%s: %s", arguments, exception_info)
    assert UserErrorFilter().filter(record)
    return record


@pytest.mark.parametrize(
    "error", [KeyError("x"), RecursionError("maximum"), MemoryError(), OSError("not a file")]
)
def test_filter_translates_a_python_error_and_keeps_its_traceback(error: Exception) -> None:
    record = log_error(error)
    assert not find_english_words(record.getMessage())
    assert record.exc_info


def test_filter_reduces_a_user_error_to_its_message() -> None:
    record = log_error(UserError("Hãy sửa dòng này."))
    assert (record.getMessage(), record.exc_info) == ("Hãy sửa dòng này.", None)


def test_filter_keeps_the_message_of_a_jinja_error() -> None:
    record = log_error(jinja2.TemplateSyntaxError("unexpected '}'", 7))
    assert record.getMessage().startswith("TemplateSyntaxError: unexpected '}'")
