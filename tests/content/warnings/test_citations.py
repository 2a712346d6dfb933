from datetime import date

import pytest

from bulletin.content.document_mentions import CitedText, TextLines
from bulletin.content.warnings.citations import (
    CitationSlips,
    find_citation_slips,
)
from tests.factories import create_body

WRITTEN_ON = date(2025, 12, 5)


def find_slips(body: str, *silenced: str, written_on: date = WRITTEN_ON) -> CitationSlips:
    text = f"Mở đầu.\n\n{body}"
    cited = CitedText("Tin", "", create_body(text).html, TextLines(2, 2, text, 6))
    return find_citation_slips("content/articles/tin.md", cited, written_on, silenced)


def list_names(body: str) -> list[str]:
    """Return the names of the rules that a text breaks, problems first."""
    found = find_slips(body)
    names = [problem.remedy.rpartition("[")[2].partition("]")[0] for problem in found.problems]
    return names + [warning.name for warning in found.warnings]


@pytest.mark.parametrize(
    ("rule", "wrong", "right"),
    [
        (
            "kind-and-code",
            "Kết luận số 38-NQ/TW của Bộ Chính trị",
            "Quy định số 22-QĐ/TW và Quyết định số 45-QĐ/TW của Bộ Chính trị",
        ),
        (
            "issuer-and-suffix",
            "Kết luận số 38-KL/TU ngày 13/11/2018 của Bộ Chính trị",
            "Kế hoạch số 143-KH/TU ngày 03/6/2019 của Ban Thường vụ Tỉnh ủy",
        ),
        ("no-such-date", "họp ngày 31/11/2018", "họp ngày 30/11/2018"),
        (
            "issuer-at-date",
            "Kế hoạch số 12-KH/HU ngày 02/8/2025 của Huyện ủy",
            "Kế hoạch số 12-KH/HU ngày 02/5/2025 của Huyện ủy",
        ),
        ("kind-of-issuer", "Chỉ thị số 02-CT/ĐU của Đảng ủy", "Nghị quyết số 02-NQ/ĐU của Đảng ủy"),
        (
            "date-in-future",
            "Kế hoạch số 143-KH/TU ngày 03/6/2026 của Tỉnh ủy",
            "Kế hoạch số 143-KH/TU ngày 05/12/2025 của Tỉnh ủy",
        ),
        (
            "year-and-date",
            "Nghị định số 99/2021/NĐ-CP ngày 05/3/2019",
            "Nghị định số 99/2021/NĐ-CP ngày 05/3/2021",
        ),
        ("letter-in-number", "Nghị quyết số I8-NQ/TW", "Nghị quyết số 18-NQ/TW"),
        ("weekday", "Thứ Hai, ngày 04/12/2019", "Thứ Tư, ngày 04/12/2019"),
        ("backward-range", "giai đoạn 2025-2021", "giai đoạn 2021-2025"),
    ],
)
def test_find_citation_slips_tells_what_is_wrong_and_not_what_comes_near(
    rule: str, wrong: str, right: str
) -> None:
    assert list_names(f"Theo {wrong}.") == [rule]
    assert list_names(f"Theo {right}.") == []
    assert find_slips(f"Theo {wrong}.", rule) == CitationSlips((), ())


def test_find_citation_slips_names_line_words_and_likelier_form() -> None:
    (problem,) = find_slips("Hai dòng,\nKết luận số 38-NQ/TW.").problems
    assert (problem.line, problem.message) == (
        9,
        "“Kết luận số 38-NQ/TW”: loại văn bản và ký hiệu không khớp nhau.",
    )
    assert problem.remedy == (
        "Hãy xem lại văn bản gốc: có lẽ là 38-KL/TW hay nghị quyết 38-NQ/TW. "
        "Đúng như vậy thì ghi ignore_warnings: [kind-and-code] vào phần khai báo."
    )
    assert (problem.rule, problem.number) == ("kind-and-code", "38-NQ/TW")
    (suffix_problem,) = find_slips("Kết luận số 38 - KL/TU ngày 5/5/2025 của Bộ Chính trị.").problems
    assert (suffix_problem.rule, suffix_problem.number) == ("issuer-and-suffix", "38-KL/TU")


def test_find_citation_slips_of_impossible_date_tells_the_kind_too() -> None:
    assert list_names("Chỉ thị số 91-KL/TW ngày 30/02/2018.") == ["no-such-date", "kind-and-code"]


def test_find_citation_slips_passes_over_code() -> None:
    assert find_slips("Gõ `Kết luận số 38-NQ/TW`.") == CitationSlips((), ())
