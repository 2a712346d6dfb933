"""The first screen looks the same before and after the whole stylesheet.

If a test fails after a change of the design, run ``python -m theme.tools.choose_first_screen_styles OUTPUT``.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.page_addresses import PAGE_ADDRESSES
from tests.gate import mark_later_rows

pytestmark = [pytest.mark.browser]
Sizes = tuple[tuple[int, int], ...]

MEASURE = """() => {
  const properties = ["display", "color", "backgroundColor", "fontSize", "fontFamily", "fontWeight", "visibility"];
  const found = {};
  const elements = [...document.body.querySelectorAll("*")];
  // The footer follows the stylesheet, so that a browser paints it only then.
  const isLate = (element) => Boolean(element?.closest(".footer, .ad--footer"));
  // What a finger touches: links that are stretched over their teaser have no box of their own.
  for (let x = 10; x < innerWidth; x += 40) {
    for (let y = 10; y < innerHeight; y += 40) {
      const touched = document.elementFromPoint(x, y);
      if (!isLate(touched)) found[`touch ${x} ${y}`] = elements.indexOf(touched);
    }
  }
  elements.forEach((element, number) => {
    if (["LINK", "SCRIPT"].includes(element.tagName) || isLate(element)) return;
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height || box.top >= innerHeight) return;
    const style = getComputedStyle(element);
    const name = `${number} ${element.tagName.toLowerCase()}.${element.getAttribute("class") || ""}`;
    const size = [box.left, box.top, box.width].map(Math.round);
    found[name] = [...size, ...properties.map((property) => style[property])].join(" ");
  });
  return found;
}"""
SIZES = {"phone": (390, 844), "desktop": (1280, 1024)}
FIRST_SCREENS = {kind: (path, tuple(SIZES.values())) for kind, path in PAGE_ADDRESSES.items()} | {
    "short article": ("/2020/10/thay-doi-so-dien-thoai-tiep-nhan-bao-cao/", ((412, 823),)),
    "short month": ("/luu-tru/2018/11/", ((360, 780), (412, 823))),
}
"""Addresses with their sizes of window. A short page ends on the first screen of a phone."""
TRIED_KINDS = [
    *(
        "front",
        "lead article",
        "short article",
        "short month",
        "section",
        "archive",
        "documents",
        "document",
        "search",
        "page",
    )
]
"""Kinds of page at the gate. Others have few elements, or the elements of these."""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """Tab without scripts, as the first moment of a page is."""
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    yield context.new_page()
    context.close()


def measure_first_screens(page: Page, url: str, sizes: Sizes) -> dict[str, Any]:
    """Open an address and return its first screen in each size.

    The sizes share one page, because to load it is the dearest part.
    """
    page.goto(url, wait_until="load")
    found: dict[str, Any] = {}
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        found |= {f"{width} {key}": value for key, value in page.evaluate(MEASURE).items()}
    return found


@pytest.mark.parametrize(
    "kind", mark_later_rows([*TRIED_KINDS, *sorted(FIRST_SCREENS.keys() - TRIED_KINDS)], len(TRIED_KINDS))
)
def test_first_screen_needs_no_rule_of_the_whole_stylesheet(page: Page, address: str, kind: str) -> None:
    path, sizes = FIRST_SCREENS[kind]
    page.route("**/assets/*.css", lambda route: route.abort())
    before = measure_first_screens(page, address + path, sizes)
    page.unroute("**/assets/*.css")
    after = measure_first_screens(page, address + path, sizes)
    changed = {name: (before.get(name), value) for name, value in after.items() if before.get(name) != value}
    assert len(after) > 20
    assert changed == {}
