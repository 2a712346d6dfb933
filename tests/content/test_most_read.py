from pathlib import Path

import pytest

from bulletin.content.most_read import MOST_READ_FILE, format_most_read, read_most_read

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
