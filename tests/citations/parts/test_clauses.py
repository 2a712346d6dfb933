from datetime import date

import pytest

from bulletin.citations.finding import find_citations
from bulletin.citations.models import Rule
from tests.citations.factory import check_text, find_one

PLAN = "Kế hoạch số 12-KH/TU"
DAY = "ngày 20/02/2026"


@pytest.mark.parametrize(
    "text",
    [
        f"Thực hiện {PLAN}, {DAY}, Ban Tổ chức Tỉnh ủy đã tổ chức hội nghị.",
        f"Thực hiện {PLAN}, {DAY} Ban Tổ chức Tỉnh ủy đã tổ chức hội nghị.",
        f"Thực hiện {PLAN} của Tỉnh ủy, {DAY}, Đảng ủy xã Hàm Kiệm tổ chức hội nghị.",
        f"Thực hiện {PLAN} của Tỉnh ủy, {DAY} đoàn kiểm tra đã làm việc với Đảng ủy xã.",
        f"Thực hiện {PLAN}, {DAY}, đồng chí Nguyễn Văn A chủ trì hội nghị.",
        f"Thực hiện {PLAN}, {DAY} tại Hội trường Tỉnh ủy diễn ra hội nghị.",
        f"Thực hiện {PLAN} của đơn vị bạn, {DAY}, chi bộ họp.",
        f"Thực hiện {PLAN}, {DAY} và 21/02/2026, 124 xã, phường ra quân.",
        f"Thực hiện {PLAN}, {DAY}, trên địa bàn tỉnh diễn ra hội nghị.",
        f"Theo {PLAN}, {DAY} sẽ tổ chức hội nghị.",
        f"Thực hiện {PLAN}, {DAY}, Ý Yên họp.",
        f"Thực hiện {PLAN}, {DAY} Ứng Hòa đã tổ chức hội nghị.",
        f"Thực hiện {PLAN}, {DAY}, huyện Bắc Bình họp.",
        f"Thực hiện {PLAN}, {DAY}, thị xã La Gi ra quân.",
        f"Thực hiện {PLAN}, {DAY}, đặc khu Phú Quý họp.",
        f"Thực hiện {PLAN}, {DAY}, quận 1 và các quận khác họp.",
        f"Hội nghị triển khai {PLAN} vào {DAY} đã thành công.",
    ],
)
def test_find_citations_before_the_date_of_an_event_finds_no_date_of_the_document(text: str) -> None:
    assert find_one(text).day is None
    assert check_text(text, date(2026, 1, 5)) == []


@pytest.mark.parametrize(
    "end",
    [
        " của Ban Tổ chức Tỉnh ủy đã tổ chức",
        ", của Tỉnh ủy",
        ", về công tác cán bộ",
        " Tỉnh ủy về tổ chức hội nghị đã",
        ", Nghị quyết của Tỉnh ủy",
        ", Hội nghị lần thứ sáu",
        ", NQ số 5",
        ", Điều 5",
        ", trong đó xác định",
        ", thực hiện Điều lệ",
        ", với mục tiêu",
        ")",
    ],
)
def test_find_citations_before_other_words_keeps_the_date_behind_a_comma(end: str) -> None:
    assert find_citations(f"{PLAN}, {DAY}{end}")[0].day == date(2026, 2, 20)


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        (f"{PLAN} do Ban Tổ chức Tỉnh ủy tham mưu", None),
        (f"{PLAN}, do Ban Tổ chức Tỉnh ủy chủ trì thực hiện", None),
        (f"Thực hiện {PLAN} Ban Tổ chức Tỉnh ủy đã họp", None),
        (f"Thực hiện {PLAN} ({DAY}) Ban Tổ chức Tỉnh ủy ban hành Hướng dẫn", None),
        (f"{PLAN} do Tỉnh ủy ban hành {DAY}", "Tỉnh ủy"),
        (f"{PLAN} Tỉnh ủy ban hành {DAY}", "Tỉnh ủy"),
        (f"{PLAN} của Tỉnh ủy tổ chức thi đua", "Tỉnh ủy"),
        (f"{PLAN} được Tỉnh ủy ban hành vào {DAY}", "Tỉnh ủy"),
    ],
)
def test_find_citations_before_a_body_takes_it_for_the_issuer_if_it_issues(
    text: str, issuer: str | None
) -> None:
    found = find_one(text).issuer
    assert (found.body if found else None) == issuer


def test_check_text_tells_a_wrong_suffix_behind_words_that_issue() -> None:
    (finding,) = check_text("Kế hoạch số 12-KH/TW do Tỉnh ủy ban hành")
    assert finding.rule is Rule.ISSUER_AND_SUFFIX
