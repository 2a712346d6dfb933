"""What every page prints around its content, for the peers' themes: the words and files of the bulletin itself."""

from pathlib import Path
from typing import Any

from bench.corpus import SECTIONS
from bulletin.ads.slots import SLOTS, view
from bulletin.publishing.settings.settings import read_settings
from bulletin.text.formatting import WEEKDAYS
from bulletin.text.slugs import slugify

Frame = dict[str, Any]

_PLACES = {
    "leaderboard": "đầu trang",
    "sidebar": "bên lề",
    "in-list": "trong danh sách",
    "footer": "cuối trang",
}


def frame(output: Path, moment: str) -> Frame:
    """Return the frame as JSON holds it.

    ``output`` is a build of the bulletin, whose assets are served as they are; ``moment`` is that of all builds.
    """
    settings = read_settings(Path(__file__).parents[1] / "pelicanconf.py")
    bulletin: dict[str, Any] = settings["BULLETIN"]
    return {
        "moment": moment,
        "name": settings["SITENAME"],
        "organisation": bulletin["organisation"],
        "tagline": bulletin["tagline"],
        "contact": list(bulletin["contact"]),
        "advertising": list(bulletin["advertising"]),
        "weekdays": [WEEKDAYS[-1], *WEEKDAYS[:-1]],
        "sections": [{"name": name, "slug": slugify(name)} for name in SECTIONS],
        "slots": {name: _slot(name) for name in SLOTS},
        "assets": {
            "stylesheet": _asset(output, "bulletin.*.css"),
            "script": _asset(output, "bulletin.*.js"),
            "search": _asset(output, "search.*.js"),
            "icon": _asset(output, "icon.*.svg"),
            "share": _asset(output, "share.*.png"),
        },
    }


def static_files(output: Path) -> list[str]:
    """Return the files of a build of the bulletin that peers serve as they are, as paths from ``output``."""
    found = (*output.glob("assets/*"), *output.glob("qc/*.webp"))
    return sorted(path.relative_to(output).as_posix() for path in found)


def _slot(name: str) -> dict[str, str | int]:
    slot = SLOTS[name]
    return {
        "label": f"Quảng cáo {_PLACES[name]}",
        "place": _PLACES[name].capitalize(),
        "width": slot.width,
        "height": slot.height,
        "phone_width": slot.phone_width,
        "phone_height": slot.phone_height,
        "alt": view(slot).alt,
    }


def _asset(output: Path, pattern: str) -> str:
    (path,) = output.glob(f"assets/{pattern}")
    return f"/assets/{path.name}"
