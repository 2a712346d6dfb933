"""Collect the site frame of the bulletin for the themes of the peers.

The frame holds the texts and assets that every page prints around its content.
"""

from pathlib import Path
from typing import Any

from bench.corpus import SECTION_WEIGHTS
from bulletin.ads.slots import AD_SLOTS, build_slot_view
from bulletin.context.settings import SiteSettings
from bulletin.publishing.settings.settings import load_pelican_settings
from bulletin.settings.tables import load_settings
from bulletin.text.formatting import WEEKDAY_NAMES
from bulletin.text.slugs import slugify
from bulletin.urls import AD_TEXTS_ADDRESS, convert_address_to_path
from bulletin.views.menu_bar import choose_bar_sections
from bulletin.views.site_frame import build_imprint

SharedFrame = dict[str, Any]

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
    settings = load_pelican_settings(Path(__file__).parents[1] / "pelicanconf.py")
    bulletin: dict[str, Any] = settings["BULLETIN"]
    return {
        "moment": build_time,
        "name": settings["SITENAME"],
        "organisation": bulletin["organisation"],
        "tagline": bulletin["tagline"],
        "imprint": [
            {"label": line.label, "text": line.text, "url": line.url}
            for line in build_imprint(load_settings(SiteSettings, "BULLETIN", bulletin))
        ],
        "advertising": list(bulletin["advertising"]),
        "weekdays": [WEEKDAY_NAMES[-1], *WEEKDAY_NAMES[:-1]],
        "sections": [
            {"name": name, "slug": slugify(name), "bar": bar}
            for name, bar in zip(SECTION_WEIGHTS, choose_bar_sections(list(SECTION_WEIGHTS)), strict=True)
        ],
        "slots": {name: _describe_slot(name) for name in AD_SLOTS},
        "assets": {
            "stylesheet": _find_asset(output, "bulletin.*.css"),
            "script": _find_asset(output, "bulletin.*.js"),
            "search": _find_asset(output, "search.*.js"),
            "icon": _find_asset(output, "icon.*.svg"),
            "share": _find_asset(output, "share.*.png"),
        },
    }


def list_static_files(output: Path) -> list[str]:
    """Return the paths, from ``output``, of the bulletin's files that peers copy."""
    files = (
        *output.glob("assets/*"),
        *output.glob("vi-tri/*.webp"),
        output / convert_address_to_path(AD_TEXTS_ADDRESS),
    )
    return sorted(path.relative_to(output).as_posix() for path in files)


def _describe_slot(name: str) -> dict[str, str | int]:
    slot = AD_SLOTS[name]
    return {
        "label": f"Quảng cáo {_SLOT_PLACES[name]}",
        "place": _SLOT_PLACES[name].capitalize(),
        "width": slot.width,
        "height": slot.height,
        "phone_width": slot.phone_width,
        "phone_height": slot.phone_height,
        "alt": build_slot_view(slot).alt,
    }


def _find_asset(output: Path, pattern: str) -> str:
    (path,) = output.glob(f"assets/{pattern}")
    return f"/assets/{path.name}"
