"""Types of attachments, recognised by their bytes.

Programs, HTML pages and documents with macros are refused under any name, and so are damaged files.
The check does not replace a virus scanner.

Reason: readers trust a file "Kế hoạch.pdf" from the site of a Party committee.
"""

import os
import re
import time
import zipfile
from collections.abc import Callable
from mmap import ACCESS_READ, mmap
from pathlib import Path

from bulletin.storage.cache_file import StampCache
from bulletin.storage.file_system import get_stable_stamp

FileTypeProblem = tuple[str, str]
"""Message and remedy. The message ends a sentence that begins with the name of the file."""
_Check = Callable[[Path, bytes], FileTypeProblem | None]

_CACHE_VERSION = "kinds-3"
"""To be raised if ``check_file_type`` gives other results."""
EXECUTABLE_SUFFIXES = frozenset(
    "html htm xhtml xht shtml mht mhtml svg svgz xml xsl xslt js mjs cjs css swf hta htc jar jnlp wasm php phtml phar asp aspx"
    " jsp cgi pl py sh exe dll com scr pif cpl msi msp bat cmd ps1 psm1 vbs vbe vb wsf wsh jse reg lnk url inf chm app apk"
    " deb rpm dmg iso img docm dotm xlsm xltm xlam xlsb pptm potm ppam ppsm sldm".split()
)
"""Suffixes of files that a browser, an office suite or a system runs. No setting can allow them."""
_FORBIDDEN_INNER_SUFFIXES = frozenset(
    "html htm xhtml shtml svg php phtml phar asp aspx jsp cgi pl py exe scr bat cmd js hta vbs".split()
)
"""Suffixes that no name may have before the last one.

``bao-cao.com.pdf`` is a usual name, ``bao-cao.exe.pdf`` is a deception.
"""
_FORBIDDEN_IN_ARCHIVES = EXECUTABLE_SUFFIXES - frozenset("xml xsl xslt css".split())
"""Suffixes of files that no archive may contain."""
_TEXT_SUFFIXES = ("csv", "txt")
MAX_DIRECTORY_BYTES = 10_000_000
"""Maximum bytes of the central directory of a ZIP, about a hundred thousand names.

Python uses ten times as much memory for them.
"""
_END_RECORD_BYTES = 66_000
"""Bytes at the end of a ZIP that hold the end record. Its comment has at most 65,535 bytes."""
_HEAD_BYTES = 4096
"""Bytes that are read from the beginning of a file."""
_PROGRAMS = (
    (b"MZ", "chương trình chạy trên Windows"),  # Microsoft, "PE Format": MS-DOS stub
    (b"\x7fELF", "chương trình chạy trên Linux"),  # System V ABI, "ELF Header"
    (b"\xcf\xfa\xed\xfe", "chương trình chạy trên macOS"),  # Apple, mach-o/loader.h
    (b"#!", "tệp lệnh"),
    (b"FWS", "tệp Flash"), (b"CWS", "tệp Flash"), (b"ZWS", "tệp Flash"),  # Adobe, "SWF File Format", chapter 2
    (b"L\0\0\0\x01\x14\x02\0", "lối tắt của Windows"),  # [MS-SHLLINK], 2.1
)  # fmt: skip
_MARKUP = (
    b"<!doctype",
    b"<!--",
    b"<?xml",
    b"<html",
    b"<head",
    b"<body",
    b"<script",
    b"<svg",
    b"<iframe",
    b"<?php",
    b"<%",
)
"""First bytes of files that browsers take for pages or servers run (WHATWG MIME Sniffing Standard, 7.1)."""
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of older Office documents ([MS-CFB], 2.2)."""
_OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")
"""Name of the stream that each macro project has ([MS-OVBA], 2.2.1)."""
_OFFICE_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
"""Folder of the main part of a document, as all office suites write it (ECMA-376, part 1)."""
_ODF_TYPES = {"odt": b"text", "ods": b"spreadsheet", "odp": b"presentation"}
"""End of the media type in the file ``mimetype`` of a package (OpenDocument 1.3, part 2, 3.3)."""
_ODF_INDEXES = frozenset({"script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml"})
"""Indexes that LibreOffice writes even into documents without macros."""
_COPY_AGAIN_REMEDY = "Hãy chép lại tệp gốc, mở thử, rồi lưu đúng loại; đổi đuôi tệp không đổi được loại."
_MACRO_PROBLEM = (
    "có macro (mã lệnh chạy trong máy người đọc).",
    "Hãy lưu lại không có macro (Lưu thành › Word Document (.docx), Excel Workbook (.xlsx)), hoặc đăng bản PDF.",
)
REFUSED_TYPE_REMEDIES = {
    **dict.fromkeys(("docm", "dotm", "xlsm", "xltm", "xlsb", "pptm", "potm", "ppsm"), _MACRO_PROBLEM[1]),
    **dict.fromkeys(("svg", "svgz"), "Hãy lưu hình thành PDF, hoặc thành PNG trong content/images/."),
    **dict.fromkeys(("rar", "7z", "tar", "gz"), "Hãy nén lại thành tệp .zip."),
}
"""Remedies for types that are common in offices and that are not allowed."""


def check_double_suffix(name: str) -> FileTypeProblem | None:
    """Return the problem of a name with two suffixes: ``ke-hoach.exe.pdf``.

    Reason: Apache uses the types of all suffixes (mod_mime, "Files with Multiple Extensions").
    """
    for part in name.lower().split(".")[1:-1]:
        if part.strip() in _FORBIDDEN_INNER_SUFFIXES:
            return f"có hai đuôi, một là .{part.strip()}.", "Hãy đổi tên tệp, chỉ giữ một đuôi."
    return None


def check_file_type(path: Path, suffix: str) -> FileTypeProblem | None:
    """Return the problem of a file that is not of the type of its ``suffix``, or None.

    ``suffix`` is in lower case and has no dot. Raise OSError.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if not head:
        return "là tệp rỗng (0 byte).", "Hãy chép lại tệp gốc."
    for magic, kind in _PROGRAMS:
        if head.startswith(magic) and (b"\0" in head or suffix not in _TEXT_SUFFIXES):
            return f"thật ra là {kind}.", "Hãy xóa tệp này và báo người phụ trách máy."
    visible = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if visible.startswith(_MARKUP):
        return "thật ra là một trang HTML hay tệp SVG.", "Hãy mở trang ấy, in ra PDF rồi đăng bản PDF."
    check = _CHECKS.get(suffix)
    return check(path, head) if check else None


