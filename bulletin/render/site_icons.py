"""The icons that browsers and phones ask for, and the manifest that names them.

All are drawn from ``images/mark.png``. Pillow reads no SVG, so an office that replaces ``icon.svg`` adds its own
``mark.png``. Without it, the icons show the first letter of the name of the site.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError
from PIL import __version__ as pillow_version

from bulletin import urls
from bulletin.errors import UserError
from bulletin.render.assets import ThemeAsset, create_asset
from bulletin.render.theme_colours import ThemeColours
from bulletin.share_cards.card import FONT_FILE
from bulletin.storage.cache_file import read_cache_file, write_cache_file
from bulletin.urls import UrlBuilder

_CACHE_VERSION = f"site-icons-1 {pillow_version}"
"""Raise the number if the icons are drawn in another way."""
_MARK_FILE, _ICON_FILE = "images/mark.png", "images/icon.svg"
_SIZE = 512
_MASKABLE_SHARE = 0.7
"""Width of the mark in the icon that phones cut to a circle.

Reason: the corners of a square of this width lie in the circle of 80 % that is always shown (W3C Manifest, 2.6).
"""
_TOUCH_SHARE = 0.84
_ICO_SIZES = ((16, 16), (32, 32), (48, 48))


def load_site_icons(
    folders: Sequence[Path], colours: ThemeColours, name: str, cache: Path
) -> dict[str, ThemeAsset]:
    """Return favicon, touch icon and the icons of the manifest by name.

    Args:
        folders: The folder ``static`` of the theme, then those of its overrides.
        colours: The colours of the theme.
        name: Name of the site.
        cache: The cache folder. Drawn icons are kept there.
    """
    mark_file = find_mark(folders)
    source = mark_file.read_bytes() if mark_file else name[:1].encode()
    key = sha256(repr(colours).encode() + source).hexdigest()
    file, version = cache / "site-icons", f"{_CACHE_VERSION} {key}"
    icons = read_cache_file(file, dict[str, bytes], version)
    if icons is None:
        mark = _read_mark(mark_file) if mark_file else _draw_initial(name, colours)
        icons = _draw_icons(mark, colours.red)
        write_cache_file(file, icons, version)
    return {
        "favicon": ThemeAsset(urls.FAVICON_ADDRESS, icons["favicon"]),
        "touch-icon": ThemeAsset(urls.TOUCH_ICON_ADDRESS, icons["touch-icon"]),
        **{key: create_asset(f"{key}.png", icons[key]) for key in ("icon-small", "icon-large", "icon-cut")},
    }


def build_manifest(
    icons: dict[str, ThemeAsset], colours: ThemeColours, *, name: str, tagline: str, links: UrlBuilder
) -> ThemeAsset:
    """Return the web app manifest of a site.

    A phone with the bulletin on its home screen opens the front page in a window of its own.
    """

    def describe_icon(key: str, size: int, purpose: str = "any") -> dict[str, str]:
        address = links.build_link(icons[key].address)
        return {"src": address, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}

    home = links.build_link(urls.HOME_ADDRESS)
    data = {
        "name": name,
        "short_name": name,
        "description": tagline,
        "lang": "vi",
        "dir": "ltr",
        "id": home,
        "start_url": home,
        "scope": home,
        "display": "minimal-ui",
        "background_color": colours.paper,
        "theme_color": colours.red,
        "categories": ["news", "government"],
        "icons": [
            describe_icon("icon-small", 192),
            describe_icon("icon-large", 512),
            describe_icon("icon-cut", 512, "maskable"),
        ],
    }
    return ThemeAsset(urls.MANIFEST_ADDRESS, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())


def find_mark(folders: Sequence[Path]) -> Path | None:
    """Return the mark of the last folder with a mark or an icon, or None.

    It is None if this folder has an icon alone.
    """
    for folder in reversed(folders):
        if (folder / _MARK_FILE).is_file():
            return folder / _MARK_FILE
        if (folder / _ICON_FILE).is_file():
            return None
    return None


def _read_mark(file: Path) -> Image.Image:
    """Return the mark of the site. Raise UserError if the file is no image."""
    try:
        with Image.open(file) as image:
            return image.convert("RGBA").resize((_SIZE, _SIZE), Image.Resampling.LANCZOS)
    except (
        UnidentifiedImageError,
        SyntaxError,
        ValueError,
    ) as error:  # the last two come from a damaged file
        raise UserError(
            f"{file}: không đọc được ảnh. Hãy thay bằng một tệp PNG, rộng và cao 512 điểm ảnh."
        ) from error


def _draw_initial(name: str, colours: ThemeColours) -> Image.Image:
    image = Image.new("RGBA", (_SIZE, _SIZE), colours.red)
    face = ImageFont.truetype(FONT_FILE, 360, layout_engine=ImageFont.Layout.BASIC)
    ImageDraw.Draw(image).text((_SIZE / 2, _SIZE / 2), name[:1], colours.on_red, face, anchor="mm")
    return image


def _draw_icons(mark: Image.Image, background: str) -> dict[str, bytes]:
    return {
        "favicon": _encode(mark.resize((48, 48), Image.Resampling.LANCZOS), "ICO"),
        "touch-icon": _encode(_place_mark(mark, 180, background, _TOUCH_SHARE)),
        "icon-small": _encode(mark.resize((192, 192), Image.Resampling.LANCZOS)),
        "icon-large": _encode(mark),
        "icon-cut": _encode(_place_mark(mark, _SIZE, background, _MASKABLE_SHARE)),
    }


def _place_mark(mark: Image.Image, size: int, background: str, share: float) -> Image.Image:
    """Return a square without transparency with the mark in its middle."""
    side = round(size * share)
    image = Image.new("RGB", (size, size), background)
    small = mark.resize((side, side), Image.Resampling.LANCZOS)
    image.paste(small, ((size - side) // 2,) * 2, small)
    return image


def _encode(image: Image.Image, image_format: str = "PNG") -> bytes:
    file = BytesIO()
    if image_format == "ICO":
        image.save(file, "ICO", sizes=_ICO_SIZES)
        return file.getvalue()
    method = Image.Quantize.FASTOCTREE if image.mode == "RGBA" else Image.Quantize.MEDIANCUT
    image.quantize(64, method).save(file, "PNG", optimize=True)
    return file.getvalue()
