from datetime import date

import pytest

from bulletin.citations.finding import find_citations
from bulletin.citations.slips.conflicts import Conflict, Mention, find_conflicts

RIGHT = "Kết luận số 38-KL/TW ngày 13/11/2018 của Bộ Chính trị"


def list_mentions(*texts: str) -> list[Mention]:
    return [
        Mention(number, citation) for number, text in enumerate(texts) for citation in find_citations(text)
    ]


def find_in_archive(*texts: str) -> list[Conflict]:
    return find_conflicts(list_mentions(*texts))


def find_with_file(*texts: str) -> list[Conflict]:
    """Return the conflicts of texts and of a register with ``RIGHT``."""
    file = [Mention("file", citation, is_registered=True) for citation in find_citations(RIGHT)]
    return find_conflicts([*list_mentions(*texts), *file])


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


def test_find_conflicts_of_equal_counts_names_both_places() -> None:
    both = find_in_archive(RIGHT, RIGHT.replace("13/11", "30/11"))
    assert [(conflict.mention.source, conflict.is_certain) for conflict in both] == [(1, False), (0, False)]
    slip = "Kết luận số 138-KL/TW ngày 13/11/2018. Kết luận số 138-KL/TU ngày 13/11/2018."
    assert [conflict.likely for conflict in find_in_archive(slip)] == [
        *("138-KL/TW ngày 13/11/2018", "138-KL/TU ngày 13/11/2018"),
    ]
    assert find_in_archive(slip.replace("138-KL/TU", "139-KL/TU")) == []
    three = [RIGHT.replace("13/11", day) for day in ("13/11", "14/11", "15/11")]
    assert len(find_in_archive(*three)) == 2


@pytest.mark.parametrize("texts", [(0, 1), (1, 0), (2,), (3,)])
def test_find_conflicts_of_equal_counts_believes_suffix_beside_its_body(texts: tuple[int, ...]) -> None:
    right, wrong = RIGHT, "Kết luận số 38-KL/TU ngày 13/11/2018"
    archive = (right, wrong, f"{wrong}. {right}.", f"{right}. {wrong}. {wrong}.")
    conflicts = find_in_archive(*(archive[number] for number in texts))
    assert {(one.likely, one.is_certain, one.has_likely_body) for one in conflicts} == {
        ("38-KL/TW ngày 13/11/2018", True, True)
    }


def test_find_conflicts_of_number_that_two_kinds_can_share_finds_nothing_without_kind() -> None:
    first, second = "số 22-QĐ/TW ngày 28/7/2021", "số 22-QĐ/TW ngày 05/3/2021"
    assert find_in_archive(first, first, second) == []
    assert find_in_archive(f"Quy định {first}", f"Quyết định {second}") == []
    assert len(find_in_archive(f"Quy định {first}", f"Quy định {first}", f"Quy định {second}")) == 1


def test_find_conflicts_of_unions_compares_dates_of_one_year_only() -> None:
    for number in ("Hướng dẫn số 24-HD/TLĐ", "Kế hoạch số 24-KH/TWĐTN-BTC"):
        first = f"{number} ngày 25/8/2023"
        assert find_in_archive(first, first, f"{number} ngày 02/4/2025") == []
        assert [one.mention.source for one in find_in_archive(first, first, f"{number} ngày 25/9/2023")] == [
            2
        ]
    party = "Hướng dẫn số 24-HD/BTCTW ngày 25/8/2023"
    assert len(find_in_archive(party, party, party.replace("25/8/2023", "02/4/2025"))) == 1


def test_find_conflicts_of_two_dates_does_not_believe_the_one_beside_a_body() -> None:
    other = "Kết luận số 38-KL/TW ngày 30/11/2018"
    assert [conflict.is_certain for conflict in find_in_archive(RIGHT, other)] == [False, False]


def test_find_conflicts_of_more_texts_without_body_believes_them() -> None:
    wrong = "Kết luận số 38-KL/TU ngày 13/11/2018"
    (conflict,) = find_in_archive(RIGHT, wrong, wrong)
    assert (conflict.likely, conflict.has_likely_body) == ("38-KL/TU ngày 13/11/2018", False)


def test_find_conflicts_of_central_and_local_suffix_on_one_day_finds_the_slip() -> None:
    wrong = "Kết luận số 38-KL/TU ngày 13/11/2018"
    assert [conflict.mention.source for conflict in find_in_archive(RIGHT, wrong, RIGHT)] == [1]
    assert find_in_archive(RIGHT, wrong.replace("13/11", "14/11"), RIGHT) == []
    assert find_in_archive(RIGHT, f"{wrong} của Tỉnh ủy", RIGHT) == []
    other = "Kế hoạch số 9-KH/BTCTU ngày 13/11/2018"
    assert find_in_archive(other, other, "Kế hoạch số 9-KH/BTCTW ngày 13/11/2018")
    assert find_in_archive(other, other, "Kế hoạch số 9-KH/UBKTTW ngày 13/11/2018") == []


