"""Content besides articles: sections, pages, campaigns, images, files, the clock."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image

from tests.site.edited_article import increment_counter

START_TIME = datetime(2026, 11, 23, 8)  # noqa: DTZ001  # local time, as editors write it
OLD_MTIME = 1_700_000_000
_SLOTS = ("leaderboard", "sidebar", "in-list", "footer")

DOCUMENTS = (
    "number: 38-KL/TW\ndate: 2018-11-13\nissuer: Bộ Chính trị\nimplements: 12-NQ/TU\nfile: files/0.pdf",
    "number: 143-KH/TU\nreplaces: 38-KL/TW\ndate: 2019-06-03\nfile: files/1.pdf",
    "number: 12-NQ/TU\ndate: 2022-04-15\nissuer: Tỉnh ủy",
    "number: 05-CT/TW\ndate: 2016-05-15\nissuer: Bộ Chính trị",
    "names: Nghị quyết Trung ương 4 khóa XII\nterm: XII\nissuer: Ban Chấp hành Trung ương",
)
"""Files of official documents: the first line stays, others may be missing."""


def write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def change_keeping_mtime(path: Path, change: Callable[[Path], object]) -> None:
    """Change a file and keep its size and modification time.

    Reason: a coarse clock gives two edits within one tick the same time.
    """
    before = path.stat()
    change(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size


class ContentEditor:
    """Content folder ``root`` with the build time.

    Each method with a ``number`` is one change, and the number selects its object and value.
    """

    def __init__(self, root: Path) -> None:
        self.root, self.build_time = root, START_TIME
        self.name_count = 0
        """Number of names given so far."""
        self.pages: dict[str, dict[str, object]] = {}
        self.sections: list[dict[str, object]] = [
            {"name": "Tin A", "slug": "tin-a", "description": "Về lần 0001"},
            {"name": "Tin B", "slug": "tin-b", "sections": [{"name": "Tin con", "slug": "tin-con"}]},
            {"name": "Tin C", "slug": "tin-c"},
        ]
        self._save_sections()
        for number in range(4):
            self.write_image(number)
            self.change_file(number)
            self.add_page(number)

    def write_image(self, number: int) -> None:
        """Draw an image. Images with equal dimensions have equal file sizes."""
        path, size = self.root / f"images/{number % 4}.png", (260 + 90 * (number % 3), 200)
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", size, (number % 256, 40, 30)).save(path, compress_level=0)

    def change_file(self, number: int) -> None:
        write_text(
            self.root / f"files/{number % 4}.pdf", f"%PDF-1.7 lần {number:04d}" + " " * (number % 9 * 400)
        )

    # -- Sections, pages, campaigns ----------------------------------------------------------------

    def rename_section(self, number: int) -> None:
        self.name_count += 1
        self.sections[number % len(self.sections)]["name"] = f"Mục {self.name_count}"
        self._save_sections()

    def add_section(self, number: int) -> None:
        self.name_count += 1
        self.sections.append({"name": f"Mục thêm {self.name_count}", "slug": f"muc-{self.name_count}"})
        self._save_sections()

    def reorder_sections(self, number: int) -> None:
        self.sections.append(self.sections.pop(0))
        self._save_sections()

    def move_subsection(self, number: int) -> None:
        child = next(section.pop("sections") for section in self.sections if "sections" in section)
        self.sections[number % len(self.sections)]["sections"] = child
        self._save_sections()

    def add_page(self, number: int) -> None:
        self.pages[f"trang-{number}"] = {"title": f"Trang {number}", "order": number % 5}
        self._save_page(f"trang-{number}")

    def change_page(self, number: int) -> None:
        slug = sorted(self.pages)[number % len(self.pages)]
        keys = {
            "title": f"Trang mới {number}",
            "order": number % 7,
            "status": "hidden",
            "aliases": f"[/cu-{number}/]",
        }
        self.pages[slug] |= [(key, keys[key]) for key in list(keys)[number % 4 :][:1]]
        self._save_page(slug)

    def delete_page(self, number: int) -> None:
        slug = sorted(self.pages)[number % len(self.pages)]
        if len(self.pages) > 1:
            del self.pages[slug]
            (self.root / f"pages/{slug}.md").unlink()

    def write_campaign(self, number: int) -> None:
        end = self.build_time + timedelta(days=number % 5 - 1)
        write_text(
            self.root / f"ads/{number % 6}.yml",
            f"advertiser: Nhà sách\nslot: {_SLOTS[number % 4]}\npicture: images/{number // 4 % 4}.png\n"
            f"alt: Sách lần {number:04d}\nlink: https://example.vn/{number}\nstart: 2026-08-01\nend: {end:%Y-%m-%d}\n",
        )

    def write_document(self, number: int) -> None:
        """Write the file of an official document with some of its keys, or remove it."""
        file = self.root / f"documents/{number % 5}.yml"
        lines = DOCUMENTS[number % 5].splitlines()
        if number % 7 == 6:
            file.unlink(missing_ok=True)
        else:
            write_text(
                file, "\n".join([lines[0], *lines[1 + number % 3 :], f"title: Văn bản lần {number:04d}", ""])
            )

    # -- Files with misleading stamps -----------------------------------------------------------------

    def touch_file(self, number: int) -> None:
        self._list_files(number)[0].touch()

    def edit_keeping_mtime(self, number: int) -> None:
        """Change a text and keep its size and modification time."""
        change_keeping_mtime(
            next(path for path in self._list_files(number) if path.suffix in (".md", ".yml", ".pdf")),
            increment_counter,
        )

    def write_image_keeping_mtime(self, number: int) -> None:
        path = self.root / f"images/{number % 4}.png"
        size = Image.open(path).size
        change_keeping_mtime(
            path,
            lambda file: Image.new("RGB", size, (number % 256, 90, 60)).save(file, compress_level=0),
        )

    def replace_checkout(self, number: int) -> None:
        """Replace every file by a copy with another time and inode."""
        copy = self.root.with_name("content-moi")
        shutil.copytree(self.root, copy, copy_function=shutil.copyfile)
        shutil.rmtree(self.root)
        copy.rename(self.root)

    def _save_sections(self) -> None:
        write_text(self.root / "sections.yml", json.dumps(self.sections, ensure_ascii=False, indent=1))

    def _save_page(self, slug: str) -> None:
        header = "".join(f"{key}: {value}\n" for key, value in self.pages[slug].items())
        write_text(self.root / f"pages/{slug}.md", f"---\n{header}slug: {slug}\n---\n\nTrang lần 0001.\n")

    def _list_files(self, first: int = 0) -> list[Path]:
        """Return all files of the content, beginning with number ``first``."""
        files = sorted(path for path in self.root.rglob("*") if path.is_file())
        return files[first % len(files) :] + files[: first % len(files)]
