"""Make the attachments of the sample: ``python tools/sample/make_files.py``.

Two PDFs set by Chromium from the pages in ``attachments/``, a Word form and an Excel table
written as the smallest packages that the office programs open.
"""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
FILES = HERE.parents[1] / "content" / "files"
CHROMIUM = "/usr/bin/chromium"
EPOCH = (2026, 1, 1, 0, 0, 0)
"""Date of every entry in a package, so that the same script gives the same bytes."""

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MIME = "application/vnd.openxmlformats-officedocument"

FORM = (
    ("ĐẢNG BỘ ………………………", "CHI BỘ ………………………"),
    ("Chuyên đề sinh hoạt", ""),
    ("Thời gian, địa điểm", ""),
    ("Người chuẩn bị, người trình bày", ""),
    ("Tổng số đảng viên / có mặt / vắng có lý do", ""),
    ("Số lượt ý kiến thảo luận", ""),
    ("Nội dung chi bộ đã thống nhất", ""),
    ("Việc giao, người phụ trách, thời hạn", ""),
    ("Kiến nghị với cấp ủy cấp trên", ""),
)

PROGRAMME = (
    ("Tháng", "Đơn vị được giám sát", "Nội dung", "Hình thức"),
    ("3", "Đảng ủy xã Bắc Bình", "Quản lý hồ sơ đảng viên", "Kiểm tra hồ sơ, làm việc trực tiếp"),
    ("4", "Đảng ủy đặc khu Phú Quý", "Sinh hoạt chi bộ ở nơi có đảng viên đi biển", "Dự sinh hoạt chi bộ"),
    ("6", "Đảng ủy xã Hàm Tân", "Bồi dưỡng bí thư chi bộ", "Làm việc trực tiếp"),
    ("8", "Đảng ủy xã Tuy Phong", "Thực hiện Kết luận số 38-KL/TW", "Báo cáo, dự sinh hoạt chi bộ"),
    ("9", "Đảng ủy phường La Gi", "Thực hiện Kết luận số 38-KL/TW", "Báo cáo, dự sinh hoạt chi bộ"),
    ("10", "Đảng ủy xã Tánh Linh", "Đối thoại với nhân dân", "Làm việc trực tiếp"),
)


def main() -> None:
    """Write the four attachments."""
    for year in ("2025", "2026"):
        (FILES / year).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        for year, name in (("2025", "huong-dan-21-hd-btctu"), ("2026", "ke-hoach-118-kh-btctu")):
            page.goto((HERE / "attachments" / f"{name}.html").as_uri())
            page.pdf(path=FILES / year / f"{name}.pdf", format="A4")
        browser.close()
    write_form(FILES / "2026" / "mau-bien-ban-sinh-hoat-chuyen-de.docx")
    write_programme(FILES / "2026" / "chuong-trinh-giam-sat-2026.xlsx")


def write_form(path: Path) -> None:
    """Write the Word form: a heading and a table to fill in."""
    rows = "".join(f"<w:tr>{_cell(label)}{_cell(value)}</w:tr>" for label, value in FORM)
    heading = _paragraph("BIÊN BẢN SINH HOẠT CHUYÊN ĐỀ", bold=True)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="444444"/>' for side in sides)
    table = (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="5000"/></w:tblGrid>{rows}</w:tbl>'
    )
    signature = _paragraph("Người ghi biên bản                              Chủ trì", bold=True)
    body = f"<w:body>{heading}{table}{signature}</w:body>"
    _package(
        path,
        "word/document.xml",
        f"{MIME}.wordprocessingml.document.main+xml",
        {"word/document.xml": f'<w:document xmlns:w="{WORD}">{body}</w:document>'},
    )


def write_programme(path: Path) -> None:
    """Write the Excel table of the year's supervision."""
    rows = ""
    for number, row in enumerate(PROGRAMME, 1):
        cells = "".join(
            f'<c r="{column}{number}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            for column, text in zip("ABCD", row, strict=True)
        )
        rows += f'<row r="{number}">{cells}</row>'
    widths = "".join(
        f'<col min="{i}" max="{i}" width="{w}" customWidth="1"/>' for i, w in enumerate((8, 30, 46, 36), 1)
    )
    main = f"{MIME}.spreadsheetml.sheet.main+xml"
    _package(
        path,
        "xl/workbook.xml",
        main,
        {
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Chương trình 2026" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><cols>{widths}</cols>'
            f"<sheetData>{rows}</sheetData></worksheet>",
        },
        (("/xl/worksheets/sheet1.xml", f"{MIME}.spreadsheetml.worksheet+xml"),),
    )


def _paragraph(text: str, *, bold: bool = False) -> str:
    style = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p><w:r>{style}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _cell(text: str) -> str:
    return f"<w:tc><w:tcPr/>{_paragraph(text)}</w:tc>"


def _package(
    path: Path, start: str, mime: str, parts: dict[str, str], more: tuple[tuple[str, str], ...] = ()
) -> None:
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in ((f"/{start}", mime), *more)
    )
    types = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    relations = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="{start}"/></Relationships>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in {"[Content_Types].xml": types, "_rels/.rels": relations, **parts}.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, XML + text)


if __name__ == "__main__":
    main()
