"""Tests of the search page with the search index of the sample."""

import csv
import re
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bulletin.text.letters import normalize_letters
from tests.browser.conftest import submit_search
from tests.gate import mark_later_rows

pytestmark = pytest.mark.browser

QUERIES = list(
    csv.reader(
        Path(__file__).with_name("search_queries.tsv").read_text("utf-8").splitlines()[1:],
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
)
MAX_SCRIPT_SIZE = 48_000
"""Bytes of the search script, a quarter of it on the wire. Pagefind's scripts and program had 190,000."""
MAX_FIRST_REQUESTS = 12


@pytest.fixture(scope="module")
def page(context: BrowserContext) -> Page:
    """A tab in which all tests search."""
    return context.new_page()


def wait_for_answer(page: Page) -> None:
    page.locator('.search__results[aria-busy="false"]').wait_for(state="attached")
    page.wait_for_load_state("networkidle")  # excerpts of texts


def open_search(page: Page, address: str, words: str, *, more: str = "") -> list[str]:
    """Search, wait for the end, and return the titles of the results."""
    page.goto(f"{address}/tim-kiem/?q={quote(words)}{more}")
    wait_for_answer(page)
    return page.locator(".search__result .search__title").all_inner_texts()


def list_documents(page: Page) -> list[str]:
    return page.locator(".search__document .search__title").all_inner_texts()


def search_again(page: Page, address: str, words: str) -> list[str]:
    """Search on the page of the last test; return the titles of the results.

    Open the search page if the last test left another page, or filters.
    """
    if not re.fullmatch(r"[^?]*/tim-kiem/(\?q=[^&]*)?", page.url):
        page.goto(f"{address}/tim-kiem/")
    submit_search(page, words)
    wait_for_answer(page)
    return page.locator(".search__result .search__title").all_inner_texts()


def read_status(page: Page) -> str:
    return page.locator(".search__status").inner_text()


def list_marks(page: Page) -> set[str]:
    return {mark.lower() for mark in page.locator(".search__results mark").all_inner_texts()}


@pytest.mark.parametrize(
    ("words", "title"), [(row[0], row[1]) for row in QUERIES], ids=[row[0] for row in QUERIES]
)
def test_query_brings_the_wanted_article_first(page: Page, address: str, words: str, title: str) -> None:
    titles = search_again(page, address, words)
    assert titles
    assert re.search(title, titles[0]), titles[:5]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("\u00d0ảng viên", "Đảng viên"),
        ("T\u00e1\u00adnh\u200b Linh", "Tánh Linh"),
        ("Ta\u0301nh Linh", "Tánh Linh"),
        ("\uff34ánh \U0001d40binh", "Tánh Linh"),
    ],
)
def test_search_for_another_form_of_letters_searches_the_normal_form(
    page: Page, address: str, words: str, meant: str
) -> None:
    assert open_search(page, address, words)
    assert page.locator(".search input[type=search]").input_value() == meant == normalize_letters(words)


def test_result_shows_section_date_author_title_and_marked_excerpt(page: Page, address: str) -> None:
    open_search(page, address, "Tánh Linh")
    first = page.locator(".search__result").first
    assert re.fullmatch(r"\S.* · \d{2}/\d{2}/\d{4}(?: · .+)?", first.locator(".search__facts").inner_text())
    assert "Tánh Linh" in first.locator(".search__title mark").inner_text()
    assert re.fullmatch(r"/20\d\d/\d\d/[a-z0-9-]+/", str(first.locator("a").get_attribute("href")))


@pytest.mark.parametrize(
    "words",
    mark_later_rows(
        [
            "38 KL TW",
            "ket luan 38",
            "kết luận 38 của Bộ Chính trị",
            "38-KL/TW",
            "KL 38",
            "38kl/tw",
            "38KL-TW",
            "kết luận 38",
            "Kết luận số 38-KL/TW",
            "kết luận 38 TW",
        ],
        3,
    ),
)
def test_query_that_names_a_document_brings_the_document_above_its_articles(
    page: Page, address: str, words: str
) -> None:
    assert open_search(page, address, words)
    assert list_documents(page)[0] == "Kết luận số 38-KL/TW"
    assert page.locator(".search__document a").first.is_visible()
    assert page.locator(".search__document a").first.get_attribute("href") == "/van-ban/38-kl-tw/"
    assert re.match(r"\d+ văn bản, \d+ bài", read_status(page))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("nghị quyết trung ương 6 khóa x", "Nghị quyết số 22-NQ/TW"),
        ("Bộ Chính trị", "Kết luận số 38-KL/TW"),
    ],
)
def test_query_for_another_name_or_for_a_body_brings_its_own_document_first(
    page: Page, address: str, words: str, name: str
) -> None:
    open_search(page, address, words)
    assert page.locator(".search__document .search__title").first.text_content() == name


def test_query_in_the_title_of_a_document_offers_it_folded(page: Page, address: str) -> None:
    assert open_search(page, address, "sinh hoạt chuyên đề")
    assert page.locator(".search__documents summary").inner_text() == "Văn bản (2)"
    assert not page.locator(".search__document a").first.is_visible()
    page.locator(".search__documents summary").click()
    assert page.locator(".search__document a").first.inner_text() == "Hướng dẫn số 21-HD/BTCTU"


