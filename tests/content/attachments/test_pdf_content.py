"""Tests that PDF files tell what they carry, and if they are scans."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.content.attachments.pdf_content import find_pdf_slips
from tests.content.attachments.office_factory import PDF_TEXT, create_pdf, create_scan
from tests.factories import ROOT


def find_slips(folder: Path, data: bytes) -> list[tuple[str, str]]:
    file = folder / "tep.pdf"
    file.write_bytes(data)
    return find_pdf_slips(file)


@pytest.mark.parametrize(
    ("data", "slips"),
    [
        (PDF_TEXT, []),
        (create_pdf(), []),
        (create_scan(), [("scan", "")]),
        (create_scan(12), [("scan", "")]),
        (create_pdf(author="Lê Văn An"), [("author-name", "Lê Văn An")]),
        (create_pdf(author="Administrator"), []),
        (create_pdf(annotation="note"), [("comments", "lời bình")]),
        (create_pdf(annotation="mark"), [("comments", "lời bình")]),
        (create_pdf(annotation="link"), []),
        (create_pdf(create_scan(), author="Lê Văn An"), [("scan", ""), ("author-name", "Lê Văn An")]),
    ],
)
def test_pdf_slips(tmp_path: Path, data: bytes, slips: list[tuple[str, str]]) -> None:
    assert find_slips(tmp_path, data) == slips


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(5000), b"x"])
def test_pdf_that_cannot_be_read_has_no_slips(tmp_path: Path, data: bytes) -> None:
    assert find_slips(tmp_path, data) == []


def test_pdf_page_tree_that_refers_to_itself_ends(tmp_path: Path) -> None:
    data = PDF_TEXT.replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")
    assert find_slips(tmp_path, data) == []


@given(st.data())
def test_damaged_pdf_raises_nothing(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    document = bytearray(data.draw(st.sampled_from([PDF_TEXT, create_scan()])))
    for _ in range(data.draw(st.integers(1, 8))):
        document[data.draw(st.integers(0, len(document) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(find_slips(tmp_path_factory.getbasetemp(), bytes(document)), list)


def test_sample_pdf_files_have_no_slips() -> None:
    files = list((ROOT / "content/files").rglob("*.pdf"))
    assert files
    assert [slip for path in files for slip in find_pdf_slips(path)] == []
