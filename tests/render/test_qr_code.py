import re
from typing import Any

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from bulletin.render.qr_code import draw_qr_code

QUIET = 4
"""Light modules that a reader wants around a code (ISO/IEC 18004, 6.3.8); on paper the margin gives them."""


def paint_svg(svg: str) -> list[bytearray]:
    """Return what an SVG of strokes shows on white paper, a byte a module."""
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])
    paper = [bytearray(b"\xff" * (size + 2 * QUIET)) for _ in range(size + 2 * QUIET)]
    path = re.search(r'd="M0 \.5((?:h\d+|m-?\d+ [01])*)"', svg)[1]
    x = y = 0
    for stroke, move, down in re.findall(r"h(\d+)|m(-?\d+) ([01])", path):
        if stroke:
            paper[QUIET + y][QUIET + x : QUIET + x + int(stroke)] = bytes(int(stroke))
        x, y = x + int(stroke or move), y + int(down or 0)
    assert {len(row) for row in paper} == {size + 2 * QUIET}  # no stroke leaves the paper
    return paper


def read_qr_code(svg: str) -> zxingcpp.Barcode | None:
    """Return what a reader sees in the drawing, three pixels a module."""
    rows = [bytes(module for module in row for _ in range(3)) for row in paint_svg(svg) for _ in range(3)]
    return zxingcpp.read_barcode(memoryview(b"".join(rows)).cast("B", (len(rows), len(rows))))


@given(st.from_regex(r"https://[a-z]{1,20}\.vn/20[0-9]{2}/[01][0-9]/[a-z0-9-]{1,200}/", fullmatch=True))
def test_a_reader_sees_the_address(address: Any) -> None:
    found = read_qr_code(draw_qr_code(address))
    assert (found.format, found.text) == (zxingcpp.BarcodeFormat.QRCode, address)
    assert found.ec_level == "M"


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000/", "https://bantin.example.vn/b%C3%A0i-%C4%91%E1%BA%A7u/?a=1&b=2#c"]
)
def test_a_reader_sees_addresses_of_other_kinds(address: str) -> None:
    assert read_qr_code(draw_qr_code(address)).text == address


def test_the_drawing_of_an_address_is_always_the_same() -> None:
    address = "https://bantin.example.vn/2019/12/giam-sat/"
    assert draw_qr_code(address) == draw_qr_code(address)
    assert draw_qr_code(address) != draw_qr_code(f"{address}?")
