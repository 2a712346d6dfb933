import pytest

from bulletin.citations.finding import find_citations
from bulletin.citations.knowledge.patterns import fold_words
from bulletin.citations.knowledge.tables import get_kind_spellings


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Gıấy mời số 12-GM/TU", "giấy mời"),
        ("GİẤY MỜI số 12-GM/TU", "giấy mời"),
        ("Công đıện số 12/CĐ-TTg", "công điện"),
        ("Chỉ thị, Hướng dẫn ſố 12-CT/TU", "chỉ thị"),
        ("Báo cáo kết quả thực hıện Nghị quyết, Chỉ thị, Kết luận số 12-NQ/TU, 13-CT/TU", "nghị quyết"),
        ("Quy chế phốı hợp số 12-QCPH/TU", "quy chế phối hợp"),
        ("Giấy uỷ quyền số 12/GUQ-UBND", "giấy ủy quyền"),
    ],
)
def test_find_citations_with_a_letter_like_another_one_finds_the_kind(text: str, kind: str) -> None:
    assert find_citations(text)[0].kind == kind


def test_get_kind_spellings_has_names_as_fold_words_writes_them() -> None:
    assert [*map(fold_words, get_kind_spellings())] == [*get_kind_spellings()]
