from datetime import date
from pathlib import Path

import pytest

from bulletin.content.documents.official_documents import OfficialDocument, read_official_documents
from bulletin.content.problems import Problem

SOURCE = "documents/38-kl-tw.yml"


def read_document(root: Path, text: str) -> tuple[tuple[OfficialDocument, ...], tuple[Problem, ...]]:
    (root / "documents").mkdir(exist_ok=True)
    (root / SOURCE).write_text(text, encoding="utf-8")
    return read_official_documents(root, ["articles/a.md", SOURCE, "documents/readme.txt"])


def test_read_official_documents_returns_all_keys(tmp_path: Path) -> None:
    text = """
number: 38-KL/TW
title: Kết luận về tổ chức cơ sở đảng
issuer: Bộ Chính trị
date: 13/11/2018
term: XII
names: [Kết luận về cơ sở]
file: /files/38-kl-tw.pdf
implements: 22-NQ/TW
replaces: [1-KL/TW, 2-KL/TW]
ignore_warnings: [future-document]
"""
    (document,), problems = read_document(tmp_path, text)
    assert problems == ()
    assert document[:11] == (
        *(SOURCE, "38-KL/TW", "Kết luận về tổ chức cơ sở đảng", "", "Bộ Chính trị", date(2018, 11, 13), 12),
        *(("Kết luận về cơ sở",), "files/38-kl-tw.pdf", ("22-NQ/TW",), ("1-KL/TW", "2-KL/TW")),
    )
    assert document.silenced_warnings == ("future-document",)
    assert [(file.kind, file.path, file.line) for file in document.file_references] == [
        ("file", "files/38-kl-tw.pdf", 8)
    ]


def test_read_official_documents_may_leave_out_what_is_unknown(tmp_path: Path) -> None:
    (document,), problems = read_document(tmp_path, "number: 38-KL/TW\ntitle:\ndate:\n")
    assert problems == ()
    assert (document.title, document.issued, document.file_references) == ("", None, ())


def test_read_official_documents_with_a_name_needs_no_number(tmp_path: Path) -> None:
    (document,), problems = read_document(tmp_path, "names: Nghị quyết Trung ương 4 khóa XII\n")
    assert (document.number, problems) == ("", ())


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("title: Kết luận\n", 1, "Thiếu số văn bản (number:)."),
        ("number: 38-KL/TW\nngay: 13/11/2018\n", 2, "Không có khóa “ngay”."),
        ("number: 38-KL/TW\ndate: 31/02/2018\n", 2, "date: Không có ngày 31/02/2018 trong lịch."),
        ("number: Kết luận 38\n", 1, "“Kết luận 38” không phải số của một văn bản."),
        ("number: 38-KL/TW\nimplements: 22\n", 2, "“22” không phải số của một văn bản."),
        ("number: 38-KL/TW\nterm: 12\n", 2, "“term: 12” không phải một khóa."),
        (
            "number: 38-KL/TW\ndate: 13/11/2018\nterm: XIII\n",
            3,
            "“term: XIII” không phải khóa của ngày 13/11/2018.",
        ),
        (
            "number: 38-KL/TW\nimplements: Nghị quyết 22-NQ/TW\n",
            2,
            "“Nghị quyết 22-NQ/TW” không phải số của một văn bản.",
        ),
        ("number: 38-KL/TW\nkind: quy định\n", 2, "“38-KL/TW” không phải số của quy định."),
        ("- number: 38-KL/TW\n", 1, "Tệp văn bản phải gồm các dòng “khóa: giá trị”."),
        ("number: [38-KL/TW\n", 1, None),
    ],
)
def test_read_official_documents_tells_place_of_problem(
    tmp_path: Path, text: str, line: int, message: str | None
) -> None:
    documents, problems = read_document(tmp_path, text)
    assert documents == ()
    assert problems[0].path == f"{tmp_path.name}/{SOURCE}"
    assert problems[0].line == line
    assert message in (None, problems[0].message)


