import pytest

from bulletin.citations.models import Rule
from bulletin.citations.slips.text_dates import check_dates


@pytest.mark.parametrize(
    ("text", "rule", "written", "likely"),
    [
        ("ngày 31/02/2019", Rule.NO_SUCH_DATE, "31/02/2019", ""),
        ("ngày 12/13/2019", Rule.NO_SUCH_DATE, "12/13/2019", ""),
        ("ngày 31 tháng 4 năm 2024", Rule.NO_SUCH_DATE, "31 tháng 4 năm 2024", ""),
        ("Thứ Hai, ngày 04/12/2019", Rule.WEEKDAY, "Thứ Hai, ngày 04/12/2019", "Thứ Tư"),
        ("thứ 3 (04/12/2019)", Rule.WEEKDAY, "thứ 3 (04/12/2019", "Thứ Tư"),
        ("Chủ nhật, ngày 04/12/2019", Rule.WEEKDAY, "Chủ nhật, ngày 04/12/2019", "Thứ Tư"),
        ("giai đoạn 2025-2021", Rule.BACKWARD_RANGE, "2025-2021", "2021-2025"),
        ("nhiệm kỳ 2030 – 2025", Rule.BACKWARD_RANGE, "2030 – 2025", "2025 – 2030"),
        ("từ năm 2025 đến năm 2020", Rule.BACKWARD_RANGE, "năm 2025 đến năm 2020", "năm 2020 đến năm 2025"),
        ("từ Điều 10 đến Điều 5", Rule.BACKWARD_RANGE, "Điều 10 đến Điều 5", "Điều 5 đến Điều 10"),
        (
            "từ ngày 05/12/2019 đến ngày 03/12/2019", Rule.BACKWARD_RANGE,
            "05/12/2019 đến ngày 03/12/2019", "03/12/2019 đến ngày 05/12/2019",
        ),
        ("Kế hoạch số 95-92/KH-UBND", Rule.BACKWARD_RANGE, "95-92", "92-95"),
        ("các Công văn từ số 25 đến số 12", Rule.BACKWARD_RANGE, "số 25 đến số 12", "số 12 đến số 25"),
        ("từ số 25 đến số 12-KH/TU", Rule.BACKWARD_RANGE, "số 25 đến số 12", "số 12 đến số 25"),
        ("giảm từ Điều 10 đến Điều 5", Rule.BACKWARD_RANGE, "Điều 10 đến Điều 5", ""),
        ("Sắp xếp từ năm 2025 đến năm 2021", Rule.BACKWARD_RANGE, "năm 2025 đến năm 2021", ""),
        ("giảm mạnh; từ Điều 10 đến Điều 5", Rule.BACKWARD_RANGE, "Điều 10 đến Điều 5", "Điều 5 đến Điều 10"),
        ("từ Điều 15 đến Điều 12.", Rule.BACKWARD_RANGE, "Điều 15 đến Điều 12", "Điều 12 đến Điều 15"),
        ("từ năm 2025 đến năm 2021.", Rule.BACKWARD_RANGE, "năm 2025 đến năm 2021", "năm 2021 đến năm 2025"),
        ("từ năm 2025 đến 2021", Rule.BACKWARD_RANGE, "năm 2025 đến 2021", "năm 2021 đến 2025"),
        ("giai đoạn 2025 đến 2021", Rule.BACKWARD_RANGE, "2025 đến 2021", "2021 đến 2025"),
        ("Giai đoạn (2025-2021)", Rule.BACKWARD_RANGE, "2025-2021", "2021-2025"),
        ("từ ngày 15 đến ngày 10/3/2026", Rule.BACKWARD_RANGE, "15 đến ngày 10/3/2026", ""),
        ("từ ngày 5/12 đến 3/12/2019", Rule.BACKWARD_RANGE, "5/12 đến 3/12/2019", ""),
        ("ngày 04/12/2019 (thứ Hai)", Rule.WEEKDAY, "04/12/2019 (thứ Hai)", "Thứ Tư"),
        ("sáng thứ hai, ngày 04/12/2019", Rule.WEEKDAY, "thứ hai, ngày 04/12/2019", "Thứ Tư"),
        ("8 giờ thứ hai ngày 04 tháng 12 năm 2019", Rule.WEEKDAY, "thứ hai ngày 04 tháng 12 năm 2019", "Thứ Tư"),
        ("7h30 thứ hai, ngày 04/12/2019", Rule.WEEKDAY, "thứ hai, ngày 04/12/2019", "Thứ Tư"),
        ("khai mạc thứ 2, ngày 04/12/2019", Rule.WEEKDAY, "thứ 2, ngày 04/12/2019", "Thứ Tư"),
        ("T2, 04/12/2019", Rule.WEEKDAY, "T2, 04/12/2019", "Thứ Tư"),
        ("từ 15/12 đến 05/12/2026", Rule.BACKWARD_RANGE, "15/12 đến 05/12/2026", ""),
        ("từ tháng 9/2026 đến tháng 7/2026", Rule.BACKWARD_RANGE, "tháng 9/2026 đến tháng 7/2026", ""),
        ("sáng 31/11/2018", Rule.NO_SUCH_DATE, "31/11/2018", ""),
        ("Sáng 29-2-2025", Rule.NO_SUCH_DATE, "29-2-2025", ""),
        ("ngày 30 và 31/11/2018", Rule.NO_SUCH_DATE, "31/11/2018", ""),
    ],
)  # fmt: skip
def test_check_dates_of_wrong_text_finds_rule(text: str, rule: Rule, written: str, likely: str) -> None:
    (finding,) = check_dates(f"Sáng nay, {text} đã họp.")
    assert (finding.rule, finding.written, finding.likely) == (rule, written, likely)