@pytest.mark.parametrize("more", ["&nam=2026", "&q="])
def test_search_with_a_filter_or_without_words_shows_no_documents(
    page: Page, address: str, more: str
) -> None:
    open_search(page, address, "38-KL/TW")
    open_search(page, address, "38-KL/TW" if "nam" in more else "", more=more)
    assert not page.locator(".search__documents").is_visible()


def test_search_without_results_shows_tips_and_filters(page: Page, address: str) -> None:
    open_search(page, address, "")
    tips = page.locator(".search__tips")
    expect(tips).to_be_visible()
    expect(page.locator(".search__filters")).to_be_visible()
    search_again(page, address, "Tánh Linh")
    expect(tips).to_be_hidden()
    search_again(page, address, "xyzabcq")
    expect(tips).to_be_visible()
    search_again(page, address, "Tánh Linh")
    expect(tips).to_be_hidden()


def test_search_marks_pairs_and_no_single_words_beside_them(page: Page, address: str) -> None:
    open_search(page, address, "giám sát")
    assert list_marks(page) == {"giám sát"}


def test_search_of_quotes_in_texts_finds_each_article_with_the_phrase(page: Page, address: str) -> None:
    open_search(page, address, '"sổ tay đảng viên điện tử"')
    page.get_by_role("button", name="Tìm trong toàn văn mọi năm").press("Enter")
    page.get_by_text(re.compile("kể cả toàn văn")).wait_for()
    wait_for_answer(page)
    expect(page.locator(".search__status")).to_be_focused()
    expect(page.locator(".search__status")).to_be_in_viewport()
    assert list_marks(page) == {"sổ tay đảng viên điện tử"}
    count = re.match(r"(\d+) bài", read_status(page))
    assert count
    assert page.locator(".search__result").count() == int(count[1])


def test_excerpt_of_a_text_comes_from_one_cell_of_a_table(page: Page, address: str) -> None:
    open_search(page, address, '"Đảng ủy phường La Gi"', more="&nam=2026")
    button = page.get_by_role("button", name="Tìm trong toàn văn năm 2026")
    if button.is_visible():
        button.click()
    page.get_by_text(re.compile("kể cả toàn văn")).wait_for()
    wait_for_answer(page)
    page.keyboard.press("Shift")  # all texts but the first are loaded when the reader moves
    cell = page.locator(".search__excerpt:has(mark)", has_text=re.compile(r"^\s*Đảng ủy phường La Gi\s*$"))
    cell.first.wait_for()


@pytest.mark.parametrize(
    ("words", "place", "mark"),
    [
        ("Lê Ghềnh", "facts", "Lê Ghềnh"),
        ("2019", "facts", r"\d\d/\d\d/2019"),
        ("Sinh hoạt chi bộ", "facts", "Sinh hoạt chi bộ"),
        ("38 KL TW", "excerpt", "38-KL/TW"),
    ],
)
def test_each_result_shows_why_it_was_found(
    page: Page, address: str, words: str, place: str, mark: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 6000})  # texts are loaded when they are near
    titles = open_search(page, address, words)
    page.keyboard.press("Shift")
    expect(page.locator(".search__result:has(mark)")).to_have_count(len(titles))
    page.set_viewport_size({"width": 390, "height": 844})
    marks = page.locator(f".search__{place} mark").all_inner_texts()
    assert any(re.fullmatch(mark, text) for text in marks), marks


def test_search_for_signs_asks_for_a_letter(page: Page, address: str) -> None:
    for words in ("%", '"', ".*"):
        assert open_search(page, address, words, more="&nam=2019") == []
        assert read_status(page) == "Hãy gõ ít nhất một chữ cái hoặc chữ số để tìm."


def test_filters_of_the_address_that_the_site_lacks_are_dropped_and_named(page: Page, address: str) -> None:
    titles = open_search(page, address, "giám sát", more="&nam=2019")
    more = f"&nam=2019&chuyen-muc=cu&tac-gia={quote('Người cũ')}&xep=abc"
    assert open_search(page, address, "giám sát", more=more) == titles
    assert read_status(page).endswith(
        "Đã bỏ bộ lọc chuyên mục “cu”, tác giả “Người cũ”, xếp theo “abc” vì trang này không có."
    )
    chosen = page.locator(".search__select").evaluate_all("lists => lists.map(list => list.selectedIndex)")
    assert chosen[0] == chosen[2] == chosen[3] == 0


def test_search_without_results_says_so(page: Page, address: str) -> None:
    open_search(page, address, "zzqq")
    assert read_status(page).startswith("Không tìm thấy bài nào với từ “zzqq”")


def test_search_ignores_words_outside_the_article(page: Page, address: str) -> None:
    assert open_search(page, address, '"sao chép liên kết"') == []


def test_words_in_wrong_marks_are_said_to_be_near(page: Page, address: str) -> None:
    open_search(page, address, "kểt nạp đãng viên")
    assert "Không có bài nào có đúng “kểt nạp đãng viên”" in read_status(page)