def test_read_official_documents_tells_two_files_of_one_document(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    for name, text in (("a", "38-KL/TW"), ("b", "38 - KL/TW"), ("c", "38-KL/TW\ndate: 2023-11-13")):
        (tmp_path / f"documents/{name}.yml").write_text(f"number: {text}\n", encoding="utf-8")
    _, problems = read_official_documents(tmp_path, [f"documents/{name}.yml" for name in "abc"])
    assert [problem.path[-15:] for problem in problems] == ["documents/b.yml", "documents/c.yml"]
    for problem in problems:
        assert problem.message == f"Trùng văn bản với {tmp_path.name}/documents/a.yml."


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("38-KL/TW\ndate: 2018-11-13", "38-KL/TW\ndate: 2018-11-30", True),
        ("38-KL/TW\ndate: 2018-11-13", "38-KL/TW", True),
        ("12-QĐ/TU\ndate: 2020-11-20\nkind: quy định", "12-QĐ/TU\ndate: 2020-11-21\nkind: quy định", True),
        ("5/QĐ-TTg\ndate: 2020-11-20", "5/QĐ-TTg\ndate: 2020-12-20", True),
        ("38-KL/TW\ndate: 2018-11-13", "38-KL/TW\ndate: 2023-11-13", False),
        ("38-KL/TW\nterm: XI", "38-KL/TW\nterm: XII", False),
        ("12-QĐ/TU\nkind: quy định", "12-QĐ/TU\nkind: quyết định", False),
        ("7-NQ/ĐU\ndate: 2025-08-10", "7-NQ/ĐU\ndate: 2025-09-22", False),
        ("01-QĐ/BCĐ", "01/QĐ-BCĐ", False),
        (
            "3-KH/TU\ndate: 2025-02-10\nissuer: Tỉnh ủy",
            "3-KH/TU\ndate: 2023-05-05\nissuer: Tỉnh ủy Lâm Đồng",
            False,
        ),
        (
            "3-KH/TU\ndate: 2023-05-05\nissuer: Tỉnh ủy",
            "3-KH/TU\ndate: 2023-05-05\nissuer: Tỉnh ủy Lâm Đồng",
            True,
        ),
        (
            "3-KH/TU\ndate: 2025-02-10\nissuer: Tỉnh ủy",
            "3-KH/TU\ndate: 2023-05-05\nissuer: BTV Tỉnh ủy",
            True,
        ),
        ("38-KL/TW\ndate: 2018-11-13", "38-KL/TW\ndate: 2018-11-30\nignore_warnings: [two-forms]", False),
    ],
)
def test_read_official_documents_compares_the_terms_of_two_files(
    tmp_path: Path, first: str, second: str, is_one: bool
) -> None:
    (tmp_path / "documents").mkdir()
    for name, text in (("a", first), ("b", second)):
        (tmp_path / f"documents/{name}.yml").write_text(f"number: {text}\n", encoding="utf-8")
    _, problems = read_official_documents(tmp_path, ["documents/a.yml", "documents/b.yml"])
    assert [problem.message[:13] for problem in problems] == ["Trùng văn bản"] * is_one


def test_read_official_documents_tells_two_files_with_one_name(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    for name, text in (("a", "[Một, Hai]"), ("b", "[Ba,\n  Hai]")):
        (tmp_path / f"documents/{name}.yml").write_text(f"names: {text}\n", encoding="utf-8")
    _, (problem,) = read_official_documents(tmp_path, ["documents/a.yml", "documents/b.yml"])
    assert problem.message == f"Tên “Hai” đã là của {tmp_path.name}/documents/a.yml."


def test_read_official_documents_with_a_kind_before_the_number_gives_the_number(tmp_path: Path) -> None:
    _, (problem,) = read_document(tmp_path, "number: Kết luận 77-KL/TW\n")
    assert problem.remedy == "Hãy bỏ loại văn bản, chỉ ghi: 77-KL/TW"


def test_read_official_documents_takes_relations_by_name(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    texts = {
        "a": "number: 38-KL/TW\nimplements: [22-NQ/TW, Điều lệ đảng]\n",
        "b": "names: Điều lệ Đảng\n",
        "c": "number: 39-KL/TW\nreplaces: Điều lệ Đoàn\n",
    }
    for name, text in texts.items():
        (tmp_path / f"documents/{name}.yml").write_text(text, encoding="utf-8")
    documents, (problem,) = read_official_documents(tmp_path, [f"documents/{name}.yml" for name in texts])
    assert [document.source for document in documents] == ["documents/a.yml", "documents/b.yml"]
    assert documents[0].implements == ("22-NQ/TW", "Điều lệ đảng")
    assert (problem.line, problem.message) == (2, "“Điều lệ Đoàn” không phải số của một văn bản.")
    assert "dòng names" in problem.remedy
