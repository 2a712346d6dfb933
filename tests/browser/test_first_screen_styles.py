"""The first screen looks the same before and after the whole stylesheet.

If a test fails after a change of the design, run ``python -m theme.tools.choose_first_screen_styles OUTPUT``.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.page_addresses import PAGE_ADDRESSES

pytestmark = [pytest.mark.browser]

MEASURE = """() => {
  const properties = ["display", "color", "backgroundColor", "fontSize", "fontFamily", "fontWeight", "visibility"];
  const found = {};
  const elements = [...document.body.querySelectorAll("*")];
  // What a finger touches: links that are stretched over their teaser have no box of their own.
  for (let x = 10; x < innerWidth; x += 40) {
    for (let y = 10; y < innerHeight; y += 40) {
      found[`touch ${x} ${y}`] = elements.indexOf(document.elementFromPoint(x, y));
    }
  }
  elements.forEach((element, number) => {
    if (["LINK", "SCRIPT"].includes(element.tagName)) return;
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


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Browser context without scripts, as the first moment of a page is."""
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    yield context
    context.close()


def measure_first_screen(
    context: BrowserContext, address: str, size: tuple[int, int], *, has_stylesheet: bool
) -> dict[str, Any]:
    page = context.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    if not has_stylesheet:
        page.route("**/assets/*.css", lambda route: route.abort())
    page.goto(address, wait_until="load")
    measured: dict[str, Any] = page.evaluate(MEASURE)
    page.close()
    return measured


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("path", PAGE_ADDRESSES.values(), ids=PAGE_ADDRESSES)
def test_first_screen_needs_no_rule_of_the_whole_stylesheet(
    context: BrowserContext, address: str, path: str, size: tuple[int, int]
) -> None:
    before = measure_first_screen(context, address + path, size, has_stylesheet=False)
    after = measure_first_screen(context, address + path, size, has_stylesheet=True)
    changed = {name: (before.get(name), value) for name, value in after.items() if before.get(name) != value}
    assert len(after) > 10
    assert changed == {}
