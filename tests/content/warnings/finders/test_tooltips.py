"""Tests of the warning about words that readers see only under a mouse."""

import pytest

from bulletin.content.warnings.finders.tooltips import find_tooltips
from tests.content.warnings.samples import BODY_LINE, create_checked_text, list_warnings_of


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ('[Báo](https://a.vn "Lời dặn")', "“Báo (Lời dặn)”"),
        ("[Báo][1]\n\n[1]: https://a.vn 'Lời dặn'", "“Báo (Lời dặn)”"),
        ('<a href="/x/" title="Lời dặn">Báo</a>', "“Báo (Lời dặn)”"),
        ("BCH họp\n\n*[BCH]: Lời dặn", "“Lời dặn (BCH)”"),
        ('<span title="Lời dặn">Báo</span>', "“Báo (Lời dặn)”"),
        ('<img src="/images/a.png" alt="Bến" title="Lời dặn">', '![Bến](/images/a.png "Lời dặn")'),
    ],
)
def test_words_of_a_title_are_told_with_what_to_write(typed: str, advice: str) -> None:
    line, text = list_warnings_of(f"Một.\n\n{typed}")["tooltip"]
    assert line == BODY_LINE + 2 + typed.count("\n")
    assert "“Lời dặn”" in text
    assert advice in text


def test_two_titles_in_one_line_are_told() -> None:
    text = create_checked_text('[Báo](/x/ "Một nhé") và [Đài](/y/ "Hai nhé")')
    assert len(list(find_tooltips(text))) == 2


@pytest.mark.parametrize(
    "typed",
    [
        '[Lời dặn](https://a.vn "Lời dặn")', "Lời dặn (BCH) và BCH\n\n*[BCH]: Lời dặn", '![a](/images/a.png "Lời dặn")', '`<p title="Lời dặn">`',
        '<iframe src="https://www.youtube.com/embed/abcdefghijk" title="Lời dặn"></iframe>', 'Chữ ![a](/images/a.png "Lời dặn")',
        "Chữ[^1]\n\n[^1]: Lời dặn",
    ],
)  # fmt: skip
def test_title_whose_words_stand_on_the_page_is_not_told(typed: str) -> None:
    assert "tooltip" not in list_warnings_of(typed)
