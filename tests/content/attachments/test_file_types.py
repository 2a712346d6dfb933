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
    """Return an archive of files with these names.

    ``first`` is a name with its content, stored without compression.
    """
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


VALID_FILES = {
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
    "m4a": b"\0\0\0\x20ftypM4A " + bytes(90),
    "ogg": b"OggS\0\2" + bytes(22) + b"\1\x1e\1vorbis" + bytes(90),
    "opus": b"OggS\0\2" + bytes(22) + b"OpusHead\1" + bytes(90),
    "wav": b"RIFF\x80\0\0\0WAVEfmt " + bytes(90),
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
_ALIKE = ({"m4a", "mp4"}, {"ogg", "opus"})
DISTINCT_TYPES = [
    (suffix, other)
    for suffix in TYPES
    for other in TYPES
    if suffix not in (other, "zip")
    and other not in ("csv", "txt")
    and not {suffix, other} <= set(_OLD)
    and {suffix, other} not in _ALIKE
]
"""Pairs of types that the check distinguishes.

An archive has any content. Older documents are alike, and so are containers of audio.
"""


def find_type_problem(folder: Path, suffix: str, data: bytes) -> str:
    path = folder / f"tep.{suffix}"
    path.write_bytes(data)
    found = check_file_type(path, suffix)
    return found[0] if found else ""


def test_check_file_type_has_check_for_each_default_type() -> None:
    assert set(VALID_FILES) == set(TYPES)


@pytest.mark.parametrize("suffix", TYPES)
def test_check_file_type_of_matching_file_returns_none(tmp_path: Path, suffix: Any) -> None:
    assert find_type_problem(tmp_path, suffix, VALID_FILES[suffix]) == ""


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.name)
def test_check_file_type_of_sample_attachment_returns_none(path: Any) -> None:
    assert check_file_type(path, path.suffix[1:]) is None


@pytest.mark.parametrize(("suffix", "other"), DISTINCT_TYPES)
def test_check_file_type_with_other_suffix_returns_problem(tmp_path: Path, suffix: Any, other: Any) -> None:
    assert find_type_problem(tmp_path, suffix, VALID_FILES[other])


@pytest.mark.parametrize("suffix", [*TYPES, "jpg"])
@pytest.mark.parametrize("data", [*PAGES, *PROGRAMS])
def test_check_file_type_of_page_or_program_returns_problem(tmp_path: Path, suffix: Any, data: Any) -> None:
    assert "thật ra là" in find_type_problem(tmp_path, suffix, data) or (
        suffix in ("csv", "txt") and find_type_problem(tmp_path, suffix, data)
    )


@pytest.mark.parametrize("suffix", TYPES)
def test_check_file_type_of_truncated_file_returns_problem(tmp_path: Path, suffix: Any) -> None:
    assert find_type_problem(tmp_path, suffix, b"") == "là tệp rỗng (0 byte)."
    if VALID_FILES[suffix].startswith(b"PK"):
        assert "hỏng" in find_type_problem(tmp_path, suffix, VALID_FILES[suffix][:-30])


@pytest.mark.parametrize(
    ("suffix", "data"),
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
def test_check_file_type_with_macros_returns_problem(tmp_path: Path, suffix: str, data: Any) -> None:
    assert "macro" in find_type_problem(tmp_path, suffix, data)


def test_check_file_type_with_libreoffice_indexes_returns_none(tmp_path: Path) -> None:
    assert (
        find_type_problem(
            tmp_path, "odt", create_odf_file("text", "Basic/script-lc.xml", "Basic/Standard/script-lb.xml")
        )
        == ""
    )


def test_check_file_type_of_encrypted_document_says_so(tmp_path: Path) -> None:
    assert "mật khẩu" in find_type_problem(tmp_path, "docx", OLE + bytes(900))


@pytest.mark.parametrize("name", ["a.exe", "b/c.JS", "trang.html", "mau.docm", "x.lnk"])
def test_check_file_type_of_archive_with_program_returns_problem(tmp_path: Path, name: str) -> None:
    assert name in find_type_problem(tmp_path, "zip", create_archive_file("a.pdf", name))


@pytest.mark.parametrize(
    "name", ["setup.exe.", "b/setup.exe ", "setup.EXE. .", "setup.exe::$DATA", "b\\setup.exe.", "a.txt:b.exe"]
)
def test_check_file_type_of_archive_with_windows_name_returns_problem(tmp_path: Path, name: str) -> None:
    assert "loại tệp không được phát" in find_type_problem(
        tmp_path, "zip", create_archive_file("a.pdf", name)
    )


def test_check_file_type_of_archive_with_dot_in_folder_returns_none(tmp_path: Path) -> None:
    assert (
        find_type_problem(tmp_path, "zip", create_archive_file("a.js/a.pdf", "Mục 1. Đảng/app", "exe")) == ""
    )


@pytest.mark.parametrize(
    "data", ["Xã".encode("utf-16"), "Đảng".encode("cp1258", "replace"), b"a\0b", bytes(range(256))]
)
def test_check_file_type_of_text_in_other_encoding_returns_problem(tmp_path: Path, data: Any) -> None:
    assert "UTF-8" in find_type_problem(tmp_path, "csv", data)


@given(st.sampled_from(TYPES), st.binary(max_size=300))
def test_check_file_type_of_any_bytes_raises_nothing(
    tmp_path_factory: pytest.TempPathFactory, suffix: Any, data: Any
) -> None:
    folder = tmp_path_factory.getbasetemp()
    find_type_problem(folder, suffix, data)
    find_type_problem(folder, suffix, b"PK\x03\x04" + data)


@pytest.mark.parametrize("name", ["a.exe.pdf", "a.html.pdf", "a.php .pdf", "a.b.SVG.docx"])
def test_check_double_suffix_with_executable_suffix_returns_problem(name: str) -> None:
    assert check_double_suffix(name)


@pytest.mark.parametrize(
    "name", ["a.pdf", "ke-hoach.v1.2.pdf", "trang-bantin.example.com.pdf", "html.pdf", ".pdf"]
)
def test_check_double_suffix_with_other_dots_returns_none(name: str) -> None:
    assert check_double_suffix(name) is None


@pytest.mark.parametrize("suffix", sorted(EXECUTABLE_SUFFIXES))
def test_settings_with_executable_suffix_raise_error(suffix: Any) -> None:
    with pytest.raises(SettingError, match="attachment_types"):
        load_settings(ContentSettings, "RECORDS", {"attachment_types": ["pdf", suffix]})


@pytest.mark.parametrize("suffix", [".pdf", "PDF", "", "p d f", 3])
def test_settings_with_invalid_suffix_raise_error(suffix: Any) -> None:
    with pytest.raises(SettingError, match="attachment_types"):
        load_settings(ContentSettings, "RECORDS", {"attachment_types": [suffix]})


def test_file_type_cache_with_changed_file_checks_it_again(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    path = site.write_file("files/a.pdf", "%PDF-1.7")
    site.write_article("tin", "Xem [kế hoạch](/files/a.pdf).")
    for _ in range(2):
        assert site.list_problems() == []
    path.write_bytes(b"<html>")
    (found,) = site.list_problems()
    assert found.startswith("content/articles/tin.md:8: Tệp “/files/a.pdf” thật ra là một trang HTML")


def test_check_file_type_of_huge_archive_needs_little_memory(tmp_path: Path) -> None:
    """Without the limit, two hundred thousand names need a hundred MB."""
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
