"""Pelican's own command builds with the engine, which writes no more than what changed."""

from pathlib import Path

import pytest

from bulletin.publishing.workspace import PUBLISH_SETTINGS_FILE
from tests.publishing.harness import PublishHarness
from tests.sample_site import run_pelican
from tests.site.build_harness import BuildHarness
from tests.site.content_editor import write_text
from tests.site.test_reproducible_builds import digest_files

pytestmark = pytest.mark.slow


@pytest.fixture
def build_harness(tmp_path: Path) -> BuildHarness:
    return BuildHarness(tmp_path)


def test_pelicans_own_command_makes_what_a_publish_makes(tmp_path: Path) -> None:
    office = PublishHarness(tmp_path / "office")
    office.publish()
    now, settings = f"{office.now:%Y-%m-%d %H:%M}", str(office.site.root / PUBLISH_SETTINGS_FILE)
    cache = f'CACHE_PATH="{tmp_path / "cache"}"'
    run_pelican(office.site.content, tmp_path / "out", "-s", settings, "-e", cache, now=now)
    assert digest_files(tmp_path / "out") == digest_files(
        office.site.get_output_folder(PUBLISH_SETTINGS_FILE)
    )


def test_what_a_plugin_of_others_hands_to_templates_is_never_taken_for_known(
    build_harness: BuildHarness,
) -> None:
    plugin = build_harness.tree / "house_plugin.py"
    text = (
        "from pelican import signals\n\n\ndef hand(generator):\n    generator.env.globals['motto'] = 'Một'\n\n\n"
        "def register():\n    signals.generator_init.connect(hand)\n"
    )
    write_text(plugin, text)
    build_harness.set_setting("PLUGINS", '["plugins.site_builder", "house_plugin"]')
    build_harness.build()
    write_text(plugin, text.replace("Một", "Hai câu"))
    assert build_harness.compare_with_clean_build() == []
    assert "Hai câu" in (build_harness.tree / "out/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "value", "module"),
    [
        ("JINJA_GLOBALS", '{"motto": house_words.motto}', 0),
        ("MARKDOWN", '{"extensions": ["house_style"]}', 1),
    ],
)
def test_code_of_the_site_itself_builds_everything_again(
    build_harness: BuildHarness, name: str, value: str, module: int
) -> None:
    build_harness.set_setting(name, value)
    build_harness.build()
    build_harness.edit_site_code(module)
    assert build_harness.compare_with_clean_build() == []
    assert any("lần 0002" in page.read_text("utf-8") for page in (build_harness.tree / "out").rglob("*.html"))


def test_nothing_is_written_where_nothing_changed(build_harness: BuildHarness) -> None:
    build_harness.build()
    before = _stamps(build_harness.tree / "out")
    build_harness.content.touch_file(9)
    build_harness.build()
    assert _stamps(build_harness.tree / "out") == before


def test_a_section_page_that_is_full_never_changes(tmp_path: Path) -> None:
    printers = BuildHarness(tmp_path, 60)
    before = printers.build()
    printers.content.add_article(0)
    after = printers.build()
    pages = [name for name in before if "/trang/" in name]
    assert pages
    assert [name for name in pages if before[name] != after[name]] == []
    written = [name for name in after if before.get(name) != after[name]]
    assert len(written) <= 30, written


def _stamps(output: Path) -> dict[Path, tuple[int, int]]:
    """Return time and inode of every page of ``output``."""
    found = {path: path.stat() for path in output.rglob("*") if path.suffix in (".html", ".xml")}
    return {path: (status.st_mtime_ns, status.st_ino) for path, status in found.items()}
