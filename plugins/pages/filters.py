"""Filters that templates use: drawings made from what the view holds, and parts that all pages share."""

import re
from collections.abc import Callable
from typing import Any

import segno
from markupsafe import Markup

_DARK = re.compile(rb"\x01+")


def filters() -> dict[str, Callable[..., Markup]]:
    """Return the filters of one build by name."""
    return {"qr_code": qr_code, "once": Once()}


def qr_code(address: str) -> Markup:
    """Return ``address`` as a QR code (ISO/IEC 18004) in an inline SVG, error correction level M.

    The mask is fixed: any mask is valid, and trying all eight takes most of the time. Each run of
    dark modules is a stroke through the middle of its row.
    """
    matrix = segno.make(address, error="m", mask=2, micro=False, boost_error=False).matrix
    path = "".join(
        f"M{run.start()} {y}.5h{run.end() - run.start()}"
        for y, row in enumerate(matrix)
        for run in _DARK.finditer(row)
    )
    size = len(matrix)
    return Markup(f'<svg class="qr" viewBox="0 0 {size} {size}"><path stroke="#000" d="{path}"/></svg>')  # noqa: S704  # numbers


class Once:
    """Prints a macro once for the same arguments: masthead and menu are alike on ten thousand pages.

    ``{{ masthead|once(site=view.site) }}`` is ``{{ masthead(site=view.site) }}``. Arguments are
    compared by identity: the parts of a view that all pages share are one object.
    """

    def __init__(self) -> None:
        self._printed: dict[tuple[object, ...], tuple[dict[str, Any], Markup]] = {}

    def __call__(self, macro: Callable[..., Markup], **arguments: Any) -> Markup:
        """Return what ``macro`` prints for ``arguments``."""
        key = (getattr(macro, "name", macro), *((name, id(value)) for name, value in arguments.items()))
        if key not in self._printed:
            self._printed[key] = (arguments, macro(**arguments))  # holding them keeps their ids theirs
        return self._printed[key][1]