def test_find_conflicts_believes_the_register_unless_it_stands_alone() -> None:
    wrong = RIGHT.replace("13/11", "30/11")
    (conflict,) = find_with_file(wrong)
    assert (conflict.mention.source, conflict.others[0].source) == (0, "file")
    (conflict,) = find_with_file(wrong, wrong)
    assert (conflict.mention.source, conflict.likely) == ("file", "38-KL/TW ngày 30/11/2018")
    assert [conflict.mention.source for conflict in find_with_file(RIGHT, wrong, wrong)] == [1, 2]
    assert find_with_file(RIGHT, RIGHT) == []


def test_find_conflicts_of_another_named_place_finds_nothing() -> None:
    ours, other = "Kế hoạch số 143-KH/TU ngày 03/6/2019 của Tỉnh ủy", "143-KH/TU ngày 10/9/2019 của Tỉnh ủy"
    assert find_in_archive(ours, ours, f"Kế hoạch số {other} Lâm Đồng") == []
    assert find_in_archive(f"{ours} Bình Thuận", ours, f"Kế hoạch số {other} Lâm Đồng") == []
    assert find_in_archive(ours, ours, f"Kế hoạch số {other}")
    assert find_in_archive(f"{ours} tỉnh Lâm Đồng", f"Kế hoạch số {other} Lâm Đồng")


def test_find_conflicts_of_one_date_blames_the_text_that_names_the_place() -> None:
    ours, other = (
        "Kế hoạch số 312-KH/TU ngày 10/02/2025 của Tỉnh ủy",
        "Kế hoạch số 312-KH/TU ngày 05/5/2023 của",
    )
    texts = [ours, f"{ours} Lâm Đồng", *[f"{other} Tỉnh ủy Lâm Đồng"] * 3]
    assert [conflict.mention.source for conflict in find_in_archive(*texts)] == [1]


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
    mentions = list_mentions(*texts)
    assert find_conflicts(mentions) == []
    assert find_conflicts(mentions, province=(date(2020, 10, 14), date(2025, 10, 9))) == []
    assert find_conflicts(mentions, province=(date(2020, 10, 14), date(2026, 1, 9)))


def test_find_conflicts_near_a_congress_knows_that_a_day_is_no_term() -> None:
    texts = ("Quyết định số 12-QĐ/TU ngày 21/11/2020", "Quyết định số 12-QĐ/TU ngày 20/11/2020")
    assert find_in_archive(*texts)
    assert find_conflicts(list_mentions(*texts), (date(2020, 11, 21),)) == []


def test_find_conflicts_of_one_year_finds_state_papers_with_two_dates() -> None:
    assert find_in_archive("Quyết định số 5/QĐ-TTg ngày 04/5/2017", "Quyết định số 5/QĐ-TTg ngày 05/4/2017")
    assert find_in_archive("Nghị định 30/2020/NĐ-CP ngày 05/3/2020", "Nghị định 30/2020/NĐ-CP ngày 05/3/2021")
    assert find_in_archive("Luật số 75/2025/QH15 ngày 16/6/2025", "Luật số 75/2025/QH15 ngày 26/6/2025")


def test_find_conflicts_of_one_legislature_finds_dates_of_two_years() -> None:
    slip, right = "Nghị quyết số 1671/NQ-UBTVQH15 ngày 16/6/2026", "số 1671/NQ-UBTVQH15 ngày 16/6/2025"
    assert find_in_archive(slip, f"Nghị quyết {right}")
    assert find_in_archive(slip, f"Nghị quyết {right.replace('15 ', '14 ')}") == []


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


@pytest.mark.parametrize(
    ("suffix", "count"), [("TU", 2), ("BTGTU", 2), ("BTCTW", 2), ("ĐU", 0), ("UBKTTU", 0)]
)
def test_find_conflicts_in_one_text_compares_suffixes_of_like_letters(suffix: str, count: int) -> None:
    text = f"Kế hoạch số 9-KH/BTCTU ngày 04/5/2026; Kế hoạch số 9-KH/{suffix} ngày 04/5/2026."
    assert len(find_in_archive(text)) == count


DECREE, LAW = "Nghị định số 178/2024/NĐ-CP ngày 31/12/", "Luật số 72/2025/QH{} ngày 16/6/2025"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (f"{DECREE}2024", f"{DECREE}2025"),
        (LAW.format(15), LAW.format(14)),
        ("Nghị quyết số 9/2025/UBTVQH15 ngày 05/5/2025", "Nghị quyết số 9/2025/UBTVQH14 ngày 05/5/2025"),
    ],
)
def test_find_conflicts_believes_the_form_whose_date_fits_its_number(right: str, wrong: str) -> None:
    found = find_in_archive(wrong, right, wrong, wrong)
    assert {(one.mention.source, one.is_certain, one.is_possible) for one in found} == {
        (source, True, False) for source in (0, 2, 3)
    }
    file = [Mention("file", citation, is_registered=True) for citation in find_citations(right)]
    assert [one.mention.source for one in find_conflicts([*list_mentions(wrong, wrong), *file])] == [0, 1]


def test_find_conflicts_counts_a_text_once() -> None:
    repeated = "Nghị định số 402/2026/NĐ-CP ngày 03/6/2026. " * 3
    other = "Nghị định số 402/2026/NĐ-CP ngày 06/3/2026"
    assert {one.mention.source for one in find_in_archive(repeated, other)} == {0, 1}
    assert {one.mention.source for one in find_in_archive(f"{repeated} {other}")} == {0}
