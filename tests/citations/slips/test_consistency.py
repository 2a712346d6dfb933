from datetime import date
from pathlib import Path

import pytest

from bulletin.citations.models import Rule
from tests.citations.factory import check_text

ROOT = Path(__file__).parents[3]
SEED = """GIÁM SÁT VIỆC THỰC HIỆN KẾT LUẬN SỐ 38-KL/TW CỦA BỘ CHÍNH TRỊ TẠI CÁC ĐỊA PHƯƠNG

Thực hiện Kế hoạch số 92-KH/BTCTU, ngày 06/11/2019 của Ban Tổ chức Tỉnh ủy giám sát việc thực hiện Kết luận số
38-KL/TU ngày 13/11/2018 của Bộ Chính trị về tổng kết 10 năm thực hiện Nghị quyết số 22-NQ/TW của Ban Chấp hành
Trung ương (khóa X); ngày 03 và ngày 04/12/2019, Ban Tổ chức Tỉnh ủy đã tiến hành giám sát.

Đã triển khai thực hiện Kết luận số 38-KL/TW ngày 13/11/2018 của Bộ Chính trị; Kế hoạch số 143-KH/TU, ngày
03/6/2019 của Ban Thường vụ Tỉnh ủy. Đã lồng ghép Kết luận số 38-KL/TW của Bộ Chính trị và Kế hoạch số 143-KH/TU
của Ban Thường vụ Tỉnh ủy với Chỉ thị 05 của Bộ Chính trị.
"""


def list_rules(text: str, written_on: date | None = None) -> list[Rule]:
    return [finding.rule for finding in check_text(text, written_on)]


def test_check_citation_of_old_article_finds_the_one_slip() -> None:
    (finding,) = check_text(SEED, date(2019, 12, 9))
    assert finding.written == "Kết luận số 38-KL/TU"
    assert finding.likely == "38-KL/TW"
    assert finding.is_certain
    assert SEED[slice(*finding.span)] == "Kết luận số\n38-KL/TU"


