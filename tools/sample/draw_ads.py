"""Draw the advertisements of the sample: ``python tools/sample/draw_ads.py``.

They carry text, so Chromium sets them: small HTML pages, photographed at twice their size.
"""

from dataclasses import dataclass
from pathlib import Path
from string import Template

from playwright.sync_api import Browser, sync_playwright

ADS = Path(__file__).resolve().parents[2] / "content" / "ads"
CHROMIUM = "/usr/bin/chromium"

SIZES = {
    "leaderboard": ((728, 90), (320, 50)),
    "sidebar": ((300, 250), (300, 250)),
    "in-list": ((600, 120), (320, 100)),
    "footer": ((728, 90), (320, 50)),
}


@dataclass(frozen=True, slots=True)
class Advertisement:
    """What stands in an advertisement; its slot gives the size."""

    name: str
    slot: str
    advertiser: str
    line: str
    call: str
    motif: str
    ground: str
    ink: str
    accent: str


ADVERTISEMENTS = (
    Advertisement(
        "thanh-long-doi-nang",
        "leaderboard",
        "HTX Thanh long Đồi Nắng",
        "Trái ruột trắng, ruột đỏ từ vườn VietGAP",
        "Đặt hàng",
        "dragon-fruit",
        "#1d524e",
        "#fbf3e2",
        "#f0c063",
    ),
    Advertisement(
        "nha-sach-ben-cu",
        "sidebar",
        "Nhà sách Bến Cũ",
        "Tủ sách chi bộ: chọn theo chủ đề, giao tận xã",
        "Xem danh mục",
        "books",
        "#f4e4c3",
        "#1c2a33",
        "#ad3b2c",
    ),
    Advertisement(
        "tra-dat-do",
        "sidebar",
        "Trà Đất Đỏ",
        "Ấm trà sáng cho phòng họp, gói giấy, không túi nhựa",
        "Dùng thử",
        "cup",
        "#74272a",
        "#fbf3e2",
        "#f0c063",
    ),
    Advertisement(
        "nuoc-mam-ghenh-son",
        "in-list",
        "Nước mắm Ghềnh Son",
        "Ủ chượp mười hai tháng trong lu sành, nếp nhà ba đời",
        "Ghé nhà lu",
        "jar",
        "#fbf3e2",
        "#3a1d1a",
        "#ad3b2c",
    ),
    Advertisement(
        "the-ban-doc",
        "footer",
        "Thư viện Hàm Tiến",
        "Làm thẻ bạn đọc miễn phí đến hết năm 2027",
        "Đăng ký",
        "reading",
        "#2e6a66",
        "#fbf3e2",
        "#f0c063",
    ),
    Advertisement(
        "cho-phien-lang-nghe",
        "sidebar",
        "Chợ phiên Làng nghề",
        "Đan lát, dệt thổ cẩm, gốm mộc và bánh quê",
        "Lịch chợ phiên",
        "basket",
        "#f0c063",
        "#3a1d1a",
        "#74272a",
    ),
    Advertisement(
        "hoi-hoa-xuan",
        "leaderboard",
        "Hội hoa xuân Bờ Sông",
        "Mai, cúc, bonsai: từ 23 tháng Chạp đến mùng Sáu",
        "Xem sơ đồ",
        "blossom",
        "#ad3b2c",
        "#fbf3e2",
        "#f0c063",
    ),
)

PARTS = Path(__file__).parent / "advertisements"
"""The page they are set on and the motifs."""


def main() -> None:
    """Draw every advertisement, for wide screens and for telephones."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for advertisement in ADVERTISEMENTS:
            wide, phone = SIZES[advertisement.slot]
            photograph(browser, advertisement, wide, ADS / f"{advertisement.name}.png")
            photograph(browser, advertisement, phone, ADS / f"{advertisement.name}-phone.png")
        browser.close()


def photograph(browser: Browser, advertisement: Advertisement, size: tuple[int, int], path: Path) -> None:
    """Write one advertisement to ``path`` at twice ``size``."""
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=2)
    page.set_content(_html(advertisement, width, height))
    page.screenshot(path=path)
    page.close()


def _html(ad: Advertisement, width: int, height: int) -> str:
    tall, strip, narrow = height >= 200, height <= 50, width <= 320
    has_call = tall or not narrow or (strip and len(ad.advertiser) < 18)
    large = 23 if tall else 17 if strip else 18 if narrow else 27
    small = 15 if tall else 13 if narrow else 16
    return Template((PARTS / "page.html").read_text("utf-8")).substitute(
        width=width,
        height=height,
        ground=ad.ground,
        ink=ad.ink,
        accent=ad.accent,
        gap=8 if strip else 12 if narrow else 20,
        pad=8 if strip else 12 if narrow else 18,
        rule=3 if strip else 4,
        motif_size=84 if tall else round(height * (0.78 if strip else 0.7)),
        large=large,
        small=small,
        step=2 if not tall else 5,
        step2=5,
        shape="tall" if tall else "",
        motif=(PARTS / f"{ad.motif}.svg").read_text("utf-8"),
        advertiser=ad.advertiser,
        line="" if strip else f"<p>{ad.line}</p>",
        call=f"<b>{ad.call}</b>" if has_call else "",
    )


if __name__ == "__main__":
    main()
