"""Small documents of office suites and PDF files, made by hand."""

import io
import zipfile
from collections.abc import Mapping

from pypdf import PdfWriter
from pypdf.annotations import Highlight, Link, Text
from pypdf.generic import ArrayObject, FloatObject

from tests.images.photo_factory import draw_image

CORE = "docProps/core.xml"
PDF_TEXT = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources <</Font <</F 5 0 R>>>>>> endobj
4 0 obj <</Length 52>> stream
BT /F 12 Tf 20 200 Td (Ke hoach so 118 nam 2026) Tj ET
endstream endobj
5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj
trailer <</Root 1 0 R /Size 6>>
startxref
0
%%EOF
"""


def create_package(parts: Mapping[str, str]) -> bytes:
    """Return a ZIP of texts by name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def create_core(creator: str = "", editor: str = "") -> str:
    """Return the properties of a document of Office."""
    return (
        f"<cp:coreProperties><dc:creator>{creator}</dc:creator>"
        f"<cp:lastModifiedBy>{editor}</cp:lastModifiedBy></cp:coreProperties>"
    )


def create_docx(body: str = "<w:p/>", **parts: str) -> bytes:
    """Return a Word document. ``parts`` are further parts by their name in ``word/``."""
    more = {f"word/{name}.xml": text for name, text in parts.items()}
    document = f"<w:document><w:body>{body}</w:body></w:document>"
    return create_package(
        {"[Content_Types].xml": "", "word/document.xml": document, CORE: create_core(), **more}
    )


def create_xlsx(*sheets: tuple[str, str, str], core: str = "", **parts: str) -> bytes:
    """Return an Excel workbook. A sheet is its name, its state and its cells."""
    rows = (
        f'<sheet name="{name}" sheetId="{number}" state="{state}" r:id="rId{number}"/>'
        for number, (name, state, _) in enumerate(sheets, 1)
    )
    links = (
        f'<Relationship Id="rId{number}" Type="worksheet" Target="{"/xl/" if number % 2 else ""}worksheets/sheet{number}.xml"/>'
        for number, _ in enumerate(sheets, 1)
    )
    return create_package({
        "[Content_Types].xml": "",
        "xl/workbook.xml": f"<workbook><sheets>{''.join(rows)}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{''.join(links)}</Relationships>",
        **{
            f"xl/worksheets/sheet{number}.xml": f"<worksheet><sheetData>{cells}</sheetData></worksheet>"
            for number, (_, _, cells) in enumerate(sheets, 1)
        },
        **{f"xl/{name}.xml": text for name, text in parts.items()},
        CORE: core or create_core(),
    })  # fmt: skip


def create_open_document(content: str, meta: str = "") -> bytes:
    """Return a document of LibreOffice."""
    return create_package({"content.xml": content, "meta.xml": meta})


def create_scan(pages: int = 1) -> bytes:
    """Return a PDF file whose pages are images."""
    made = io.BytesIO()
    first, *others = [draw_image(200, 300) for _ in range(pages)]
    first.save(made, "PDF", save_all=True, append_images=others)
    return made.getvalue()


def create_pdf(source: bytes = PDF_TEXT, *, author: str = "", annotation: str = "") -> bytes:
    """Return a PDF file with an author and a ``note``, ``mark`` or ``link``."""
    writer = PdfWriter(clone_from=io.BytesIO(source))
    if author:
        writer.add_metadata({"/Author": author})
    box = (10, 10, 60, 60)
    if annotation == "note":
        writer.add_annotation(0, Text(rect=box, text="Xem lại số liệu"))
    elif annotation == "mark":
        corners = ArrayObject([FloatObject(value) for value in (10, 60, 60, 60, 10, 10, 60, 10)])
        writer.add_annotation(0, Highlight(rect=box, quad_points=corners))
    elif annotation == "link":
        writer.add_annotation(0, Link(rect=box, url="https://a.vn/"))
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