@pytest.mark.parametrize("file", sorted((ROOT / "content").rglob("*.md")), ids=lambda file: file.stem)
def test_check_citation_of_sample_finds_nothing(file: Path) -> None:
    assert check_text(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "rule", "likely"),
    [
        ("Kết luận số 38-NQ/TW", Rule.KIND_AND_CODE, "38-KL/TW hay nghị quyết 38-NQ/TW"),
        ("Nghị quyết số 5-KL/TTg của Thủ tướng", Rule.KIND_AND_CODE, ""),
        ("Nghị quyết số 5/QĐ-TTg", Rule.KIND_AND_CODE, "quyết định 05/QĐ-TTg"),
        ("Quyết định số 5-CT/TU", Rule.KIND_AND_CODE, "05-QĐ/TU hay chỉ thị 05-CT/TU"),
        ("Chương trình hành động số 12-CT/TU", Rule.KIND_AND_CODE, "12-CTr/TU"),
        ("Quy định số 12/QĐ-UBND", Rule.KIND_AND_CODE, "12/QyĐ-UBND hay quyết định 12/QĐ-UBND"),
        ("Nghị định số 30/2020/TT-CP", Rule.KIND_AND_CODE, "30/2020/NĐ-CP"),
        ("Kết luận số 38-KL/TU của Bộ Chính trị", Rule.ISSUER_AND_SUFFIX, "38-KL/TW"),
        ("Kế hoạch số 92-KH/TU của Ban Tổ chức Tỉnh ủy", Rule.ISSUER_AND_SUFFIX, "92-KH/BTCTU"),
        ("Kế hoạch số 9-KH/HU ngày 05/8/2025 của Huyện ủy", Rule.ISSUER_AT_DATE, ""),
        ("Kế hoạch số 9-KH/BTGDVTU ngày 05/8/2023", Rule.ISSUER_AT_DATE, ""),
        ("Kế hoạch số 9-KH/BTGTU ngày 05/8/2026", Rule.ISSUER_AT_DATE, ""),
        ("Kế hoạch 9 ngày 05/8/2025 của Huyện ủy", Rule.ISSUER_AT_DATE, ""),
        ("Kế hoạch số 9/KH-UBND ngày 05/8/2025 của UBND huyện Hàm Tân", Rule.ISSUER_AT_DATE, ""),
        ("Quyết định số 19-QĐ/TU ngày 05/9/2025 của Thành ủy Phan Thiết", Rule.ISSUER_AT_DATE, ""),
        ("Quyết định số 19/QĐ-UBND ngày 05/9/2025 của UBND TP. Đà Lạt", Rule.ISSUER_AT_DATE, ""),
        ("Nghị quyết số 33-NQ/ĐUK ngày 02/5/2026 của Đảng ủy Khối các cơ quan tỉnh", Rule.ISSUER_AT_DATE, ""),
        ("Thông báo số 12/TB-CAH ngày 02/5/2026 của Công an huyện", Rule.ISSUER_AT_DATE, ""),
        ("Thông báo số 12/TB-CAH ngày 05/4/2025", Rule.ISSUER_AT_DATE, ""),
        ("Công văn số 45/SKHĐT-TH ngày 02/5/2026", Rule.ISSUER_AT_DATE, ""),
        ("Kế hoạch 9 ngày 05/8/2025 của HĐND thị xã La Gi", Rule.ISSUER_AT_DATE, ""),
        ("Kế hoạch số 9-KH/ĐU ngày 05/8/2025 của Đảng ủy thị trấn Tân Nghĩa", Rule.ISSUER_AT_DATE, ""),
        ("Kế hoạch số 9-KH/ĐU ngày 05/8/2024 của Đảng ủy đặc khu Phú Quý", Rule.ISSUER_AT_DATE, ""),
        ("Luật số 75/2025/QH14", Rule.ISSUER_AT_DATE, ""),
        ("Nghị quyết số 1671/NQ-UBTVQH16 ngày 16/6/2025", Rule.ISSUER_AT_DATE, ""),
        ("Thông tư số 5/2026/TT-BTNMT ngày 05/02/2026", Rule.ISSUER_AT_DATE, ""),
        ("Kết luận số 14-KL/TW ngày 22/9/2021 của Bộ Chính trị khóa XII", Rule.ISSUER_AT_DATE, ""),
        ("Chỉ thị số 05-CT/TW ngày 15/5/2016 của Ban Bí thư (khóa XI)", Rule.ISSUER_AT_DATE, ""),
        ("Thông tri số 07/TTr-TU", Rule.KIND_AND_CODE, "07-TT/TU"),
        ("Nghị định số 55/2024/TT-BTC", Rule.KIND_AND_CODE, "thông tư 55/2024/TT-BTC"),
        ("Thông tư số 2/2026/NĐ-CP", Rule.KIND_AND_CODE, "nghị định 02/2026/NĐ-CP"),
        ("Quyết định 14/2026/NĐ-CP", Rule.KIND_AND_CODE, "14/2026/QĐ-CP hay nghị định 14/2026/NĐ-CP"),
        ("Kết luận, số 12-BC/TU; Nghị quyết, Chỉ thị số 38-KL/TW", Rule.KIND_AND_CODE, "38-CT/TW hay kết luận 38-KL/TW"),
        ("Đề án số 05-QĐ/TU", Rule.KIND_AND_CODE, "05-ĐA/TU hay quyết định 05-QĐ/TU"),
        ("Thông tư số 5/2026/TT-BTNMT", Rule.ISSUER_AT_DATE, ""),
        ("Thông tư số 5/2024/TT-BNNMT", Rule.ISSUER_AT_DATE, ""),
        ("Nghị quyết số 57-NĐ/TW", Rule.KIND_AND_CODE, "57-NQ/TW"),
        ("Quy định số 21-NĐ/TW", Rule.KIND_AND_CODE, "21-QĐ/TW"),
        ("Quyết định số 1719/QĐ-TTg của Bộ Chính trị", Rule.ISSUER_AND_SUFFIX, "của Thủ tướng Chính phủ"),
        ("Nghị quyết số 202/2025/QH15 của Chính phủ", Rule.ISSUER_AND_SUFFIX, "của Quốc hội"),
        ("Luật số 72/2025/QH14 ngày 16/6/2025 của Quốc hội", Rule.ISSUER_AT_DATE, ""),
        ("Luật số 72/2025/QH14", Rule.ISSUER_AT_DATE, ""),
        ("Nghị quyết số 1671/NQ-UBTVQH15 ngày 16/6/2019", Rule.ISSUER_AT_DATE, ""),
        ("Chỉ thị số 02-CT/ĐU ngày 05/8/2025", Rule.KIND_OF_ISSUER, ""),
        ("Nghị định số 99/2021/NĐ-CP ngày 05/3/2019", Rule.YEAR_AND_DATE, ""),
        ("Kết luận của Bộ Chính trị số 99-KL/TU", Rule.ISSUER_AND_SUFFIX, "99-KL/TW"),
        ("Kết luận số 38-KL/TW ngày 31/11/2018", Rule.NO_SUCH_DATE, ""),
        ("Kết luận số 38-KL/TW ngày 13/11/2028", Rule.DATE_IN_FUTURE, ""),
    ],
)  # fmt: skip
def test_check_citation_of_broken_citation_finds_rule(text: str, rule: Rule, likely: str) -> None:
    (finding,) = check_text(text, date(2026, 11, 30))
    assert (finding.rule, finding.likely) == (rule, likely)


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 12-QĐ/TU và Quy định số 13-QĐ/TU",
        "Đề án số 06/QĐ-TTg ngày 06/01/2022 của Thủ tướng Chính phủ, Đề án 939/QĐ-TTg, Đề án số 15/QĐ-UBND",
        "Chương trình 1719/QĐ-TTg, Kế hoạch số 1252/QĐ-TTg ngày 26/9/2019",
        "Thông tư số 5/2025/TT-BTNMT, Thông tư số 5/2025/TT-BNNMT",
        "Quyết định số 45-QĐ/TU do Ban Tổ chức Trung ương thẩm định",
        "các Nghị quyết, Kết luận số 18-NQ/TW, 38-KL/TW; Chỉ thị và Nghị quyết số 05-CT/TW, 57-NQ/TW",
        "Kế hoạch số 02-KH/BTC của Ban Tổ chức Tỉnh ủy, Công văn số 12-CV/VP của Văn phòng Tỉnh ủy",
        "Quy định số 06-QĐi/TW",
        "Kết luận của Bộ Chính trị số 99-KL/TW",
        "Luật số 18-L/CTN ngày 06/7/1993",
        "Kết luận số 14-KL/TW ngày 22/9/2021 của Bộ Chính trị khóa XIII, Kết luận số 9-KL/TW (khóa XII)",
        "Nghị quyết số 9-NQ/TU ngày 22/9/2021 của Tỉnh ủy khóa XIV, Kết luận số 1-KL/TW ngày 31/01/2021 (khóa XII)",
        "Thông tri số 07/TTr-MTTQ-BTT, Thông tri số 28/TTr-MTTW-BTT",
        "Luật số 72/2020/QH14 ngày 17/11/2020, Luật số 72/2025/QH15, Luật số 5/2026/QH16",
        "Luật số 5/1999/QH10, Luật số 5/2021/QH14 và Luật số 6/2021/QH15",
        "Quyết định số 1860/QĐ-TTCP của Tổng Thanh tra Chính phủ",
        "Nghị định số 99/2021/NĐ-CP ngày 05/3/2021",
        "Quy định số 12/QyĐ-UBND",
        "Thông báo kết luận số 12-TB/TW",
        "Văn bản số 123/UBND-VX",
        "Thông tư liên tịch số 10/2013/TTLT-BTC-BNV của Bộ Tài chính",
        "Kế hoạch số 9-KH/HU ngày 05/8/2024 của Huyện ủy",
        "Kế hoạch số 9-KH/BTGTU ngày 05/8/2024",
        "Kế hoạch số 9/KH-UBND ngày 30/6/2025 của UBND huyện Hàm Tân",
        "Luật số 63/2020/QH14, Luật số 12/2021/QH14, Luật số 13/2021/QH15 ngày 20/7/2021, Luật số 05/2007/QH12",
        "Nghị quyết số 1671/NQ-UBTVQH15 ngày 16/6/2025, Nghị quyết số 5/NQ-UBTVQH15, Luật số 5-L/CTN",
        "Kế hoạch số 9/KH-UBND của UBND huyện Hàm Tân, kế hoạch của tỉnh ngày 05/8/2025",
        "Quyết định số 19-QĐ/TU ngày 05/9/2024 của Thành ủy Phan Thiết",
        "Quyết định số 19-QĐ/TU ngày 05/9/2025 của Thành ủy Hải Phòng",
        "Quyết định số 19-QĐ/ĐU ngày 05/9/2025 của Đảng ủy phường Phan Thiết",
        "Nghị quyết số 3-NQ/CB ngày 05/9/2025 của Chi bộ Khối Văn phòng",
        "Nghị quyết số 33-NQ/ĐUK ngày 02/5/2024 của Đảng ủy Khối các cơ quan tỉnh",
        "Báo cáo số 45/BC-SKHĐT ngày 02/5/2024 của Sở Kế hoạch và Đầu tư tỉnh Bình Thuận",
        "Thông báo số 12/TB-CAH ngày 28/02/2025",
        "Kế hoạch số 9-KH/ĐU ngày 05/8/2025 của Đảng ủy xã Hàm Tân",
        "Kế hoạch số 9/KH-UBND ngày 05/8/2025 của UBND thành phố",
        "Kế hoạch số 9-KH/BTGDVTU ngày 05/8/2025",
        "Hướng dẫn số 02-HD/ĐU của Đảng ủy Ủy ban nhân dân tỉnh",
        "Nghị quyết số 2-NQ/ĐUCA của Đảng ủy Công an tỉnh",
        "Quyết định số 12-QĐ/ThU ngày 01/02/2020 của Thành ủy",
        "Quyết định số 12-QĐ/TU ngày 01/02/2020 của Thành ủy",
        "Kết luận số 38-KL/TU của Ban Thường vụ Tỉnh ủy về thực hiện Kết luận số 38-KL/TW của Bộ Chính trị",
        "Nghị quyết số 12-NQ/TU ngày 04/5/2017, Nghị quyết số 12-NQ/TU ngày 01/3/2022",
        "Kết luận số 38-KL/TW ngày 30/11/2026",
    ],
)
def test_check_citation_of_sound_citation_finds_nothing(text: str) -> None:
    assert list_rules(text, date(2026, 11, 30)) == []


