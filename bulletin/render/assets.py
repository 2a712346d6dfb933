"""The stylesheet, scripts and drawings of the theme, under names with a digest."""

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from bulletin import urls
from bulletin.errors import UserError

_REQUIRED_FILES = ("js/search.js", "images/icon.svg", "images/share.png")


class ThemeAsset(NamedTuple):
    """A file of the theme as it is served."""

    address: str
    """``/assets/bulletin.1a2b3c4d5e.css``."""
    data: bytes


def load_theme_assets(static: Path) -> dict[str, ThemeAsset]:
    """Return the assets in ``static`` by name. Raise UserError if one is missing.

    The names are stylesheet, script, search, icon and share. All stylesheets become one file. All scripts but
    ``search.js`` become another one. Both are joined in the order of the file names.
    """
    for name in _REQUIRED_FILES:
        if not (static / name).is_file():
            raise UserError(f"the theme has no static/{name}: it was not made for the bulletin (see theme/)")
    scripts = [path for path in sorted((static / "js").glob("*.js")) if path.name != "search.js"]
    return {
        "stylesheet": _create_asset(
            "bulletin.css", _minify_css(_join_files(sorted((static / "css").glob("*.css"))))
        ),
        "script": _create_asset("bulletin.js", _join_files(scripts)),
        "search": _create_asset("search.js", (static / "js/search.js").read_bytes()),
        "icon": _create_asset("icon.svg", (static / "images/icon.svg").read_bytes()),
        "share": _create_asset("share.png", (static / "images/share.png").read_bytes()),
    }


def _create_asset(name: str, data: bytes) -> ThemeAsset:
    stem, ending = name.rsplit(".", 1)
    return ThemeAsset(f"{urls.ASSET_PREFIX}{stem}.{sha256(data).hexdigest()[:10]}.{ending}", data)


def _minify_css(css: bytes) -> bytes:
    """Remove comments, indentation and empty lines from a stylesheet.

    No string of the theme's stylesheets contains the marks of a comment.
    """
    return re.sub(rb"\s*\n\s*", b"\n", re.sub(rb"/\*.*?\*/", b"", css, flags=re.DOTALL))


def _join_files(files: Iterable[Path]) -> bytes:
    return b"\n".join(path.read_bytes().replace(b"\r\n", b"\n") for path in files)