class FileTypeCache:
    """Cache of files that passed ``check_file_type``, by their stamps.

    Reason: a build does not open unchanged attachments again.
    """

    def __init__(self, file: Path) -> None:
        self._suffixes = StampCache(file, bytes, str, _CACHE_VERSION)

    def check_file(self, path: Path, suffix: str) -> FileTypeProblem | None:
        """Return the result of ``check_file_type``, from the cache if possible."""
        try:
            stamp = get_stable_stamp(path.stat(), time.time_ns())
            if self._suffixes.get(os.fsencode(path), stamp) == suffix:
                return None
            problem = check_file_type(path, suffix)
        except OSError:
            return "không mở được.", "Hãy kiểm tra quyền đọc của tệp."
        if problem is None:
            self._suffixes.put(os.fsencode(path), stamp, suffix)
        return problem

    def save(self) -> None:
        """Write the cache, without files that do not exist any more. Raise OSError."""
        self._suffixes.save(os.path.isfile)


def _create_magic_check(*magics: bytes, at: int = 0) -> _Check:
    """Return a check for files that have one of ``magics`` at the position ``at``."""

    def check(path: Path, head: bytes) -> FileTypeProblem | None:
        return None if head[at:].startswith(magics) else _create_type_problem(path)

    return check


def _create_type_problem(path: Path) -> FileTypeProblem:
    return f"không phải là tệp {path.suffix[1:].upper()} như tên của nó, hoặc đã hỏng.", _COPY_AGAIN_REMEDY


def _check_pdf(path: Path, head: bytes) -> FileTypeProblem | None:
    """Look for a PDF header in the first kilobyte (ISO 32000-1, annex H, note 13)."""
    return None if b"%PDF-" in head[:1024] else _create_type_problem(path)


def _check_old_office(path: Path, head: bytes) -> FileTypeProblem | None:
    if not head.startswith(_OLE_MAGIC):
        return _create_type_problem(path)
    with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
        return _MACRO_PROBLEM if data.find(_OLE_MACROS) >= 0 else None


def _check_new_office(path: Path, head: bytes) -> FileTypeProblem | None:
    if head.startswith(
        _OLE_MAGIC
    ):  # [MS-OFFCRYPTO], 2.3: an older container holds a document with a password
        return "bị khóa bằng mật khẩu, hoặc là tệp Office đời cũ.", "Hãy bỏ mật khẩu rồi lưu lại đúng loại."
    names = _list_zip_names(path, head)
    part = _OFFICE_FOLDERS[path.suffix[1:].lower()]
    if "[Content_Types].xml" not in names or not any(name.startswith(part) for name in names):
        return _create_type_problem(path)
    return _MACRO_PROBLEM if any(name.lower().endswith("vbaproject.bin") for name in names) else None


