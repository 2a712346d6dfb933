from datetime import date

import pytest

from bulletin.citations.finding import find_citations
from bulletin.citations.knowledge.tables import get_body_spellings
from bulletin.citations.models import Doubt
from bulletin.citations.parts.details import find_body
from tests.citations.factory import find_one


def test_find_body_with_letters_like_others_returns_the_body() -> None:
    for spelling, bodies in get_body_spellings().items():
        assert find_body(spelling.replace("i", "ı").replace("s", "ſ")) == find_body(spelling), bodies


@pytest.mark.parametrize(
    "text",
    [
        "Kết luận số 38-KL/TW được Bộ Chính trị ban hành ngày 13/11/2018",
        "Kết luận số 38-KL/TW đã được Bộ Chính trị thông qua ngày 13/11/2018",
        "Kết luận số 38-KL/TW được ký ban hành ngày 13/11/2018",
        "Kết luận số 38-KL/TW, ban hành vào ngày 13/11/2018",
        "Kết luận số 38-KL/TW ra ngày 13/11/2018",
        "Kết luận số 38-KL/TW đề ngày 13/11/2018",
        "Kết luận số 38-KL/TW - ngày 13/11/2018",
        "Kết luận số 38-KL/TW ngày: 13/11/2018",
        "Ngày 13/11/2018 - Tỉnh ủy ban hành Kết luận số 38-KL/TW",
        "Kết luận số 38-KL/TW của Ban Thường vụ Tỉnh ủy Lâm Đồng ngày 13/11/2018",
        "Kết luận số 38-KL/TW của Bộ trưởng Bộ Tài chính ngày 13/11/2018",
        "Kết luận số 38-KL/TW của Đảng ủy Khối Doanh nghiệp quận, ngày 13/11/2018",
        "Kết luận số 38-KL/TW của Đảng ủy các cơ quan Đảng Trung ương, ngày 13/11/2018",
        "Kết luận số 38-KL/TW của Uỷ ban nhân dân tỉnh ngày 13/11/2018",
        "Kết luận số 38-KL/TW của Sở Nông nghiệp và Phát triển nông thôn ngày 13/11/2018",
        "Ngày 13/11/2018, Bộ Chính trị đã ban hành Kết luận số 38-KL/TW",
        "ngày 13/11/2018, Thủ tướng Chính phủ Nguyễn Xuân Phúc ký ban hành Kết luận số 38-KL/TW",
        "Ngày 13.11.2018, ông Nguyễn Văn A lại ký ban hành Kết luận số 38-KL/TW",
        "Ngày 13-11-2018, Bộ trưởng Bộ NN&PTNT Nguyễn Văn A đã ký ban hành Kết luận số 38-KL/TW",
        "Ngày 13/11/2018, Tỉnh ủy Lâm Đồng có **Kết luận số 38-KL/TW**",
    ],
)
def test_find_citations_of_news_sentence_reads_its_date(text: str) -> None:
    assert find_one(text).day == date(2018, 11, 13)


@pytest.mark.parametrize(
    "text",
    [
        "Từ ngày 13/11/2018, Bộ Chính trị đã ban hành Kết luận số 38-KL/TW",
        "Kết luận số 38-KL/TW của Bộ Chính trị, ngày 13/11/2018 Bộ Y tế (nay là Sở) đã ban hành văn bản",
        "Ngày 13/11/2018, Bộ Chính trị họp. Trước đó ban hành Kết luận số 38-KL/TW",
        "Ngày 13/11/2018, Bộ Chính trị triển khai Kết luận số 38-KL/TW",
        "Kết luận số 38-KL/TW của Bộ Chính trị về hội nghị ngày 13/11/2018",
        "Nghe báo cáo về Kết luận số 38-KL/TW, ngày 13/11/2018 Thường trực Tỉnh ủy kết luận",
        "Thực hiện Kết luận số 38-KL/TW, ngày 13/11/2018 Bộ Chính trị họp",
    ],
)
def test_find_citations_of_other_date_leaves_it(text: str) -> None:
    assert find_one(text).day is None


