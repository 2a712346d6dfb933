from datetime import date, datetime
from typing import Any

import pytest

from bulletin.archive.document_register import DocumentRegister
from bulletin.archive.register_builder import build_register, list_cited_documents
from bulletin.clock import VIETNAM_TZ
from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.models import Article
from tests.factories import create_citing_article


def cite(name: str, body: str, year: int = 2019, **changes: Any) -> Article:
    """Return an article of December of a year."""
    day = datetime(year, 12, 5, 7, 30, tzinfo=VIETNAM_TZ)
    return create_citing_article(name, f"Theo {body}.", date=day, **changes)


def list_slugs(register: DocumentRegister, name: str) -> list[str]:
    return [citation.slug for citation in register.citations.get(f"articles/{name}.md", ())]


def test_build_register_makes_a_page_for_a_document_that_two_articles_cite() -> None:
    one, two = cite("a", "Kết luận số 38-KL/TW ngày 13/11/2018"), cite("b", "kết luận số 38-KL/TW")
    assert build_register([one], ()).documents == {}
    register = build_register([one, two], ())
    (document,) = register.documents.values()
    assert document[:6] == (
        *("38-kl-tw", "38-KL/TW", "Kết luận số 38-KL/TW", "Kết luận", "", date(2018, 11, 13)),
    )
    assert document.articles.articles == (one, two)
    assert list_slugs(register, "b") == ["38-kl-tw"]


def test_build_register_makes_a_page_for_a_document_with_a_file() -> None:
    official = OfficialDocument(
        "documents/a.yml", "38-KL/TW", "Về cơ sở", issuer="Bộ Chính trị", issued=date(2018, 11, 13)
    )
    register = build_register([cite("a", "Kết luận số 38-KL/TW")], [official])
    document = register.documents["38-kl-tw"]
    assert (document.title, document.issuer, document.issued) == (
        "Về cơ sở",
        "Bộ Chính trị",
        date(2018, 11, 13),
    )
    assert build_register([], [official]).documents["38-kl-tw"].articles.articles == ()


def test_build_register_counts_an_article_once_and_only_listed_ones() -> None:
    twice = cite("a", "Kết luận số 38-KL/TW và lại Kết luận số 38-KL/TW")
    hidden = cite("b", "Kết luận số 38-KL/TW")
    assert build_register([twice], (), [hidden]).documents == {}
    listed = cite("c", "Kết luận số 38-KL/TW")
    register = build_register([twice, listed], (), [hidden])
    assert len(register.documents["38-kl-tw"].articles.articles) == 2
    assert list_slugs(register, "b") == ["38-kl-tw"]


def test_build_register_links_the_first_mention_that_can_be_a_link() -> None:
    body = "“Kết luận số 38-KL/TW”, Kết luận số 38-KL/TW, Kết luận số 38-KL/TW"
    register = build_register([cite("a", body), cite("b", body)], ())
    assert [citation.is_link for citation in register.citations["articles/a.md"]] == [False, True, False]


def test_build_register_tells_documents_of_one_number_apart_by_their_term() -> None:
    articles = [
        *(cite(name, "Nghị quyết số 12-NQ/TU ngày 06/3/2017 của Tỉnh ủy", 2017) for name in "ab"),
        *(cite(name, "Nghị quyết số 12-NQ/TU ngày 15/4/2022 của Tỉnh ủy", 2022) for name in "cd"),
        cite("e", "Nghị quyết số 12-NQ/TU", 2018),
        cite("f", "Nghị quyết số 12-NQ/TU", 2023),
    ]
    register = build_register(sorted(articles, key=lambda article: article.sort_key), ())
    assert list(register.documents) == ["12-nq-tu-2017", "12-nq-tu-2022"]
    assert register.same_numbers == {"12-nq-tu": ("12-nq-tu-2017", "12-nq-tu-2022")}
    assert list_slugs(register, "e") == ["12-nq-tu-2017"]
    assert list_slugs(register, "f") == ["12-nq-tu-2022"]


