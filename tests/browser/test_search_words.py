"""Tests of the words of a query: numbers and years.

One opened page answers all of them.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from bulletin.search.volume import write_volume
from bulletin.search.words import get_keys, get_spelling, split_words

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """The search page, with the functions of its script."""
    page = context.new_page()
    page.goto(f"{address}/tim-kiem/")
    yield page
    page.close()


@pytest.mark.parametrize(
    ("query", "needed"),
    [
        ("tết năm 2024", ["tết", "2024"]),
        ("tet nam 2024", ["tet", "2024"]),
        ("hội thi trong năm 2023", ["hội", "thi", "2023"]),
        ("đảng viên từ năm 2019", ["đảng", "viên", "2019"]),
        ("Hàm Thuận Nam 2019", ["hàm", "thuận", "nam", "2019"]),
        ("năm 20245", ["năm", "20245"]),
        ("tháng 11 năm 2019", ["11/2019"]),
        ("ngày 08/11/2019", ["08/11/2019"]),
        ("ngay 8 thang 11 nam 2019", ["8/11/2019"]),
        ("ngày 20/11", ["ngày", "20/11"]),
        ("hướng dẫn 21 BTCTU", ["hướng", "dẫn", "21-btctu"]),
        ("kết luận 38 TW", ["kết", "luận", "38-tw"]),
        ("15 tư tưởng", ["15", "tư", "tưởng"]),
        ("2019 UBKT", ["2019", "ubkt"]),
        ("11 UBND", ["11", "ubnd"]),
        ("từ năm 2025 - 2027", ["2025 - 2027"]),
        ('"năm 2019"', ["năm", "2019"]),
    ],
)
def test_word_before_a_year_is_not_needed(page: Page, query: str, needed: list[str]) -> None:
    script = (
        "(query) => parseQuery(query, false).words.filter((word) => !word.isOptional).map(({ raw }) => raw)"
    )
    assert page.evaluate(script, query) == needed


FIND_POSITIONS = (
    "([query, lists]) =>"
    " [...findPositions(parseQuery(query, false).words[0], lists, false)].map((entry) => Math.floor(entry / 8))"
)


@pytest.mark.parametrize(
    ("query", "positions"),
    [
        ("5 TW", [3, 12]),
        ("05 tw", [3, 12]),
        ("5-TW", [3, 12]),
        ("5 KL", [12]),
        ("5 BCH", [8]),
        ("5 BTV", []),
    ],
)
def test_number_beside_its_issuer_is_found_in_a_number_and_as_two_words(
    page: Page, query: str, positions: list[int]
) -> None:
    postings = {"5": {"5": [3, 8, 10], "5-kl-tw": [12]}, "tw": {"tw": [4, 6]}, "bch": {"bch": [9]}}
    lists = write_volume("2026", postings, [], is_inline=True)[0]["words"]
    assert page.evaluate(FIND_POSITIONS, [query, lists]) == positions
    assert page.evaluate("(query) => listKeys(parseQuery(query, false))", query)[0] == "5"


def test_page_reads_the_posting_lists_that_the_index_writes(page: Page) -> None:
    positions = [0, 56, 113, 170, 2107, 4045, 4046, 70_000, 10**6, 10**9]
    volume, _ = write_volume("2026", {"tin": {"tin": positions}}, [], is_inline=True)
    assert page.evaluate(FIND_POSITIONS, ["tin", volume["words"]]) == positions


TEXTS = (
    "Kết luận số 38-KL/TW, 38 - KL/TW và 92–KH/BTCTU; Nghị định 237/2026/NĐ-CP của Chính phủ",
    "Tháng 11/2019, ngày 03/02/2020, từ 01/2020-12/2021: 86,5% của 1.250.000 đồng, 3.5 và 1.2000",
    "Gọi (0252) 382.7777, 0252 382 7777, 0912.34.56.78, 091 234 5678 hay 02523827777; không gọi 0252 38",
    "Máy (+84) 252 382 7777, +84-252-3827.777, 382 7777, 3827 777, 1900 1234; 382 2019, 3827 777-QĐ/TU, 3500 hộ",
    "Từ 2025 - 2027, 1930\u20141975, 2021\u2013 2025 và 2019 - 38-KL/TW: 1 250 000 đồng, 12\u00a0500\u00a0000, 3 200 hộ, 24/24h",
    "Hòa, hoà, thuỷ, thủy, kỹ, kĩ, R'lấp, K’Ho, snake_case, đảng, ĐẢNG, 22/12, 7h30, A4, 2025.Trong",
)


@pytest.mark.parametrize("text", TEXTS)
def test_page_and_index_split_a_text_into_the_same_words(page: Page, text: str) -> None:
    script = "(text) => splitWords(text).map(spellWord).map((word) => [word, [...new Set(listSpellingKeys(word))]])"
    spellings = [get_spelling(word) for word in split_words(text)]
    assert page.evaluate(script, text) == [[word, get_keys(word)] for word in spellings]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("143KH/TU", "143-KH/TU"),
        ("143-KHTU", "143-KH/TU"),
        ("143khtu", "143-KH/TU"),
        ("KH143", "143-KH/TU"),
        ("kh số 143", "143-KH/TU"),
        ("KH-143/TU", "143-KH/TU"),
        ("143-KH/TU", "143-KHTU"),
        ("QĐ1234", "1234-QĐ/TU"),
        ("qd 1234 ubnd", "1234/QĐ-UBND"),
        ("237/NĐ-CP", "237/2026/NĐ-CP"),
        ("237 NĐ CP", "237/2026/NĐ-CP"),
        ("237/2026/NĐCP", "237/2026/NĐ-CP"),
        ("237/2026/NĐ-CP", "237/NĐ-CP"),
        ("02523827777", "(0252) 382 7777"),
        ("0252.382.7777", "02523827777"),
        ("382 7777", "0252 382 7777"),
        ("3827777", "(0252) 382.7777"),
        ("3827 777", "0252 3827777"),
        ("3825 1234", "024 3825 1234"),
        ("0252 382 7777", "382 7777"),
        ("+84 252 382 7777", "0252 382 7777"),
        ("0252 382 7777", "+84 (252) 3827777"),
        ("0912345678", "+84 912 345 678"),
        ("19001234", "1900 1234"),
        ("1250000", "1.250.000"),
        ("1 250 000", "1.250.000"),
        ("1,250,000", "1250000"),
        ("1.250.000", "1 250 000"),
        ("1250000", "1\u00a0250\u00a0000"),
        ("0918 221 345", "0918\u00a0221\u00a0345"),
        ("2025-2027", "2025 - 2027"),
        ("2026 - 2031", "2026-2031"),
        ("2021\u20132025", "2021 - 2025"),
        ("1930-1975", "1930 \u2014 1975"),
        ("24/24", "24/24h"),
        ("24/24h", "24/24"),
    ],
)
def test_number_in_another_form_is_found(page: Page, query: str, text: str) -> None:
    assert compare(page, query, text) == [True]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("143-KH/TU", "1143-KH/TU"),
        ("143KH/TU", "143-KL/TW"),
        ("237/2025/NĐ-CP", "237/2026/NĐ-CP"),
        ("KH 14", "143-KH/TU"),
        ("1250000", "1.250"),
        ("2025-2027", "2025 - 2028"),
        ("24/2", "24/24h"),
        ("382 7777", "0252 382 7778"),
        ("382 7777", "0252 138 27777"),
    ],
)
def test_another_number_is_not_found(page: Page, query: str, text: str) -> None:
    assert compare(page, query, text) == [False]


@pytest.mark.parametrize("query", ["kh 2024", "tl 766", "da 5", "hd 1.250"])
def test_code_before_a_year_or_of_another_meaning_stays_a_word(page: Page, query: str) -> None:
    assert page.evaluate("(query) => splitWords(joinNumbers(query))", query) == query.split()


def compare(page: Page, query: str, text: str) -> list[bool]:
    """Tell for each word of the query if a text of one word has it."""
    found: list[bool] = page.evaluate(
        """([query, text]) => parseQuery(query, false).words.map(
          (word) => compareWord(word, spellWord(splitWords(text)[0]), false) >= ANY)""",
        [query, text],
    )
    return found
