"""The engine makes what Pelican's own classes make, and writes no more than what changed."""

from pathlib import Path

import pytest

from tests.sample import ROOT, run_pelican
from tests.site.holdings import write
from tests.site.printers import Printers, differences
from tests.site.test_repeats import digests

pytestmark = pytest.mark.slow

OFF = '{"enabled": False}'


@pytest.fixture
def printers(tmp_path: Path) -> Printers:
    return Printers(tmp_path)


def test_pelicans_own_classes_make_the_same_sample(sample: Path, tmp_path: Path) -> None:
    cache = f'CACHE_PATH="{tmp_path / "cache"}"'
    run_pelican(
        ROOT / "content", tmp_path / "out", "-s", "publishconf.py", "-e", cache, 'ENGINE={"enabled": false}'
    )
    assert digests(tmp_path / "out") == digests(sample)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITEURL", '"https://bantin.example.vn"'),
        ("SITEURL", '"https://example.vn/ban-tin"'),
        ("RELATIVE_URLS", "True"),
        ("MARKDOWN", '{"extensions": ["house_style"]}'),
    ],
)
def test_pelicans_own_classes_make_the_same_of_every_kind_of_record(
    printers: Printers, name: str, value: str
) -> None:
    printers.choose(name, value)
    engine = printers.clean()
    printers.choose("ENGINE", OFF)
    assert differences(engine, printers.clean()) == []


def test_the_engine_may_be_switched_on_and_off(printers: Printers) -> None:
    first = printers.build()
    printers.choose("ENGINE", OFF)
    assert printers.build() == first
    printers.newsroom.retitle(9)
    changed = printers.build()
    assert changed != first
    printers.choose("ENGINE", "{}")
    assert printers.build() == changed


def test_what_a_plugin_of_others_hands_to_templates_is_never_taken_for_known(printers: Printers) -> None:
    plugin = printers.tree / "house_plugin.py"
    text = (
        "from pelican import signals\n\n\ndef hand(generator):\n    generator.env.globals['motto'] = 'Một'\n\n\n"
        "def register():\n    signals.generator_init.connect(hand)\n"
    )
    write(plugin, text)
    printers.choose("PLUGINS", '["plugins.reader", "plugins.pages", "house_plugin"]')
    printers.build()
    write(plugin, text.replace("Một", "Hai câu"))
    assert printers.faults() == []
    assert "Hai câu" in (printers.tree / "out/index.html").read_text("utf-8")


def test_nothing_is_written_where_nothing_changed(printers: Printers) -> None:
    printers.build()
    before = _stamps(printers.tree / "out")
    printers.newsroom.touch(9)
    printers.build()
    assert _stamps(printers.tree / "out") == before


def test_a_section_page_that_is_full_never_changes(tmp_path: Path) -> None:
    printers = Printers(tmp_path, 60)
    before = printers.build()
    printers.newsroom.add(0)
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
