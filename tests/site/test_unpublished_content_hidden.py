"""Tests that the output has no page, image, file or word of unpublished content."""

import gzip
from pathlib import Path

import pytest
from PIL import Image

from tests.sample_site import SAMPLE_BUILD_TIME, run_pelican

pytestmark = pytest.mark.slow

STATES = {
    "nháp": ("draft", "status: draft"),
    "chờ duyệt": ("review", "status: review"),
    "nháp có lỗi": ("faulty", "status: draft\nkhong_co: [một]"),
    "hẹn giờ": ("scheduled", "date: 2026-11-24 07:00"),
    "hết hạn": ("expired", "expires: 2026-11-20"),
}


def write_marked_article(root: Path, marker: str, key_line: str, body: str = "") -> None:
    """Write an article in which every part has ``marker``, a word of ASCII letters.

    ``key_line`` is one more line of its front matter.
    """
    for folder in ("articles", "images", "files"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (400, 300), (120, 40, 30)).save(root / f"images/{marker}-cover.png")
    Image.new("RGB", (410, 300), (20, 140, 30)).save(root / f"images/{marker}-inline.png")
    (root / f"files/{marker}-attached.pdf").write_bytes(b"%PDF-1.4 " + marker.encode())
    (root / f"files/{marker}-linked.pdf").write_bytes(b"%PDF-1.4 " + marker.encode())
    date = "" if key_line.startswith("date:") else "date: 2026-11-10 07:00\n"
    (root / f"articles/{marker}.md").write_text(
        f"""---
title: Tin {marker} title
{date}category: Tin trong tỉnh
slug: {marker}-slug
summary: Tóm tắt {marker} summary
author: {marker} author
tags: [{marker} tag]
topic: {marker} topic
cover: images/{marker}-cover.png
cover_alt: Ảnh {marker}
attachments: [{{file: files/{marker}-attached.pdf, title: Tệp {marker}}}]
aliases: [/cu/{marker}/]
{key_line}
---

Thân bài {marker} body, xem [tệp](/files/{marker}-linked.pdf).

![Ảnh {marker}](/images/{marker}-inline.png)

{body}
""",
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("leaks") / "content"
    links = "".join(
        f"Xem [bài kia](/2026/11/un{key}-slug/) và [tệp nguồn]({{filename}}/articles/un{key}.md).\n\n"
        for key, _ in STATES.values()
    )
    write_marked_article(root, "open", "featured: true", links)
    for key, key_line in STATES.values():
        write_marked_article(root, f"un{key}", key_line)
    (root / "sections.yml").write_text("- name: Tin trong tỉnh\n", encoding="utf-8")
    run_pelican(
        root, root.parent / "out", "-s", "pelicanconf.py", "--fatal", "warnings", now=SAMPLE_BUILD_TIME
    )
    return root.parent / "out"


def read_unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


@pytest.mark.parametrize("state", STATES)
def test_unpublished_article_leaves_no_trace_in_the_output(output: Path, state: str) -> None:
    marker = f"un{STATES[state][0]}"
    for path in output.rglob("*"):
        assert marker not in path.relative_to(output).as_posix()
        if path.is_file():
            assert marker.encode() not in read_unpacked(path), f"{path.relative_to(output)} has {marker}"


def test_published_article_is_in_pages_files_and_search(output: Path) -> None:
    names = {path.relative_to(output).as_posix() for path in output.rglob("*")}
    assert "2026/11/open-slug/index.html" in names
    assert {"files/open-attached.pdf", "files/open-linked.pdf", "cu/open/index.html"} <= names
    assert any(name.startswith("images/open-cover") for name in names)
    assert any(b"open title" in read_unpacked(path) for path in output.glob("search/summary/rows-*"))


def test_links_to_unpublished_articles_keep_their_text(output: Path) -> None:
    text = (output / "2026/11/open-slug/index.html").read_text(encoding="utf-8")
    assert "Xem bài kia và tệp nguồn." in text


def test_build_after_an_article_becomes_a_draft_removes_its_files(tmp_path: Path) -> None:
    root = tmp_path / "content"
    write_marked_article(root, "open", "")
    write_marked_article(root, "other", "")
    (root / "sections.yml").write_text("- name: Tin trong tỉnh\n", encoding="utf-8")
    run_pelican(root, tmp_path / "out", "-s", "pelicanconf.py")
    (tmp_path / "out/của tôi.txt").write_text("không phải của trang")
    source = root / "articles/other.md"
    source.write_text(
        source.read_text(encoding="utf-8").replace("slug:", "status: draft\nslug:"), encoding="utf-8"
    )
    run_pelican(root, tmp_path / "out", "-s", "pelicanconf.py")
    assert not [path for path in (tmp_path / "out").rglob("*") if "other" in path.name]
    assert (tmp_path / "out/của tôi.txt").exists()
