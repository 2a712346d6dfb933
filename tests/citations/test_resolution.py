from collections.abc import Callable, Sequence
from datetime import date, timedelta
from time import process_time

import pytest

from bulletin.citations.document_index import DocumentIndex
from bulletin.citations.finding import find_citations
from bulletin.citations.models import Citation, Document, Resolution
from bulletin.citations.resolution import resolve_citations
from tests.citations.factory import create_document

CONCLUSION = create_document("38", "KL", "TW", date(2018, 11, 13), kind="kết luận", slug="38-kl-tw")
OLD_RESOLUTION = create_document("12", "NQ", "TU", date(2017, 5, 4), kind="nghị quyết", slug="cu")
NEW_RESOLUTION = create_document("12", "NQ", "TU", date(2022, 3, 1), kind="nghị quyết", slug="moi")


def resolve(
    text: str, *known: Document, cited_on: date | None = None, province: tuple[date, ...] = ()
) -> list[Resolution]:
    index = DocumentIndex(known)
    return resolve_citations(find_citations(text, index.names), index, cited_on, province)


def test_resolve_citations_of_registered_document_returns_it() -> None:
    (dated, undated) = resolve("Kết luận số 38-KL/TW ngày 13/11/2018; Kết luận số 38-KL/TW", CONCLUSION)
    assert dated.document is CONCLUSION
    assert undated.document is CONCLUSION


def test_resolve_citations_of_unknown_document_returns_what_the_text_says() -> None:
    (resolution,) = resolve("Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị")
    assert resolution.document is not None
    assert (resolution.document.number, resolution.document.day) == ("5", date(2016, 5, 15))
    assert resolution.document.slug == ""


def test_resolve_citations_of_short_form_returns_nearest_full_one_above() -> None:
    text = "Kết luận số 38-KL/TW ngày 13/11/2018. Kết luận số 38-KL/TU ngày 02/01/2020. Theo Kết luận 38,"
    *_, short = resolve(text)
    assert short.document is not None
    assert short.document.suffix == "TU"


def test_resolve_citations_of_short_form_with_issuer_skips_other_bodies() -> None:
    text = "Kết luận số 38-KL/TW. Kết luận số 38-KL/TU. Kết luận 38 của Bộ Chính trị"
    *_, short = resolve(text)
    assert short.document is not None
    assert short.document.suffix == "TW"


def test_resolve_citations_of_title_returns_only_full_one_below() -> None:
    short, _ = resolve("Giám sát Kết luận 38\n\nThực hiện Kết luận số 38-KL/TW")
    assert short.document is not None
    assert short.document.suffix == "TW"


def test_resolve_citations_of_short_form_alone_asks_the_register() -> None:
    assert resolve("Kết luận 38", CONCLUSION)[0].document is CONCLUSION
    other = create_document("38", "KL", "TU", date(2020, 1, 2), kind="kết luận")
    (unclear,) = resolve("Kết luận 38", CONCLUSION, other)
    assert unclear.document is None
    assert set(unclear.documents) == {CONCLUSION, other}
    assert resolve("Chỉ thị 05")[0].documents == ()


def test_resolve_citations_of_short_form_with_other_kind_returns_none() -> None:
    *_, short = resolve("Kế hoạch số 38-KH/TU. Kết luận 38")
    assert short.documents == ()


def test_resolve_citations_of_project_and_its_decision_is_one_document() -> None:
    decision, project = "Quyết định số 106/QĐ-TTg ngày 06/01/2022", "Đề án số 106/QĐ-TTg ngày 06/01/2022"
    for text in (f"{decision}. Đề án 106", f"{project}. Đề án 106", f"{project}. Quyết định 106"):
        _, short = resolve(text)
        assert short.document is not None
        assert short.document.suffix == "TTg"
    _, other = resolve(f"{decision}. Kết luận 106")
    assert other.document is None


def test_resolve_citations_of_two_terms_are_told_apart_by_date() -> None:
    text = "Nghị quyết số 12-NQ/TU ngày 04/5/2017 và Nghị quyết số 12-NQ/TU ngày 01/3/2022"
    documents = [one.document for one in resolve(text, OLD_RESOLUTION, NEW_RESOLUTION)]
    assert documents == [OLD_RESOLUTION, NEW_RESOLUTION]


def test_resolve_citations_without_date_returns_document_of_its_time() -> None:
    both = (OLD_RESOLUTION, NEW_RESOLUTION)
    text = "Nghị quyết số 12-NQ/TU"
    assert resolve(text, *both, cited_on=date(2019, 1, 1))[0].document is OLD_RESOLUTION
    assert resolve(text, *both, cited_on=date(2023, 1, 1))[0].document is NEW_RESOLUTION
    assert resolve(text, *both)[0].documents == both
    assert resolve(text, *both, cited_on=date(2026, 6, 1))[0].documents == both


def test_resolve_citations_between_two_congresses_follows_the_province() -> None:
    newest = create_document("12", "NQ", "TU", date(2025, 11, 20), kind="nghị quyết")
    known = (OLD_RESOLUTION, NEW_RESOLUTION, newest)
    text, cited_on = "Nghị quyết số 12-NQ/TU", date(2025, 12, 1)
    assert resolve(text, *known, cited_on=cited_on)[0].document is None
    terms = (date(2015, 10, 1), date(2020, 10, 14), date(2025, 10, 9))
    assert resolve(text, *known, cited_on=cited_on, province=terms)[0].document is newest


