"""Collect the site frame of the bulletin for the themes of the peers.

The frame holds the texts and assets that every page prints around its content.
"""

from pathlib import Path
from typing import Any

from bench.corpus import SECTION_WEIGHTS
from bulletin.ads.slots import AD_SLOTS, build_slot_view
from bulletin.context.settings import SiteSettings
from bulletin.publishing.settings.settings import load_pelican_settings
from bulletin.render.first_screen import load_first_screen_styles
from bulletin.render.theme_colours import find_theme_colours
from bulletin.settings.tables import load_settings
from bulletin.text.formatting import WEEKDAY_NAMES
from bulletin.text.slugs import slugify
from bulletin.urls import (
    AD_TEXTS_ADDRESS,
    BROWSER_FILE_ADDRESSES,
    MANIFEST_ADDRESS,
    TOUCH_ICON_ADDRESS,
    WORKER_ADDRESS,
)
from bulletin.views.parts.menu_bar import choose_bar_sections
from bulletin.views.parts.site_frame import build_imprint

SharedFrame = dict[str, Any]

_ROOT = Path(__file__).parents[1]

_SLOT_PLACES = {
    "leaderboard": "đầu trang",
    "sidebar": "bên lề",
    "in-list": "trong danh sách",
    "footer": "cuối trang",
}


def extract_frame(output: Path, build_time: str) -> SharedFrame:
    """Return the frame as data for JSON.

    Args:
        output: The output folder of a build of the bulletin; peers use its assets.
        build_time: The build time of all generators.
    """
    settings = load_pelican_settings(_ROOT / "pelicanconf.py")
    bulletin: dict[str, Any] = settings["BULLETIN"]
    stylesheet = _find_asset(output, "bulletin.*.css")
    colours = find_theme_colours((output / stylesheet.lstrip("/")).read_bytes())
    return {
        "moment": build_time,
        "name": settings["SITENAME"],
        "organisation": bulletin["organisation"],
        "tagline": bulletin["tagline"],
        "email": bulletin["email"],
        "imprint": [
            {"label": line.label, "text": line.text, "url": line.url}
            for line in build_imprint(load_settings(SiteSettings, "BULLETIN", bulletin))
        ],
        "advertising": list(bulletin["advertising"]),
        "weekdays": [WEEKDAY_NAMES[-1], *WEEKDAY_NAMES[:-1]],
        "sections": _describe_sections(),
        "slots": {name: _describe_slot(name) for name in AD_SLOTS},
        "slot_order": list(AD_SLOTS),
        "assets": {
            "stylesheet": stylesheet,
            "script": _find_asset(output, "bulletin.*.js"),
            "search": _find_asset(output, "search.*.js"),
            "icon": _find_asset(output, "icon.*.svg"),
            "share": _find_asset(output, "share.*.png"),
            "touch_icon": TOUCH_ICON_ADDRESS,
            "manifest": MANIFEST_ADDRESS,
            "worker": WORKER_ADDRESS,
        },
        "first_screen": {
            kind: {"css": str(style.css), "digest": style.digest}
            for kind, style in load_first_screen_styles([_ROOT / "theme" / "static"]).items()
        },
        "theme_colours": {"light": colours.red, "dark": colours.dark_red},
    }


def list_static_files(output: Path) -> list[str]:
    """Return the paths, from ``output``, of the bulletin's files that peers copy."""
    files = (
        *output.glob("assets/*"),
        *output.glob("vi-tri/*.webp"),
        output / AD_TEXTS_ADDRESS.lstrip("/"),
        *(output / address.lstrip("/") for address in BROWSER_FILE_ADDRESSES),
    )
    return sorted(path.relative_to(output).as_posix() for path in files)


def _describe_sections() -> list[dict[str, str]]:
    names = tuple(SECTION_WEIGHTS)
    return [
        {"name": name, "slug": slugify(name), "bar": bar}
        for name, bar in zip(names, choose_bar_sections(names), strict=True)
    ]


def _describe_slot(name: str) -> dict[str, str | int]:
    slot = AD_SLOTS[name]
    view = build_slot_view(slot)
    return {
        "label": f"Quảng cáo {_SLOT_PLACES[name]}",
        "place": _SLOT_PLACES[name].capitalize(),
        "width": slot.width,
        "height": slot.height,
        "phone_width": slot.phone_width,
        "phone_height": slot.phone_height,
        "alt": view.alt,
        "texts": view.texts,
    }


def _find_asset(output: Path, pattern: str) -> str:
    (path,) = output.glob(f"assets/{pattern}")
    return f"/assets/{path.name}"
