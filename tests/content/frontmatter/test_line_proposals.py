import pytest

from bulletin.content.frontmatter.line_proposals import find_unmatched_marks, propose_line, split_names
from bulletin.content.frontmatter.yaml import parse_yaml


@pytest.mark.parametrize(
    ("row", "meant"),
    [
        ("title: Bí thư: “Phải làm quyết liệt”", "Bí thư: “Phải làm quyết liệt”"),
        ("title: “Hội nghị”: tổng kết", "“Hội nghị”: tổng kết"),
        ("title: “Hội nghị: tổng kết”", "Hội nghị: tổng kết"),
        ('title: "Làm" và "nghe"', '"Làm" và "nghe"'),
        ('title: "Tổng kết "Dân vận khéo" năm"', 'Tổng kết "Dân vận khéo" năm'),
        ('title: "Hội nghị', "Hội nghị"),
        ("title: 'Hội nghị", "Hội nghị"),
        ('title: "Hội nghị: tổng kết”', "Hội nghị: tổng kết"),
        ("title: 'Bài của O'Neil'", "Bài của O'Neil"),
        ("  title: C:\\Bao cao: x", "C:\\Bao cao: x"),
        ("Title: [Ảnh] x", "[Ảnh] x"),
    ],
)
def test_propose_line_of_a_text_is_read_as_it_was_meant(row: str, meant: str) -> None:
    assert parse_yaml(propose_line(row)).values == {"title": meant}


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("[[giám sát, quy hoạch]", ["giám sát", "quy hoạch"]),
        ('[giám sát, "quy hoạch]', ["giám sát", "quy hoạch"]),
        ("(giám sát; quy hoạch)", ["giám sát", "quy hoạch"]),
        ("[“giám sát, quy hoạch”]", ["giám sát", "quy hoạch"]),
        ("[Nguyễn Văn An (Hội, Đoàn)], Bình]", ["Nguyễn Văn An Hội", "Đoàn", "Bình"]),
        ("Nguyễn Văn An (Hội, Đoàn), Bình", ["Nguyễn Văn An (Hội, Đoàn)", "Bình"]),
    ],
)
def test_split_names_returns_names_without_torn_brackets(value: str, names: list[str]) -> None:
    assert split_names(value) == names
    assert parse_yaml(propose_line(f"tags: {value}")).values == {"tags": names}


@pytest.mark.parametrize("row", ["source: {name: Báo", "attachments: [x", "Thân bài", "title:", ""])
def test_propose_line_of_other_lines_returns_nothing(row: str) -> None:
    assert propose_line(row) == ""


@pytest.mark.parametrize("text", ["An (Hàm Tân)", "“Một” [hai] {ba}", '"x"', "a"])
def test_find_unmatched_marks_of_pairs_returns_none(text: str) -> None:
    assert find_unmatched_marks(text) == set()