def test_filters_stand_in_the_address_and_narrow_the_results(page: Page, address: str) -> None:
    open_search(page, address, "chi bộ")
    before = read_status(page)
    page.evaluate("document.querySelector('.search__filters').open = true")
    page.get_by_label("Năm").select_option("2019")
    expect(page.locator(".search__status")).not_to_have_text(before)
    wait_for_answer(page)
    assert parse_qs(urlsplit(page.url).query) == {"q": ["chi bộ"], "nam": ["2019"]}
    assert read_status(page) != before
    dates = page.locator(".search__facts time").all_inner_texts()
    assert dates
    assert all(date.endswith("/2019") for date in dates)
    page.go_back()
    expect(page.locator(".search__status")).to_have_text(before)
    assert read_status(page) == before
    assert page.get_by_label("Năm").input_value() == ""


def test_section_filter_includes_the_sections_below_it(page: Page, address: str) -> None:
    open_search(page, address, "", more="&chuyen-muc=to-chuc-xay-dung-dang")
    sections = {text.split(" · ")[0] for text in page.locator(".search__facts").all_inner_texts()}
    assert "Đảng viên" in sections
    assert sections <= {"Tổ chức xây dựng Đảng", "Đảng viên", "Tổ chức cơ sở đảng"}


def test_author_filter_without_words_lists_articles_newest_first(page: Page, address: str) -> None:
    open_search(page, address, "", more=f"&tac-gia={quote('Lê Ghềnh')}")
    facts = page.locator(".search__facts").all_inner_texts()
    assert facts
    assert all("Lê Ghềnh" in text for text in facts)
    days = [str(time.get_attribute("datetime")) for time in page.locator(".search__facts time").all()]
    assert days == sorted(days, reverse=True)


def test_order_by_date_brings_the_newest_first(page: Page, address: str) -> None:
    open_search(page, address, "giám sát", more="&xep=moi")
    days = [str(time.get_attribute("datetime")) for time in page.locator(".search__facts time").all()]
    assert len(days) > 2
    assert days == sorted(days, reverse=True)


def test_search_answers_while_the_reader_types_the_last_word(page: Page, address: str) -> None:
    page.goto(f"{address}/tim-kiem/")
    page.get_by_role("searchbox").press_sequentially("lễ kết nạ")
    expect(page.locator(".search__result .search__title").first).to_have_text(re.compile("Lễ kết nạp"))
    assert "nạ" in parse_qs(urlsplit(page.url).query)["q"][0]


def test_keyboard_goes_from_the_field_through_the_results(page: Page, address: str) -> None:
    page.goto(f"{address}/tim-kiem/")
    field = page.get_by_role("searchbox")
    field.fill("giám sát")
    field.press("Enter")
    links = page.locator(".search__result .search__title a")
    expect(links.first).to_be_visible()
    field.press("ArrowDown")
    expect(links.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (320, "light"),
        pytest.param(320, "dark", marks=pytest.mark.plays),
        pytest.param(1280, "light", marks=pytest.mark.plays),
        (1280, "dark"),
    ],
)
def test_results_and_filters_are_accessible_and_fit(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]  # a literal
    open_search(page, address, "kết nạp đảng viên")
    page.evaluate("document.querySelector('.search__filters').open = true")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    page.close()


@pytest.mark.parametrize("width", [320, 390, 768])
def test_results_in_large_letters_leave_most_of_the_width_to_the_words(
    page: Page, address: str, width: int
) -> None:
    open_search(page, address, "chi bộ")
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%', 'important')")
    shares = page.locator(".search__result", has=page.locator("img")).evaluate_all(
        "all => all.map(item => item.querySelector('.search__words').offsetWidth / item.offsetWidth)"
    )
    page.evaluate("document.documentElement.style.removeProperty('font-size')")
    page.set_viewport_size({"width": 390, "height": 844})
    assert min(shares) > 0.5


def test_first_answer_needs_few_requests(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    requests: list[str] = []
    page.on("request", lambda request: requests.append(urlsplit(request.url).path))
    open_search(page, address, "ket nap dang vien")
    kept = {path for path in requests if not path.startswith("/images/")}
    assert len(kept) <= MAX_FIRST_REQUESTS - 3, sorted(kept)
    page.keyboard.press("Shift")
    page.locator(".latest__link").first.wait_for()  # news and advertisements follow
    assert "/fragments/ads.html" in requests
    page.close()


def test_search_script_is_small_and_needs_no_module(sample: Path) -> None:
    (script,) = sample.glob("assets/search.*.js")
    code = script.read_text("utf-8")
    assert len(code.encode()) < MAX_SCRIPT_SIZE
    assert not re.search(r"\?\.|\?\?|\bawait\b|\\p\{|\bimport\b|replaceAll|flatMap", code)


def test_search_without_javascript_leads_to_archive_and_sections(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/tim-kiem/?q=x")
    main = page.get_by_role("main")
    assert main.get_by_role("link", name="kho lưu trữ từng tháng").is_visible()
    assert main.get_by_role("link", name="Công tác cán bộ").is_visible()
    assert not page.locator(".search__filters").is_visible()
    context.close()
