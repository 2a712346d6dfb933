"""What a file offered for download truly is: told by its bytes, as its name can say anything.

A reader who opens "Kế hoạch.pdf" from a Party committee's site trusts it. So a program, a page of HTML or a document with
macros under another name is refused, and so is a file that was damaged on its way. This is no virus scanner.
"""

import os
import re
import zipfile
from collections.abc import Callable
from mmap import ACCESS_READ, mmap
from pathlib import Path

FileTypeProblem = tuple[str, str]
"""What is wrong with a file, as the end of a sentence that begins with its name, and what to do."""
_Look = Callable[[Path, bytes], FileTypeProblem | None]

EXECUTABLE_SUFFIXES = frozenset(
    "html htm xhtml xht shtml mht mhtml svg svgz xml xsl xslt js mjs cjs css swf hta htc jar jnlp wasm php phtml phar asp aspx"
    " jsp cgi pl py sh exe dll com scr pif cpl msi msp bat cmd ps1 psm1 vbs vbe vb wsf wsh jse reg lnk url inf chm app apk"
    " deb rpm dmg iso img docm dotm xlsm xltm xlam xlsb pptm potm ppam ppsm sldm".split()
)
"""Endings of files that a browser, an office suite or a system runs. No setting lets them be offered."""
_INNER = frozenset(
    "html htm xhtml shtml svg php phtml phar asp aspx jsp cgi pl py exe scr bat cmd js hta vbs".split()
)
"""Endings that no name may have before its last: ``bao-cao.com.pdf`` is a name, ``bao-cao.exe.pdf`` a trick."""
_PACKED = EXECUTABLE_SUFFIXES - frozenset("xml xsl xslt css".split())
"""Endings of files that no archive may hold."""
_TEXTS = ("csv", "txt")
_LONGEST_DIRECTORY = 10_000_000
"""Bytes at most of the names in a ZIP, about a hundred thousand. Python takes ten times as much memory for them."""
_LONGEST_END = 66_000
"""Bytes at the end of a ZIP in which its list of names is told of: a remark has 65,535 at most."""
_HEAD = 4096
"""Bytes looked at of the beginning of a file."""
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
"""What makes a browser take a file for a page (WHATWG MIME Sniffing Standard, 7.1), and a server run it."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""[MS-CFB], 2.2: the older documents of Office."""
_OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")
"""[MS-OVBA], 2.2.1: the stream that every project of macros has."""
_PARTS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
"""Where the main part of a document lies by the custom of every office suite (ECMA-376, part 1)."""
_ODF = {"odt": b"text", "ods": b"spreadsheet", "odp": b"presentation"}
"""OpenDocument 1.3, part 2, 3.3: the file ``mimetype`` of a package."""
_ODF_EMPTY = frozenset({"script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml"})
"""Tables of contents, which LibreOffice also writes where there are no macros."""
_AGAIN = "Hãy chép lại tệp gốc, mở thử, rồi lưu đúng loại; đổi đuôi tệp không đổi được loại."
_MACROS = (
    "có macro (mã lệnh chạy trong máy người đọc).",
    "Hãy lưu lại không có macro (Lưu thành › Word Document (.docx), Excel Workbook (.xlsx)), hoặc đăng bản PDF.",
)
REFUSED_TYPE_REMEDIES = {
    **dict.fromkeys(("docm", "dotm", "xlsm", "xltm", "xlsb", "pptm", "potm", "ppsm"), _MACROS[1]),
    **dict.fromkeys(("svg", "svgz"), "Hãy lưu hình thành PDF, hoặc thành PNG trong content/images/."),
    **dict.fromkeys(("rar", "7z", "tar", "gz"), "Hãy nén lại thành tệp .zip."),
}
"""What to do with files of endings that are not offered and that offices have all the same."""


def check_double_suffix(name: str) -> FileTypeProblem | None:
    """Return what is wrong with the name of a file that looks like two: ``ke-hoach.exe.pdf``.

    Apache gives a file the types of all its endings (mod_mime, "Files with Multiple Extensions").
    """
    for part in name.lower().split(".")[1:-1]:
        if part.strip() in _INNER:
            return f"có hai đuôi, một là .{part.strip()}.", "Hãy đổi tên tệp, chỉ giữ một đuôi."
    return None


