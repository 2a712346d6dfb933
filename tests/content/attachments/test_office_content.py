"""Tests that documents of office suites tell what they carry besides their text."""

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.content.attachments.office_content import describe_author, find_office_slips
from tests.content.attachments.office_factory import (
    CORE,
    create_core,
    create_docx,
    create_open_document,
    create_package,
    create_xlsx,
)
from tests.factories import ROOT

CELL = '<row><c r="A1"><v>1</v></c></row>'
NOTES = "<p:notes><a:fld type='slidenum'><a:t>3</a:t></a:fld><a:t>{}</a:t></p:notes>"


def find_slips(folder: Path, suffix: str, data: bytes) -> list[tuple[str, str]]:
    file = folder / f"tep.{suffix}"
    file.write_bytes(data)
    return find_office_slips(file, suffix)


@pytest.mark.parametrize(
    ("data", "slips"),
    [
        (create_docx("<w:p><w:ins w:id='1'><w:r/></w:ins></w:p>"), [("tracked-changes", "")]),
        (create_docx("<w:p><w:del w:id='1'/></w:p>"), [("tracked-changes", "")]),
        (create_docx(header1="<w:hdr><w:moveFrom w:id='1'/></w:hdr>"), [("tracked-changes", "")]),
        (create_docx(footnotes="<w:footnotes><w:del w:id='1'/></w:footnotes>"), [("tracked-changes", "")]),
        (create_docx(comments="<w:comments><w:comment w:id='0'/></w:comments>"), [("comments", "lời bình")]),
        (create_docx(comments="<w:comments></w:comments>", settings="<w:trackRevisions/>"), []),
        (create_docx("<w:p><w:delText/><w:instrText/><w:insideH/></w:p>"), []),
        (create_docx(), []),
    ],
)
def test_word_document_slips(tmp_path: Path, data: bytes, slips: list[tuple[str, str]]) -> None:
    assert find_slips(tmp_path, "docx", data) == slips


@pytest.mark.parametrize(
    ("data", "slips"),
    [
        (create_xlsx(("Một", "visible", CELL)), []),
        (create_xlsx(("Một", "visible", CELL), ("Sheet2", "visible", "")), []),
        (create_xlsx(("Một", "visible", CELL), ("Nháp &amp; hỏi", "visible", CELL)), [("second-sheet", "Nháp & hỏi")]),
        (
            create_xlsx(*((f"S{number}", "visible", CELL) for number in range(6))),
            [("second-sheet", "S1, S2, S3, …")],
        ),
        (
            create_xlsx(("Một", "visible", CELL), ("Ẩn", "veryHidden", CELL), ("Ba", "visible", CELL)),
            [("hidden-parts", "trang tính ẩn “Ẩn”")],
        ),
        (create_xlsx(("Một", "visible", CELL), ("Ẩn", "hidden", "")), []),
        (create_xlsx(("Một", "visible", CELL), comments1="<comments><comment ref='A1'/></comments>"), [("comments", "lời bình")]),
        (create_xlsx(("Một", "visible", CELL), **{"revisions/revisionLog1": "<revisions/>"}), [("tracked-changes", "")]),
    ],
)  # fmt: skip
def test_workbook_slips(tmp_path: Path, data: bytes, slips: list[tuple[str, str]]) -> None:
    assert find_slips(tmp_path, "xlsx", data) == slips


@pytest.mark.parametrize(
    ("parts", "slips"),
    [
        (
            {"ppt/slides/slide2.xml": '<p:sld xmlns:p="x" show="0"/>'},
            [("hidden-parts", "trang trình chiếu ẩn")],
        ),
        ({"ppt/slides/slide2.xml": '<p:sld xmlns:p="x" show="1"/>'}, []),
        ({"ppt/comments/comment1.xml": "<p:cmLst><p:cm idx='1'/></p:cmLst>"}, [("comments", "lời bình")]),
        (
            {"ppt/notesSlides/notesSlide1.xml": NOTES.format("Nói chậm")},
            [("comments", "ghi chú của người trình bày")],
        ),
        ({"ppt/notesSlides/notesSlide1.xml": NOTES.format("")}, []),
    ],
)
def test_presentation_slips(tmp_path: Path, parts: dict[str, str], slips: list[tuple[str, str]]) -> None:
    data = create_package({"ppt/presentation.xml": "", CORE: create_core(), **parts})
    assert find_slips(tmp_path, "pptx", data) == slips