def _check_open_document(path: Path, head: bytes) -> FileTypeProblem | None:
    names = _list_zip_names(path, head)
    # The first file of a package is mimetype, without compression and extra field (part 2, 3.3).
    kind = b"mimetypeapplication/vnd.oasis.opendocument." + _ODF_TYPES[path.suffix[1:].lower()]
    if not names or not head[30:].startswith(kind):
        return _create_type_problem(path)
    for name in names:
        folder, _, file = name.rpartition("/")
        scripts = folder.split("/")[0]
        if file and (scripts == "Scripts" or (scripts == "Basic" and file not in _ODF_INDEXES)):
            return _MACRO_PROBLEM
    return None


def _check_archive(path: Path, head: bytes) -> FileTypeProblem | None:
    names = _list_zip_names(path, head)
    if not names:
        return _create_type_problem(path)
    for name in names:
        if _is_executable_name(name):
            return f"chứa “{name[:60]}”, loại tệp không được phát.", "Hãy nén lại mà không có tệp ấy."
    return None


def _is_executable_name(name: str) -> bool:
    """Tell if a system runs a file of this name after it is unpacked.

    Windows drops dots and spaces at the end of a name.
    It reads the part after a colon as a stream of the file.
    (Microsoft, "Naming Files, Paths, and Namespaces")
    """
    for stream in re.split(r"[/\\]", name)[-1].split(":"):
        _, dot, suffix = stream.rstrip(". ").rpartition(".")
        if dot and suffix.lower() in _FORBIDDEN_IN_ARCHIVES:
            return True
    return False


def _list_zip_names(path: Path, head: bytes) -> list[str]:
    """Return the names in a ZIP, or none if the file is damaged or another type.

    The format is PKWARE APPNOTE, 4.3.7 and 4.3.16.
    """
    if not head.startswith(b"PK\x03\x04") or get_directory_size(path) > MAX_DIRECTORY_BYTES:
        return []
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return []


def get_directory_size(path: Path) -> int:
    """Return the bytes of the central directory of a ZIP, or 0 if it has none.

    The format is PKWARE APPNOTE, 4.3.14 and 4.3.16.
    """
    with path.open("rb") as stream:
        stream.seek(max(stream.seek(0, os.SEEK_END) - _END_RECORD_BYTES, 0))
        end = stream.read()
    small, large = end.rfind(b"PK\x05\x06"), end.rfind(b"PK\x06\x06")
    size = end[large + 40 : large + 48] if large >= 0 else end[small + 12 : small + 16] if small >= 0 else b""
    return int.from_bytes(size, "little")


def _check_text(path: Path, _head: bytes) -> FileTypeProblem | None:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            has_null = any("\0" in part for part in iter(lambda: stream.read(1 << 20), ""))
    except UnicodeDecodeError:
        has_null = True
    if has_null:
        return "không phải là tệp chữ mã hóa UTF-8.", "Hãy lưu lại với mã hóa UTF-8 (Excel: CSV UTF-8)."
    return None


def _check_opus(path: Path, head: bytes) -> FileTypeProblem | None:
    """Look for the header in the first page (RFC 7845, 5.1; RFC 3533, 6)."""
    return (
        None if head.startswith(b"OggS") and head[28:].startswith(b"OpusHead") else _create_type_problem(path)
    )


def _check_wave(path: Path, head: bytes) -> FileTypeProblem | None:
    """Look for the form type of a RIFF file (Microsoft, "RIFF")."""
    return None if head.startswith(b"RIFF") and head[8:].startswith(b"WAVE") else _create_type_problem(path)


_CHECKS: dict[str, _Check] = {
    "pdf": _check_pdf,
    **dict.fromkeys(("doc", "xls", "ppt"), _check_old_office),
    **dict.fromkeys(_OFFICE_FOLDERS, _check_new_office),
    **dict.fromkeys(_ODF_TYPES, _check_open_document),
    **dict.fromkeys(_TEXT_SUFFIXES, _check_text),
    "zip": _check_archive,
    # ID3v2.4, 3.1; ISO/IEC 11172-3, 2.4.1.3: eleven bits set, then version and layer III
    "mp3": _create_magic_check(
        b"ID3", *(bytes((0xFF, 0xE0 | low)) for low in (0x02, 0x03, 0x12, 0x13, 0x1A, 0x1B))
    ),
    "m4a": _create_magic_check(b"ftyp", at=4),  # ISO/IEC 14496-12, 4.3
    "ogg": _create_magic_check(b"OggS"),  # RFC 3533, 6
    "opus": _check_opus,
    "wav": _check_wave,
    "mp4": _create_magic_check(b"ftyp", at=4),  # ISO/IEC 14496-12, 4.3
}
"""Checks by suffix. For a type that a site adds, only programs and HTML are refused."""
