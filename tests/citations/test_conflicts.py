from datetime import date

from bulletin.citations.conflicts import Conflict, Mention, find_conflicts
from bulletin.citations.finding import find_citations
from bulletin.citations.models import Document
from tests.citations.factory import create_document

RIGHT = "Kết luận số 38-KL/TW ngày 13/11/2018 của Bộ Chính trị"


def find_in_archive(*texts: str, known: tuple[Document, ...] = ()) -> list[Conflict]:
    mentions = [
        Mention(number, citation) for number, text in enumerate(texts) for citation in find_citations(text)
    ]
    return find_conflicts(mentions, known)


def test_find_conflicts_of_other_suffix_names_form_of_more_sources() -> None:
    wrong = "Kết luận số 38-KL/TU ngày 13/11/2018 của Bộ Chính trị"
    (conflict,) = find_in_archive(RIGHT, wrong, RIGHT)
    assert conflict.mention.source == 1
    assert conflict.likely == "38-KL/TW ngày 13/11/2018"
    assert conflict.is_certain
    assert [mention.source for mention in conflict.others] == [0, 2]


def test_find_conflicts_of_other_date_names_form_of_more_sources() -> None:
    (conflict,) = find_in_archive(RIGHT, RIGHT, RIGHT.replace("13/11", "30/11"))
    assert (conflict.mention.source, conflict.likely) == (2, "38-KL/TW ngày 13/11/2018")


def test_find_conflicts_of_equal_counts_is_not_certain() -> None:
    (conflict,) = find_in_archive(RIGHT, RIGHT.replace("13/11", "30/11"))
    assert not conflict.is_certain


def test_find_conflicts_believes_the_register() -> None:
    known = (create_document("38", "KL", "TW", date(2018, 11, 13), kind="kết luận"),)
    wrong = RIGHT.replace("13/11", "30/11")
    first, second = find_in_archive(wrong, wrong, known=known)
    assert {first.mention.source, second.mention.source} == {0, 1}
    assert first.is_certain
    assert first.others == ()


def test_find_conflicts_of_two_terms_finds_nothing() -> None:
    assert (
        find_in_archive("Nghị quyết số 12-NQ/TU ngày 04/5/2017", "Nghị quyết số 12-NQ/TU ngày 01/3/2022")
        == []
    )
    assert find_in_archive("Kết luận số 1-KL/TW ngày 04/4/2016", "Kết luận số 1-KL/TW ngày 18/5/2021") == []
    assert (
        find_in_archive("Quyết định số 5/QĐ-TTg ngày 04/5/2017", "Quyết định số 5/QĐ-TTg ngày 04/5/2018")
        == []
    )


def test_find_conflicts_near_a_congress_asks_for_the_terms_of_the_province() -> None:
    texts = ("Nghị quyết số 12-NQ/TU ngày 04/9/2025", "Nghị quyết số 12-NQ/TU ngày 01/12/2025")
    mentions = [Mention(text, citation) for text in texts for citation in find_citations(text)]
    assert find_conflicts(mentions) == []
    assert find_conflicts(mentions, province=(date(2020, 10, 14), date(2025, 10, 9))) == []
    assert find_conflicts(mentions, province=(date(2020, 10, 14), date(2026, 1, 9)))


def test_find_conflicts_of_one_year_finds_state_papers_with_two_dates() -> None:
    assert find_in_archive("Quyết định số 5/QĐ-TTg ngày 04/5/2017", "Quyết định số 5/QĐ-TTg ngày 05/4/2017")
    assert find_in_archive("Nghị định 30/2020/NĐ-CP ngày 05/3/2020", "Nghị định 30/2020/NĐ-CP ngày 05/3/2021")


def test_find_conflicts_of_bodies_with_numbers_of_their_own_finds_nothing() -> None:
    assert find_in_archive("Kế hoạch số 9-KH/HU ngày 04/5/2017", "Kế hoạch số 9-KH/HU ngày 05/6/2017") == []
    assert find_in_archive("Kế hoạch số 9-KH/HU ngày 04/5/2017", "Kế hoạch số 9-KH/TU ngày 04/5/2017") == []
    assert (
        find_in_archive(
            "Kế hoạch số 9-KH/HU ngày 04/5/2017 của Huyện ủy",
            "Kế hoạch số 9-KH/TU ngày 04/5/2017 của Tỉnh ủy",
        )
        == []
    )


def test_find_conflicts_of_regulation_and_decision_finds_nothing() -> None:
    assert find_in_archive("Quy định số 6-QĐ/TW ngày 04/5/2017", "Quyết định số 6-QĐ/TW ngày 05/6/2017") == []


def test_find_conflicts_of_large_archive_compares_few_pairs() -> None:
    texts = [
        f"Kế hoạch số {number % 300 + 1}-KH/UBND ngày {number % 28 + 1}/5/2017" for number in range(3000)
    ]
    assert find_in_archive(*texts) == []