def test_build_register_leads_to_all_documents_of_a_number_if_the_time_does_not_tell() -> None:
    articles = [
        *(cite(name, "Nghị quyết số 12-NQ/TU ngày 06/3/2012 của Tỉnh ủy", 2012) for name in "ab"),
        *(cite(name, "Nghị quyết số 12-NQ/TU ngày 15/4/2017 của Tỉnh ủy", 2017) for name in "cd"),
        cite("e", "Nghị quyết số 12-NQ/TU", 2023),
    ]
    assert list_slugs(build_register(articles, ()), "e") == ["12-nq-tu"]


def test_build_register_tells_decisions_and_regulations_of_one_number_apart() -> None:
    texts = (
        "Quy định số 22-QĐ/TW",
        "Quyết định số 22-QĐ/TW",
        "Quy định số 22-QĐ/TW",
        "Quyết định số 22-QĐ/TW",
    )
    register = build_register([cite(str(n), text) for n, text in enumerate(texts)], ())
    assert {document.name for document in register.documents.values()} == set(texts)
    assert sorted(register.documents) == ["22-qd-tw-quy-dinh", "22-qd-tw-quyet-dinh"]
    official = OfficialDocument("documents/a.yml", "22-QĐ/TW", kind="quy định")
    assert build_register([cite("a", texts[0])], [official]).documents["22-qd-tw"].name == texts[0]