def check_file_type(path: Path, ending: str) -> FileTypeProblem | None:
    """Return what is wrong with the file at ``path``, whose name ends in ``ending`` (lower case), or None. Raise OSError."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head:
        return "là tệp rỗng (0 byte).", "Hãy chép lại tệp gốc."
    for magic, kind in _PROGRAMS:
        if head.startswith(magic) and (b"\0" in head or ending not in _TEXTS):
            return f"thật ra là {kind}.", "Hãy xóa tệp này và báo người phụ trách máy."
    visible = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if visible.startswith(_MARKUP):
        return "thật ra là một trang HTML hay tệp SVG.", "Hãy mở trang ấy, in ra PDF rồi đăng bản PDF."
    look = _LOOKS.get(ending)
    return look(path, head) if look else None


def _starts(*magics: bytes, at: int = 0) -> _Look:
    """Return a look for files that begin with one of ``magics``."""

    def look(path: Path, head: bytes) -> FileTypeProblem | None:
        return None if head[at:].startswith(magics) else _not_of(path)

    return look


def _not_of(path: Path) -> FileTypeProblem:
    return f"không phải là tệp {path.suffix[1:].upper()} như tên của nó, hoặc đã hỏng.", _AGAIN


def _pdf(path: Path, head: bytes) -> FileTypeProblem | None:
    """Look for the header of a PDF where readers do: in its first kilobyte (ISO 32000-1, annex H, note 13)."""
    return None if b"%PDF-" in head[:1024] else _not_of(path)


def _old_office(path: Path, head: bytes) -> FileTypeProblem | None:
    if not head.startswith(_OLE):
        return _not_of(path)
    with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
        return _MACROS if data.find(_OLE_MACROS) >= 0 else None


def _new_office(path: Path, head: bytes) -> FileTypeProblem | None:
    if head.startswith(_OLE):  # [MS-OFFCRYPTO], 2.3: a document with a password is wrapped in an older one
        return "bị khóa bằng mật khẩu, hoặc là tệp Office đời cũ.", "Hãy bỏ mật khẩu rồi lưu lại đúng loại."
    names = _names(path, head)
    part = _PARTS[path.suffix[1:].lower()]
    if "[Content_Types].xml" not in names or not any(name.startswith(part) for name in names):
        return _not_of(path)
    return _MACROS if any(name.lower().endswith("vbaproject.bin") for name in names) else None


def _open_document(path: Path, head: bytes) -> FileTypeProblem | None:
    names = _names(path, head)
    # The first file of the package is called mimetype, is not compressed and has no extra field: part 2, 3.3.
    kind = b"mimetypeapplication/vnd.oasis.opendocument." + _ODF[path.suffix[1:].lower()]
    if not names or not head[30:].startswith(kind):
        return _not_of(path)
    for name in names:
        folder, _, file = name.rpartition("/")
        scripts = folder.split("/")[0]
        if file and (scripts == "Scripts" or (scripts == "Basic" and file not in _ODF_EMPTY)):
            return _MACROS
    return None


def _archive(path: Path, head: bytes) -> FileTypeProblem | None:
    names = _names(path, head)
    if not names:
        return _not_of(path)
    for name in names:
        if _runs(name):
            return f"chứa “{name[:60]}”, loại tệp không được phát.", "Hãy nén lại mà không có tệp ấy."
    return None


def _runs(name: str) -> bool:
    """Tell whether a file of that name in an archive runs where it is unpacked.

    Windows drops dots and spaces at the end of a name, and takes what follows a colon for a stream of the file
    (Microsoft, "Naming Files, Paths, and Namespaces").
    """
    for stream in re.split(r"[/\\]", name)[-1].split(":"):
        _, dot, ending = stream.rstrip(". ").rpartition(".")
        if dot and ending.lower() in _PACKED:
            return True
    return False


def _names(path: Path, head: bytes) -> list[str]:
    """Return the names in a ZIP (PKWARE APPNOTE, 4.3.7 and 4.3.16); none where it is none, or damaged."""
    if not head.startswith(b"PK\x03\x04") or _directory_size(path) > _LONGEST_DIRECTORY:
        return []
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return []


def _directory_size(path: Path) -> int:
    """Return the bytes of the list of names at the end of a ZIP (PKWARE APPNOTE, 4.3.14 and 4.3.16), 0 if it has none."""
    with path.open("rb") as stream:
        stream.seek(max(stream.seek(0, os.SEEK_END) - _LONGEST_END, 0))
        end = stream.read()
    small, large = end.rfind(b"PK\x05\x06"), end.rfind(b"PK\x06\x06")
    size = end[large + 40 : large + 48] if large >= 0 else end[small + 12 : small + 16] if small >= 0 else b""
    return int.from_bytes(size, "little")


def _text(path: Path, _head: bytes) -> FileTypeProblem | None:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            held = any("\0" in part for part in iter(lambda: stream.read(1 << 20), ""))
    except UnicodeDecodeError:
        held = True
    if held:
        return "không phải là tệp chữ mã hóa UTF-8.", "Hãy lưu lại với mã hóa UTF-8 (Excel: CSV UTF-8)."
    return None


_LOOKS: dict[str, _Look] = {
    "pdf": _pdf,
    **dict.fromkeys(("doc", "xls", "ppt"), _old_office),
    **dict.fromkeys(_PARTS, _new_office),
    **dict.fromkeys(_ODF, _open_document),
    **dict.fromkeys(_TEXTS, _text),
    "zip": _archive,
    # ID3v2.4, 3.1; ISO/IEC 11172-3, 2.4.1.3: eleven bits set, then version and layer III
    "mp3": _starts(b"ID3", *(bytes((0xFF, 0xE0 | low)) for low in (0x02, 0x03, 0x12, 0x13, 0x1A, 0x1B))),
    "mp4": _starts(b"ftyp", at=4),  # ISO/IEC 14496-12, 4.3
}
"""How a file is looked at, by its ending. One of a type that a site adds is held to what runs, and nothing else."""
