"""Links inside content/ to drafts and to other files that must not be published."""

import os
import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.factories import SmallSite

UNPUBLISHED_TEXT = "Lời chưa được công bố"
PLACES = (
    "files/f.txt", "files/2026/f.txt", "files/thu-muc", "images/f.png", "images/2026/f.png", "images/thu-muc", "ads/f.png",
    "ads/f.yml", "articles/f.md", "articles/2026/f.md", "articles/thu-muc", "pages/f.md", "files", "images", "pages", "ads",
    "withdrawn.yml",
)  # fmt: skip
"""Paths of links, from content/."""
TARGETS = (
    "articles/nhap.md", "articles/2026/nhap.md", "articles/2026", "articles", "pages/nhap.md", "pages", "sections.yml", ".",
    ".git/config", ".git", "files/.kin/nhap.txt", "images/.kin.png", "documents/nhap.txt", "../ngoai.md", "../ngoai",
)  # fmt: skip
"""Targets of links, from content/."""
FORMS = ("relative", "absolute", "chain", "below a folder link")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """Site without problems, with drafts, hidden files, and files beside it."""
    site = SmallSite(tmp_path_factory.mktemp("site"))
    site.write_article("nhap", UNPUBLISHED_TEXT, status="draft")
    site.write_article("2026/nhap", UNPUBLISHED_TEXT, status="draft", slug="nhap-hai")
    site.write_article()
    site.write_file("pages/nhap.md", f"---\ntitle: Nháp\nstatus: draft\n---\n\n{UNPUBLISHED_TEXT}\n")
    for name in (".git/config", "files/.kin/nhap.txt", "documents/nhap.txt", "../ngoai.md", "../ngoai/f.txt"):
        site.write_file(name, UNPUBLISHED_TEXT)
    site.write_file("images/.kin.png", b"")
    Image.new("RGB", (400, 300), "red").save(site.content / "images/.kin.png")
    assert site.list_problems() == []
    return site


def create_links(content: Path, place: str, target: str, form: str) -> list[Path]:
    """Create a link from ``place`` to ``target``, both below ``content``.

    Return all links that were created.
    """
    link, target_path = content / place, content / target
    link.parent.mkdir(parents=True, exist_ok=True)
    relative, links = os.path.relpath(target_path, link.parent), [link]
    if form == "chain":
        links.append(link.with_name(f"{link.name}-giua"))
        links[1].symlink_to(relative)
        relative = links[1].name
    elif form == "below a folder link":
        links.append(link.parent / "thu-muc-khac")
        links[1].symlink_to(os.path.relpath(target_path.parent, link.parent))
        relative = f"thu-muc-khac/{target_path.name}"
    link.symlink_to(target_path if form == "absolute" else relative)
    return links


def test_check_with_symlink_to_unpublishable_file_names_the_link(
    sample: SmallSite, tmp_path: Path, record_fault_count: Callable[[str], None]
) -> None:
    site = SmallSite(shutil.copytree(sample.folder, tmp_path / "site", symlinks=True))
    count = 0
    for number, (place, target) in enumerate(product(PLACES, TARGETS)):
        if target.split("/")[0] == place.split("/")[0] and ".kin" not in target:
            continue  # links inside one folder are allowed
        if place in target or (place == "withdrawn.yml" and not Path(target).suffix):
            continue
        replaced = site.content / place
        if replaced.is_dir():
            replaced.rename(site.folder / "khac")
        links = create_links(site.content, place, target, FORMS[number % len(FORMS)])
        problems = site.list_problems()
        assert any(problem.startswith(f"content/{place}:1: ") for problem in problems), (
            place,
            target,
            problems,
        )
        count += 1
        for link in links:
            link.unlink()
        if (site.folder / "khac").is_dir():
            (site.folder / "khac").rename(replaced)
    assert count > 150
    record_fault_count(
        f"links inside content/: {count} links to files that must not be published, {count} refused"
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("place", "key"),
    [
        ("files/f.txt", "attachments: [{{file: {}, title: x}}]"),
        ("images/f.png", "cover: {}\ncover_alt: x"),
        ("files/f.txt", "summary: x"),
    ],
)
def test_check_with_reference_to_symlinked_draft_reports_both_lines(
    sample: SmallSite, tmp_path: Path, place: str, key: str, form: Any
) -> None:
    site = SmallSite(shutil.copytree(sample.folder, tmp_path / "site", symlinks=True))
    assert create_links(site.content, place, "articles/nhap.md", form)
    head, body = f"{key.format(place)}\n---", f"[x](/{place})" if "summary" in key else "x"
    site.write_file(
        "articles/tin.md", f"---\ntitle: Tin\ndate: 2026-11-20\ncategory: Cán bộ\n{head}\n\n{body}\n"
    )
    problems = [problem for problem in site.list_problems() if "articles/nhap.md" in problem]
    assert {problem.partition(":")[0] for problem in problems} >= {
        "content/articles/tin.md",
        f"content/{place}",
    }
    assert all(
        "(symbolic link)" in problem and f"chép vào content/{place.partition('/')[0]}/" in problem
        for problem in problems
    )


