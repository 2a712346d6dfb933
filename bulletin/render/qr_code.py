"""QR codes as inline SVG, which lead from paper back to a page."""

from functools import cache
from struct import unpack

from markupsafe import Markup

from bulletin.text.late_patterns import compile_late

_RUNS = compile_late(rb"\x00+|\xff+")
_PIECE = 8
"""Modules that are drawn at once. Reason: there are 256 such pieces, and each is drawn once in a build.

The last piece of a row is shorter, because a code is 4n + 1 modules wide (ISO/IEC 18004, 6.3).
"""
_ROW_END = "|"
"""Stands for the move to the next row, which depends on the size of the code."""


def draw_qr_code(address: str) -> Markup:
    """Return ``address`` as a QR code (ISO/IEC 18004) in an inline SVG.

    The error correction level is M. The mask is fixed, because any mask is valid and trying all eight takes most
    of the time. Each run of dark modules is a stroke through the middle of its row.
    """
    import zxingcpp  # noqa: PLC0415  # long to import, and few sites have QR codes

    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=2)
    image = code.to_image(add_quiet_zones=False)  # one byte for each module, 0 if dark
    size = image.shape[0]
    modules = bytes(image)  # type: ignore[call-overload]  # a buffer, which its type stub does not say
    pieces = unpack((f"{_PIECE}s" * (size // _PIECE) + f"{size % _PIECE}s") * size, modules)
    path = "".join(map(_draw_strokes, pieces)).replace(_ROW_END, f"m-{size} 1")
    return Markup(f'<svg class="qr" viewBox="0 0 {size} {size}"><path stroke="#000" d="M0 .5{path}"/></svg>')  # noqa: S704  # numbers


@cache
def _draw_strokes(piece: bytes) -> str:
    """Return the strokes of some modules of a row, and the moves between them."""
    strokes = "".join(f"m{len(run)} 0" if run[0] else f"h{len(run)}" for run in _RUNS.findall(piece))
    return strokes if len(piece) == _PIECE else strokes + _ROW_END
