"""A build that would change nothing reads nothing; whatever changes, it is noticed."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.factories import SmallSite
from tests.site.content_editor import change_keeping_mtime

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fork_pelican_builds")]


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """Return a site whose last build is remembered: its files are old enough to be trusted."""
    site = SmallSite(tmp_path)
    for number in range(3):
        site.write_article(f"tin-{number}", date=f"2026-11-2{number} 07:30")
    site.write_article("mai", date="2026-11-24 09:00")
    age_files(site)
    assert site.build("-v").returncode == 0
    return site


def age_files(site: SmallSite) -> None:
    long_ago = time.time() - 100
    for path in site.content.rglob("*"):
        os.utime(path, (long_ago, long_ago))


def is_build_skipped(site: SmallSite, *extra: str, now: str = "2026-11-23 07:30") -> bool:
    """Build; tell whether it left the memory of the last build as it was: a build that reads renews it."""
    before = read_state_mtimes(site)
    done = site.build(now=now, extra=extra)
    assert done.returncode == 0, done.stdout + done.stderr
    return read_state_mtimes(site) == before != {}


def read_state_mtimes(site: SmallSite) -> dict[str, int]:
    return {
        path.name: path.stat().st_mtime_ns for path in (site.folder / "cache/engine").glob("*.previous-build")
    }


def test_nothing_changed_stands_still(site: SmallSite) -> None:
    assert is_build_skipped(site)
    assert is_build_skipped(site, now="2026-11-23 12:00")


def test_pelicans_closing_line_counts_as_ever(site: SmallSite) -> None:
    first = site.build(now="2026-11-23 07:31").stdout.split(" in ")[0]
    assert "3 articles, 1 draft" in first


def test_the_moment_at_which_an_article_appears_ends_it(site: SmallSite) -> None:
    assert not is_build_skipped(site, now="2026-11-24 09:00")
    assert (site.output / "2026/11/mai/index.html").is_file()


def test_a_clock_that_was_set_back_ends_it(site: SmallSite) -> None:
    assert not is_build_skipped(site, now="2026-11-22 07:30")


@pytest.mark.parametrize(
    "change",
    [
        lambda site: site.write_article("tin-1", "Thân bài khác."),
        lambda site: (site.content / "articles/tin-1.md").unlink(),
        lambda site: site.write_file("files/moi.pdf", "mới"),
        lambda site: site.write_file("sections.yml", "- {name: Cán bộ, slug: can-bo}\n"),
        lambda site: (site.output / "index.html").write_text("sòng bạc"),
        lambda site: (site.output / "2026/11/tin-1/index.html").unlink(),
        lambda site: (site.output / "qc/sidebar.webp").unlink(),
        lambda site: (site.output / ".bulletin.json").write_text("[]"),
        lambda site: next((site.folder / "cache/engine").glob("*.render-state")).unlink(),
        lambda site: next((site.folder / "cache/engine").glob("*.previous-build")).write_bytes(b"x"),
    ],
)
def test_any_change_ends_it(site: SmallSite, change: Any) -> None:
    change(site)
    assert not is_build_skipped(site)


def test_files_altered_with_size_and_time_kept_are_put_right(site: SmallSite) -> None:
    picture = site.write_file("images/anh.png", b"")
    Image.new("RGB", (400, 300), (120, 40, 30)).save(picture)
    site.write_file("files/ke-hoach.pdf", "%PDF-1.7")
    attached = "[{file: files/ke-hoach.pdf, title: Kế hoạch}]"
    site.write_article("du", "![Ảnh của hội nghị](images/anh.png)", attachments=attached)
    age_files(site)
    assert not is_build_skipped(site)
    files = [path for path in site.output.rglob("*") if path.is_file() and not path.name.startswith(".")]
    whole = {path: path.read_bytes() for path in files}
    assert {path.suffix for path in files} >= {".html", ".css", ".js", ".webp", ".xml", ".pdf"}
    for path in files:
        change_keeping_mtime(
            path, lambda path: path.write_bytes(whole[path][:-1] + bytes([whole[path][-1] ^ 1]))
        )
    assert not is_build_skipped(site)
    assert {path: path.read_bytes() for path in files} == whole


@pytest.mark.parametrize(
    "option", ['SITENAME="Tên khác"', 'NEIGHBOURS={"newer": 1}', 'ENGINE={"workers": 1}']
)
def test_another_setting_ends_it(site: SmallSite, option: str) -> None:
    assert not is_build_skipped(site, option)


def test_a_file_written_a_moment_ago_is_not_trusted(site: SmallSite) -> None:
    soon = time.time() + 20  # on a busy machine a moment is soon over
    os.utime(site.content / "articles/tin-1.md", (soon, soon))
    assert not is_build_skipped(site)
    assert not is_build_skipped(site)


def test_a_link_in_the_content_is_not_trusted(site: SmallSite) -> None:
    site.write_file("files/a.pdf", "a")
    (site.content / "files/b.pdf").symlink_to("a.pdf")
    age_files(site)
    assert not is_build_skipped(site)
    assert not is_build_skipped(site)


def test_an_output_that_pelican_empties_first_is_filled_again(site: SmallSite) -> None:
    assert not is_build_skipped(site, "DELETE_OUTPUT_DIRECTORY=true")
    assert not is_build_skipped(site, "DELETE_OUTPUT_DIRECTORY=true")
    assert (site.output / "index.html").is_file()


def test_a_plugin_that_is_taken_out_takes_its_files_and_names_along(site: SmallSite) -> None:
    assert not is_build_skipped(site, 'PLUGINS=["plugins.site_builder"]')
    assert "pagefind" not in (site.output / ".bulletin.json").read_text()
