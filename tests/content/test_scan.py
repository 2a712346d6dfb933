import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bulletin.content.paths import IGNORED_PATTERNS, is_ignored_name
from bulletin.content.scan import (
    MAX_FOLDER_DEPTH,
    MAX_TEXT_BYTES,
    find_stray_files,
    scan_content,
    select_markdown_files,
)
from tests.english_words import find_english_words
from tests.factories import ROOT, SmallSite, load_repository_settings
from tests.publishing.file_damage import FILE_DAMAGES

UNPRIVILEGED = [] if os.geteuid() else [
    "setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"
]  # fmt: skip
"""Root may read everything; without these rights it may not."""


@pytest.fixture
def site(tmp_path: Path):
    return SmallSite(tmp_path)


def list_sources(site: SmallSite) -> list[str]:
    return [found.source for found in select_markdown_files(scan_content(site.content))]


def test_markdown_is_found_in_any_depth_and_in_one_order(site: Any) -> None:
    for name in ("b.md", "a/z.md", "a/b/c.md", "a.md"):
        site.write_file(f"articles/{name}", "x")
    assert list_sources(site) == ["articles/a.md", "articles/a/b/c.md", "articles/a/z.md", "articles/b.md"]


def test_a_folder_that_is_not_there_holds_nothing(site: Any) -> None:
    assert scan_content(site.folder / "khong-co") == []


@pytest.mark.parametrize(
    "name", [".tin.md", "~$tin.md", "#tin.md#", "tin.md~", "Thumbs.db", "desktop.ini", "Icon\r"]
)
def test_what_systems_and_editors_leave_is_no_content(site: Any, name: str) -> None:
    assert is_ignored_name(name)
    site.write_file(f"articles/{name}", "x")
    site.write_file(f"articles/{name}.d/.tin.md", "x")
    assert list_sources(site) == []
    assert site.list_problems() == []


def test_pelican_passes_over_the_same() -> None:
    assert load_repository_settings()["IGNORE_FILES"] == list(IGNORED_PATTERNS)


@pytest.mark.parametrize("folder", [".obsidian", "~cu", "#nhap"])
def test_folders_of_that_kind_are_passed_over(site: Any, folder: str) -> None:
    site.write_file(f"articles/{folder}/tin.md", "hỏng")
    site.write_article()
    assert len(site.check_content().library.articles) == 1


@pytest.mark.parametrize(
    "name", ["articles/tin.docx", "articles/tin.MD", "articles/tin.txt", "pages/a.html", "articles/x"]
)
def test_no_text_is_passed_over_in_silence(site: Any, name: str) -> None:
    site.write_file(name, "x")
    (problem,) = find_stray_files(site.content, scan_content(site.content))
    assert problem.path == f"content/{name}"


@pytest.mark.parametrize("name", ["tin.md", "bai/tin.md", "article/2026/tin.md", "documents/tin.md"])
def test_an_article_in_the_wrong_folder_is_told_the_right_one(site: Any, name: str) -> None:
    site.write_file(name, "x")
    (fault,) = site.list_problems()
    assert fault.startswith(f"content/{name}:1: ")
    assert "content/articles/" in fault


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
def test_a_link_that_cannot_be_used_is_reported_once(site: Any, link: str, target: str) -> None:
    path = site.content / link
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(target)
    (site.folder / "ngoai.md").write_text("x")
    (fault,) = site.list_problems()
    assert fault.startswith(f"content/{link}:1: ")
    assert "liên kết" in fault


def test_a_link_to_another_file_of_its_folder_is_read(site: Any) -> None:
    site.write_article("mot")
    site.write_file("files/2025/mot.txt", "x")
    (site.content / "files/hai.txt").symlink_to("2025/mot.txt")
    (site.content / "files/2026").symlink_to(site.content / "files/2025")
    site.write_article(attachments="[{file: files/hai.txt, title: x}, {file: files/2026/mot.txt, title: y}]")
    assert site.list_problems() == []