def test_check_citation_of_undated_citation_of_later_body_finds_it() -> None:
    text = "Kế hoạch số 9-KH/BTGDVTU"
    assert list_rules(text, date(2023, 1, 1)) == [Rule.ISSUER_AT_DATE]
    assert list_rules(text, date(2026, 1, 1)) == []


def test_check_citation_of_rules_from_secondary_sources_is_not_certain() -> None:
    (finding,) = check_text("Chỉ thị số 02-CT/ĐU")
    assert not finding.is_certain
    (finding,) = check_text("Kế hoạch số 9/KH-UBND ngày 05/8/2025 của UBND huyện Hàm Tân")
    assert (finding.subject, finding.is_certain) == ("Ủy ban nhân dân huyện", False)
    (finding,) = check_text("Hướng dẫn số 1361-CV/BTCTW của Ban Tổ chức Trung ương")
    assert (finding.rule, finding.is_certain) == (Rule.KIND_AND_CODE, False)
    (finding,) = check_text("Quyết định số 749/QĐ-TTg của Chính phủ")
    assert (finding.rule, finding.is_certain) == (Rule.ISSUER_AND_SUFFIX, False)
    (finding,) = check_text("Chương trình hành động số 33-NQ/TU")
    assert (finding.rule, finding.is_certain) == (Rule.KIND_AND_CODE, False)


