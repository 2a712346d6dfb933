"""Filters that templates use: drawings made from what the view holds, and parts that pages share."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from plugins.pages.qr import qr_code


def filters() -> dict[str, Callable[..., Markup]]:
    """Return the filters of one build by name."""
    return {"qr_code": qr_code, "once": Once()}


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
