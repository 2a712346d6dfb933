"""What every page prints around its content, for the peers' themes: the words and files of the bulletin itself."""

from pathlib import Path
from typing import Any

from bench.corpus import SECTION_WEIGHTS
from bulletin.ads.slots import AD_SLOTS, build_slot_view
from bulletin.publishing.settings.settings import load_pelican_settings
from bulletin.text.formatting import WEEKDAY_NAMES
from bulletin.text.slugs import slugify

SharedFrame = dict[str, Any]

_PLACES = {
    "leaderboard": "đầu trang",
    "sidebar": "bên lề",
    "in-list": "trong danh sách",
    "footer": "cuối trang",
}


def extract_frame(output: Path, moment: str) -> SharedFrame:
    """Return the frame as JSON holds it.

    ``output`` is a build of the bulletin, whose assets are served as they are; ``moment`` is that of all builds.
    """
    settings = load_pelican_settings(Path(__file__).parents[1] / "pelicanconf.py")
    bulletin: dict[str, Any] = settings["BULLETIN"]
    return {
        "moment": moment,
        "name": settings["SITENAME"],
        "organisation": bulletin["organisation"],
        "tagline": bulletin["tagline"],
        "contact": list(bulletin["contact"]),
        "advertising": list(bulletin["advertising"]),
        "weekdays": [WEEKDAY_NAMES[-1], *WEEKDAY_NAMES[:-1]],
        "sections": [{"name": name, "slug": slugify(name)} for name in SECTION_WEIGHTS],
        "slots": {name: _slot(name) for name in AD_SLOTS},
        "assets": {
            "stylesheet": _asset(output, "bulletin.*.css"),
            "script": _asset(output, "bulletin.*.js"),
            "search": _asset(output, "search.*.js"),
            "icon": _asset(output, "icon.*.svg"),
            "share": _asset(output, "share.*.png"),
        },
    }


def list_static_files(output: Path) -> list[str]:
    """Return the files of a build of the bulletin that peers serve as they are, as paths from ``output``."""
    found = (*output.glob("assets/*"), *output.glob("qc/*.webp"))
    return sorted(path.relative_to(output).as_posix() for path in found)


def _slot(name: str) -> dict[str, str | int]:
    slot = AD_SLOTS[name]
    return {
        "label": f"Quảng cáo {_PLACES[name]}",
        "place": _PLACES[name].capitalize(),
        "width": slot.width,
        "height": slot.height,
        "phone_width": slot.phone_width,
        "phone_height": slot.phone_height,
        "alt": build_slot_view(slot).alt,
    }


def _asset(output: Path, pattern: str) -> str:
    (path,) = output.glob(f"assets/{pattern}")
    return f"/assets/{path.name}"
