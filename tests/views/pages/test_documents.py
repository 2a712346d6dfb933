from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.clock import VIETNAM_TZ
from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.models import Article
from bulletin.context.site_context import SiteContext
from bulletin.urls import convert_path_to_address
from bulletin.view_models.documents import DocumentListView, DocumentView
from bulletin.view_models.output_file import OutputFile, OutputGroup
from bulletin.views.feeds import plan_same_number_feeds
from bulletin.views.fingerprints import PageFingerprints
from bulletin.views.pages.articles import build_article_view
from bulletin.views.pages.documents import list_document_addresses, plan_documents, plan_register_pages
from tests.factories import create_citing_article, create_test_context, expand_groups

OFFICIAL = OfficialDocument(
    "documents/a.yml", "38-KL/TW", "Về cơ sở", issuer="Bộ Chính trị", issued=date(2018, 11, 13),
    file="files/38.pdf", implements=("22-NQ/TW",),
)  # fmt: skip
OTHER = OfficialDocument("documents/b.yml", "22-NQ/TW", issued=date(2008, 2, 2))
CITED = "Kết luận số 38-KL/TW"
CITATIONS = (
    "Kết luận số 38-KL/TW ngày 13/11/2018",
    CITED,
    "Chỉ thị số 05-CT/TW ngày 15/5/2016",
    "Nghị quyết số 12-NQ/TU ngày 15/4/2017",
    "Nghị quyết số 12-NQ/TU ngày 15/4/2022",
)


def cite(name: str, body: str, year: int = 2019, **changes: Any) -> Article:
    day = datetime(year, 12, 5, 7, 30, tzinfo=VIETNAM_TZ)
    return create_citing_article(name, body, date=day, **changes)


def build_pages(context: SiteContext, content: Path) -> dict[str, Any]:
    """Return the view models of all pages of documents by address."""
    return {
        convert_path_to_address(file.path): file.view
        for file in plan_files(context, content)
        if not file.path.startswith("feeds/")
    }


def plan_files(context: SiteContext, content: Path) -> Iterator[OutputFile]:
    inputs = PageFingerprints(context)
    yield from plan_register_pages(context, inputs)
    yield from expand_groups(plan_documents(context, inputs, content))
    yield from plan_same_number_feeds(context, inputs, content)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    (tmp_path / "files/38.pdf").write_bytes(b"%PDF" * 300)
    return tmp_path


def test_register_lists_documents_newest_first_with_its_parts(content: Path) -> None:
    context = create_test_context([cite("a", f"Theo {CITED}.")], documents=(OFFICIAL, OTHER))
    pages = build_pages(context, content)
    assert list(pages) == [
        *(
            "/van-ban/",
            "/van-ban/loai/ket-luan/",
            "/van-ban/loai/nghi-quyet/",
            "/van-ban/co-quan/bo-chinh-tri/",
        ),
        *("/van-ban/nam/2018/", "/van-ban/nam/2008/", "/van-ban/22-nq-tw/", "/van-ban/38-kl-tw/"),
    ]
    assert all(address in context.addresses for address in pages)
    assert list(list_document_addresses(context)) == list(pages)
    register: DocumentListView = pages["/van-ban/"]
    assert [(row.link.label, row.title, row.count) for row in register.items] == [
        (CITED, "Về cơ sở", "1 tin, bài"),
        ("Nghị quyết số 22-NQ/TW", "", ""),
    ]
    assert [[link.label for link in group.links] for group in register.groups] == [
        *(["Kết luận (1)", "Nghị quyết (1)"], ["Bộ Chính trị (1)"]),
    ]
    assert [(link.label, link.url) for link in register.years] == [
        *(("2018", "/van-ban/nam/2018/"), ("2008", "/van-ban/nam/2008/"))
    ]
    assert pages["/van-ban/nam/2018/"].groups == ()


def test_site_without_documents_has_no_register(content: Path) -> None:
    context = create_test_context([cite("a", f"Theo {CITED}.")])
    assert build_pages(context, content) == {}
    assert context.site_frame.register == ""
    assert "/van-ban/" not in context.addresses


