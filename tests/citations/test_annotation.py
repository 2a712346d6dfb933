from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bulletin.citations.annotation import annotate_text, choose_mentions
from bulletin.citations.finding import find_citations
from bulletin.citations.models import Resolution, Span
from bulletin.citations.resolution import resolve_citations
from tests.citations.factory import SEED_LINE


def mark(resolution: Resolution) -> tuple[str, str]:
    assert resolution.document is not None
    return f"<a {resolution.document.number}>", "</a>"


def test_annotate_text_marks_first_mention_of_each_document() -> None:
    text = "Kết luận số 38-KL/TW, Kế hoạch số 143-KH/TU, rồi Kết luận 38."
    chosen = choose_mentions(resolve_citations(find_citations(text)))
    assert annotate_text(text, chosen, mark) == (
        "<a 38>Kết luận số 38-KL/TW</a>, <a 143>Kế hoạch số 143-KH/TU</a>, rồi Kết luận 38."
    )


def test_choose_mentions_leaves_out_parts_and_documents_that_are_done() -> None:
    text = "Kết luận số 38-KL/TW. Kết luận số 38-KL/TW. Chỉ thị 99"
    resolutions = resolve_citations(find_citations(text))
    (second,) = choose_mentions(resolutions, skip=[Span(0, 21)])
    assert second is resolutions[1]
    assert resolutions[0].document is not None
    assert choose_mentions(resolutions, done=[resolutions[0].document]) == []


@given(st.text(alphabet="Kết luận số 38-KL/TWQĐ*_\n,ngày12/2020 ", max_size=80))
def test_annotate_text_keeps_each_letter(start: str) -> None:
    text = f"{start}{SEED_LINE}"
    chosen = choose_mentions(resolve_citations(find_citations(text), cited_on=date(2020, 1, 1)))
    assert annotate_text(text, chosen, lambda _: ("\x00", "\x00")).replace("\x00", "") == text
