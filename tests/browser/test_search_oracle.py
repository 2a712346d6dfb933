"""The search page against a search without an index, over random articles."""

import os
import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from bulletin.cli.preview_server import serve_folder
from bulletin.content.models import Article
from bulletin.search import volume as volume_module
from bulletin.search.document import create_search_document, list_text_blocks
from bulletin.search.volume import Document
from bulletin.search.words import get_keys, get_spelling, split_words
from tests.browser.conftest import CHROMIUM, submit_search
from tests.factories import create_test_article, create_test_context, shift_time
from tests.search.naive_search import find_phrase, list_spellings
from tests.search.test_indexes import IndexedSite

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SYLLABLES = (
    "đảng dạng đang viên vien chi bộ bó hội hỏi thi thì tết tét tế hoà hòa lý lí kết nạp xã xa giám sát"
    " 38-KL/TW 38-NQ/TU 2019 11/2019 số đảo đạo tân tánh linh"
).split()
_SHOW_ALL = """async () => {
  const more = document.querySelector(".search__more");
  while (!more.hidden) {
    more.querySelector("button").click();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}"""
ROUNDS = 12 * int(os.environ.get("BULLETIN_PLAYS", "0")) or 3


def create_random(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # a test, not a secret


def create_articles(rng: random.Random) -> list[Article]:
    def write(length: int) -> str:
        return " ".join(rng.choices(SYLLABLES, k=rng.randrange(1, length)))

    return [
        create_test_article(
            f"tin-{number}",
            "\n\n".join(write(12) for _ in range(3)),
            date=shift_time(-24 * (1 + 25 * number)),
            title=write(6).capitalize(),
            summary=write(10),
            tags=tuple({write(3) for _ in range(2)}),
        )
        for number in range(45)
    ]


def create_council_articles() -> list[Article]:
    """Return an article with scattered syllables, and an older one with the phrase."""
    texts = [
        ("hoi-phu-nu", "Hội Phụ nữ đối thoại với nhân dân", "Đồng chí Bí thư đến với nhân dân."),
        ("hop-chung", "Hai cơ quan họp chung", "Hội đồng nhân dân bàn ba việc."),
    ]
    return [
        create_test_article(slug, date=shift_time(-24 * 400 * (1 + at)), title=title, summary=summary)
        for at, (slug, title, summary) in enumerate(texts)
    ]


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    """Articles of four years, with few different words."""
    return create_articles(create_random(7)) + create_council_articles()


@pytest.fixture(scope="module", params=[10**6, 0], ids=["inline", "word-files"])
def page(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sample: Path,
    articles: list[Article], context: BrowserContext,
) -> Iterator[Page]:  # fmt: skip
    """The search page of the sample, above an index of the articles."""
    assert Path(CHROMIUM).exists()
    site = IndexedSite(tmp_path_factory.mktemp("oracle"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(volume_module, "MAX_INLINE_SIZE", request.param)
        patch.setattr(volume_module, "WORD_FILE_SIZE", 400)
        site.build(*articles)
    for name in ("tim-kiem", "assets"):
        shutil.copytree(sample / name, site.output / name)
    with serve_folder(site.output) as address:
        page = context.new_page()
        page.goto(f"{address}/tim-kiem/")
        yield page


def search_all(page: Page, words: str) -> list[str]:
    """Return the addresses of all results, with those of the full texts of all years."""
    submit_search(page, words)
    done = page.locator('.search__results[aria-busy="false"]')
    done.wait_for(state="attached")
    buttons = page.locator(".search__further button:visible")
    if buttons.count():
        buttons.last.click()
        done.wait_for(state="attached")
    page.evaluate(_SHOW_ALL)
    return [
        str(link.get_attribute("href")) for link in page.locator(".search__result .search__title a").all()
    ]


def list_documents(articles: Sequence[Article]) -> list[Document]:
    context = create_test_context(articles)
    texts = [list_text_blocks(article, context) for article in articles]
    return [
        (*create_search_document(article, context, blocks).fields, blocks)
        for article, blocks in zip(articles, texts, strict=True)
    ]


def test_quotes_find_every_article_with_the_phrase_and_no_other(page: Page, articles: list[Article]) -> None:
    rng, documents = create_random(11), list_documents(articles)
    marked = [word for word in SYLLABLES if not word.isascii()]
    for _ in range(ROUNDS):
        words = [rng.choice(marked), *rng.choices(SYLLABLES, k=rng.randrange(2))]
        spellings = [get_spelling(word) for text in words for word in split_words(text)]
        expected = {articles[number].address for number, _ in find_phrase(documents, spellings)}
        found = search_all(page, f'"{" ".join(words)}"')
        assert set(found) == expected, words
        assert len(found) == len(expected)


def test_quotes_without_marks_match_any_marks(page: Page, articles: list[Article]) -> None:
    rng, documents = create_random(13), list_documents(articles)
    keys = [
        (number, [get_keys(spelling)[0] for spelling in row]) for number, _, row in list_spellings(documents)
    ]
    for _ in range(ROUNDS):
        phrase = rng.choices(["dang", "vien", "chi", "bo", "hoi", "thi", "tet", "dao", "tan"], k=2)
        expected = {
            articles[number].address
            for number, row in keys
            if any(row[start : start + 2] == phrase for start in range(len(row) - 1))
        }
        assert set(search_all(page, f'"{" ".join(phrase)}"')) == expected, phrase


def test_phrase_in_a_title_comes_before_its_scattered_words(page: Page, articles: list[Article]) -> None:
    rng, documents = create_random(17), list_documents(articles)
    for _ in range(ROUNDS):
        words = rng.sample([word for word in SYLLABLES if not word.isascii()], k=2)
        spellings = [get_spelling(word) for text in words for word in split_words(text)]
        titles = {
            articles[number].address for number, field in find_phrase(documents, spellings) if field == 0
        }
        found = search_all(page, " ".join(words))
        assert titles <= set(found)
        assert titles == set(found[: len(titles)]), words


def test_whole_phrase_in_a_summary_comes_before_scattered_syllables_in_a_title(page: Page) -> None:
    first, second = search_all(page, "hội đồng nhân dân")[:2]
    assert (first[9:], second[9:]) == ("hop-chung/", "hoi-phu-nu/")
