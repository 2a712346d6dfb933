from bulletin.citations.knowledge.patterns import quote_words
from bulletin.citations.models import Span


def test_quote_words_drops_marks_and_line_ends() -> None:
    assert quote_words("số **38\n> KL**", Span(0, 14)) == "số 38 KL"
