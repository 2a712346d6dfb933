from pathlib import Path

import pytest

from bulletin.content.library import Library
from bulletin.content.most_read import (
    MOST_READ_FILE,
    find_most_read_warnings,
    format_most_read,
    read_most_read,
)
from bulletin.content.site_lists.withdrawals import Withdrawal, Withdrawals
from tests.factories import ARCHIVE_TIME, create_sections, create_test_article

ADDRESSES = ("/2026/11/hai/", "/2026/11/mot/")


def test_read_most_read_returns_what_was_written(tmp_path: Path) -> None:
    assert read_most_read(tmp_path) == ((), ())
    for written in ((), ADDRESSES):
        (tmp_path / MOST_READ_FILE).write_text(format_most_read(written), encoding="utf-8")
        assert read_most_read(tmp_path) == (written, ())


@pytest.mark.parametrize(
    "text", ["/2026/11/mot/", "- {a: b}", "- [a]", "- https://khac.vn/x/", "- 'a", "- ../x/"]
)
def test_read_most_read_of_another_form_is_a_problem(tmp_path: Path, text: str) -> None:
    (tmp_path / MOST_READ_FILE).write_text(text, encoding="utf-8")
    found, (problem,) = read_most_read(tmp_path)
    assert found == ()
    assert problem.path.endswith(MOST_READ_FILE)


def test_find_most_read_warnings_names_the_line_of_an_unknown_address(tmp_path: Path) -> None:
    """Check too that hidden articles and withdrawn addresses are known."""
    withdrawal = Withdrawal("/2026/11/go/", (), "Nguyễn Văn A", ARCHIVE_TIME, "")
    articles = (create_test_article("mot"), create_test_article("kin", status="hidden"))
    addresses = (articles[0].address, "/2026/11/khong-co/", articles[1].address, "/2026/11/go/")
    (tmp_path / MOST_READ_FILE).write_text(format_most_read(addresses), encoding="utf-8")
    library = Library(articles, (), create_sections(), frozenset(), Withdrawals((withdrawal,)), addresses)
    (warning,) = find_most_read_warnings(tmp_path, library)
    assert (warning.line, warning.name) == (3, "most-read")
    assert "“/2026/11/khong-co/” không phải địa chỉ của bài nào" in warning.message
