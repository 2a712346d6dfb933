"""Tests of builds by Pelican's own command, which write only changed files."""

from pathlib import Path

import pytest

from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE
from tests.publishing.harness import PublishHarness
from tests.sample_site import run_pelican
from tests.site.build_harness import BuildHarness
from tests.site.content_editor import write_text
from tests.site.test_reproducible_builds import digest_files

pytestmark = pytest.mark.slow


@pytest.fixture
def build_harness(tmp_path: Path) -> BuildHarness:
    return BuildHarness(tmp_path, 24)


@pytest.mark.own_process
def test_pelican_command_gives_the_output_of_a_publish(tmp_path: Path) -> None:
    harness = PublishHarness(tmp_path / "workspace", has_search=True)
    harness.publish()
    now, settings = f"{harness.now:%Y-%m-%d %H:%M}", str(harness.site.root / PUBLISH_SETTINGS_FILE)
    cache = f'CACHE_PATH="{tmp_path / "cache"}"'
    run_pelican(harness.site.content, tmp_path / "out", "-s", settings, "-e", cache, now=now)
    assert digest_files(tmp_path / "out") == digest_files(
        harness.site.get_output_folder(PUBLISH_SETTINGS_FILE)
    )


@pytest.mark.plays
def test_build_after_a_change_of_a_foreign_plugin_equals_a_clean_build(
    build_harness: BuildHarness,
) -> None:
    plugin = build_harness.tree / "site_plugin.py"
    text = (
        "from pelican import signals\n\n\ndef hand(generator):\n    generator.env.globals['motto'] = 'Một'\n\n\n"
        "def register():\n    signals.generator_init.connect(hand)\n"
    )
    write_text(plugin, text)
    build_harness.set_setting("PLUGINS", '["bulletin.plugins.site_builder", "site_plugin"]')
    build_harness.build()
    write_text(plugin, text.replace("Một", "Hai câu"))
    assert build_harness.compare_with_clean_build() == []
    assert "Hai câu" in (build_harness.tree / "out/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "value", "module"),
    [
        pytest.param("JINJA_GLOBALS", '{"motto": site_words.motto}', 0, marks=pytest.mark.plays),
        ("MARKDOWN", '{"extensions": ["site_style"]}', 1),
    ],
)
def test_build_after_a_change_of_code_in_the_settings_rebuilds_everything(
    build_harness: BuildHarness, name: str, value: str, module: int
) -> None:
    build_harness.set_setting(name, value)
    build_harness.build()
    build_harness.edit_site_code(module)
    assert build_harness.compare_with_clean_build() == []
    assert any("lần 0002" in page.read_text("utf-8") for page in (build_harness.tree / "out").rglob("*.html"))


def test_build_without_changes_writes_no_page(build_harness: BuildHarness) -> None:
    build_harness.build()
    before = read_page_stamps(build_harness.tree / "out")
    build_harness.content.touch_file(9)
    build_harness.build()
    assert read_page_stamps(build_harness.tree / "out") == before


def test_build_with_a_new_article_changes_no_full_listing_page(tmp_path: Path) -> None:
    harness = BuildHarness(tmp_path, 60)
    before = harness.build()
    harness.content.add_article(0)
    after = harness.build()
    pages = [name for name in before if "/trang/" in name]
    assert pages
    assert [name for name in pages if before[name] != after[name]] == []
    written = [name for name in after if before.get(name) != after[name]]
    assert len(written) <= 30, written


def read_page_stamps(output: Path) -> dict[Path, tuple[int, int]]:
    """Return the modification time and inode of every page of ``output``."""
    statuses = {path: path.stat() for path in output.rglob("*") if path.suffix in (".html", ".xml")}
    return {path: (status.st_mtime_ns, status.st_ino) for path, status in statuses.items()}
