from datetime import date

import pytest

from bulletin.citations.finding import find_citations
from tests.citations.factory import find_one


@pytest.mark.parametrize(
    ("text", "body", "place"),
    [
        ("Ngày 18/02, Ban Thường vụ Tỉnh ủy ban hành Công văn số 2574-CV/TU", "Tỉnh ủy", ""),
        ("UBTVQH đã ban hành Nghị quyết 653/2019/UBTVQH14", "Ủy ban Thường vụ Quốc hội", ""),
        ("Thành ủy Hà Nội vừa ban hành Chỉ thị số 24 ngày 7/8/2023", "Thành ủy", "Hà Nội"),
        ("tham mưu Ban Thường vụ Tỉnh ủy ban hành Chỉ thị số 44-CT/TU", "Tỉnh ủy", ""),
        ("UBND xã Phủ Lý đã ra thông báo số 05/TB -UBND", "Ủy ban nhân dân", "xã Phủ Lý"),
        ("Phó Bí thư Thường trực Tỉnh ủy ký Quyết định số 12-QĐ/TU", "Tỉnh ủy", ""),
        ("Thủ tướng Chính phủ Phạm Minh Chính vừa có Công điện số 86", "Thủ tướng Chính phủ", ""),
        ("Chủ tịch UBND tỉnh Lâm Đồng Lê Văn A ký Quyết định số 12/QĐ-UBND", "Chủ tịch Ủy ban nhân dân", "tỉnh"),
        ("Bí thư Tỉnh ủy Lê Văn A ký Quyết định số 12-QĐ/TU", "Tỉnh ủy", ""),
        ("Tổng Bí thư thay mặt Bộ Chính trị ký Nghị quyết số 68-NQ/TW", "Bộ Chính trị", ""),
        ("Ngày 4/5/2025, thay mặt Bộ Chính trị, Tổng Bí thư ký Nghị quyết số 68-NQ/TW", "Bộ Chính trị", ""),
        ("UBND tỉnh đã ban hành 03 Văn bản số 12/UBND-NC", "Ủy ban nhân dân", "tỉnh"),
        ("ý kiến của Thường trực Tỉnh ủy tại Thông báo kết luận số 2927-TB/TU", "Tỉnh ủy", ""),
        ("Ngày 5/5/2020, Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh Lê A ký Nghị quyết số 1-NQ/TU", "Tỉnh ủy", ""),
        ("Bộ Chính trị đã ban hành Nghị quyết số 12-NQ/TU", "Bộ Chính trị", ""),
        ("Quốc hội khóa XV, kỳ họp thứ 9 đã thông qua Luật số 72/2025/QH15", "Quốc hội", ""),
        ("Hội nghị lần thứ tám BCH Trung ương Đảng khóa XIII ra Nghị quyết số 43-NQ/TW", "Ban Chấp hành Trung ương", ""),
        ("Ban Thường vụ Đảng ủy NHPT đã ban hành Kế hoạch số 101-KH/ĐU", "Đảng ủy", ""),
        ("Uỷ ban nhân dân xã Phủ Lý ban hành Quyết định số 5/QĐ-UBND", "Ủy ban nhân dân", "xã Phủ Lý"),
        ("Liên đoàn Lao động tỉnh gửi Công văn số 88/LĐLĐ-CSPL", "Liên đoàn Lao động", "tỉnh"),
        ("UBND xã đã gửi Báo cáo số 15/BC-UBND", "Ủy ban nhân dân", "xã"),
        ("Tỉnh ủy cụ thể hóa bằng Chương trình hành động số 05-CTr/TU", "Tỉnh ủy", ""),
        ("Ban Thường trực Ủy ban MTTQ Việt Nam xã ra Kế hoạch số 16/KH-MTTQ-BTT", "Mặt trận Tổ quốc", "xã"),
    ],
)  # fmt: skip
def test_find_citations_of_subject_reads_issuer(text: str, body: str, place: str) -> None:
    issuer = find_one(text).issuer
    assert issuer is not None
    assert (issuer.body, issuer.place) == (body, place)


@pytest.mark.parametrize(
    "text",
    [
        "Tỉnh ủy, UBND tỉnh ban hành Nghị quyết số 12-NQ/TU",
        "Văn phòng UBND tỉnh ban hành Kế hoạch số 12/KH-BCĐ",
        "Ban Chỉ đạo 35 của Tỉnh ủy ban hành Kế hoạch số 12-KH/TU",
        "Phó Thủ tướng Lê Văn A vừa ký ban hành nghị quyết 126",
        "Chủ tịch Quốc hội Lê Văn A ký Nghị quyết số 2093/NQ-UBTVQH15",
        "nhiệm vụ của Tỉnh ủy nêu tại Thông báo số 2927-TB/TU",
        "Tỉnh ủy triển khai Kết luận số 38-KL/TW",
        "Bộ Nội vụ và Văn phòng Chính phủ ban hành Thông tư liên tịch số 55/2005/TTLT-BNV-VPCP",
        "Công an tỉnh, UBND tỉnh có Công văn số 12/CAT-PV01",
        "Bí thư Huyện ủy Lê Văn A có Quyết định số 12-QĐ/HU nghỉ hưu",
        "Đảng ủy xã chỉ đạo chi bộ thôn ban hành Nghị quyết số 5-NQ/ĐU",
        "UBND xã gửi Công văn số 15/SNV-TH",
        "Ban Tổ chức Tỉnh ủy gửi Kế hoạch số 12-KH/TU",
        "Đảng ủy xã cụ thể hóa bằng Nghị quyết 5",
    ],
)
def test_find_citations_of_other_subject_has_no_issuer(text: str) -> None:
    assert find_one(text).issuer is None


