"""Tests that a build without changes is skipped, and that every change is noticed."""

import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.factories import SmallSite
from tests.gate import mark_later_rows
from tests.publishing.small_site import prepare_cache
from tests.site.content_editor import change_keeping_mtime

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """Site with a previous build, whose content files are old enough to be trusted."""
    site = SmallSite(tmp_path)
    for number in range(3):
        site.write_article(f"tin-{number}", date=f"2026-11-2{number} 07:30")
    site.write_article("mai", date="2026-11-24 09:00")
    age_files(site)
    shutil.copytree(prepare_cache(), tmp_path / "cache")
    assert site.build("-v").returncode == 0
    return site


def age_files(site: SmallSite) -> None:
    old_time = time.time() - 100
    for path in site.content.rglob("*"):
        os.utime(path, (old_time, old_time))


def is_build_skipped(site: SmallSite, *extra: str, now: str = "2026-11-23 07:30") -> bool:
    """Build, and tell if the build left the state files unchanged.

    Reason: a build that reads content writes them again.
    """
    before = read_state_mtimes(site)
    result = site.build(now=now, extra=extra)
    assert result.returncode == 0, result.stdout + result.stderr
    return read_state_mtimes(site) == before != {}


def read_state_mtimes(site: SmallSite) -> dict[str, int]:
    return {
        path.name: path.stat().st_mtime_ns for path in (site.folder / "cache/engine").glob("*.previous-build")
    }


def test_build_without_changes_is_skipped(site: SmallSite) -> None:
    assert is_build_skipped(site)
    assert is_build_skipped(site, now="2026-11-23 12:00")


def test_skipped_build_prints_the_counts_of_the_previous_build(site: SmallSite) -> None:
    output = site.build(now="2026-11-23 07:31").stdout.split(" in ")[0]
    assert "3 articles, 1 draft" in output


def test_build_at_the_date_of_a_scheduled_article_is_not_skipped(site: SmallSite) -> None:
    assert not is_build_skipped(site, now="2026-11-24 09:00")
    assert (site.output / "2026/11/mai/index.html").is_file()


def test_build_with_an_earlier_build_time_is_not_skipped(site: SmallSite) -> None:
    assert not is_build_skipped(site, now="2026-11-22 07:30")


@pytest.mark.parametrize(
    "change",
    mark_later_rows(
        [
            lambda site: site.write_article("tin-1", "Thân bài khác."),
            lambda site: site.write_file("files/moi.pdf", "mới"),
            lambda site: (site.output / "index.html").write_text("sòng bạc"),
            lambda site: (site.output / "vi-tri/sidebar.webp").unlink(),
            lambda site: next((site.folder / "cache/engine").glob("*.render-state")).unlink(),
            lambda site: (site.content / "articles/tin-1.md").unlink(),
            lambda site: site.write_file("sections.yml", "- {name: Cán bộ, slug: can-bo}\n"),
            lambda site: (site.output / "2026/11/tin-1/index.html").unlink(),
            lambda site: (site.output / ".bulletin.json").write_text("[]"),
            lambda site: next((site.folder / "cache/engine").glob("*.previous-build")).write_bytes(b"x"),
        ],
        5,
    ),
)
def test_build_after_any_change_is_not_skipped(site: SmallSite, change: Any) -> None:
    change(site)
    assert not is_build_skipped(site)


def test_build_restores_output_files_altered_with_equal_size_and_time(site: SmallSite) -> None:
    image = site.write_file("images/anh.png", b"")
    Image.new("RGB", (400, 300), (120, 40, 30)).save(image)
    site.write_file("files/ke-hoach.pdf", "%PDF-1.7")
    attachments = "[{file: files/ke-hoach.pdf, title: Kế hoạch}]"
    site.write_article("du", "![Ảnh của hội nghị](images/anh.png)", attachments=attachments)
    age_files(site)
    assert not is_build_skipped(site)
    files = [path for path in site.output.rglob("*") if path.is_file() and not path.name.startswith(".")]
    contents = {path: path.read_bytes() for path in files}
    assert {path.suffix for path in files} >= {".html", ".css", ".js", ".webp", ".xml", ".pdf"}
    for path in files:
        change_keeping_mtime(
            path, lambda path: path.write_bytes(contents[path][:-1] + bytes([contents[path][-1] ^ 1]))
        )
    assert not is_build_skipped(site)
    assert {path: path.read_bytes() for path in files} == contents


@pytest.mark.parametrize(
    "option", ['SITENAME="Tên khác"', 'NEIGHBOURS={"newer": 1}', 'ENGINE={"workers": 1}']
)
def test_build_with_another_setting_is_not_skipped(site: SmallSite, option: str) -> None:
    assert not is_build_skipped(site, option)


def test_build_with_a_file_written_just_before_is_not_skipped(site: SmallSite) -> None:
    recent = time.time() + 20  # in the future, because a busy machine may take seconds
    os.utime(site.content / "articles/tin-1.md", (recent, recent))
    assert not is_build_skipped(site)
    assert not is_build_skipped(site)


def test_build_with_a_symbolic_link_in_the_content_is_not_skipped(site: SmallSite) -> None:
    site.write_file("files/a.pdf", "a")
    (site.content / "files/b.pdf").symlink_to("a.pdf")
    age_files(site)
    assert not is_build_skipped(site)
    assert not is_build_skipped(site)


def test_build_that_empties_the_output_folder_is_not_skipped(site: SmallSite) -> None:
    assert not is_build_skipped(site, "DELETE_OUTPUT_DIRECTORY=true")
    assert not is_build_skipped(site, "DELETE_OUTPUT_DIRECTORY=true")
    assert (site.output / "index.html").is_file()


def test_build_without_a_plugin_removes_its_files_from_the_output_list(site: SmallSite) -> None:
    assert not is_build_skipped(site, 'PLUGINS=["bulletin.plugins.site_builder"]')
    assert "search/" not in (site.output / ".bulletin.json").read_text()
