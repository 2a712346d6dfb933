"""Jinja filters: QR codes, line breaks, a cache for macros that pages share."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup, escape

from bulletin.render.qr_code import draw_qr_code
from bulletin.text.line_breaks import keep_together

MACRO_CACHE_SIZE = 2048
"""Results that are cached, one to two megabytes. Reason: pages of one time share them."""


def create_filters() -> dict[str, Callable[..., Markup]]:
    """Return the filters of one build by name."""
    return {"qr_code": draw_qr_code, "once": MacroCache(), "keep": mark_unbreakable}


def mark_unbreakable(text: str) -> Markup:
    """Return a text whose document numbers and dates stay on one line."""
    return Markup(keep_together(str(escape(text))))  # noqa: S704  # escaped


class MacroCache:
    """Caches the result of a macro by its arguments.

    ``{{ masthead|once(site=view.site) }}`` prints the same as ``{{ masthead(site=view.site) }}``. Arguments are
    compared by identity, because pages that share a component share one object.
    Reason: the masthead and the menu are equal on ten thousand pages.
    """

    def __init__(self) -> None:
        self._results: dict[tuple[object, ...], tuple[dict[str, Any], Markup]] = {}

    def __call__(self, macro: Callable[..., Markup], **arguments: Any) -> Markup:
        """Return the result of ``macro`` for ``arguments``."""
        key = (macro, *arguments, *map(id, arguments.values()))
        cached = self._results.get(key)
        if cached is None:
            if len(self._results) == MACRO_CACHE_SIZE:
                self._results.clear()
            # the reference keeps the ids of the arguments valid
            cached = self._results[key] = (arguments, macro(**arguments))
        return cached[1]

    def __len__(self) -> int:
        """Return the number of cached results."""
        return len(self._results)