@pytest.mark.parametrize(
    ("behind", "doubt"),
    [
        (", Đảng ủy xã Tánh Linh mở hội nghị", Doubt.DEED),
        (" Thường trực Tỉnh ủy họp", Doubt.DEED),
        (" Bộ Chính trị về cơ sở", Doubt.NONE),
        (", Kế hoạch số 5-KH/TU tổ chức hội nghị", Doubt.NONE),
        (" của Bộ Chính trị, Đảng ủy xã Tánh Linh mở hội nghị", Doubt.NONE),
        (", Bộ Chính trị đã ban hành", Doubt.NONE),
    ],
)
def test_find_citations_of_date_before_a_deed_doubts_it(behind: str, doubt: Doubt) -> None:
    citation = find_citations(f"Triển khai Kết luận số 38-KL/TW ngày 13/11/2018{behind}")[0]
    assert (citation.day, citation.doubt) == (date(2018, 11, 13), doubt)


def test_find_citations_of_bare_name_behind_a_date_or_before_a_verb_has_no_issuer() -> None:
    assert find_one("Quy định số 144-QĐ/TW, ngày 20/11/2026 Thường trực Tỉnh ủy kết luận").issuer is None
    assert find_one("Quy định số 144-QĐ/TW ngày 20/11/2026 Tỉnh ủy về").issuer is None
    assert find_one("Quy định số 144-QĐ/TW Thường trực Tỉnh ủy kết luận").issuer is None


def test_find_citations_of_passive_without_issuing_has_no_issuer() -> None:
    assert find_one("Kế hoạch số 12-KH/TU được Bộ Chính trị đánh giá cao").issuer is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Kết luận số 126, 127-KL/TW ngày 14/02/2025 và 28/02/2025", [14, 28]),
        ("Kết luận số 126-KL/TW, 127-KL/TW ngày 14/02/2025 và ngày 28/02/2025", [14, 28]),
        ("Kết luận số 126, 127, 128-KL/TW ngày 14/02/2025 và 28/02/2025", [None, None, None]),
        ("Kết luận số 126-KL/TW, 127-KL/TW cùng ngày 14/02/2025", [14, 14]),
        ("Kết luận số 126-KL/TW ngày 14/02/2025 và ngày 28/02/2025", [14]),
        ("Ngày 14/02/2025, Bộ Chính trị ban hành các Kết luận số 126-KL/TW và 127-KL/TW", [14, 14]),
    ],
)
def test_find_citations_of_list_shares_dates_out(text: str, days: list[int | None]) -> None:
    assert [citation.day and citation.day.day for citation in find_citations(text)] == days


def test_find_citations_of_list_with_dates_reads_issuer_behind_them() -> None:
    first, _ = find_citations("Kết luận số 126, 127-KL/TW ngày 14/02/2025 và 28/02/2025 của Bộ Chính trị")
    assert first.issuer is not None
    assert first.issuer.body == "Bộ Chính trị"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Chỉ thị 05 của Giám đốc Công an tỉnh về an toàn", "Giám đốc Công an tỉnh"),
        ("Nghị quyết 57 của xã", "xã"),
        ("Nghị quyết 57 của Đảng bộ phường", "Đảng bộ phường"),
        ("Chỉ thị 09 của Bộ trưởng Bộ Công an", "Bộ Công an"),
    ],
)
def test_find_citations_of_short_form_keeps_unknown_issuer(text: str, body: str) -> None:
    issuer = find_one(text).issuer
    assert issuer is not None
    assert issuer.body == body


def test_find_citations_of_short_form_of_the_party_has_no_issuer() -> None:
    assert find_one("Nghị quyết 57 của Đảng về khoa học").issuer is None
    assert find_one("Nghị quyết số 57-NQ/TW của xã").issuer is None


