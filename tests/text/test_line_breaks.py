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
        ("Nghị định số 237/2026/NĐ-CP, Điều 5", ["số 237/2026/NĐ-CP,", "Điều 5"]),
        ("(Quy định 22-QĐ/TW)", ["22-QĐ/TW)"]),
        ("Đảng bộ (1930 - 1975), (số 38-KL/TW), “12 %”", ["(1930 - 1975),", "(số 38-KL/TW),", "“12 %”"]),
        ("<em>(1930 - 1975)</em> (<b>12 %</b> [12 %]", ["(1930 - 1975)", "12 %", "[12 %"]),
        ("ngày 06/11/2019, tháng 12/2026", ["ngày 06/11/2019,", "tháng 12/2026"]),
        ("<a href='/x/'>số 38-KL/TW</a>", ["số 38-KL/TW"]),
        ("điểm 2 khoản 3 Điều 15; số 143 và 5 chi bộ", ["điểm 2", "khoản 3", "Điều 15;", "số 143"]),
        (
            "ngày 5 tháng 11 năm 2026, ngày 20/11, quý 3/2026",
            ["ngày 5", "tháng 11", "ngày 20/11,", "quý 3/2026"],
        ),
        ("12 %, 50 triệu đồng, 1.250,5 km2, 10-15 ha.", ["12 %,", "50 triệu", "1.250,5 km2,", "10-15 ha."]),
        ("lúc 15 giờ 30, 7 giờ, 8 giờ 15 phút", ["15 giờ 30,", "7 giờ,", "8 giờ 15 phút"]),
        ("2021–2025, 2021 - 2025", ["2021–2025,", "2021 - 2025"]),
        ("Nguyên ngày-5, chuyên mục <b>5</b> mái, 12% và 5 kgf, 5 mốc", []),
        ("<p>Từ 2019-2020, 3/4 chi bộ, 24/7, COVID-19, 10-15 em</p>", []),
        ('<a href="/van-ban/38-KL/TW/" title="số 38-KL/TW">Kết luận</a>', []),
        ("Xsố 143-KH/TU, điều 5-NQ/TW; Điều 6-A", ["143-KH/TU,", "điều 5-NQ/TW;", "Điều 6-A"]),
        ("Số\u00a01-A, ngày 1/2/2019-3, 12/2026, xtháng 1/2026", ["1-A,"]),
        ("<b>số</b> 1-A<b>ngày 2/3/2026</b>.", ["1-A", "ngày 2/3/2026"]),
        ("Không có số nào.", []),
    ],
)
def test_numbers_are_kept_with_what_they_belong_to(html: str, kept: list[str]) -> None:
    assert KEPT.findall(keep_together(html)) == kept


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('Theo <a href="/x/">Kế hoạch số 143-KH/TU</a>, ngày', ["số 143-KH/TU"]),
        ("<strong>Điều 5</strong>; <em>12 %</em>).", ["Điều 5", "12 %"]),
        ("<b>số 38-KL/TW</b> và <a href='/x/'>38-KL/TW của</a>, nay", []),
    ],
)
def test_number_at_the_end_of_a_link_stays_with_the_sign_behind_the_link(html: str, kept: list[str]) -> None:
    found = re.findall(
        r'<span class="keep-sign"><span class="keep">(.*?)</span></span></', keep_together(html)
    )
    assert found == kept


@given(st.text(st.sampled_from("số 143-KH/TU0129%–ngày triệu giờ<>/\"'=aĐ.:,)&;"), max_size=60))
def test_letters_and_tags_stay_as_they_are(html: str) -> None:
    assert KEPT.sub(r"\1", keep_together(html)) == html


@pytest.mark.parametrize("part", ["ngày 12/11/2026 ", "1.1", "1 - "])
def test_a_long_text_without_tags_takes_linear_time(part: str) -> None:
    """Double a text, and compare the time.

    A look at the next tag for each date would take four times as long.
    """
    seconds = []
    for count in (4_000, 8_000):
        text = part * count
        tries = []
        for _ in range(3):
            start = time.process_time()
            keep_together(text)
            tries.append(time.process_time() - start)
        seconds.append(min(tries))
    assert seconds[1] < 3 * seconds[0] + 0.05
