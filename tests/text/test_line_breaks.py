import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.text.line_breaks import keep_together

KEPT = re.compile(r'<span class="keep">(.*?)</span>')


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("Kế hoạch số 143-KH/TU: nâng chất lượng", ["số 143-KH/TU:"]),
        ("Kết luận 38-KL/TW và 92-KH/BTCTU.", ["38-KL/TW", "92-KH/BTCTU."]),
        ("Nghị định số 237/2026/NĐ-CP, Điều 5", ["số 237/2026/NĐ-CP,"]),
        ("(Quy định 22-QĐ/TW)", ["22-QĐ/TW)"]),
        ("ngày 06/11/2019, tháng 12/2026", ["ngày 06/11/2019,", "tháng 12/2026"]),
        ("<a href='/x/'>số 38-KL/TW</a>", ["số 38-KL/TW"]),
        ("<p>Từ 2019-2020, 3/4 chi bộ, 24/7, COVID-19, 10-15 em</p>", []),
        ('<a href="/van-ban/38-KL/TW/" title="số 38-KL/TW">Kết luận</a>', []),
        ("Xsố 143-KH/TU, điều 5-NQ/TW; Điều 6-A", ["143-KH/TU,", "điều 5-NQ/TW;", "Điều 6-A"]),
        ("Số\u00a01-A, ngày 1/2/2019-3, 12/2026, xtháng 1/2026", ["1-A,"]),
        ("<b>số</b> 1-A<b>ngày 2/3/2026</b>.", ["1-A", "ngày 2/3/2026"]),
        ("Số ១-KH, ngày ១/2/2026", ["Số ១-KH,", "ngày ១/2/2026"]),  # digits of Khmer
        ("Không có số nào.", []),
    ],
)
def test_document_numbers_and_dates_are_kept_together(html: str, kept: list[str]) -> None:
    assert KEPT.findall(keep_together(html)) == kept


@given(st.text(st.sampled_from("số 143-KH/TU0129<>/\"'=aĐ.:,)&;"), max_size=60))
def test_letters_and_tags_stay_as_they_are(html: str) -> None:
    assert KEPT.sub(r"\1", keep_together(html)) == html


def test_a_long_text_without_tags_takes_linear_time() -> None:
    """Double a text, and compare the time.

    A look at the next tag for each date would take four times as long.
    """
    seconds = []
    for count in (4_000, 8_000):
        text = "ngày 12/11/2026 " * count
        tries = []
        for _ in range(3):
            start = time.process_time()
            keep_together(text)
            tries.append(time.process_time() - start)
        seconds.append(min(tries))
    assert seconds[1] < 3 * seconds[0] + 0.05
