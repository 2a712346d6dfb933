"""Whatever changes, a build leaves byte for byte what a clean build would."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.sample import run_pelican
from tests.site.test_repeats import digests

Change = Callable[[Path], str]
"""Changes the content folder; returns the moment of the next build, or nothing for the same one."""
NOW = "2026-11-23 08:00"


def article(root: Path, name: str, day: str, **keys: str) -> Path:
    """Write an article; a key set to nothing is left out."""
    path = root / f"articles/{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    header = {"title": f"Tin {name}", "date": f"2026-{day} 07:00", "category": "Tin A", "slug": name, **keys}
    rows = "".join(f"{key}: {value}\n" for key, value in header.items() if value)
    path.write_text(f"---\n{rows}---\n\nThân bài của {name}.\n", encoding="utf-8")
    return path


def rewrite(path: Path, old: str, new: str) -> str:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return ""


def rename(old: Path, new: Path) -> str:
    old.rename(new)
    return ""


def remove(path: Path) -> str:
    path.unlink()
    return ""


def write(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return ""


def add(root: Path) -> str:
    article(root, "moi", "11-20")
    return ""


def draw(path: Path) -> str:
    Image.new("RGB", (400, 300)).save(path)
    return ""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    root = tmp_path / "content"
    for number in range(1, 26):
        article(root, f"tin-{number:02d}", f"10-{number:02d}", tags="[một]", author="Lê An")
    article(root, "co-anh", "11-02", cover="images/a.png", cover_alt="a", topic="Chuyện dài")
    article(root, "hen-gio", "11-24", topic="Chuyện dài")
    article(root, "het-han", "11-05", expires="2026-11-24", aliases="[/cu.html]")
    (root / "images").mkdir()
    Image.new("RGB", (500, 300), (150, 30, 30)).save(root / "images/a.png")
    write(root / "sections.yml", "- name: Tin A\n- name: Tin B\n")
    write(root / "pages/gioi-thieu.md", "---\ntitle: Giới thiệu\n---\n\nTrang.\n")
    return root


CHANGES: dict[str, Change] = {
    "an article is added": add,
    "an article is edited": lambda root: rewrite(root / "articles/tin-05.md", "Thân bài", "Thân bài mới"),
    "an article is retitled": lambda root: rewrite(root / "articles/tin-05.md", "title: Tin", "title: Bài"),
    "an article moves to another section": lambda root: rewrite(
        root / "articles/tin-05.md", "Tin A", "Tin B"
    ),
    "an article moves to another folder": lambda root: rename(
        root / "articles/tin-05.md", root / "articles/z.md"
    ),
    "an article gets another slug": lambda root: rewrite(
        root / "articles/tin-05.md", "slug: tin-05", "slug: khac"
    ),
    "an article is deleted": lambda root: remove(root / "articles/tin-25.md"),
    "an article is made a draft": lambda root: rewrite(
        root / "articles/co-anh.md", "slug:", "status: draft\nslug:"
    ),
    "an article is hidden": lambda root: rewrite(
        root / "articles/tin-25.md", "slug:", "status: hidden\nslug:"
    ),
    "a scheduled moment and an expiry pass": lambda _: "2026-11-24 08:00",
    "an old file becomes a folder": lambda root: rewrite(
        root / "articles/het-han.md", "/cu.html", "/cu.html/"
    ),
    "a picture is replaced": lambda root: draw(root / "images/a.png"),
    "a section is renamed": lambda root: rewrite(root / "sections.yml", "Tin B", "Tin C"),
    "a page is added": lambda root: write(root / "pages/lien-he.md", "---\ntitle: Liên hệ\n---\n\nTrang.\n"),
    "a campaign is added": lambda root: write(
        root / "ads/sach.yml",
        "advertiser: Nhà sách\nslot: sidebar\npicture: images/a.png\nalt: Sách\nlink: https://example.vn\n"
        "start: 2026-11-01\nend: 2026-12-01\n",
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_leaves_what_a_clean_build_would(content: Path, tmp_path: Path, change: Change) -> None:
    options = ("-s", "pelicanconf.py", "--fatal", "warnings", "-e", f'CACHE_PATH="{tmp_path / "cache"}"')
    run_pelican(content, tmp_path / "out", *options, now=NOW)
    moment = change(content) or NOW
    run_pelican(content, tmp_path / "out", *options, now=moment)
    run_pelican(content, tmp_path / "clean", *options, now=moment)
    assert digests(tmp_path / "out") == digests(tmp_path / "clean")


def test_a_section_page_that_is_full_never_changes(content: Path, tmp_path: Path) -> None:
    for number in range(26, 60):
        article(content, f"them-{number}", "11-10")
    run_pelican(content, tmp_path / "out", "-s", "pelicanconf.py", now=NOW)
    before = digests(tmp_path / "out")
    article(content, "moi-nhat", "11-22")
    run_pelican(content, tmp_path / "out", "-s", "pelicanconf.py", now=NOW)
    after = digests(tmp_path / "out")
    pages = [name for name in before if "/trang/" in name]
    assert pages
    assert [name for name in pages if before[name] != after[name]] == []
    written = [name for name in after if before.get(name) != after[name] and not name.startswith("pagefind/")]
    assert len(written) <= 30, written
