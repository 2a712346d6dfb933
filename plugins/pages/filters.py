"""Drawings that templates ask for: pure functions of what the view holds."""

import segno
from markupsafe import Markup


def qr_code(address: str) -> Markup:
    """Return ``address`` as a QR code (ISO/IEC 18004) in an inline SVG, error correction level M.

    The mask is fixed: any mask is valid, and trying all eight takes most of the time.
    """
    code = segno.make(address, error="m", mask=2, micro=False, boost_error=False)
    return Markup(code.svg_inline(omitsize=True, border=0))  # noqa: S704  # drawn by segno from the address alone