def test_check_citation_of_wrong_state_issuer_names_the_one_of_the_number() -> None:
    (finding,) = check_text("Chỉ thị số 13/CT-TTg ngày 10/6/2024 của Chính phủ")
    assert (finding.rule, finding.likely) == (Rule.ISSUER_AND_SUFFIX, "của Thủ tướng Chính phủ")


def test_check_citation_of_code_that_fits_an_outer_kind_is_told_only() -> None:
    for text in (
        "Báo cáo kết quả thực hiện Nghị quyết số 12-BC/TU",
        "Báo cáo sơ kết, đánh giá kết quả thực hiện Nghị quyết số 12-BC/TU",
        "Kế hoạch triển khai Kết luận số 38-KH/TU",
    ):
        (finding,) = check_text(text)
        assert (finding.rule, finding.is_certain) == (Rule.KIND_AND_CODE, False)
    (finding,) = check_text("Báo cáo kết quả thực hiện Nghị quyết số 12-BC/TU")
    assert finding.likely == "12-NQ/TU hay báo cáo 12-BC/TU"
    for text in (
        "Báo cáo số 5-BC/TU kết quả thực hiện Nghị quyết số 12-BC/TU",
        "Tỉnh ủy nghe báo cáo. Nghị quyết số 12-BC/TU",
        "Tờ trình kết quả thực hiện Nghị quyết số 12-BC/TU",
    ):
        (finding,) = check_text(text)
        assert (finding.rule, finding.is_certain) == (Rule.KIND_AND_CODE, True)


def test_check_citation_of_rules_with_number_of_their_decision_is_told_only() -> None:
    (finding,) = check_text("Quy chế số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị")
    assert (finding.rule, finding.is_certain) == (Rule.KIND_AND_CODE, False)
