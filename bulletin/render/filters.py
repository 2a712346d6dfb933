"""Filters that templates use: drawings made from what the view holds, and parts that pages share."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from bulletin.render.qr_code import draw_qr_code

MACRO_CACHE_SIZE = 2048
"""Pieces that are kept printed, a megabyte or two: pages close in time ask for the same ones."""


def create_filters() -> dict[str, Callable[..., Markup]]:
    """Return the filters of one build by name."""
    return {"qr_code": draw_qr_code, "once": MacroCache()}


class MacroCache:
    """Prints a macro once for the same arguments: masthead and menu are alike on ten thousand pages.

    ``{{ masthead|once(site=view.site) }}`` is ``{{ masthead(site=view.site) }}``. Arguments are
    compared by identity: the parts of a view that several pages share are one object.
    """

    def __init__(self) -> None:
        self._printed: dict[tuple[object, ...], tuple[dict[str, Any], Markup]] = {}

    def __call__(self, macro: Callable[..., Markup], **arguments: Any) -> Markup:
        """Return what ``macro`` prints for ``arguments``."""
        key = (macro, *arguments, *map(id, arguments.values()))
        held = self._printed.get(key)
        if held is None:
            if len(self._printed) == MACRO_CACHE_SIZE:
                self._printed.clear()
            held = self._printed[key] = (arguments, macro(**arguments))  # holding them keeps their ids theirs
        return held[1]

    def __len__(self) -> int:
        """Return how many pieces are kept."""
        return len(self._printed)
