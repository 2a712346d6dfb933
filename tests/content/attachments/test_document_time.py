"""Processor time of the finders of slips for documents of any form.

The time must not grow with the square of the length. Reason: a document of a kilobyte unpacks to a megabyte.
"""

import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin.content.attachments import office_content, pdf_content
from bulletin.content.warnings.attachments import inspect_document
from tests.content.attachments.office_factory import PDF_TEXT, create_package, create_pdf

pytestmark = pytest.mark.usefixtures("stop_garbage_collection")

SIZE = 100_000
"""Bytes of the longer form. A square took ten seconds for most patterns."""
MAX_RATIO = 6
"""Maximum ratio of times for a form of four times the length. A square would give sixteen."""
SHORT_SECONDS = 0.2
"""Seconds that are too short for a ratio."""
OFFICE_FORMS = [
    ("docx", "word/document.xml", "", "<w:ins"),
    ("docx", "word/comments.xml", "", "<a"),
    ("docx", "word/comments.xml", "<", "a"),
    ("docx", "docProps/core.xml", "", "<dc:creator "),
    ("docx", "docProps/core.xml", "", "<dc:creator>"),
    ("docx", "docProps/core.xml", "", f"<dc:creator>{'a' * 400}"),
    ("pptx", "ppt/slides/slide1.xml", "", "<p:sld "),
    ("pptx", "ppt/slides/slide1.xml", "<p:sld ", 'show="'),
    ("pptx", "ppt/notesSlides/notesSlide1.xml", "", "<a:t>"),
    ("pptx", "ppt/comments/comment1.xml", "", "<p:cm"),
    ("xlsx", "xl/workbook.xml", "", "<sheet "),
    ("xlsx", "xl/workbook.xml", "<", "a"),
    ("xlsx", "xl/workbook.xml", "<sheet ", "a"),
    ("xlsx", "xl/workbook.xml", "<sheet ", "a:"),
    ("xlsx", "xl/workbook.xml", "<sheet ", "a="),
    ("xlsx", "xl/workbook.xml", "<sheet ", 'a="'),
    ("xlsx", "xl/workbook.xml", "", "<sheet >"),
    ("xlsx", "xl/_rels/workbook.xml.rels", "", "<Relationship "),
    ("xlsx", "xl/_rels/workbook.xml.rels", "<Relationship ", "a"),
    ("ods", "content.xml", "", "<table:table "),
    ("ods", "content.xml", "<table:table ", 'table:name="'),
    ("ods", "content.xml", "", '<table:table table:name="'),
    ("ods", "content.xml", "", '<table:table table:name=""'),
    ("ods", "content.xml", "", '<table:table table:name=""><text:p'),
    ("odt", "content.xml", "", "<text:changed-region"),
    ("odt", "content.xml", "", "<office:annotation"),
    ("odt", "meta.xml", "", "<meta:initial-creator "),
]
"""Suffix, part, beginning and repeated unit. Each pattern has a form that ends in no match."""
PDF_FORMS: dict[str, Callable[[int], bytes]] = {
    "an author": lambda size: create_pdf(author="admin" * (size // 5)),
    "authors in lines": lambda size: create_pdf(author="\n" * size),
    "texts of a page": lambda size: create_page(b"BT /F 12 Tf " + b"() Tj " * (size // 6) + b"ET"),
    "annotations": lambda size: PDF_TEXT.replace(b"/Parent", b"/Annots [" + b"5 0 R " * (size // 6) + b"] /Parent"),
    "forms": lambda size: PDF_TEXT.replace(
        b"/Resources <<", b"/Resources <</XObject <<" + b"".join(b"/X%d 5 0 R " % number for number in range(size // 12)) + b">>"
    ),
    "pages": lambda size: PDF_TEXT.replace(b"[3 0 R]", b"[" + b"3 0 R " * (size // 6) + b"]"),
}  # fmt: skip


def create_page(operators: bytes) -> bytes:
    start, end = PDF_TEXT.index(b"stream\n") + 7, PDF_TEXT.index(b"endstream")
    data = PDF_TEXT[:start] + operators + b"\n" + PDF_TEXT[end:]
    return data.replace(b"/Length 52", b"/Length %d" % len(operators))


@pytest.fixture(autouse=True)
def _no_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_content, "_TIME_LIMIT", 100)
    monkeypatch.setattr(pdf_content, "_TIME_LIMIT", 100)


def measure_time(file: Path, data: bytes) -> float:
    """Return the processor time of looking for slips in a file."""
    file.write_bytes(data)
    start = time.process_time()
    inspect_document(file)
    return time.process_time() - start


def check_linear_time(file: Path, create: Callable[[int], bytes]) -> None:
    short, long = create(SIZE // 4), create(SIZE)
    for _ in range(3):  # the machine can be busy
        seconds = measure_time(file, long)
        if seconds < SHORT_SECONDS or seconds < SHORT_SECONDS + MAX_RATIO * measure_time(file, short):
            return
    pytest.fail(f"{seconds:.2f} s for {SIZE // 1000} kB")


@pytest.mark.parametrize(("suffix", "part", "before", "unit"), OFFICE_FORMS)
def test_office_slips_of_repeated_unit_take_linear_time(
    tmp_path: Path, suffix: str, part: str, before: str, unit: str
) -> None:
    def create(size: int) -> bytes:
        return create_package({part: f"{before}{unit * (size // len(unit))}{'>' if before else ''}"})

    check_linear_time(tmp_path / f"tep.{suffix}", create)


@pytest.mark.parametrize("form", PDF_FORMS)
def test_pdf_slips_of_repeated_unit_take_linear_time(tmp_path: Path, form: str) -> None:
    measure_time(tmp_path / "tep.pdf", PDF_TEXT)  # imports the library
    check_linear_time(tmp_path / "tep.pdf", PDF_FORMS[form])


def test_office_slips_above_the_time_limit_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read half a million sheets, which take ten seconds."""
    monkeypatch.setattr(office_content, "_TIME_LIMIT", 0.1)
    file = tmp_path / "tep.xlsx"
    sheet = '<sheet name="A" r:id="a"/>'
    parts = {
        "xl/workbook.xml": sheet * 500_000,
        "xl/_rels/workbook.xml.rels": '<Relationship Id="a" Target="a.xml"/>',
        "xl/a.xml": "<v>",
    }
    assert measure_time(file, create_package(parts)) < 4
    assert inspect_document(file) == []


def test_part_packed_by_another_method_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "tep.docx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("word/document.xml", "<w:del/>" * 1000)
    assert inspect_document(file) == []
