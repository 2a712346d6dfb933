"""Jinja filters: QR codes, JSON-LD, line breaks, and a cache for macros."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape
from msgspec import json

from bulletin.render.qr_code import draw_qr_code
from bulletin.text.line_breaks import keep_together

MACRO_CACHE_SIZE = 2048
"""Results that are cached, one to two megabytes. Reason: pages of one time share them."""


def create_filters() -> dict[str, Callable[..., Markup]]:
    """Return the filters of one build by name."""
    return {
        "qr_code": draw_qr_code,
        "once": MacroCache(),
        "json_ld": format_json_ld,
        "keep": mark_unbreakable,
    }


def format_json_ld(data: Mapping[str, Any]) -> Markup:
    """Return data as JSON for a script element, with its letters as they are.

    ``<`` is escaped, because ``</script>`` and ``<!--`` would end or change the element. The line ends of Unicode
    are escaped, because older parsers of JavaScript break there.
    Reason for msgspec: the encoder of Python takes a tenth of the time of an article.
    """
    text = json.encode(data).decode()
    for sign in "<\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  # no tag can begin in it


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