def test_resolve_citations_without_date_follows_congress() -> None:
    central = [
        create_document("4", "NQ", "TW", day, kind="nghị quyết")
        for day in (date(2012, 1, 16), date(2016, 10, 30))
    ]
    (resolution,) = resolve("Nghị quyết số 04-NQ/TW (khóa XII)", *central, cited_on=date(2024, 1, 1))
    assert resolution.document is central[1]


def test_resolve_citations_of_other_date_returns_document_of_its_own() -> None:
    (resolution,) = resolve("Kết luận số 38-KL/TW ngày 14/11/2018", CONCLUSION)
    assert resolution.document is not None
    assert resolution.document.day == date(2018, 11, 14)


def test_resolve_citations_of_name_returns_its_document() -> None:
    name = "Nghị quyết Trung ương 4 khóa XII"
    document = Document("4", None, "NQ", "TW", "nghị quyết", names=(name,))
    assert resolve(f"theo {name}", document)[0].document is document


def test_resolve_citations_of_regulation_and_decision_are_two() -> None:
    text = "Quy định số 06-QĐi/TW, Quy định số 06-QĐ/TW, Quyết định số 06-QĐ/TW"
    first, same, decision = resolve(text)
    assert first.document == same.document
    assert first.document != decision.document


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Kết luận 38 của Bộ Chính trị", True),
        ("Kết luận 38 của Đảng", True),
        ("Kết luận 38 ngày 13/11/2018", True),
        ("Kết luận 38 năm 2018", True),
        ("Kết luận 38 của Bộ trưởng Bộ Công an", False),
        ("Kết luận 38 của Giám đốc Công an tỉnh", False),
        ("Kết luận 38 của Đảng bộ phường", False),
        ("Kết luận 38 của xã", False),
        ("Kết luận 38 của Tỉnh ủy", False),
        ("Kết luận 38 ngày 14/11/2018", False),
        ("Kết luận 38 năm 2023", False),
    ],
)
def test_resolve_citations_of_short_form_follows_issuer_and_time(text: str, is_found: bool) -> None:
    documents = (CONCLUSION,) if is_found else ()
    assert resolve(text, CONCLUSION)[0].documents == documents
    *_, below_full_one = resolve(f"Kết luận số 38-KL/TW ngày 13/11/2018. {text}")
    assert bool(below_full_one.documents) == is_found


def test_resolve_citations_of_short_form_with_day_chooses_its_term() -> None:
    both = (OLD_RESOLUTION, NEW_RESOLUTION)
    text = "Nghị quyết 12 ngày 04/5/2017 của Tỉnh ủy"
    assert resolve(text, *both, cited_on=date(2023, 1, 1))[0].document is OLD_RESOLUTION


def test_resolve_citations_of_year_chooses_its_term() -> None:
    both = (OLD_RESOLUTION, NEW_RESOLUTION)
    for text in ("Nghị quyết số 12-NQ/TU năm 2017", "Nghị quyết 12 năm 2017"):
        assert resolve(text, *both, cited_on=date(2023, 1, 1))[0].document is OLD_RESOLUTION


def test_resolve_citations_of_short_form_skips_other_place() -> None:
    text = "Nghị quyết số 12-NQ/TU của Tỉnh ủy Lâm Đồng. Nghị quyết 12 của Tỉnh ủy {}"
    *_, same = resolve(text.format("Lâm Đồng"))
    *_, other = resolve(text.format("Bình Thuận"))
    assert same.document is not None
    assert other.documents == ()


def test_resolve_citations_of_short_form_of_parliament_returns_full_one() -> None:
    _, short = resolve("Nghị quyết số 98/2023/QH15. Nghị quyết 98 của Quốc hội")
    assert short.document is not None


def write_many_short_forms(count: int) -> str:
    return "Kết luận số 38-KL/TW. " + "".join(f"Kết luận 38 và Chỉ thị {number}. " for number in range(count))


def write_short_forms_of_nothing(count: int) -> str:
    return "Nghị quyết số 12-NQ/TU ngày 04/5/2017. " * count + "Kết luận số 12. " * count


def write_many_dates(count: int) -> str:
    days = (date(1990, 1, 1) + timedelta(days=number) for number in range(count))
    return "Nghị quyết số 12. " * count + "".join(
        f"Nghị quyết số 12-NQ/TU ngày {day:%d/%m/%Y}. " for day in days
    )


@pytest.mark.parametrize("write", [write_many_short_forms, write_short_forms_of_nothing, write_many_dates])
def test_resolve_citations_of_thousands_of_short_forms_takes_linear_time(write: Callable[[int], str]) -> None:
    small, large = (measure_resolution(find_citations(write(count))) for count in (500, 4000))
    assert large < 24 * max(small, 0.002)


def measure_resolution(citations: Sequence[Citation]) -> float:
    """Return the least processor time of three."""
    times = []
    for _ in range(3):
        start = process_time()
        resolve_citations(citations)
        times.append(process_time() - start)
    return min(times)


def test_resolve_citations_of_many_short_forms_finds_the_document_of_each() -> None:
    resolutions = resolve_citations(find_citations(write_many_short_forms(2999)))
    assert sum(bool(one.document and one.document.suffix == "TW") for one in resolutions) > 2000
