"""QR codes as drawings: what paper needs to lead back to a page."""

import re
from functools import cache
from struct import Struct

import zxingcpp
from markupsafe import Markup

_RUNS = re.compile(rb"\x00+|\xff+")
_PIECE = 8
"""Modules that are drawn at once. A row is never whole pieces: a code is 4n + 1 modules wide (ISO/IEC 18004, 6.3)."""


def qr_code(address: str) -> Markup:
    """Return ``address`` as a QR code (ISO/IEC 18004) in an inline SVG, error correction level M.

    The mask is fixed: any mask is valid, and trying all eight takes most of the time. Each run of
    dark modules is a stroke through the middle of its row.
    """
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=2)
    image = code.to_image(add_quiet_zones=False)  # a byte a module, 0 where it is dark
    size = image.shape[0]
    pieces, strokes = _pen(size)
    modules = bytes(image)  # type: ignore[call-overload]  # a buffer, though its stub does not say so
    path = "".join(map(strokes.__getitem__, pieces.unpack(modules)))
    return Markup(f'<svg class="qr" viewBox="0 0 {size} {size}"><path stroke="#000" d="M0 .5{path}"/></svg>')  # noqa: S704  # numbers


@cache
def _pen(size: int) -> tuple[Struct, "_Strokes"]:
    """Return what cuts a code of ``size`` modules a side into pieces, row by row, and what draws a piece."""
    whole, rest = divmod(size, _PIECE)
    return Struct((f"{_PIECE}s" * whole + f"{rest}s") * size), _Strokes(size)


class _Strokes(dict[bytes, str]):
    """The strokes of a piece, by its modules. After the last piece of a row they go on to the next row."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size

    def __missing__(self, modules: bytes) -> str:
        runs = _RUNS.findall(modules)
        path = "".join(f"m{len(run)} 0" if run[0] else f"h{len(run)}" for run in runs)
        if len(modules) < _PIECE:
            path += f"m-{self._size} 1"
        self[modules] = path
        return path
