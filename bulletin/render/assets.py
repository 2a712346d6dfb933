"""Stylesheet, scripts and drawings of the theme, under names that change with their content."""

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from bulletin import urls
from bulletin.errors import UserError

_NEEDED = ("js/search.js", "images/icon.svg", "images/share.png")


class ThemeAsset(NamedTuple):
    """A file of the theme as it is served."""

    address: str
    """``/assets/bulletin.1a2b3c4d5e.css``."""
    data: bytes


def load_theme_assets(static: Path) -> dict[str, ThemeAsset]:
    """Return the assets in ``static`` by name: stylesheet, script, search, icon, share.

    All stylesheets become one, all scripts but ``search.js`` another, in the order of their names.
    Raise UserError where one is missing: a theme made for another site.
    """
    for name in _NEEDED:
        if not (static / name).is_file():
            raise UserError(f"the theme has no static/{name}: it was not made for the bulletin (see theme/)")
    scripts = [path for path in sorted((static / "js").glob("*.js")) if path.name != "search.js"]
    return {
        "stylesheet": _asset("bulletin.css", _compact(_joined(sorted((static / "css").glob("*.css"))))),
        "script": _asset("bulletin.js", _joined(scripts)),
        "search": _asset("search.js", (static / "js/search.js").read_bytes()),
        "icon": _asset("icon.svg", (static / "images/icon.svg").read_bytes()),
        "share": _asset("share.png", (static / "images/share.png").read_bytes()),
    }


def _asset(name: str, data: bytes) -> ThemeAsset:
    stem, ending = name.rsplit(".", 1)
    return ThemeAsset(f"{urls.ASSET_PREFIX}{stem}.{sha256(data).hexdigest()[:10]}.{ending}", data)


def _compact(css: bytes) -> bytes:
    """Leave out comments, indentation and empty lines. No string of the theme holds a comment's marks."""
    return re.sub(rb"\s*\n\s*", b"\n", re.sub(rb"/\*.*?\*/", b"", css, flags=re.DOTALL))


def _joined(files: Iterable[Path]) -> bytes:
    return b"\n".join(path.read_bytes().replace(b"\r\n", b"\n") for path in files)
