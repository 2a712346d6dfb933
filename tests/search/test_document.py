from typing import Any

from bulletin.content.models import Attachment, Correction
from bulletin.search.document import SearchDocument, create_search_document, list_text_blocks
from tests.factories import ARCHIVE_TIME, create_test_article, create_test_context


def create_document(*body: str, **changes: Any) -> SearchDocument:
    article = create_test_article("tin", *body, **changes)
    context = create_test_context([article])
    return create_search_document(article, context, list_text_blocks(article, context))


def list_blocks(*body: str, **changes: Any) -> list[str]:
    article = create_test_article("tin", *body, **changes)
    return list_text_blocks(article, create_test_context([article]))


def test_text_blocks_are_paragraphs_headings_and_cells() -> None:
    body = "Đoạn **đầu**.\n\n## Việc đã khác\n\n| Xã | Số |\n|---|---|\n| La Gi | 88% |\n"
    assert list_blocks(body) == ["Đoạn đầu.", "Việc đã khác", "Xã", "Số", "La Gi", "88%"]


def test_text_blocks_keep_words_around_a_note_together() -> None:
    blocks = list_blocks("Cán bộ[^1] trẻ.\n\n[^1]: Lời chú.")
    assert blocks[0] == "Cán bộ trẻ."
    assert any("Lời chú" in block for block in blocks)


def test_text_blocks_have_captions_and_corrections_and_no_audio() -> None:
    blocks = list_blocks(
        'trước <audio src="/files/x.mp3">Lời phát biểu</audio> sau',
        cover="images/b.jpg", cover_alt="Bìa", cover_caption="Chú thích bìa",
        corrections=(Correction(ARCHIVE_TIME.date(), "Đã sửa tên xã."),),
    )  # fmt: skip
    assert blocks[0] == "Chú thích bìa"
    assert blocks[-1] == "Đã sửa tên xã."
    assert "Lời phát biểu" not in " ".join(blocks)


def test_text_blocks_have_letters_for_entities() -> None:
    assert list_blocks("A & B < C") == ["A & B < C"]


def test_document_has_tags_topic_authors_sections_and_files() -> None:
    document = create_document(
        section="dang-vien", tags=("Giám sát",), topic="Đại hội", authors=("Lê Ghềnh",),
        attachments=(Attachment("files/a.pdf", "Kế hoạch số 9-KH/TU"),),
    )  # fmt: skip
    assert document.facts == (
        "Giám sát",
        "Đại hội",
        "Lê Ghềnh",
        "Tổ chức",
        "Đảng viên",
        "Kế hoạch số 9-KH/TU",
    )
    assert document.numbers == "9-kh/tu"


def test_document_has_the_numbers_and_years_of_the_text_once() -> None:
    document = create_document("Theo 38-KL/TW ngày 13/11/2018, và 38-KL/TW. Có 120 người.\n\nNăm 2018.")
    assert document.numbers == "38-kl/tw 2018"


def test_document_knows_which_number_its_title_means() -> None:
    body = "Theo 38-KL/TW, 38-KH/TU và 21-HD/TU."
    assert create_document(body, title="Thực hiện Kết luận số 38 ở xã").main_numbers == "38-kl/tw"
    assert create_document(body, title="Ba mươi tám việc").main_numbers == ""


def test_document_knows_the_kinds_of_the_table_of_citations() -> None:
    body = "Theo Đề án 06-ĐA/TU, Quy định số 8-QĐi/TW và 8-QĐ/TU."
    assert create_document(body, title="Triển khai Đề án 06").main_numbers == "06-đa/tu"
    assert create_document(body, title="Một năm Quy định 08").main_numbers == "8-qđi/tw 8-qđ/tu"


def test_document_knows_the_number_with_a_year_that_its_title_means() -> None:
    body = "Theo Nghị định 30/2020/NĐ-CP và Thông tư 30/2020/TT-BTC."
    assert create_document(body, title="Triển khai Nghị định 30").main_numbers == "30/2020/nđ-cp"


def test_document_knows_the_number_of_a_law_with_its_kind() -> None:
    body = "Luật Tổ chức chính quyền địa phương số 72/2025/QH15. Hiến pháp.\n\nNghị quyết số 202/2025/QH15."
    assert create_document(body).numbers == "luật 72/2025/qh15 202/2025/qh15"


def test_document_with_a_cover_has_its_smallest_image() -> None:
    assert create_document(cover="images/b.jpg", cover_alt="Bìa").picture == "images/b-640.webp"
    assert create_document().picture == ""