def test_a_name_with_a_backslash_is_not_skipped_in_silence(site: Any) -> None:
    site.write_file("articles/a\\b.md", site.write_article().read_bytes())
    assert len(site.list_problems()) == 1


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[2Jb", "a\u202emd.exe", "a\u200bb", "a\u00a0b", "a\udcffb"])
@pytest.mark.parametrize("place", ["articles/{}.md", "images/{}.png", "files/{}.pdf", "pages/{}/tin.md"])
def test_a_name_that_no_one_can_read_is_refused(site: Any, place: str, name: str) -> None:
    path = site.write_file("articles/tin.md", site.write_article().read_bytes())
    there = site.content / place.format(name)
    there.parent.mkdir(parents=True, exist_ok=True)
    path.rename(there)
    said = "không phải mã hóa UTF-8." if "\udcff" in name else "có ký tự không nhìn thấy được."
    assert any(f"Tên tệp {said}" in fault for fault in site.list_problems())
    assert all(fault.isprintable() for fault in site.list_problems())


@pytest.mark.parametrize("name", ["tin", "hội nghị", "ho\u0323\u0302i", "a (1)", "a'b", "100%"])
def test_other_names_are_fine(site: Any, name: str) -> None:
    site.write_file(f"articles/{name}.md", site.write_article().read_bytes())
    site.write_file(f"articles/{name}.md", site.write_article(slug="khac").read_bytes())
    (site.content / "articles/tin.md").unlink(missing_ok=name != "tin")
    assert site.list_problems() == [] or name == "tin"


@pytest.mark.parametrize("name", ["articles/tin.md", "sections.yml", "ads/x.yml"])
def test_a_file_too_long_to_be_a_text_is_not_read(site: Any, name: str) -> None:
    site.write_article("khac")
    path = site.content / name
    path.parent.mkdir(exist_ok=True)
    with path.open("ab") as stream:
        stream.truncate(200_000_000)  # takes no room on the disk
    (fault,) = site.list_problems()
    assert fault.startswith(f"content/{name}:1: Tệp quá dài: 200,0 MB, nhiều nhất 1 MB.")


@pytest.mark.parametrize("head", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
@pytest.mark.parametrize("size", [100, 2_000_000])
def test_a_document_of_word_under_another_name_is_no_matter_of_encoding(
    site: Any, head: bytes, size: int
) -> None:
    site.write_file("articles/tin.md", head + b"\xff" * size)
    (fault,) = site.list_problems()
    assert fault.startswith("content/articles/tin.md:1: Đây là tệp Word")


def test_a_text_may_be_long(site: Any) -> None:
    site.write_article("tin", "Chữ thường nhỏ.\n" * (MAX_TEXT_BYTES // 25))
    assert site.list_problems() == []


@pytest.mark.parametrize("name", ["articles/tin.md", "ads/x.yml"])
def test_a_pipe_is_not_waited_for(site: Any, name: str) -> None:
    path = site.content / name
    path.parent.mkdir(exist_ok=True)
    os.mkfifo(path)
    (fault,) = site.list_problems()
    assert fault.startswith(f"content/{name}:1: Đây không phải tệp")


@pytest.mark.parametrize(("name", "depth"), [("a", 1500), ("thư mục dài " * 15, 30)])
def test_folders_in_folders_without_end_are_told_and_not_looked_into(
    site: Any, name: str, depth: int
) -> None:
    """A path of that length no call takes, and no recursion goes so deep."""
    site.write_article()
    before, faults = Path.cwd(), {}
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
            faults[place] = site.list_problems()
    finally:
        os.chdir(before)
        subprocess.run(["rm", "-rf", str(top)], check=True)  # shutil's is recursive
    for place, found in faults.items():
        (fault,) = found
        assert fault.startswith(f"content/{place}/{name}/{name}/")
        assert "thư mục lồng trong nhau" in fault
        assert not find_english_words(fault)


def test_forty_folders_in_folders_are_read(site: Any) -> None:
    site.write_file(
        "articles/" + "a/" * (MAX_FOLDER_DEPTH - 1) + "tin.md",
        site.write_article().read_bytes().replace(b"slug: tin", b"slug: khac"),
    )
    assert site.list_problems() == []
    assert len(site.check_content().library.articles) == 2


@pytest.mark.parametrize(
    "name", ["articles/tin.md", "pages/tin.md", "ads/cho.yml", "sections.yml", "withdrawn.yml"]
)
@pytest.mark.parametrize("damage", FILE_DAMAGES[-7:-1], ids=lambda damage: damage.__name__)
def test_what_stands_in_the_place_of_a_text_is_told(site: Any, name: str, damage: Any) -> None:
    path = site.write_file(name, "x")
    damage(path, random.Random(1), [])  # noqa: S311  # damage, no secret
    faults = site.list_problems()
    assert any(fault.startswith(f"content/{name}") and "Hãy" in fault for fault in faults)
    assert not find_english_words(" ".join(faults))


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root reads everything")
@pytest.mark.parametrize(
    "name", ["articles/tin.md", "ads/cho.yml", "sections.yml", "withdrawn.yml", "articles"]
)
def test_what_may_not_be_read_is_told(site: Any, name: str) -> None:
    path = site.content / name
    if name != "articles":
        site.write_file(name, "x")
    else:
        site.write_article()
    path.chmod(0)
    script = "import sys; from pathlib import Path; from tests.factories import SmallSite; "
    script += "print(*SmallSite(Path(sys.argv[1])).list_problems(), sep='\\n')"
    done = subprocess.run(
        [*UNPRIVILEGED, sys.executable, "-c", script, str(site.folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    path.chmod(0o755)
    assert "quyền" in done.stdout
    assert f"content/{name}" in done.stdout
    assert not find_english_words(done.stdout)