def test_document_page_has_facts_relations_file_and_citing_articles(content: Path) -> None:
    articles = (
        cite("a", f"Mở đầu. Huyện làm theo {CITED}, rồi họp. Hết."),
        cite("b", f"{CITED} nói rõ.", 2020),
    )
    context = create_test_context(articles, documents=(OFFICIAL, OTHER))
    view: DocumentView = build_pages(context, content)["/van-ban/38-kl-tw/"]
    assert [(fact.label, fact.text) for fact in view.facts] == [
        *(("Số", "38-KL/TW"), ("Loại", "Kết luận"), ("Cơ quan ban hành", "Bộ Chính trị")),
        ("Ngày ban hành", "13/11/2018"),
    ]
    assert [(group.title, group.links[0].url) for group in view.relations] == [
        ("Thực hiện văn bản", "/van-ban/22-nq-tw/")
    ]
    assert view.file
    assert (view.file.url, view.file.size) == ("/files/38.pdf", "1 kB")
    assert [(item.teaser.title, item.before, item.words, item.after) for item in view.items] == [
        ("Tin b", "", CITED, " nói rõ."),
        ("Tin a", "Huyện làm theo ", CITED, ", rồi họp."),
    ]
    legislation = view.head.json_ld[-1]
    assert (legislation["@type"], legislation["legislationIdentifier"]) == ("Legislation", "38-KL/TW")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (f"- Một mục\n- Theo {CITED}\n- Mục ba", ("Theo ", "")),
        (f"Ông nói: “Làm!” Rồi theo {CITED} của Bộ Chính trị. Hết.", ("Rồi theo ", " của Bộ Chính trị.")),
        (f"Theo **{CITED}**, *làm* [ngay](https://example.vn/).", ("Theo ", ", làm ngay.")),
        (f"Theo {CITED}[^1], làm.\n\n[^1]: Chú thích.", ("Theo ", ", làm.")),
        (f"A & B < C theo {CITED}.", ("A & B < C theo ", ".")),
        ("dài " * 100 + CITED + " thêm" * 100, ("…", "…")),
    ],
)
def test_document_page_quotes_the_sentence_that_cites(
    content: Path, body: str, sentence: tuple[str, str]
) -> None:
    context = create_test_context([cite("a", body)], documents=(OFFICIAL,))
    (item,) = build_pages(context, content)["/van-ban/38-kl-tw/"].items
    assert item.words == CITED
    if sentence == ("…", "…"):
        assert item.before.startswith("… dài")
        assert item.after.endswith("thêm …")
        assert len(item.before + item.after) < 340
    else:
        assert (item.before, item.after) == sentence


def test_document_page_shows_no_sentence_for_a_citation_in_the_title(content: Path) -> None:
    context = create_test_context([cite("a", "Thân bài.", title=f"Thực hiện {CITED}")], documents=(OFFICIAL,))
    (item,) = build_pages(context, content)["/van-ban/38-kl-tw/"].items
    assert (item.before, item.words, item.after) == ("", "", "")


def test_documents_of_one_number_have_a_page_that_lists_them(content: Path) -> None:
    articles = [
        cite(f"{year}{name}", f"Nghị quyết số 12-NQ/TU ngày 15/4/{year}.", year)
        for year in (2017, 2022)
        for name in "ab"
    ]
    context = create_test_context(articles)
    view: DocumentListView = build_pages(context, content)["/van-ban/12-nq-tu/"]
    assert (view.eyebrow, view.title) == ("Trùng số", "Các văn bản số 12-NQ/TU")
    assert [row.link.url for row in view.items] == ["/van-ban/12-nq-tu-2022/", "/van-ban/12-nq-tu-2017/"]
    feeds = {file.path: file.view for file in plan_files(context, content) if file.path.startswith("feeds/")}
    assert [(name, len(feed.entries)) for name, feed in feeds.items()] == [
        *(("feeds/van-ban/12-nq-tu-2017.atom.xml", 2), ("feeds/van-ban/12-nq-tu-2022.atom.xml", 2)),
        ("feeds/van-ban/12-nq-tu.atom.xml", 4),
    ]
    assert [feed.url for feed in view.head.feeds] == ["/feeds/van-ban/12-nq-tu.atom.xml"]
    assert "van-ban" not in str(build_pages(context, content)["/van-ban/nam/2017/"].head.feeds)


