"""Draw the pictures of the sample bulletin: ``python tools/sample/draw_pictures.py [NAME …]``.

The same script gives the same pictures: every scene has its own seeded chance. One photograph
(the lighthouse) is written as telephones do, lying on its side and with a place in its EXIF
data, so that the site can show that it turns pictures and removes where they were taken.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import coast
import desk
import fields
import rooms
import streets
import uplands
from PIL import Image
from sheet import CREAM, Sheet

IMAGES = Path(__file__).resolve().parents[2] / "content" / "images"
JPEG_QUALITY = 82
ORIENTATION, GPS = 0x0112, 0x8825


@dataclass(frozen=True, slots=True)
class Picture:
    """One file: what is drawn on it and how large."""

    file: str
    scene: Callable[[Sheet, Random], None]
    width: int = 1600
    height: int = 1000
    from_phone: bool = False
    """Written lying on its side, with orientation 6 and a place."""


PICTURES = (
    Picture("2019/doi-cat-binh-minh.jpg", fields.dunes_dawn),
    Picture("2019/ban-hop.jpg", rooms.meeting_table),
    Picture("2020/ruong-lua.jpg", fields.rice_fields),
    Picture("2021/den-hop-chi-bo.jpg", rooms.cell_lamp),
    Picture("2022/hai-dang.jpg", coast.lighthouse, 1000, 1400, from_phone=True),
    Picture("2022/thuyen-thung.jpg", coast.basket_boats),
    Picture("2023/so-sach-con-dau.jpg", desk.ledger_stamp),
    Picture("2023/ho-giua-rung.jpg", uplands.forest_lake),
    Picture("2024/so-tay-dien-tu.jpg", desk.handbook_phone),
    Picture("2024/dam-sen.jpg", fields.lotus_pond, 1000, 1300),
    Picture("2024/mai-cho.jpg", streets.market_roofs),
    Picture("2025/deo-nui.jpg", uplands.mountain_pass),
    Picture("2025/ruong-muoi.jpg", coast.salt_pans),
    Picture("2025/cau-qua-song.jpg", uplands.river_bridge),
    Picture("2025/tu-sach.jpg", rooms.bookshelf),
    Picture("2025/thong-bao.png", desk.notice_mark, 420, 420),
    Picture("2026/ben-ca.jpg", coast.harbour),
    Picture("2026/dao-dien-gio.jpg", coast.island_wind),
    Picture("2026/vuon-thanh-long.jpg", fields.dragon_rows),
    Picture("2026/trai-thanh-long.jpg", fields.dragon_fruit, 1200, 1200),
    Picture("2026/san-truong.jpg", streets.school_yard),
    Picture("2026/lu-nuoc-mam.png", coast.sauce_jars),
    Picture("2026/chuong-trinh-nam.png", desk.year_wheel, 1200, 760),
)


def main(names: list[str]) -> None:
    """Draw all pictures, or those whose file name holds one of ``names``."""
    for picture in PICTURES:
        if not names or any(name in picture.file for name in names):
            path = draw(picture)
            print(f"{path.relative_to(IMAGES)}  {path.stat().st_size // 1024} kB")


def draw(picture: Picture) -> Path:
    """Draw one picture into content/images and return its path."""
    sheet = Sheet(picture.width, picture.height, CREAM)
    picture.scene(sheet, Random(picture.file))  # noqa: S311 -- a drawing, not a secret
    path = IMAGES / picture.file
    path.parent.mkdir(parents=True, exist_ok=True)
    image = sheet.finished()
    if path.suffix == ".png":
        image.quantize(64, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
    elif picture.from_phone:
        lying = image.transpose(Image.Transpose.ROTATE_90)
        lying.save(path, quality=JPEG_QUALITY, optimize=True, progressive=True, exif=_phone_data())
    else:
        image.save(path, quality=JPEG_QUALITY, optimize=True, progressive=True)
    return path


def _phone_data() -> Image.Exif:
    """Return what a telephone writes: how it was held, and where (open sea, nobody's address)."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS).update({1: "N", 2: (10.0, 30.0, 0.0), 3: "E", 4: (109.0, 0.0, 0.0)})
    return exif


if __name__ == "__main__":
    main(sys.argv[1:])
