"""Ad slots: four named places in the pages with fixed sizes.

Reason: the text of a page does not move when an image arrives.
"""

from collections.abc import Iterable
from typing import NamedTuple

from bulletin import urls
from bulletin.view_models.components import AdSlotView

IMAGE_PREFIXES = (urls.AD_PREFIX, urls.FORMER_AD_PREFIX)
"""Beginnings of the addresses of slot images: the present one and the former one."""
_PIXELS_PER_CSS_PIXEL = 2
"""Image pixels for each CSS pixel, for the screens of phones."""


class AdSlot(NamedTuple):
    """A place in the pages. Sizes are CSS pixels; phone sizes apply below 48em."""

    name: str
    title: str
    """Vietnamese name of the place: ``đầu trang``."""
    width: int
    height: int
    phone_width: int
    phone_height: int


AD_SLOTS = {
    slot.name: slot
    for slot in (
        AdSlot("leaderboard", "đầu trang", 728, 90, 320, 50),
        AdSlot("sidebar", "cột bên", 300, 250, 300, 250),
        AdSlot("in-list", "giữa danh sách tin", 600, 120, 320, 100),
        AdSlot("footer", "cuối trang", 728, 90, 320, 50),
    )
}
"""All slots by name: the one table of their sizes.

The notices of empty slots are drawn from it. Tests compare the stylesheet and the guide for editors with it.

The sizes are those of the Interactive Advertising Bureau if it defines one.
Reason: advertisers have images of these sizes.
"""


def build_slot_view(slot: AdSlot, base: str = "") -> AdSlotView:
    """Return the view model of a slot.

    The alternative text names the slot, and a script puts the text of the campaign in its place.
    Reason: the page does not change when the campaign ends.

    Args:
        slot: the ad slot.
        base: path of the site on its server, without a slash at the end.

    """
    return AdSlotView(
        name=slot.name,
        url=base + urls.get_ad_click_address(slot.name),
        picture=f"{base}/{urls.get_ad_image_path(slot.name)}",
        width=slot.width,
        height=slot.height,
        phone_picture=f"{base}/{urls.get_ad_image_path(slot.name, phone=True)}",
        phone_width=slot.phone_width,
        phone_height=slot.phone_height,
        alt=f"Quảng cáo ở {slot.title}",
        texts=base + urls.AD_TEXTS_ADDRESS,
    )


def list_slot_images() -> list[str]:
    """Return the paths of all slot images below the output, sorted."""
    return sorted(
        path
        for slot in AD_SLOTS.values()
        for phone in (False, True)
        for path in get_slot_image_paths(slot, phone=phone)
    )


def get_max_image_size(slot: AdSlot, *, phone: bool) -> tuple[int, int]:
    """Return the greatest width and height of the image of a slot, in image pixels."""
    width, height = (slot.phone_width, slot.phone_height) if phone else (slot.width, slot.height)
    return _PIXELS_PER_CSS_PIXEL * width, _PIXELS_PER_CSS_PIXEL * height


def get_slot_image_paths(
    slot: AdSlot, prefixes: Iterable[str] = IMAGE_PREFIXES, *, phone: bool = False
) -> tuple[str, ...]:
    """Return the paths of a slot image below the output, one for each prefix."""
    return tuple(urls.get_ad_image_path(slot.name, prefix, phone=phone) for prefix in prefixes)
