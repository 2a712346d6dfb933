import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bulletin.content.files.paths import IGNORED_PATTERNS, is_ignored_name
from bulletin.content.files.scan import (
    MAX_FOLDER_DEPTH,
    MAX_TEXT_BYTES,
    find_stray_files,
    scan_content,
    select_markdown_files,
)
from tests.english_words import find_english_words
from tests.factories import ROOT, SmallSite, load_repository_settings
from tests.gate import mark_later_rows
from tests.publishing.file_damage import FILE_DAMAGES

UNPRIVILEGED = [] if os.geteuid() else [
    "setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"
]  # fmt: skip
"""Command prefix without the capabilities by which root reads all files."""


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path)


def list_sources(site: SmallSite) -> list[str]:
    return [file.source for file in select_markdown_files(scan_content(site.content))]


def test_scan_content_with_nested_folders_returns_sorted_sources(site: SmallSite) -> None:
    for name in ("b.md", "a/z.md", "a/b/c.md", "a.md"):
        site.write_file(f"articles/{name}", "x")
    assert list_sources(site) == ["articles/a.md", "articles/a/b/c.md", "articles/a/z.md", "articles/b.md"]


def test_scan_content_of_missing_folder_returns_nothing(site: SmallSite) -> None:
    assert scan_content(site.folder / "khong-co") == []


@pytest.mark.parametrize(
    "name", [".tin.md", "~$tin.md", "#tin.md#", "tin.md~", "Thumbs.db", "desktop.ini", "Icon\r"]
)
def test_scan_content_with_ignored_file_leaves_it_out(site: SmallSite, name: str) -> None:
    assert is_ignored_name(name)
    site.write_file(f"articles/{name}", "x")
    site.write_file(f"articles/{name}.d/.tin.md", "x")
    assert list_sources(site) == []
    assert site.list_problems() == []


def test_pelican_ignores_the_same_patterns() -> None:
    assert load_repository_settings()["IGNORE_FILES"] == list(IGNORED_PATTERNS)


@pytest.mark.parametrize("folder", [".obsidian", "~cu", "#nhap"])
def test_scan_content_with_ignored_folder_leaves_it_out(site: SmallSite, folder: str) -> None:
    site.write_file(f"articles/{folder}/tin.md", "hỏng")
    site.write_article()
    assert len(site.check_content().library.articles) == 1


@pytest.mark.parametrize(
    "name", ["articles/tin.docx", "articles/tin.MD", "articles/tin.txt", "pages/a.html", "articles/x"]
)
def test_check_with_stray_text_reports_it(site: SmallSite, name: str) -> None:
    site.write_file(name, "x")
    (problem,) = find_stray_files(site.content, scan_content(site.content))
    assert problem.path == f"content/{name}"


@pytest.mark.parametrize("name", ["tin.md", "bai/tin.md", "article/2026/tin.md", "documents/tin.md"])
def test_check_with_article_in_wrong_folder_proposes_the_right_one(site: SmallSite, name: str) -> None:
    site.write_file(name, "x")
    (problem,) = site.list_problems()
    assert problem.startswith(f"content/{name}:1: ")
    assert "content/articles/" in problem


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("articles/tin.md", "/etc/hostname"),
        ("articles/tin.md", "../../ngoai.md"),
        ("articles/tin.md", "khong-co.md"),
        ("articles/tin.md", "tin.md"),
        ("articles/2026", "/etc"),
        ("images/a.jpg", "/etc/hostname"),
        ("files/vong.pdf", "vong.pdf"),
        ("files/2026", "../.."),
    ],
)
def test_check_with_unusable_symlink_reports_it_once(site: SmallSite, link: str, target: str) -> None:
    path = site.content / link
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(target)
    (site.folder / "ngoai.md").write_text("x")
    (problem,) = site.list_problems()
    assert problem.startswith(f"content/{link}:1: ")
    assert "liên kết" in problem


def test_check_with_symlink_inside_its_folder_reads_it(site: SmallSite) -> None:
    site.write_article("mot")
    site.write_file("files/2025/mot.txt", "x")
    (site.content / "files/hai.txt").symlink_to("2025/mot.txt")
    (site.content / "files/2026").symlink_to(site.content / "files/2025")
    site.write_article(attachments="[{file: files/hai.txt, title: x}, {file: files/2026/mot.txt, title: y}]")
    assert site.list_problems() == []


