import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.content.attachments.file_types import EXECUTABLE_SUFFIXES, check_double_suffix, check_file_type
from bulletin.content.settings import ContentSettings
from bulletin.settings.tables import SettingError, load_settings
from tests.factories import ROOT, SmallSite

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES = ContentSettings().attachment_types
SAMPLE = sorted(path for path in (ROOT / "content/files").rglob("*") if path.is_file())


def create_archive_file(*names: str, first: tuple[str, str] | None = None) -> bytes:
    """Return an archive of files of these names; ``first`` is one with its content, not compressed."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr(zipfile.ZipInfo(first[0]), first[1])
        for name in names:
            archive.writestr(name, "nội dung " * 40)
    return made.getvalue()


def create_office_file(kind: str, *names: str) -> bytes:
    part = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}[kind]
    return create_archive_file("[Content_Types].xml", "_rels/.rels", part, *names)


def create_odf_file(kind: str, *names: str) -> bytes:
    return create_archive_file(
        "content.xml", *names, first=("mimetype", f"application/vnd.oasis.opendocument.{kind}")
    )


SOUND = {
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "doc": OLE + bytes(900),
    "xls": OLE + bytes(900),
    "ppt": OLE + bytes(900),
    "docx": create_office_file("docx"),
    "xlsx": create_office_file("xlsx"),
    "pptx": create_office_file("pptx"),
    "odt": create_odf_file("text"),
    "ods": create_odf_file("spreadsheet"),
    "odp": create_odf_file("presentation"),
    "csv": "\ufeffXã,Số\nHàm Thuận,3\n".encode(),
    "txt": b"MZ la ma so 12\n",
    "zip": create_archive_file("ke-hoach.pdf", "bieu-mau/mau-1.docx", "du-lieu.xml"),
    "mp3": b"\xff\xfb\x90\x64" + bytes(90),
    "mp4": b"\0\0\0\x20ftypisom" + bytes(90),
}
PAGES = [
    b"<!DOCTYPE html><p>", b"  \n<html>", b"\xef\xbb\xbf<script>1</script>", b"<svg onload=x>", b"<?xml version='1.0'?><svg/>",
    b"<!-- --><html>", b"<?php echo 1;",
]  # fmt: skip
PROGRAMS = [
    b"MZ\x90\0\3\0",
    b"\x7fELF\2\1\1\0",
    b"FWS\x09\0\0",
    b"L\0\0\0\x01\x14\x02\0",
    b"\xcf\xfa\xed\xfe\7\0",
]


_OLD = ("doc", "xls", "ppt")
STRANGERS = [
    (ending, other)
    for ending in TYPES
    for other in TYPES
    if ending not in (other, "zip") and other not in ("csv", "txt") and not {ending, other} <= set(_OLD)
]
"""Pairs of types that are told apart: an archive may be of any kind, the older documents are all alike."""


def find_type_problem(folder: Path, ending: str, data: bytes) -> str:
    path = folder / f"tep.{ending}"
    path.write_bytes(data)
    found = check_file_type(path, ending)
    return found[0] if found else ""


def test_every_type_that_is_offered_is_looked_into() -> None:
    assert set(SOUND) == set(TYPES)


@pytest.mark.parametrize("ending", TYPES)
def test_a_file_that_is_what_its_name_says_is_sound(tmp_path: Path, ending: Any) -> None:
    assert find_type_problem(tmp_path, ending, SOUND[ending]) == ""


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.name)
def test_files_that_programs_wrote_are_sound(path: Any) -> None:
    assert check_file_type(path, path.suffix[1:]) is None


@pytest.mark.parametrize(("ending", "other"), STRANGERS)
def test_a_file_under_the_name_of_another_type_is_not(tmp_path: Path, ending: Any, other: Any) -> None:
    assert find_type_problem(tmp_path, ending, SOUND[other])


@pytest.mark.parametrize("ending", [*TYPES, "jpg"])
@pytest.mark.parametrize("data", [*PAGES, *PROGRAMS])
def test_a_page_or_a_program_is_found_under_every_name(tmp_path: Path, ending: Any, data: Any) -> None:
    assert "thật ra là" in find_type_problem(tmp_path, ending, data) or (
        ending in ("csv", "txt") and find_type_problem(tmp_path, ending, data)
    )


@pytest.mark.parametrize("ending", TYPES)
def test_a_file_cut_short_is_found(tmp_path: Path, ending: Any) -> None:
    assert find_type_problem(tmp_path, ending, b"") == "là tệp rỗng (0 byte)."
    if SOUND[ending].startswith(b"PK"):
        assert "hỏng" in find_type_problem(tmp_path, ending, SOUND[ending][:-30])


@pytest.mark.parametrize(
    ("ending", "data"),
    [
        ("docx", create_office_file("docx", "word/vbaProject.bin")),
        ("xlsx", create_office_file("xlsx", "xl/VBAPROJECT.BIN")),
        ("pptx", create_office_file("pptx", "ppt/vbaProject.bin")),
        ("doc", OLE + bytes(5000) + "_VBA_PROJECT".encode("utf-16-le")),
        ("xls", OLE + bytes(5000) + "_VBA_PROJECT_CUR".encode("utf-16-le")),
        ("odt", create_odf_file("text", "Basic/Standard/Module1.xml")),
        ("ods", create_odf_file("spreadsheet", "Scripts/python/a.py")),
    ],
)
def test_macros_are_found(tmp_path: Path, ending: str, data: Any) -> None:
    assert "macro" in find_type_problem(tmp_path, ending, data)


def test_the_tables_of_contents_that_libreoffice_writes_are_no_macros(tmp_path: Path) -> None:
    assert (
        find_type_problem(
            tmp_path, "odt", create_odf_file("text", "Basic/script-lc.xml", "Basic/Standard/script-lb.xml")
        )
        == ""
    )


def test_a_locked_document_is_told_from_a_broken_one(tmp_path: Path) -> None:
    assert "mật khẩu" in find_type_problem(tmp_path, "docx", OLE + bytes(900))


@pytest.mark.parametrize("name", ["a.exe", "b/c.JS", "trang.html", "mau.docm", "x.lnk"])
def test_an_archive_holds_nothing_that_runs(tmp_path: Path, name: str) -> None:
    assert name in find_type_problem(tmp_path, "zip", create_archive_file("a.pdf", name))


@pytest.mark.parametrize(
    "name", ["setup.exe.", "b/setup.exe ", "setup.EXE. .", "setup.exe::$DATA", "b\\setup.exe.", "a.txt:b.exe"]
)
def test_an_archive_holds_nothing_that_runs_under_the_name_that_windows_gives_it(
    tmp_path: Path, name: str
) -> None:
    assert "loại tệp không được phát" in find_type_problem(
        tmp_path, "zip", create_archive_file("a.pdf", name)
    )


def test_a_folder_or_a_word_is_no_ending(tmp_path: Path) -> None:
    assert (
        find_type_problem(tmp_path, "zip", create_archive_file("a.js/a.pdf", "Mục 1. Đảng/app", "exe")) == ""
    )


@pytest.mark.parametrize(
    "data", ["Xã".encode("utf-16"), "Đảng".encode("cp1258", "replace"), b"a\0b", bytes(range(256))]
)
def test_a_text_is_utf_8(tmp_path: Path, data: Any) -> None:
    assert "UTF-8" in find_type_problem(tmp_path, "csv", data)


@given(st.sampled_from(TYPES), st.binary(max_size=300))
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, ending: Any, data: Any) -> None:
    folder = tmp_path_factory.getbasetemp()
    find_type_problem(folder, ending, data)
    find_type_problem(folder, ending, b"PK\x03\x04" + data)


@pytest.mark.parametrize("name", ["a.exe.pdf", "a.html.pdf", "a.php .pdf", "a.b.SVG.docx"])
def test_a_name_has_one_ending_that_does_something(name: str) -> None:
    assert check_double_suffix(name)


@pytest.mark.parametrize(
    "name", ["a.pdf", "ke-hoach.v1.2.pdf", "trang-bantin.example.com.pdf", "html.pdf", ".pdf"]
)
def test_other_points_in_a_name_are_fine(name: str) -> None:
    assert check_double_suffix(name) is None


@pytest.mark.parametrize("ending", sorted(EXECUTABLE_SUFFIXES))
def test_no_setting_offers_what_runs(ending: Any) -> None:
    with pytest.raises(SettingError, match="attachment_types"):
        load_settings(ContentSettings, "RECORDS", {"attachment_types": ["pdf", ending]})


@pytest.mark.parametrize("ending", [".pdf", "PDF", "", "p d f", 3])
def test_an_ending_is_a_plain_word(ending: Any) -> None:
    with pytest.raises(SettingError, match="attachment_types"):
        load_settings(ContentSettings, "RECORDS", {"attachment_types": [ending]})


def test_a_file_that_was_sound_is_looked_at_again_when_it_changes(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    path = site.write_file("files/a.pdf", "%PDF-1.7")
    site.write_article("tin", "Xem [kế hoạch](/files/a.pdf).")
    for _ in range(2):
        assert site.list_problems() == []
    path.write_bytes(b"<html>")
    (found,) = site.list_problems()
    assert found.startswith("content/articles/tin.md:8: Tệp “/files/a.pdf” thật ra là một trang HTML")


def test_an_archive_of_a_million_names_takes_no_memory(tmp_path: Path) -> None:
    """Two hundred thousand names took a hundred MB of memory."""
    row = b"PK\x01\x02" + bytes(24) + (1).to_bytes(2, "little") + bytes(16) + b"a"
    rows = row * 220_000
    end = (
        b"PK\x05\x06"
        + bytes(4)
        + b"\xff\xff" * 2
        + len(rows).to_bytes(4, "little")
        + (4).to_bytes(4, "little")
        + bytes(2)
    )
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x03\x04" + rows + end)
    tracemalloc.start()
    assert check_file_type(path, "zip")
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()
