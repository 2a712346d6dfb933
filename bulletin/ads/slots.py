"""The places for advertising: four names with fixed sizes, so that no page moves when a picture comes."""

from typing import NamedTuple

from bulletin import urls
from bulletin.view_models.components import AdSlotView


class AdSlot(NamedTuple):
    """A place in the pages. Sizes are CSS pixels; those for phones hold below 48em."""

    name: str
    title: str
    """Where it is, as readers and editors say: ``đầu trang``."""
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
"""All slots by name. Sizes of the Interactive Advertising Bureau where it has one (leaderboard,
medium rectangle, mobile leaderboard), so that advertisers have the artwork."""


def build_slot_view(slot: AdSlot, base: str = "") -> AdSlotView:
    """Return the slot as a page prints it.

    ``base`` is the path of the site on its server, without a slash at the end. The alternative
    text names the place, never the campaign: it would outlive it in every page.
    """
    return AdSlotView(
        name=slot.name,
        url=base + urls.get_ad_click_address(slot.name),
        picture=f"{base}/{get_slot_image_path(slot)}",
        width=slot.width,
        height=slot.height,
        phone_picture=f"{base}/{get_slot_image_path(slot, phone=True)}",
        phone_width=slot.phone_width,
        phone_height=slot.phone_height,
        alt=f"Quảng cáo ở {slot.title}",
    )


def list_slot_images() -> list[str]:
    """Return the paths of the pictures of all slots below the output, sorted."""
    return sorted(
        get_slot_image_path(slot, phone=phone) for slot in AD_SLOTS.values() for phone in (False, True)
    )


def get_slot_image_path(slot: AdSlot, *, phone: bool = False) -> str:
    """Return the path of the slot's picture below the output: ``qc/sidebar-phone.webp``."""
    return urls.get_ad_image_path(slot.name, phone=phone)