def test_check_with_backslash_in_name_reports_it(site: SmallSite) -> None:
    site.write_file("articles/a\\b.md", site.write_article().read_bytes())
    assert len(site.list_problems()) == 1


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[2Jb", "a\u202emd.exe", "a\u200bb", "a\u00a0b", "a\udcffb"])
@pytest.mark.parametrize("place", ["articles/{}.md", "images/{}.png", "files/{}.pdf", "pages/{}/tin.md"])
def test_check_with_unprintable_name_reports_it(site: SmallSite, place: str, name: str) -> None:
    path = site.write_file("articles/tin.md", site.write_article().read_bytes())
    target_path = site.content / place.format(name)
    target_path.parent.mkdir(parents=True, exist_ok=True)
    path.rename(target_path)
    text = "không phải mã hóa UTF-8." if "\udcff" in name else "có ký tự không nhìn thấy được."
    assert any(f"Tên tệp {text}" in problem for problem in site.list_problems())
    assert all(problem.isprintable() for problem in site.list_problems())


@pytest.mark.parametrize("name", ["tin", "hội nghị", "ho\u0323\u0302i", "a (1)", "a'b", "100%"])
def test_check_with_unusual_printable_name_accepts_it(site: SmallSite, name: str) -> None:
    site.write_file(f"articles/{name}.md", site.write_article().read_bytes())
    site.write_file(f"articles/{name}.md", site.write_article(slug="khac").read_bytes())
    (site.content / "articles/tin.md").unlink(missing_ok=name != "tin")
    assert site.list_problems() == [] or name == "tin"


@pytest.mark.parametrize("name", ["articles/tin.md", "sections.yml", "ads/x.yml"])
def test_check_with_file_above_size_limit_reports_it_unread(site: SmallSite, name: str) -> None:
    site.write_article("khac")
    path = site.content / name
    path.parent.mkdir(exist_ok=True)
    with path.open("ab") as stream:
        stream.truncate(200_000_000)  # a sparse file
    (problem,) = site.list_problems()
    assert problem.startswith(f"content/{name}:1: Tệp quá dài: 200,0 MB, nhiều nhất 1 MB.")


@pytest.mark.parametrize("head", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
@pytest.mark.parametrize("size", [100, 2_000_000])
def test_check_with_renamed_word_document_says_that_it_is_one(
    site: SmallSite, head: bytes, size: int
) -> None:
    site.write_file("articles/tin.md", head + b"\xff" * size)
    (problem,) = site.list_problems()
    assert problem.startswith("content/articles/tin.md:1: Đây là tệp Word")


def test_check_with_text_below_size_limit_accepts_it(site: SmallSite) -> None:
    site.write_article("tin", "Chữ thường nhỏ.\n" * (MAX_TEXT_BYTES // 25))
    assert site.list_problems() == []


@pytest.mark.parametrize("name", ["articles/tin.md", "ads/x.yml"])
def test_check_with_pipe_in_place_of_text_does_not_block(site: SmallSite, name: str) -> None:
    path = site.content / name
    path.parent.mkdir(exist_ok=True)
    os.mkfifo(path)
    (problem,) = site.list_problems()
    assert problem.startswith(f"content/{name}:1: Đây không phải tệp")


@pytest.mark.parametrize(("name", "depth"), [("a", 1500), ("thư mục dài " * 15, 30)])
def test_check_with_too_deep_folders_reports_them_unread(site: SmallSite, name: str, depth: int) -> None:
    """No system call takes such a long path, and no recursion reaches the depth."""
    site.write_article()
    before, problems = Path.cwd(), dict[str, list[str]]()
    top = site.folder / name
    top.mkdir()
    try:
        os.chdir(top)
        for _ in range(depth):
            Path(name).mkdir()
            os.chdir(name)
        os.chdir(before)
        for place in ("articles", "images", "ads"):
            (site.content / place).mkdir(exist_ok=True)
            top = top.rename(site.content / place / name)
            problems[place] = site.list_problems()
    finally:
        os.chdir(before)
        subprocess.run(["rm", "-rf", str(top)], check=True)  # shutil's is recursive
    for place, found in problems.items():
        (problem,) = found
        assert problem.startswith(f"content/{place}/{name}/{name}/")
        assert "thư mục lồng trong nhau" in problem
        assert not find_english_words(problem)


def test_scan_content_at_maximum_depth_reads_all_folders(site: SmallSite) -> None:
    site.write_file(
        "articles/" + "a/" * (MAX_FOLDER_DEPTH - 1) + "tin.md",
        site.write_article().read_bytes().replace(b"slug: tin", b"slug: khac"),
    )
    assert site.list_problems() == []
    assert len(site.check_content().library.articles) == 2


@pytest.mark.parametrize(
    "name",
    ["articles/tin.md", "pages/tin.md", "ads/cho.yml", "documents/vb.yml", "sections.yml", "withdrawn.yml",
     "most-read.yml"],
)  # fmt: skip
@pytest.mark.parametrize("damage", FILE_DAMAGES[-7:-1], ids=lambda damage: damage.__name__)
def test_check_with_folder_or_link_in_place_of_text_reports_it_once(
    site: SmallSite, name: str, damage: Any
) -> None:
    path = site.write_file(name, "x")
    damage(path, random.Random(1), [])  # noqa: S311  # random damage needs no secret seed
    (problem,) = site.list_problems()
    assert problem.startswith(f"content/{name}")
    assert "Hãy" in problem
    assert not find_english_words(problem)


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root reads everything")
@pytest.mark.parametrize(
    "name",
    mark_later_rows(["articles/tin.md", "articles", "ads/cho.yml", "sections.yml", "withdrawn.yml"], 2),
)
def test_check_without_read_permission_reports_it(site: SmallSite, name: str) -> None:
    path = site.content / name
    if name != "articles":
        site.write_file(name, "x")
    else:
        site.write_article()
    path.chmod(0)
    script = "import sys; from pathlib import Path; from tests.factories import SmallSite; "
    script += "print(*SmallSite(Path(sys.argv[1])).list_problems(), sep='\\n')"
    result = subprocess.run(
        [*UNPRIVILEGED, sys.executable, "-c", script, str(site.folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    path.chmod(0o755)
    assert "quyền" in result.stdout
    assert f"content/{name}" in result.stdout
    assert not find_english_words(result.stdout)