@pytest.mark.parametrize(
    "text",
    [
        "ngày 29/02/2020",
        "ngày 03 và ngày 04/12/2019",
        "Thứ Tư, ngày 04/12/2019",
        "thứ tư, ngày 04 tháng 12 năm 2019",
        "giai đoạn 2021-2025, nhiệm kỳ 2025 – 2030",
        "lần thứ hai, ngày 04/12/2019",
        "kỳ họp thứ 3 (04/12/2019)",
        "từ năm 2020 đến năm 2025",
        "từ Điều 5 đến Điều 10",
        "từ ngày 03/12/2019 đến ngày 05/12/2019",
        "số 0252-2019",
        "ngày 30/02/2026 (âm lịch), tức ngày 30/02/2026 Âm lịch",
        "Kế hoạch số 92-95/KH-UBND, số 110-1/NQ-HĐND, từ số 12 đến số 25",
        "tăng từ 25 đến 20 hộ",
        "giảm từ mục 20 đến 15",
        "đoạn từ số 112 đến số 86 đường Trần Phú",
        "Sắp xếp từ số 124 đến số 55 xã, giảm từ 124 xuống 55",
        "theo Quyết định, nhà từ số 112 đến số 86",
        "lớp bồi dưỡng thứ ba, ngày 04/12/2019",
        "người thứ hai, ngày 05/12/2019",
        "lần tổ chức thứ hai, ngày 05/12/2019",
        "Kỳ họp thứ Hai, ngày 04/12/2019",
        "ngày 04/12/2019 (thứ Tư)",
        "sáng 30/11/2018, ngày 29 và 30/11/2018",
        "từ ngày 10 đến ngày 15/3/2026",
        "từ ngày 25/12 đến 05/01/2026",
        "từ ngày 3/12 đến 5/12/2019",
        "giai đoạn 2021 đến 2025",
        "từ Điều 5 đến Điều 12.5",
        "8 giờ thứ tư ngày 04 tháng 12 năm 2019, T4, 04/12/2019, Báo cáo T12, 04/12/2019",
        "bàn thắng ở phút thứ 5, ngày 04/12/2019",
        "từ 25/12 đến 05/01/2026, từ 05/12 đến 15/12/2026",
        "từ tháng 9/2025 đến tháng 7/2026, từ tháng 9 năm 2026 đến hết tháng 12 năm 2026",
    ],
)
def test_check_dates_of_sound_text_finds_nothing(text: str) -> None:
    assert list(check_dates(f"Sáng nay, {text} đã họp.")) == []
