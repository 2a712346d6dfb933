"""What Pelican prints of an error that ends a build."""

import logging

import jinja2
import pytest

from bulletin.errors import UserError
from plugins.site_builder import _SentenceAlone
from tests.english_words import english


def printed(error: Exception) -> logging.LogRecord:
    """Return the record that Pelican makes of an error, as the filter leaves it."""
    try:
        raise error
    except Exception as caught:  # as Pelican does
        info = (type(caught), caught, caught.__traceback__)
    words = (type(error).__name__, error)
    record = logging.LogRecord("pelican", logging.CRITICAL, __file__, 1, "%s: %s", words, info)
    assert _SentenceAlone().filter(record)
    return record


@pytest.mark.parametrize(
    "error", [KeyError("x"), RecursionError("maximum"), MemoryError(), OSError("not a file")]
)
def test_an_error_of_python_is_told_in_vietnamese_and_its_traceback_stays(error: Exception) -> None:
    record = printed(error)
    assert not english(record.getMessage())
    assert record.exc_info


def test_of_a_mistake_the_sentence_stays_alone() -> None:
    record = printed(UserError("Hãy sửa dòng này."))
    assert (record.getMessage(), record.exc_info) == ("Hãy sửa dòng này.", None)


def test_what_jinja_says_of_a_template_stays() -> None:
    record = printed(jinja2.TemplateSyntaxError("unexpected '}'", 7))
    assert record.getMessage().startswith("TemplateSyntaxError: unexpected '}'")