def test_find_citations_of_introduction_reads_place() -> None:
    issuer = find_one("Ngày 12/6/2026, Đảng ủy Tập đoàn ra Quyết định số 215-QĐ/ĐU").issuer
    assert issuer is not None
    assert (issuer.body, issuer.place) == ("Đảng ủy", "Tập đoàn")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("ngày 25-3-46", date(1946, 3, 25)),
        ("ngày 13/02/97", date(1997, 2, 13)),
        ("ngày 05.3.21", date(2021, 3, 5)),
        ("ngày 15-16/12", None),
        ("ngày 10-12-45 và", date(1945, 12, 10)),
        ("ngày 31/02/97", None),
        ("ngày 25/10/20 18", None),
    ],
)
def test_find_citations_of_date_with_short_year_reads_its_century(written: str, day: date | None) -> None:
    assert find_one(f"Sắc lệnh số 34 {written}").day == day


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Thông tư liên tịch số 5/2005/TTLT-BNV-VPCP của Bộ Nội vụ và Văn phòng Chính phủ", None),
        ("Nghị quyết liên tịch số 19/2008/NQLT-CP-UBTWMTTQVN của Chính phủ và Ủy ban Trung ương", None),
        ("Thông tư liên tịch số 5/2005/TTLT-BNV-VPCP của Bộ Nội vụ, Quyết định số 5/QĐ-BNV", "Bộ Nội vụ"),
        ("Nghị quyết số 57-NQ/TW của Bộ Chính trị và Chính phủ đã họp", "Bộ Chính trị"),
    ],
)
def test_find_citations_of_joint_document_has_no_single_issuer(text: str, body: str | None) -> None:
    issuer = find_citations(text)[0].issuer
    assert (issuer.body if issuer else None) == body


@pytest.mark.parametrize(
    "words",
    [
        "do Ban Tổ chức Trung ương thẩm định",
        "do Ban Tuyên giáo và Dân vận Tỉnh ủy đôn đốc, kiểm tra",
        "do Văn phòng Tỉnh ủy gửi các đơn vị",
        "do Ban Nội chính Tỉnh ủy giúp theo dõi",
        "do Ban Tổ chức Tỉnh ủy làm đầu mối",
        "do Ủy ban Kiểm tra Tỉnh ủy giám sát thực hiện",
        "do Ban Tổ chức Tỉnh ủy tham mưu ban hành",
    ],
)
def test_find_citations_of_agent_that_does_something_else_has_no_issuer(words: str) -> None:
    assert find_one(f"Kế hoạch số 12-KH/TU {words}").issuer is None


@pytest.mark.parametrize(
    "words",
    [
        "do Ban Thường vụ Tỉnh ủy ban hành",
        "do Tỉnh ủy đã thông qua",
        "do Tỉnh ủy ban hành ngày 05/3/2026",
        "do Tỉnh ủy.",
        "do Tỉnh ủy về công tác cán bộ",
        "do Bí thư Tỉnh ủy Nguyễn Văn An ký",
    ],
)
def test_find_citations_of_agent_that_issues_has_issuer(words: str) -> None:
    issuer = find_one(f"Kế hoạch số 12-KH/TU {words}").issuer
    assert issuer is not None
    assert issuer.body == "Tỉnh ủy"


def test_find_citations_of_bare_body_behind_number_needs_its_suffix() -> None:
    for text in ("Chỉ thị số 45-CT/TW Tỉnh ủy yêu cầu", "Chỉ thị 45-CT/TW UBND tỉnh chỉ đạo"):
        assert find_one(text).issuer is None
    for text in ("Chỉ thị số 45-CT/TW Bộ Chính trị", "Chỉ thị số 45-CT/TW của Tỉnh ủy"):
        assert find_one(text).issuer is not None


@pytest.mark.parametrize(
    "words",
    [
        ", Hội nghị lần thứ tám Ban Chấp hành Trung ương Đảng khóa XI",
        " ngày 04/11/2013, Hội nghị Trung ương 8 khóa XI",
        " của Hội nghị Trung ương 8 khóa XI về giáo dục",
        " (Hội nghị Trung ương 8, khoá XI)",
        " ngày 04/11/2013, Hội nghị lần thứ tám, BCH Trung ương Đảng Cộng sản Việt Nam (khóa XI)",
        ", Hội nghị TW 8 khóa XI",
    ],
)
def test_find_citations_of_plenum_reads_the_committee_and_its_congress(words: str) -> None:
    citation = find_one(f"Nghị quyết số 29-NQ/TW{words}")
    assert citation.issuer is not None
    assert (citation.issuer.body, citation.congress) == ("Ban Chấp hành Trung ương", 11)


def test_find_citations_of_other_meeting_reads_no_issuer() -> None:
    for words in (", Hội nghị Trung ương 8 đã bàn", ", Hội nghị Tỉnh ủy lần thứ tám khóa XI"):
        assert find_one(f"Nghị quyết số 29-NQ/TW{words}").issuer is None
    assert find_one("Nghị quyết số 29-NQ/TU, Hội nghị Trung ương 8 khóa XI").issuer is None
