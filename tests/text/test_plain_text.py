import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.text.plain_text import collapse_whitespace, count_words

pytestmark = pytest.mark.slow

TEXTS = st.one_of(
    st.text(max_size=20), st.text(st.sampled_from("aế \t\n\u00a0\u2003\u2028\u200b\x1f\x85"), max_size=8)
)


@given(TEXTS)
def test_collapse_whitespace_leaves_single_spaces(text: str) -> None:
    assert collapse_whitespace(text) == " ".join(text.split())


def test_count_words_counts_syllables_and_no_tags() -> None:
    assert count_words('<p title="một hai">Chi bộ <b>họp</b>\u00a0sớm.</p>\n<p>Có 12 đảng viên.</p>') == 8
