import pytest

from bulletin.ads.slots import AD_SLOTS, build_slot_view

SIZES = {
    "leaderboard": (728, 90, 320, 50),
    "sidebar": (300, 250, 300, 250),
    "in-list": (600, 120, 320, 100),
    "footer": (728, 90, 320, 50),
}


def test_ad_slots_have_fixed_sizes() -> None:
    sizes = {
        name: (slot.width, slot.height, slot.phone_width, slot.phone_height)
        for name, slot in AD_SLOTS.items()
    }
    assert sizes == SIZES


@pytest.mark.parametrize("base", ["", "/bantin"])
def test_build_slot_view_addresses_have_base_and_slot(base: str) -> None:
    slot = build_slot_view(AD_SLOTS["in-list"], base)
    assert slot.url == f"{base}/qc/in-list/"
    assert slot.picture == f"{base}/qc/in-list.webp"
    assert slot.phone_picture == f"{base}/qc/in-list-phone.webp"


def test_build_slot_view_alternative_texts_name_place_and_differ() -> None:
    texts = [build_slot_view(slot).alt for slot in AD_SLOTS.values()]
    assert "Quảng cáo ở đầu trang" in texts
    assert len(set(texts)) == 4
