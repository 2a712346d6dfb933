import re

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from bulletin.render.qr_code import draw_qr_code

QUIET_ZONE = 4
"""Light modules that a reader needs around a code (ISO/IEC 18004, 6.3.8). On paper the margin is light."""


def paint_svg(svg: str) -> list[bytearray]:
    """Return the pixels of an SVG of strokes on white paper, one byte for each module."""
    size = int(re.findall(r'viewBox="0 0 (\d+) \1"', svg)[0])
    paper = [bytearray(b"\xff" * (size + 2 * QUIET_ZONE)) for _ in range(size + 2 * QUIET_ZONE)]
    path = re.findall(r'd="M0 \.5((?:h\d+|m-?\d+ [01])*)"', svg)[0]
    x = y = 0
    for stroke, move, down in re.findall(r"h(\d+)|m(-?\d+) ([01])", path):
        if stroke:
            paper[QUIET_ZONE + y][QUIET_ZONE + x : QUIET_ZONE + x + int(stroke)] = bytes(int(stroke))
        x, y = x + int(stroke or move), y + int(down or 0)
    assert {len(row) for row in paper} == {size + 2 * QUIET_ZONE}  # no stroke leaves the paper
    return paper


def read_qr_code(svg: str) -> zxingcpp.Barcode:
    """Return the barcode in the drawing, at three pixels for each module."""
    rows = [bytes(module for module in row for _ in range(3)) for row in paint_svg(svg) for _ in range(3)]
    barcode = zxingcpp.read_barcode(memoryview(b"".join(rows)).cast("B", (len(rows), len(rows))))
    assert barcode is not None
    return barcode


@given(st.from_regex(r"https://[a-z]{1,20}\.vn/20[0-9]{2}/[01][0-9]/[a-z0-9-]{1,200}/", fullmatch=True))
def test_qr_code_of_an_address_can_be_read(address: str) -> None:
    barcode = read_qr_code(draw_qr_code(address))
    assert (barcode.format, barcode.text) == (zxingcpp.BarcodeFormat.QRCode, address)
    assert barcode.ec_level == "M"


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000/", "https://bantin.example.vn/b%C3%A0i-%C4%91%E1%BA%A7u/?a=1&b=2#c"]
)
def test_qr_code_of_local_and_encoded_addresses_can_be_read(address: str) -> None:
    assert read_qr_code(draw_qr_code(address)).text == address


def test_qr_code_of_one_address_is_always_the_same_drawing() -> None:
    address = "https://bantin.example.vn/2019/12/giam-sat/"
    assert draw_qr_code(address) == draw_qr_code(address)
    assert draw_qr_code(address) != draw_qr_code(f"{address}?")
