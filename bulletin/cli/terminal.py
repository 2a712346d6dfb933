"""Print any text under any encoding of the terminal.

A file or a pipe gets UTF-8. A terminal gets what it declares; letters that it lacks come without
their marks, which Vietnamese can be read by: ``Đã xuất bản`` becomes ``Da xuat ban``.
"""

import codecs
import io
import locale
import os
import sys
import unicodedata

_HANDLER = "bulletin-plain"
_SIGNS = str.maketrans(
    {"đ": "d", "Đ": "D", "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "→": "->", "←": "<-"}
)  # fmt: skip


def configure_streams() -> None:
    """Reconfigure both streams so that printing never fails because of an encoding."""
    codecs.register_error(_HANDLER, _without_marks)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=_encoding(stream), errors=_HANDLER, line_buffering=True)


def _encoding(stream: io.TextIOWrapper) -> str:
    if not stream.isatty():
        return "utf-8"
    if os.environ.get("PYTHONIOENCODING"):
        return stream.encoding
    try:
        named = codecs.lookup(locale.getencoding()).name
    except LookupError:  # known to the C library alone
        return "ascii"
    return "utf-8" if named == "ascii" else named  # a machine without a language; its terminals know UTF-8


def _without_marks(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for the letters that an encoding lacks, and where to go on (see ``codecs``)."""
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101  # nothing is read with it
    lost = error.object[error.start : error.end].translate(_SIGNS)
    letters = (char for char in unicodedata.normalize("NFKD", lost) if not unicodedata.combining(char))
    return "".join(char if char.isascii() else "?" for char in letters), error.end
