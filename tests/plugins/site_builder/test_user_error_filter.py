"""What Pelican prints of an error that ends a build."""

import logging

import jinja2
import pytest

from bulletin.errors import UserError
from plugins.site_builder import UserErrorFilter
from tests.english_words import find_english_words


def log_error(error: Exception) -> logging.LogRecord:
    """Return the record that Pelican makes of an error, as the filter leaves it."""
    try:
        raise error
    except Exception as caught:  # as Pelican does
        info = (type(caught), caught, caught.__traceback__)
    words = (type(error).__name__, error)
    record = logging.LogRecord("pelican", logging.CRITICAL, __file__, 1, "%s: %s", words, info)
    assert UserErrorFilter().filter(record)
    return record


@pytest.mark.parametrize(
    "error", [KeyError("x"), RecursionError("maximum"), MemoryError(), OSError("not a file")]
)
def test_an_error_of_python_is_told_in_vietnamese_and_its_traceback_stays(error: Exception) -> None:
    record = log_error(error)
    assert not find_english_words(record.getMessage())
    assert record.exc_info


def test_of_a_mistake_the_sentence_stays_alone() -> None:
    record = log_error(UserError("Hãy sửa dòng này."))
    assert (record.getMessage(), record.exc_info) == ("Hãy sửa dòng này.", None)


def test_what_jinja_says_of_a_template_stays() -> None:
    record = log_error(jinja2.TemplateSyntaxError("unexpected '}'", 7))
    assert record.getMessage().startswith("TemplateSyntaxError: unexpected '}'")
