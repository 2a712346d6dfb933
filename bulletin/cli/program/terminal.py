"""Print any text under any encoding of the terminal.

A file or a pipe gets UTF-8. A terminal gets the encoding that it declares.
Letters that this encoding lacks lose their marks: ``Đã xuất bản`` becomes ``Da xuat ban``.
Reason: Vietnamese can be read without its marks.
"""

import codecs
import io
import locale
import os
import select
import sys
import unicodedata
from typing import TextIO

_HANDLER = "bulletin-plain"
_SIGNS = str.maketrans(
    {"đ": "d", "Đ": "D", "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "→": "->", "←": "<-"}
)  # fmt: skip


def configure_streams() -> None:
    """Reconfigure both streams so that printing never fails because of an encoding."""
    codecs.register_error(_HANDLER, _strip_marks)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=_find_encoding(stream), errors=_HANDLER, line_buffering=True)


def is_reader_gone(stream: TextIO) -> bool:
    """Tell if ``stream`` is a pipe without a reader (``./inv status | head``)."""
    if not hasattr(select, "poll"):
        return False
    try:
        poll = select.poll()
        poll.register(stream, 0)
        return any(event & select.POLLERR for _, event in poll.poll(0))
    except (OSError, ValueError):  # no file of the system, or a closed one
        return False


def _find_encoding(stream: io.TextIOWrapper) -> str:
    if not stream.isatty():
        return "utf-8"
    if os.environ.get("PYTHONIOENCODING"):
        return stream.encoding
    try:
        declared = codecs.lookup(locale.getencoding()).name
    except LookupError:  # only the C library knows this encoding
        return "ascii"
    return "utf-8" if declared == "ascii" else declared  # ASCII means no locale; such terminals know UTF-8


def _strip_marks(error: UnicodeError) -> tuple[str, int]:
    """Return a replacement of letters that an encoding lacks, and the next position.

    It is an error handler for ``codecs.register_error``.
    """
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101  # the handler is used only for writing
    lost = error.object[error.start : error.end].translate(_SIGNS)
    letters = (char for char in unicodedata.normalize("NFKD", lost) if not unicodedata.combining(char))
    return "".join(char if char.isascii() else "?" for char in letters), error.end