def test_document_page_keeps_its_full_pages_when_an_article_is_added(content: Path) -> None:
    articles = [cite(f"{n:02}", f"Theo {CITED}.", 1985 + n) for n in range(41)]
    for count in (40, 41):
        pages = build_pages(create_test_context(articles[:count]), content)
        assert [item.teaser.title for item in pages["/van-ban/38-kl-tw/trang/1/"].items] == [
            f"Tin {n:02}" for n in range(19, -1, -1)
        ]
    assert pages["/van-ban/38-kl-tw/"].pager.older.url == "/van-ban/38-kl-tw/trang/1/"


def test_article_links_to_its_documents_and_shows_others_that_cite_them(content: Path) -> None:
    rare = "Kế hoạch số 5-KH/TU"
    articles = [
        cite("a", f"Theo {CITED} và {rare}.", 2019),
        *(cite(name, f"Theo {CITED}.", year) for name, year in (("b", 2018), ("c", 2020))),
        cite("d", f"Theo {rare}.", 2017),
    ]
    view = build_article_view(articles[0], create_test_context(articles), content)
    html = "".join(map(str, view.body))
    assert '<a href="/van-ban/38-kl-tw/">' in html
    (group,) = [group for group in view.other_news if group.key == "document"]
    assert (group.title, group.more.label if group.more else "") == ("Cùng văn bản", "Kế hoạch số 05-KH/TU")
    assert [item.title for item in group.items] == ["Tin d", "Tin c", "Tin b"]
    titles = [item.title for group in view.other_news for item in group.items]
    assert len(titles) == len(set(titles))


def test_plan_documents_new_article_changes_the_groups_of_its_documents_alone(content: Path) -> None:
    articles = [
        cite(f"{code}-{name}", f"Theo Kết luận số {code}-KL/TW ngày 13/{code}/2018.")
        for code in ("01", "02", "03")
        for name in "ab"
    ]
    added = cite("moi", "Theo Kết luận số 02-KL/TW ngày 13/02/2018.")
    before, after = (plan_groups([*articles, *others], content) for others in ((), (added,)))
    assert list(before) == list(after) == ["documents/2018/1", "documents/2018/2", "documents/2018/3"]
    changed = [name for name in after if before[name].fingerprint != after[name].fingerprint]
    assert changed == ["documents/2018/2"]


@given(st.lists(st.lists(st.sampled_from(CITATIONS), max_size=3), min_size=2, max_size=4), st.data())
@settings(max_examples=60)
def test_plan_documents_equal_fingerprints_of_groups_give_equal_files(
    tmp_path_factory: pytest.TempPathFactory, texts: list[list[str]], data: st.DataObject
) -> None:
    content = tmp_path_factory.getbasetemp()
    changed = [*texts]
    place = data.draw(st.integers(0, len(texts) - 1))
    changed[place] = data.draw(st.lists(st.sampled_from(CITATIONS), max_size=3))
    before, after = (
        plan_groups([cite(f"{n}", f"Theo {', '.join(names)}.") for n, names in enumerate(found)], content)
        for found in (texts, changed)
    )
    for name in before.keys() & after.keys():
        if before[name].fingerprint == after[name].fingerprint:
            files, others = ([*group[name].plan_files()] for group in (before, after))
            assert [(file.path, file.fingerprints, file.view) for file in files] == [
                (file.path, file.fingerprints, file.view) for file in others
            ]


def plan_groups(articles: Iterable[Article], content: Path) -> dict[str, OutputGroup]:
    context = create_test_context(articles)
    return {group.name: group for group in plan_documents(context, PageFingerprints(context), content)}