@pytest.mark.parametrize(
    ("suffix", "content", "slips"),
    [
        ("odt", "<text:tracked-changes><text:changed-region text:id='a'/></text:tracked-changes>", [("tracked-changes", "")]),
        ("odt", "<text:tracked-changes text:track-changes='false'/>", []),
        ("odp", "<office:annotation office:name='1'/>", [("comments", "lời bình")]),
        (
            "ods",
            '<table:table table:name="A"><text:p>1</text:p></table:table><table:table table:name="B"><text:p>2</text:p></table:table>',
            [("second-sheet", "B")],
        ),
        ("ods", '<table:table table:name="A"><text:p>1</text:p></table:table><table:table table:name="B"></table:table>', []),
    ],
)  # fmt: skip
def test_open_document_slips(tmp_path: Path, suffix: str, content: str, slips: list[tuple[str, str]]) -> None:
    assert find_slips(tmp_path, suffix, create_open_document(content)) == slips


def test_author_of_each_suite_is_told(tmp_path: Path) -> None:
    parts = {"word/document.xml": "", CORE: create_core("Lê Văn An", "Vũ Thị Ba &amp; Lê")}
    assert find_slips(tmp_path, "docx", create_package(parts)) == [
        ("author-name", "Lê Văn An, Vũ Thị Ba & Lê")
    ]
    workbook = create_xlsx(("A", "visible", CELL), core=create_core("Lê Văn An", "Lê Văn An"))
    assert find_slips(tmp_path, "xlsx", workbook) == [("author-name", "Lê Văn An")]
    meta = "<meta:initial-creator>Lê Văn An</meta:initial-creator>"
    assert find_slips(tmp_path, "odt", create_open_document("", meta)) == [("author-name", "Lê Văn An")]


@pytest.mark.parametrize("name", ["Lê Văn An", "Le Van An", "Trần Thị Minh Chi", "Nguyễn Văn Công", "an.le"])
def test_describe_author_person_is_told(name: str) -> None:
    assert list(describe_author([name])) == [("author-name", name)]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            " ",
            "User",
            "Admin",
            "Administrator",
            "Microsoft Office User",
            "Windows User",
            "HP",
            "DELL-PC",
        ),
        *(
            "openpyxl",
            "python-docx",
            "Apache POI",
            "Unknown Author",
            "Văn phòng Tỉnh ủy",
            "UBND xã Tân Hà",
            "PC-01",
        ),
    ],
)
def test_describe_author_program_or_office_is_not_told(name: str) -> None:
    assert list(describe_author([name])) == []


def test_bomb_is_read_up_to_the_limit_of_a_document(tmp_path: Path) -> None:
    """Read 108 MB in 110 kB. What stands behind the limit is not looked for."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("word/document.xml", "w") as part:
            for _ in range(100):
                part.write(b"<w:p/>" * 180_000)
        archive.writestr("word/header1.xml", "<w:del w:id='1'/>")
    tracemalloc.start()
    assert find_slips(tmp_path, "docx", made.getvalue()) == []
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 120_000_000


@given(st.data())
def test_damaged_documents_raise_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    document = bytearray(
        data.draw(st.sampled_from([create_docx("<w:del/>"), create_xlsx(("A", "hidden", CELL))]))
    )
    for _ in range(data.draw(st.integers(1, 8))):
        document[data.draw(st.integers(0, len(document) - 1))] = data.draw(st.integers(0, 255))
    folder = tmp_path_factory.getbasetemp()
    assert isinstance(
        find_slips(folder, "docx", bytes(document[: data.draw(st.integers(1, len(document)))])), list
    )
    assert isinstance(find_slips(folder, "xlsx", bytes(document)), list)


def test_sample_documents_have_no_slips() -> None:
    files = [path for path in (ROOT / "content/files").rglob("*") if path.suffix in (".docx", ".xlsx")]
    assert files
    assert [slip for path in files for slip in find_office_slips(path, path.suffix[1:])] == []
