"""Draw the notices for empty ad slots, and the image for sharing.

Run it by hand if the words or sizes change: ``python -m theme.tools.draw_house_notices``. It needs Playwright and
Debian's Chromium. Commit the images that it writes to ``theme/static/images``.
"""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from bulletin.ads.slots import AD_SLOTS

IMAGES = Path(__file__).resolve().parents[1] / "static" / "images"
LINES = {
    "leaderboard": "Vị trí đầu trang, trên mọi bài viết",
    "sidebar": "Vị trí bên lề, cạnh bài viết",
    "in-list": "Vị trí trong danh sách tin",
    "footer": "Vị trí cuối trang, sau bài viết",
}
"""The words of a notice by the name of its slot."""

STYLE = """
* { box-sizing: border-box; margin: 0 }
body { background: #f6f0e4; color: #1d1a16; font-family: "Liberation Sans", sans-serif; overflow: hidden }
.house { position: relative; width: 100vw; height: 100vh; padding: 0 6%; display: flex; align-items: center; gap: 5% }
.tall { flex-direction: column; justify-content: center; gap: 12px; text-align: center }
.words { position: relative; flex: 1 }
.tall .words { flex: none }
strong { display: block; font: 700 var(--title)/1.3 "Liberation Serif", serif; color: #8e1616 }
span { font-size: var(--line); line-height: 1.4; color: #5b5348 }
svg.dune { position: absolute; inset: auto 0 0 0; width: 100%; height: 60% }
img { height: var(--mark); position: relative }
"""
DUNES = """<svg class="dune" viewBox="0 0 100 40" preserveAspectRatio="none" fill="none" stroke="#ddc79a"
vector-effect="non-scaling-stroke" stroke-width=".3"><path d="M0 34C20 34 26 16 45 16s28 14 55 10"/>
<path d="M0 39c28 0 32-12 56-12 20 0 24 8 44 6"/></svg>"""


def draw_notices() -> None:
    """Draw every notice at twice its size, and the image for sharing."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox"]
        )
        page = browser.new_context(device_scale_factor=2).new_page()
        for slot in AD_SLOTS.values():
            line, phone_size = LINES[slot.name], (slot.phone_width, slot.phone_height)
            _save(_take_screenshot(page, (slot.width, slot.height), line), IMAGES / f"house-{slot.name}.webp")
            _save(_take_screenshot(page, phone_size, line), IMAGES / f"house-{slot.name}-phone.webp")
        share_page = browser.new_context(device_scale_factor=1).new_page()
        share = _take_screenshot(share_page, (1200, 630), "Thông tin công tác xây dựng Đảng", "Bản tin")
        share.quantize(64, dither=Image.Dither.NONE).save(IMAGES / "share.png", optimize=True)
        browser.close()


def _take_screenshot(
    page: Page, size: tuple[int, int], line: str, title: str = "Liên hệ quảng cáo"
) -> Image.Image:
    width, height = size
    is_tall = height > 200
    sizes = {
        "title": 96 if width > 1000 else 30 if is_tall else min(30, height * 0.36, width * 0.085),
        "line": 40 if width > 1000 else 15 if is_tall else max(11, min(16, height * 0.17)),
        "mark": height * (0.3 if is_tall else 0.56),
    }
    variables = ";".join(f"--{name}:{value}px" for name, value in sizes.items())
    icon = (IMAGES / "icon.svg").read_text("utf-8")
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(
        f"<style>:root{{{variables}}}{STYLE}</style><div class='house{' tall' if is_tall else ''}'>{DUNES}"
        f"<img src='data:image/svg+xml,{_quote_svg(icon)}'><div class='words'><strong>{title}</strong>"
        f"<span>{line}</span></div></div>"
    )
    page.wait_for_function("document.images[0].complete")
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def _quote_svg(svg: str) -> str:
    return (
        svg.replace("%", "%25")
        .replace("#", "%23")
        .replace("'", "%27")
        .replace("<", "%3C")
        .replace(">", "%3E")
    )


def _save(image: Image.Image, file: Path) -> None:
    image.save(file, "WEBP", quality=70, method=6)


if __name__ == "__main__":
    draw_notices()
