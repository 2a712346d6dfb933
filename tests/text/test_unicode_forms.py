import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.text.unicode_forms import NormalForm, is_normalized, normalize_unicode

pytestmark = pytest.mark.slow

LETTERS = st.sampled_from(
    ["a", "ầ", "각", "\u1100", "\u1161", "\u0f73", "\u0344", "\u0338", "\u0301", "\u0323", "\u093c", " "]
)
FORMS = st.sampled_from(["NFC", "NFD"])


@given(st.lists(st.one_of(LETTERS, LETTERS, st.characters()), max_size=120).map("".join), FORMS)
def test_normalize_unicode_returns_form_of_python(text: str, form: NormalForm) -> None:
    assert normalize_unicode(form, text) == unicodedata.normalize(form, text)
    assert is_normalized(form, text) == unicodedata.is_normalized(form, text)


def test_normalize_unicode_million_marks_on_one_letter_take_linear_time() -> None:
    start = time.process_time()
    for form in ("NFC", "NFD"):
        normalize_unicode(form, "a" + "\u0338\u0301" * 500_000)
        is_normalized(form, "\u0f73" * 300_000)
    assert time.process_time() - start < 10