@pytest.mark.parametrize(
    "subject",
    [
        "Ủy ban bầu cử thành phố ban hành",
        "Ủy viên Bộ Chính trị, Chủ tịch Hội đồng Lý luận Trung ương, Tiến sĩ Nguyễn Văn A ký",
        "Bộ trưởng, Chủ nhiệm Ủy ban Dân tộc ban hành",
        "Ty Giáo dục tỉnh Phú Khánh (nay là tỉnh Khánh Hòa) đã ký",
        "tại Hà Nội, Ban Quản lý dự án công trình TP. Huế đã ban hành",
        "Trung tâm Dịch vụ việc làm tỉnh có",
        "Ban Chỉ đạo 35 tỉnh có",
        "ông Nguyễn Văn A lại ký ban hành",
    ],
)
def test_find_citations_behind_date_and_any_subject_reads_date(subject: str) -> None:
    assert find_one(f"Ngày 13/11/2018, {subject} Quyết định số 12/QĐ-XYZ").day == date(2018, 11, 13)


@pytest.mark.parametrize(
    "words",
    [
        "Ngày 13/11/2018, Bộ Nội vụ cho biết Sở Y tế đã ban hành",
        "Ngày 13/11/2018, Sở Y tế họp. Trước đó Trung tâm A ban hành",
        "Ngày 13/11/2018, Trung tâm A công bố kết quả, Trung tâm B đã có",
        "Tính đến ngày 13/11/2018, Trung tâm A đã có",
        "Ngày 13/11/2018, Sở Y tế ban hành Kế hoạch số 5/KH-SYT, Trung tâm A ban hành",
        "Thực hiện Kế hoạch số 12-KH/TU ngày 13/11/2018, Trung tâm A ban hành",
        "Thực hiện Kế hoạch số 12-KH/TU, ngày 13/11/2018, Huyện ủy ban hành",
        "THỰC HIỆN KẾ HOẠCH SỐ 12-KH/TU, NGÀY 13/11/2018, HUYỆN ỦY BAN HÀNH",
        "Sau cuộc họp ngày 13/11/2018, Huyện ủy ban hành",
        "Đồng chí Lê Văn A, sinh ngày 13/11/1968, Bí thư Huyện ủy ký",
        "Ngày 13/11/2018, Huyện ủy sơ kết 5 năm ban hành",
        "Ngày 13/11/2018, ông Lê Văn A có",
        "Ngày 13/11/2018, Lê Văn A có",
    ],
)
def test_find_citations_behind_date_of_other_event_leaves_it(words: str) -> None:
    assert find_citations(f"{words} Quyết định số 12/QĐ-XYZ")[-1].day is None


@pytest.mark.parametrize(
    "words", ["Sáng ngày", "Trước đó, ngày", "Sau cơn bão số 10, ngày", "CTTĐT - Ngày", "Vào ngày"]
)
def test_find_citations_behind_date_that_begins_clause_reads_it(words: str) -> None:
    text = f"{words} 13/11/2018, UBND tỉnh ban hành Quyết định số 12/QĐ-UBND"
    assert find_citations(text)[-1].day == date(2018, 11, 13)


def test_find_citations_behind_date_of_other_year_leaves_it_for_unknown_subject() -> None:
    assert find_one("Ngày 01/01/2025, Trung tâm A có Quyết định 168/2024/QĐ-XYZ").day is None


def test_find_citations_in_capitals_reads_date_and_issuer() -> None:
    citation = find_one("CHỈ THỊ SỐ 01/CT-TTG NGÀY 09 THÁNG 01 NĂM 2015 CỦA THỦ TƯỚNG CHÍNH PHỦ")
    assert citation.day == date(2015, 1, 9)
    assert citation.issuer is not None
    assert citation.issuer.body == "Thủ tướng Chính phủ"


def test_find_citations_of_list_gives_subject_to_numbers_with_one_suffix() -> None:
    first, second, third = find_citations("Tỉnh ủy đã ban hành Nghị quyết số 12-NQ/TU, 13-NQ/TU và 15-NQ/TW")
    assert [one.issuer and one.issuer.body for one in (first, second, third)] == ["Tỉnh ủy", "Tỉnh ủy", None]


@pytest.mark.parametrize(
    ("text", "congress"),
    [
        ("Bộ Chính trị (khóa XIII) có Nghị quyết số 68-NQ/TW", 13),
        ("Ban Bí thư khóa XII đã ban hành Quy định số 11-QĐi/TW", 12),
        ("Ngày 16/6/2022, Ban Chấp hành Trung ương khóa XIII ban hành Nghị quyết số 18-NQ/TW", 13),
        ("Bộ Chính trị khóa XIII ban hành Nghị quyết 68", 13),
        ("Ngày 22/12/2024, Bộ Chính trị khóa xiii ban hành Nghị quyết số 57-NQ/TW", 13),
        ("Ngày 22/12/2024, Bộ Chính trị khóa xiıi ban hành Nghị quyết số 57-NQ/TW", 13),
        ("Bộ Chính trị khóa XII ban hành Nghị quyết số 18-NQ/TW (khóa XIII)", 13),
        ("Bộ Chính trị ban hành Nghị quyết số 68-NQ/TW", None),
        ("Ban Chấp hành Đảng bộ tỉnh khóa XIV ban hành Nghị quyết số 10-NQ/TU", None),
        ("Quốc hội khóa XV đã thông qua Luật số 72/2025/QH15", None),
    ],
)
def test_find_citations_of_central_body_reads_its_congress(text: str, congress: int | None) -> None:
    assert find_one(text).congress == congress
