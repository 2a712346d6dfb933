import pytest

from bulletin.citations.finding import find_citations

NAME = "Nghị quyết Trung ương 4 khóa XII"


@pytest.mark.parametrize(
    "written",
    [
        NAME,
        "Nghị quyết Trung ương 4 (khóa XII)",
        "Nghị quyết Trung ương 4 (khoá XII)",
        "Nghị quyết Trung ương 4, khóa XII",
        "Nghị quyết Trung ương 4 – khóa XII",
        "nghị quyết **Trung ương 4** (khóa XII)",
        "NGHỊ QUYẾT TRUNG ƯƠNG 4 (KHÓA XII)",
        "Nghị quyết Trung ương 4 khóa XIı",
    ],
)
@pytest.mark.parametrize("name", [NAME, "Nghị quyết Trung ương 4 (khóa XII)"])
def test_find_names_reads_spellings_of_the_congress(written: str, name: str) -> None:
    text = f"Thực hiện {written}, các chi bộ"
    (citation,) = find_citations(text, [name])
    assert citation.name == name
    assert text[slice(*citation.span)] == written


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết Trung ương 4 (khóa XIII)",
        "Nghị quyết Trung ương 4 khóa XI",
        "Nghị quyết Trung ương 4 (khóa XII, XIII)",
        "Nghị quyết Trung ương 4. Khóa XII",
        "Nghị quyết Trung ương 5 (khóa XII)",
    ],
)
def test_find_names_of_other_words_finds_nothing(text: str) -> None:
    assert find_citations(text, [NAME]) == []


def test_find_names_of_several_takes_the_longest() -> None:
    names = ["Điều lệ Đảng", "Điều lệ Đảng khóa XIV"]
    text = "Điều lệ Đảng (khóa XIV); Điều lệ Đảng (bổ sung)"
    assert [citation.name for citation in find_citations(text, names)] == [names[1], names[0]]