@pytest.mark.parametrize("source", ["articles/nhap.md", "pages/nhap.md", "sections.yml"])
def test_check_with_hard_link_to_content_file_reports_it(
    sample: SmallSite, tmp_path: Path, source: str
) -> None:
    site = SmallSite(shutil.copytree(sample.folder, tmp_path / "site", symlinks=True))
    (site.content / "files/f.txt").hardlink_to(site.content / source)
    site.write_article(attachments="[{file: files/f.txt, title: x}]")
    (problem,) = site.list_problems()
    assert f"“files/f.txt” cũng chính là content/{source} (hard link)." in problem


@pytest.mark.parametrize(
    "source",
    [
        "content/articles/.nhap.md", "content/articles/~nhap.md", "content/~luu/nhap.md", f"content/articles/{'d/' * 45}x.md",
        "content/ads/a.md", "addresses.txt", "publishconf.py",
    ],
)  # fmt: skip
def test_check_with_hard_link_to_ignored_file_reports_it(
    sample: SmallSite, tmp_path: Path, source: str
) -> None:
    site = SmallSite(shutil.copytree(sample.folder, tmp_path / "site", symlinks=True))
    file = site.content.parent / source
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("Bí mật", encoding="utf-8")
    (site.content / "files/f.txt").hardlink_to(file)
    site.write_article(attachments="[{file: files/f.txt, title: x}]")
    assert [
        problem
        for problem in site.list_problems()
        if f"“files/f.txt” cũng chính là {source} (hard link)." in problem
    ]


def test_check_with_symlink_to_ignored_file_reports_it(sample: SmallSite, tmp_path: Path) -> None:
    site = SmallSite(shutil.copytree(sample.folder, tmp_path / "site", symlinks=True))
    site.write_file("files/~luu/x.txt", "Bí mật")
    (site.content / "files/f.txt").symlink_to("~luu/x.txt")
    site.write_article(attachments="[{file: files/f.txt, title: x}]")
    assert (
        len(
            [
                problem
                for problem in site.list_problems()
                if "(symbolic link) tới content/files/~luu/x.txt" in problem
            ]
        )
        == 2
    )


def test_check_with_pipe_as_attachment_reports_it(sample: SmallSite, tmp_path: Path) -> None:
    site = SmallSite(shutil.copytree(sample.folder, tmp_path / "site", symlinks=True))
    os.mkfifo(site.content / "files/p.pdf")
    site.write_article(attachments="[{file: files/p.pdf, title: x}]")
    (problem,) = site.list_problems()
    assert "“files/p.pdf”: đây không phải tệp mà là một đường ống" in problem


def test_check_with_hard_link_to_attachment_reports_nothing(sample: SmallSite, tmp_path: Path) -> None:
    site = SmallSite(shutil.copytree(sample.folder, tmp_path / "site", symlinks=True))
    site.write_file("files/a.txt", "x")
    (site.content / "files/b.txt").hardlink_to(site.content / "files/a.txt")
    site.write_article(attachments="[{file: files/b.txt, title: x}]")
    assert site.list_problems() == []


@pytest.mark.parametrize(
    "reference",
    [
        "articles/nhap.md", "files/../articles/nhap.md", "{static}../articles/nhap.md", "{static}/articles/nhap.md",
        "/articles/nhap.md", "Articles/nhap.md", "FILES/../articles/nhap.md", "files//../articles/nhap.md",
        "files/./../articles/nhap.md", "{attach}nhap.md",
        "files/%2e%2e/articles/nhap.md", "files/..%2farticles/nhap.md", "./articles/nhap.md", "sections.yml", ".git/config",
    ],
)  # fmt: skip
def test_check_with_reference_to_draft_reports_it(sample: SmallSite, tmp_path: Path, reference: str) -> None:
    site = SmallSite(shutil.copytree(sample.folder, tmp_path / "site", symlinks=True))
    form = reference if reference.startswith(("{", "/")) else f"/{reference}"
    for body, keys in (
        ("x", {"attachments": f'[{{file: "{reference}", title: x}}]'}),
        ("x", {"cover": f'"{reference}"', "cover_alt": "x"}),
        (f"[x]({form})", {}),
        (f"![x]({form})", {}),
    ):
        site.write_article("tin", body, **keys)
        assert site.list_problems(), (body, keys)
