"""Messages that Pelican prints of an error that ends a build."""

import logging
from pathlib import Path

import jinja2
import pytest
from pelican.utils import sanitised_join

from bulletin.errors import UserError
from bulletin.plugins.user_errors import UserErrorFilter
from tests.english_words import find_english_words
from tests.plugins.stock_site import StockSite


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


def test_filter_keeps_a_refusal_of_pelican(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError) as caught:
        sanitised_join(str(tmp_path), "../x")
    message = log_error(caught.value).getMessage()
    assert message.startswith("RuntimeError: Attempted to break out")


@pytest.mark.slow
def test_stock_site_with_a_fatal_warning_ends_with_the_words_of_pelican(tmp_path: Path) -> None:
    site = StockSite(tmp_path, ["responsive_images"])
    site.write_article("a", "[b]({filename}/missing.md)")
    result = site.run_pelican("--fatal", "warnings")
    printed = result.stdout + result.stderr
    assert result.returncode == 1
    assert "Warning or error encountered" in printed
    assert "Lỗi ngoài dự kiến" not in printed


def test_filter_reduces_a_user_error_to_its_message() -> None:
    record = log_error(UserError("Hãy sửa dòng này."))
    assert (record.getMessage(), record.exc_info) == ("Hãy sửa dòng này.", None)


def test_filter_keeps_the_message_of_a_jinja_error() -> None:
    record = log_error(jinja2.TemplateSyntaxError("unexpected '}'", 7))
    assert record.getMessage().startswith("TemplateSyntaxError: unexpected '}'")
