from hypothesis import given
from hypothesis import strategies as st

from bulletin.citations.annotation import Mark, annotate_text
from bulletin.citations.finding import find_citations
from tests.citations.factory import SEED_LINE


def list_marks(text: str, before: str, behind: str) -> list[Mark]:
    return [Mark(citation.span, before, behind) for citation in find_citations(text)]


def test_annotate_text_puts_marks_around_citations() -> None:
    text = "Kết luận số 38-KL/TW, Kế hoạch số 143-KH/TU, rồi thôi."
    assert annotate_text(text, list_marks(text, "<a>", "</a>")) == (
        "<a>Kết luận số 38-KL/TW</a>, <a>Kế hoạch số 143-KH/TU</a>, rồi thôi."
    )


def test_annotate_text_without_marks_returns_the_text() -> None:
    assert annotate_text("Kết luận số 38-KL/TW", []) == "Kết luận số 38-KL/TW"


@given(st.text(alphabet="Kết luận số 38-KL/TWQĐ*_\n,ngày12/2020 ", max_size=80))
def test_annotate_text_keeps_each_letter(start: str) -> None:
    text = f"{start}{SEED_LINE}"
    assert annotate_text(text, list_marks(text, "\x00", "\x00")).replace("\x00", "") == text