def test_build_register_tells_numbers_of_the_party_and_of_the_state_apart() -> None:
    texts = ("Quyết định số 01-QĐ/BCĐ", "Quyết định số 01/QĐ-BCĐ", "Công văn số 402-CV/VPĐU")
    register = build_register([cite(str(n), texts[n // 2]) for n in range(6)], ())
    assert [(document.slug, document.number) for document in register.documents.values()] == [
        *(
            ("01-qd-bcd-dang", "01-QĐ/BCĐ"),
            ("01-qd-bcd-nha-nuoc", "01/QĐ-BCĐ"),
            ("402-cv-vpdu", "402-CV/VPĐU"),
        ),
    ]
    assert register.same_numbers == {"01-qd-bcd": ("01-qd-bcd-dang", "01-qd-bcd-nha-nuoc")}


def test_build_register_of_communes_tells_numbers_apart_by_day_and_place() -> None:
    one, other = "Nghị quyết số 07-NQ/ĐU ngày 10/8/2025", "Nghị quyết số 07-NQ/ĐU ngày 22/9/2025"
    articles = [*(cite(name, one, 2025) for name in "ab"), *(cite(name, other, 2025) for name in "cd")]
    register = build_register(articles, ())
    assert sorted(register.documents) == ["07-nq-du-2025-08-10", "07-nq-du-2025-09-22"]
    assert list_slugs(build_register([*articles, cite("e", "Nghị quyết số 07-NQ/ĐU", 2025)], ()), "e") == [
        "07-nq-du"
    ]
    texts = [
        f"Quyết định số 700/QĐ-UBND ngày 05/8/2025 của UBND {place}" for place in ("tỉnh", "phường Mũi Né")
    ]
    register = build_register([cite(str(n), texts[n % 2], 2025) for n in range(4)], ())
    assert sorted(document.issuer for document in register.documents.values()) == [
        *("Ủy ban nhân dân phường Mũi Né", "Ủy ban nhân dân tỉnh"),
    ]
    same = [cite("a", texts[1], 2025), cite("b", texts[1].replace("của UBND", "của Ủy ban nhân dân"), 2025)]
    assert list(build_register(same, ()).documents) == ["700-qd-ubnd"]


def test_build_register_of_undated_numbers_of_communes_tells_places_apart() -> None:
    bodies = [f"Nghị quyết số 07-NQ/ĐU của Đảng ủy phường {name}" for name in ("Mũi Né", "Phú Thủy")]
    register = build_register([cite(str(n), bodies[n % 2], 2025) for n in range(4)], ())
    assert len(register.documents) == 2
    lone = [cite("a", bodies[0], 2025), cite("b", bodies[0], 2025), cite("c", bodies[1], 2025)]
    assert list_slugs(build_register(lone, ()), "c") == []


def test_build_register_of_a_short_form_of_two_numbers_links_nowhere() -> None:
    documents = [OfficialDocument(f"documents/{end}.yml", f"12-NQ/{end}") for end in ("TW", "TU")]
    register = build_register([cite("a", "Nghị quyết 12"), cite("b", "Nghị quyết 12 của Tỉnh ủy")], documents)
    assert list_slugs(register, "a") == []
    assert list_slugs(register, "b") == ["12-nq-tu"]


def test_build_register_reads_the_place_in_the_file_of_a_document() -> None:
    documents = [OfficialDocument("documents/a.yml", "07-NQ/ĐU", issuer="Đảng ủy phường Mũi Né")]
    cited = [
        cite(name, f"Nghị quyết số 07-NQ/ĐU của Đảng ủy phường {name}", 2025)
        for name in ("Mũi Né", "Phú Thủy")
    ]
    register = build_register(cited, documents)
    assert list_slugs(register, "Mũi Né") == ["07-nq-du"]
    assert list_slugs(register, "Phú Thủy") == []


def test_build_register_of_one_province_leaves_out_documents_of_another() -> None:
    ours = "Kế hoạch số 143-KH/TU ngày 03/6/2019 của Tỉnh ủy"
    other = "Kế hoạch số 143-KH/TU ngày 10/9/2019 của Tỉnh ủy Lâm Đồng"
    articles = [cite("a", ours), cite("b", f"{ours} Bình Thuận"), cite("c", other), cite("d", other)]
    register = build_register([*articles, cite("e", "Kế hoạch số 143-KH/TU")], ())
    assert sorted(register.documents) == ["143-kh-tu-2019-06-03", "143-kh-tu-2019-09-10"]
    assert list_slugs(register, "b") == list_slugs(register, "e") == ["143-kh-tu-2019-06-03"]
    assert list_slugs(register, "c") == ["143-kh-tu-2019-09-10"]


def test_build_register_of_a_dated_short_form_takes_the_document_of_that_day() -> None:
    documents = [
        OfficialDocument("documents/a.yml", "12-NQ/TU", issued=date(2017, 3, 3)),
        OfficialDocument("documents/b.yml", "12-NQ/TU", issued=date(2022, 4, 15)),
    ]
    of_day = cite("a", "Nghị quyết 12 ngày 03/3/2017 của Tỉnh ủy", 2023)
    other_day = cite("b", "Nghị quyết 12 ngày 10/10/2023", 2023)
    register = build_register([of_day, other_day], documents)
    assert list_slugs(register, "a") == ["12-nq-tu-2017"]
    assert list_slugs(register, "b") == []
    of_year = cite("c", "Nghị quyết số 12-NQ/TU năm 2017 và Nghị quyết 12", 2023)
    short = cite("d", "Nghị quyết 12 năm 2017", 2023)
    other_year = cite("e", "Nghị quyết số 12-NQ/TU năm 2012", 2023)
    register = build_register([of_year, short, other_year], documents)
    assert list_slugs(register, "c") == ["12-nq-tu-2017", "12-nq-tu-2017"]
    assert list_slugs(register, "d") == ["12-nq-tu-2017"]
    assert list_slugs(register, "e") == []


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Chỉ thị 09 của Ban Bí thư", ["09-ct-tw"]),
        ("Chỉ thị 09", ["09-ct-tw"]),
        ("Chỉ thị 09 của Bộ trưởng Bộ Công an", []),
        ("Chỉ thị 09 của Giám đốc Công an tỉnh", []),
        ("Chỉ thị 09 ngày 10/10/2023", []),
        ("Chỉ thị 09 ngày 01/12/2011", ["09-ct-tw"]),
        ("Chỉ thị 09 năm 2015", []),
        ("Chỉ thị số 09-CT/TW và Chỉ thị 09 của Đảng ủy xã", ["09-ct-tw"]),
    ],
)
def test_build_register_of_a_short_form_reads_the_body_and_the_time(text: str, slugs: list[str]) -> None:
    documents = [OfficialDocument("documents/a.yml", "09-CT/TW", issued=date(2011, 12, 1))]
    assert list_slugs(build_register([cite("a", text)], documents), "a") == slugs


def test_build_register_knows_that_provinces_meet_before_the_national_congress() -> None:
    days = ("06/3/2017", "06/3/2017", "15/11/2020", "15/11/2020")
    articles = [cite(str(n), f"Nghị quyết số 12-NQ/TU ngày {day}", 2021) for n, day in enumerate(days)]
    assert list(build_register(articles, ()).documents) == ["12-nq-tu-2017", "12-nq-tu-2020"]


def test_build_register_takes_a_slip_in_the_date_for_the_same_document() -> None:
    days = ("13/11/2018", "13/11/2018", "31/10/2018")
    articles = [cite(str(n), f"Kết luận số 38-KL/TW ngày {day}") for n, day in enumerate(days)]
    (document,) = build_register(articles, ()).documents.values()
    assert (document.issued, len(document.articles.articles)) == (date(2018, 11, 13), 3)


def test_build_register_joins_documents_that_carry_out_or_replace_others() -> None:
    documents = [
        OfficialDocument("documents/a.yml", "38-KL/TW", issued=date(2018, 11, 13), implements=("22-NQ/TW",)),
        OfficialDocument("documents/b.yml", "22-NQ/TW", issued=date(2008, 2, 2)),
        OfficialDocument(
            "documents/c.yml", "9-KL/TW", issued=date(2026, 2, 2), replaces=("38-KL/TW", "1-NQ/TW")
        ),
    ]
    found = build_register([], documents).documents
    assert found["38-kl-tw"].relations == (("22-nq-tw",), (), (), ("09-kl-tw",))
    assert found["22-nq-tw"].relations == ((), (), ("38-kl-tw",), ())
    assert found["09-kl-tw"].relations == ((), ("38-kl-tw",), (), ())


@pytest.mark.parametrize(
    ("named", "issuers"),
    [
        ("Tỉnh ủy", ["Ban Tổ chức Tỉnh ủy", "Tỉnh ủy", "Tỉnh ủy"]),
        ("Thành ủy", ["Ban Tổ chức Thành ủy", "Thành ủy", "Thành ủy"]),
        ("Tỉnh ủy Lâm Đồng", ["", "", "Tỉnh ủy Lâm Đồng"]),
    ],
)
def test_build_register_gives_bodies_of_the_own_province_to_numbers_without_one(
    named: str, issuers: list[str]
) -> None:
    texts = ("Hướng dẫn số 12-HD/BTCTU", "Kế hoạch số 143-KH/TU", f"Nghị quyết số 9-NQ/TU của {named}")
    register = build_register([cite(str(n), texts[n // 2], 2026) for n in range(6)], ())
    assert [register.documents[slug].issuer for slug in ("12-hd-btctu", "143-kh-tu", "09-nq-tu")] == issuers


def test_build_register_names_kind_that_fits_the_code() -> None:
    texts = ("báo cáo kết quả thực hiện Nghị quyết số 12-BC/TU", "Đề án số 106/QĐ-TTg")
    register = build_register([cite(str(n), texts[n // 2]) for n in range(4)], ())
    assert register.documents["12-bc-tu"].name == "Báo cáo số 12-BC/TU"
    assert register.documents["106-qd-ttg"].name == "Đề án số 106/QĐ-TTg"


def test_build_register_gives_numbers_without_letters_of_a_body_no_issuer() -> None:
    register = build_register(
        [cite(name, "Thông tư liên bộ số 29/TTLB ngày 25/12/1991") for name in "ab"], ()
    )
    assert [document.issuer for document in register.documents.values()] == [""]


def test_build_register_joins_documents_by_name() -> None:
    documents = [
        OfficialDocument("documents/a.yml", "38-KL/TW", implements=("nghị quyết Trung ương 5 khoá X",)),
        OfficialDocument("documents/b.yml", "", names=("Nghị quyết Trung ương 5 khóa X",)),
    ]
    found = build_register([], documents).documents
    named = "nghi-quyet-trung-uong-5-khoa-x"
    assert found["38-kl-tw"].relations == ((named,), (), (), ())
    assert found[named].relations == ((), (), ("38-kl-tw",), ())


def test_build_register_reads_short_forms_and_names_by_content_documents() -> None:
    name = "Nghị quyết Trung ương 4 khóa XII"
    documents = [
        OfficialDocument("documents/a.yml", "05-CT/TW", issuer="Bộ Chính trị", issued=date(2016, 5, 15)),
        OfficialDocument("documents/b.yml", "", names=(name,)),
    ]
    article = cite("a", f"Chỉ thị 05 của Bộ Chính trị và {name}; Chỉ thị 19", names=(name,))
    register = build_register([article], documents)
    assert list_slugs(register, "a") == ["05-ct-tw", "nghi-quyet-trung-uong-4-khoa-xii"]
    assert register.documents["nghi-quyet-trung-uong-4-khoa-xii"].name == name


@pytest.mark.parametrize(
    ("text", "slug", "name"),
    [
        ("Nghị định số 30/2020/NĐ-CP", "30-2020-nd-cp", "Nghị định số 30/2020/NĐ-CP"),
        ("Luật số 75/2025/QH15", "75-2025-qh15", "Luật số 75/2025/QH15"),
        ("Công văn số 123/UBND-VX", "123-ubnd-vx", "Công văn số 123/UBND-VX"),
    ],
)
def test_build_register_knows_documents_of_the_state(text: str, slug: str, name: str) -> None:
    register = build_register([cite("a", text), cite("b", text)], ())
    assert [(key, document.name) for key, document in register.documents.items()] == [(slug, name)]


def test_list_cited_documents_has_those_without_a_page_and_the_mentions_of_hidden_articles() -> None:
    both = "Kết luận số 38-KL/TW ngày 13/11/2018"
    hidden = cite("c", f"{both} và Chỉ thị số 05-CT/TW", 2020, status="hidden")
    listed = [cite("a", both), cite("b", f"{both}, Nghị quyết số 12-NQ/TU")]
    documents = {cited.document.number: cited for cited in list_cited_documents(listed, (), [hidden])}
    assert [(number, cited.document.slug) for number, cited in documents.items()] == [
        *(("38-KL/TW", "38-kl-tw"), ("12-NQ/TU", ""), ("05-CT/TW", "")),
    ]
    assert [found.article for found in documents["38-KL/TW"].mentions] == [*listed, hidden]
    assert documents["38-KL/TW"].document == build_register(listed, ()).documents["38-kl-tw"]
    assert [found.place for found in documents["05-CT/TW"].mentions] == ["articles/c.md:6"]


def test_list_cited_documents_prefers_the_first_mention_in_the_body() -> None:
    article = cite("a", "Kết luận số 38-KL/TW, Kết luận số 38-KL/TW", title="Thực hiện Kết luận số 38-KL/TW")
    (cited,) = list_cited_documents([article], ())
    assert [found.mention.start for found in cited.mentions] == [len("<p>Theo ")]
    title = cite("b", "chữ", title="Thực hiện Kết luận số 38-KL/TW")
    (cited,) = list_cited_documents([title], ())
    assert [(found.mention.start, found.is_clear) for found in cited.mentions] == [(-1, True)]


def test_list_cited_documents_joins_documents_of_files_and_leaves_unclear_mentions_uncounted() -> None:
    files = [
        OfficialDocument("documents/a.yml", "38-KL/TW", issued=date(2018, 11, 13), implements=("22-NQ/TW",)),
        OfficialDocument("documents/b.yml", "22-NQ/TW", issued=date(2008, 2, 2)),
    ]
    assert [cited.document.implements for cited in list_cited_documents([], files)] == [(), ("22-nq-tw",)]
    terms = [cite("a", f"Nghị quyết số 12-NQ/TU ngày {day}", 2018) for day in ("10/06/2012", "05/03/2017")]
    unclear = cite("b", "Nghị quyết số 12-NQ/TU", 2026)
    for cited in list_cited_documents([*terms, unclear], ()):
        assert [found.is_clear for found in cited.mentions] == [True, False]
        assert len(cited.document.articles.articles) == 1


def test_list_cited_documents_tells_terms_apart_by_the_congresses_of_the_province() -> None:
    articles = [
        cite(f"bai-{day[:2]}", f"Nghị quyết số 12-NQ/TU ngày {day}", 2020)
        for day in ("01/04/2020", "02/06/2020")
    ]
    assert len(list_cited_documents(articles, ())) == 1
    assert len(list_cited_documents(articles, (), province=[date(2015, 5, 1), date(2020, 5, 1)])) == 2


def test_build_register_believes_a_known_date_above_one_that_can_be_that_of_a_deed() -> None:
    official = OfficialDocument("documents/a.yml", "45-CT/TW", issued=date(2025, 4, 14))
    deed = cite("a", "Chỉ thị số 45-CT/TW ngày 18/11/2026, Đảng ủy xã Tánh Linh mở hội nghị", 2026)
    articles = [deed, cite("b", "Chỉ thị số 45-CT/TW", 2026)]
    for documents in ([official], []):
        register = build_register(articles, documents)
        assert list(register.documents) == ["45-ct-tw"]
        assert list_slugs(register, "a") == list_slugs(register, "b") == ["45-ct-tw"]
    issued = cite("c", "Chỉ thị số 45-CT/TW ngày 14/4/2025 của Ban Bí thư", 2026)
    assert build_register([*articles, issued], ()).documents["45-ct-tw"].issued == date(2025, 4, 14)


def test_build_register_gives_the_numbers_of_a_list_its_date_unless_another_is_known() -> None:
    listed = cite("a", "Kết luận số 126-KL/TW và 127-KL/TW ngày 28/02/2025", 2025)
    issued = cite("b", "Kết luận số 126-KL/TW ngày 14/02/2025", 2025)
    days = [cited.document.issued for cited in list_cited_documents([listed], ())]
    assert days == [date(2025, 2, 28)] * 2
    days = [cited.document.issued for cited in list_cited_documents([listed, issued], ())]
    assert days == [date(2025, 2, 14), date(2025, 2, 28)]


def test_list_cited_documents_leaves_out_a_plain_number_of_a_named_place() -> None:
    number = "Nghị quyết số 45/2025/NQ-HĐND"
    (cited,) = list_cited_documents([cite("a", f"{number} của HĐND tỉnh"), cite("b", number)], ())
    assert [mention.article.source for mention in cited.mentions] == ["articles/a.md", "articles/b.md"]


def test_build_register_gives_a_plain_number_no_place_that_is_named_further_down() -> None:
    official = OfficialDocument("documents/a.yml", "312-KH/TU", issuer="Tỉnh ủy", issued=date(2025, 2, 10))
    number, other = "Kế hoạch số 312-KH/TU", "Kế hoạch số 312-KH/TU ngày 05/5/2023 của Tỉnh ủy Lâm Đồng"
    articles = [cite("a", f"{number}; {other}; {number}", 2026), cite("b", other, 2026)]
    register = build_register(articles, [official])
    assert list_slugs(register, "a") == [
        *("312-kh-tu-2025", "312-kh-tu-2023", "312-kh-tu-2023"),
    ]


@pytest.mark.parametrize(
    ("number", "issuer"),
    [
        ("Quyết định số 1719/QĐ-TTg của Bộ Chính trị", "Thủ tướng Chính phủ"),
        ("Nghị quyết số 202/2025/QH15 của Chính phủ", "Quốc hội"),
        ("Thông tư số 01/2025/TT-BNV của Chính phủ", "Bộ Nội vụ"),
        ("Kế hoạch số 5/KH-UBND của UBND tỉnh", "Ủy ban nhân dân tỉnh"),
    ],
)
def test_build_register_takes_no_issuer_that_does_not_use_the_suffix(number: str, issuer: str) -> None:
    register = build_register([create_citing_article(name, f"Theo {number}.") for name in "ab"], ())
    assert [document.issuer for document in register.documents.values()] == [issuer]
