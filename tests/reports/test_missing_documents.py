from datetime import date

from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.reports.missing_documents import (
    describe_gaps,
    format_document_file,
    list_missing_documents,
    name_document_file,
)
from tests.reports.document_factory import OFFICIALS, cite_documents


def test_list_missing_documents_has_the_most_cited_first_and_no_complete_one() -> None:
    undated = OfficialDocument("documents/a.yml", "21-HD/BTCTU", title="Về sinh hoạt")
    missing = list_missing_documents(
        cite_documents(
            "Kết luận số 38-KL/TW, 21-HD/BTCTU.",
            "Nghị quyết số 22-NQ/TW, 05-CT/TW.",
            "Nghị quyết số 22-NQ/TW, 21-HD/BTCTU, 21-HD/BTCTU.",
            "21-HD/BTCTU",
            officials=(*OFFICIALS, undated),
        )
    )
    assert [cited.document.number for cited in missing] == ["21-HD/BTCTU", "22-NQ/TW", "05-CT/TW"]


def test_document_file_has_what_the_articles_say_and_an_empty_title() -> None:
    texts = ["Kết luận số 38-KL/TW ngày 13/11/2018 của Bộ Chính trị.", "Kết luận số 38-KL/TW."]
    (cited,) = cite_documents(*texts, officials=())
    assert name_document_file(cited, [cited]) == "documents/38-kl-tw.yml"
    assert format_document_file(cited) == (
        "number: 38-KL/TW\n"
        "# title: văn bản về việc gì, chép trích yếu ở đầu văn bản.\n"
        "title:\n"
        "issuer: Bộ Chính trị\n"
        "# date: ngày ban hành, theo các bài; hãy đối chiếu với văn bản.\n"
        "date: 2018-11-13\n"
    )


def test_document_file_of_an_undated_document_has_its_congress() -> None:
    (cited,) = cite_documents("Nghị quyết số 4-NQ/TW của Ban Chấp hành Trung ương (khóa XII).", officials=())
    assert name_document_file(cited, [cited]) == "documents/04-nq-tw.yml"
    assert format_document_file(cited).endswith("# date: ngày ban hành, như 13/11/2018.\ndate:\nterm: XII\n")
    (of_province,) = cite_documents("Nghị quyết số 4-NQ/TU của Tỉnh ủy (khóa XIV).", officials=())
    assert format_document_file(of_province).endswith("\ndate:\n")


def test_document_file_beside_one_of_the_same_number_has_the_year_in_its_name() -> None:
    older = OfficialDocument("documents/12-nq-tu.yml", "12-NQ/TU", issued=date(2012, 6, 10))
    documents = cite_documents("Nghị quyết số 12-NQ/TU ngày 05/03/2017.", officials=[older])
    assert name_document_file(documents[1], documents) == "documents/12-nq-tu-2017.yml"
    communes = cite_documents(
        *(f"Nghị quyết số 7-NQ/ĐU ngày {day}/2025." for day in ("10/8", "22/9")), officials=()
    )
    assert [name_document_file(cited, communes) for cited in communes] == [
        *("documents/07-nq-du-2025-08-10.yml", "documents/07-nq-du-2025-09-22.yml"),
    ]


def test_describe_gaps_names_the_keys_of_each_file() -> None:
    files = [OfficialDocument(f"documents/{number}.yml", f"{number}-KL/TW") for number in range(10, 20)]
    dated = OfficialDocument("documents/a.yml", "38-KL/TW", issued=date(2018, 11, 13))
    documents = cite_documents("38-KL/TW, 12-NQ/TU", officials=[dated])
    assert list(describe_gaps(documents, "content")) == ["Hãy điền title vào content/documents/a.yml."]
    (line,) = describe_gaps(cite_documents(officials=files), "content")
    assert line.startswith("Hãy điền title và date vào content/documents/10.yml, ")
    assert line.endswith(" và 2 tệp khác.")


def test_document_file_of_a_code_with_two_kinds_has_the_kind() -> None:
    (cited,) = cite_documents("Quy định số 12-QĐ/TU.", officials=())
    assert "# kind: " in format_document_file(cited)
    assert "\nkind: quy định\n" in format_document_file(cited)
