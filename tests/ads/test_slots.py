import re
from operator import attrgetter
from pathlib import Path

import pytest
from PIL import Image

from bulletin.ads.slots import AD_SLOTS, AdSlot, build_slot_view, list_slot_images

ROOT = Path(__file__).parents[2]


def read_rules(stylesheet: str) -> dict[tuple[str, str], str]:
    """Return the values of ``width`` and ``aspect-ratio`` by slot and property.

    A value for all slots has ``ad`` in place of the slot.
    """
    values = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", stylesheet):
        for name, value in re.findall(r"(?<![\w-])(width|aspect-ratio): ([^;]+);", body):
            for selector in selectors.split(","):
                part = {"width": "link", "aspect-ratio": "picture"}[name]
                if match := re.fullmatch(rf"(?:\.ad--([a-z-]+) )?\.ad__{part}", selector.strip()):
                    values[match[1] or "ad", name] = value
    return values


def test_stylesheet_reserves_the_sizes_of_the_slots() -> None:
    text = (ROOT / "theme/static/css/ad.css").read_text(encoding="utf-8")
    phone, desktop = map(read_rules, text.split("@media (min-width: 48em) {"))
    for slot in AD_SLOTS.values():
        for rules, width, height in (
            (phone, slot.phone_width, slot.phone_height),
            (phone | desktop, slot.width, slot.height),
        ):
            found = [rules.get((slot.name, name), rules["ad", name]) for name in ("width", "aspect-ratio")]
            assert found == [f"{width}px", f"{width} / {height}"], slot.name


def test_guide_for_editors_lists_the_slots_with_images_of_twice_their_size() -> None:
    guide = (ROOT / "docs/huong-dan-bien-tap.md").read_text(encoding="utf-8")
    for slot in AD_SLOTS.values():
        cells = [
            f"khung {width} × {height}, ảnh {2 * width} × {2 * height}"
            for width, height in ((slot.width, slot.height), (slot.phone_width, slot.phone_height))
        ]
        if cells[0] == cells[1]:
            cells[1] = "như máy tính"
        assert f"| `{slot.name}` | {slot.title} | {' | '.join(cells)} |" in guide


@pytest.mark.parametrize("slot", AD_SLOTS.values(), ids=attrgetter("name"))
def test_notice_of_an_empty_slot_has_twice_the_size_of_the_slot(slot: AdSlot) -> None:
    for name, size in (
        (slot.name, (slot.width, slot.height)),
        (f"{slot.name}-phone", (slot.phone_width, slot.phone_height)),
    ):
        with Image.open(ROOT / f"theme/static/images/house-{name}.webp") as image:
            assert image.size == (2 * size[0], 2 * size[1])


@pytest.mark.parametrize("base", ["", "/bantin"])
def test_build_slot_view_addresses_have_base_and_slot(base: str) -> None:
    slot = build_slot_view(AD_SLOTS["in-list"], base)
    assert slot.url == f"{base}/vi-tri/in-list/"
    assert slot.picture == f"{base}/vi-tri/in-list.webp"
    assert slot.phone_picture == f"{base}/vi-tri/in-list-phone.webp"


def test_build_slot_view_alternative_texts_name_place_and_differ() -> None:
    texts = [build_slot_view(slot).alt for slot in AD_SLOTS.values()]
    assert "Quảng cáo ở đầu trang" in texts
    assert len(set(texts)) == 4


BLOCK_RULES = (".com/qc/", ".vn/qc/")
"""Rules of abpvn.txt (github.com/abpvn/abpvn, lines 24 and 31 on 2026-08-22): substrings of an address."""


@pytest.mark.parametrize(
    "host", ["https://bantin.example.vn", "https://bantin.example.com", "https://a.gov.vn/tin"]
)
def test_addresses_of_slots_are_not_on_the_list_of_ad_blockers(host: str) -> None:
    for slot in AD_SLOTS.values():
        view = build_slot_view(slot, "")
        for address in (view.url, view.picture, view.phone_picture):
            assert not [rule for rule in BLOCK_RULES if rule in host + address]


def test_former_addresses_of_slots_stay() -> None:
    paths = list_slot_images()
    assert {path.removeprefix("qc/") for path in paths if path.startswith("qc/")} == {
        path.removeprefix("vi-tri/") for path in paths if path.startswith("vi-tri/")
    }
