import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.text.letters import ODD_BLANKS, is_usual_text, normalize_letters, replace_odd_blanks

UNUSUAL = "\u00d0\u00f0\u0189\u0256\u00ad\u200b\u200d\u2060\ufeff\u2102\u2160\ufb01\uff21\U0001d400\x85\ufffd\ue000\u0430\u03bf"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("\u00d0ại hội \u00d0ảng bộ", "Đại hội Đảng bộ"),
        (
            "\u0189ồng chí, \u00f0ồng bào, Q\u00d0-TTg, H\u00d0ND, N\u00d0-CP",
            "Đồng chí, đồng bào, QĐ-TTg, HĐND, NĐ-CP",
        ),
        ("Gu\u00f0mundur", "Gu\u00f0mundur"),
        ("\U0001d407\U0001d428\U0001d422\u0323 nghi\u0323", "Hoị nghị"),
        ("ＡＢ１２ \ufb01n \u2168", "AB12 fin IX"),
        ("½, m², №, ①, 25 ℃, …, ™", "½, m², №, ①, 25 ℃, …, ™"),
        ("Đ\u200bảng bộ ti\u00adnh\ufeff", "Đảng bộ tinh"),
        ("10\u00a0000 đồng", "10\u00a0000 đồng"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("a\u200db", "ab"),
    ],
)
def test_normalize_letters_returns_what_was_meant(written: str, meant: str) -> None:
    assert normalize_letters(written) == meant


def test_normalize_letters_of_tcvn3_keeps_its_letters() -> None:
    row = "Sù thËt: \u00f0 vµ \u00d0 cña tØnh"
    assert normalize_letters(row) == row


@given(
    st.text(
        st.characters(categories=("L", "M", "N", "P", "S", "Z", "Cc", "Cf")) | st.sampled_from(UNUSUAL + "\n")
    )
)
def test_normalize_letters_of_a_normal_form_returns_it(text: str) -> None:
    normal = normalize_letters(text)
    assert normalize_letters(normal) == normal
    assert unicodedata.is_normalized("NFC", normal)
    assert normal.count("\n") == text.count("\n")


@given(st.text(st.sampled_from("aàđĐư “”–…,.\n\u00a0½²°")), st.sampled_from(UNUSUAL))
def test_is_usual_text_with_an_unusual_character_returns_false(text: str, unusual: str) -> None:
    assert is_usual_text(text)
    assert not is_usual_text(f"{text}{unusual}{text}")


def test_replace_odd_blanks_keeps_the_length_and_all_else() -> None:
    assert replace_odd_blanks(f"số{ODD_BLANKS}1\t\n") == f"số{' ' * len(ODD_BLANKS)}1\t\n"
    assert all(map(str.isspace, ODD_BLANKS))
