from pathlib import Path
from typing import Any

import pytest

from bulletin.build import content_cache
from bulletin.build.content_cache import open_content_store, read_content
from bulletin.build.settings import BuildSettings
from bulletin.content.folder import open_content_folder
from tests.factories import SmallSite, load_repository_settings


@pytest.fixture
def site(tmp_path: Path):
    site = SmallSite(tmp_path)
    for name in ("mot", "hai"):
        site.write_article(name)
    return site


@pytest.fixture
def parsed_names(monkeypatch: pytest.MonkeyPatch):
    """Return the names of the files that are parsed, as they are."""
    names: list[str] = []
    true = content_cache._parse_file

    def spy(desk, name):
        names.append(name)
        return true(desk, name)

    monkeypatch.setattr(content_cache, "_parse_file", spy)
    monkeypatch.setattr(
        "bulletin.storage.file_system.TIMESTAMP_RESOLUTION", 0
    )  # a file written a moment ago is trusted
    return names


def read_bodies(site: SmallSite, **changes: object) -> list[str]:
    table = {**load_repository_settings(), "CACHE_PATH": str(site.folder / "cache"), **changes}
    folder = open_content_folder(site.content)
    store = open_content_store(folder, table)
    found = read_content(folder, table, store, BuildSettings(workers=1))
    html = [store.load_html(one.item.body) for one in (row.parsed_file for row in found.values()) if one.item]
    store.close()
    return html


def test_a_file_that_did_not_change_is_not_parsed_again(site: Any, parsed_names: Any) -> None:
    first = read_bodies(site)
    assert parsed_names == ["articles/hai.md", "articles/mot.md"]
    assert read_bodies(site) == first
    assert len(parsed_names) == 2


def test_only_the_file_that_changed_is_parsed(site: Any, parsed_names: Any) -> None:
    read_bodies(site)
    site.write_article("mot", "Thân bài khác hẳn.")
    assert "<p>Thân bài khác hẳn.</p>" in read_bodies(site)
    assert parsed_names[2:] == ["articles/mot.md"]


def test_a_file_that_is_gone_is_forgotten_and_one_that_comes_is_read(site: Any, parsed_names: Any) -> None:
    read_bodies(site)
    (site.content / "articles/mot.md").unlink()
    site.write_article("ba")
    assert len(read_bodies(site)) == 2
    assert parsed_names[2:] == ["articles/ba.md"]


@pytest.mark.parametrize("change", [{"SITEURL": "https://khac.vn"}, {"RECORDS": {"summary_length": 50}}])
def test_settings_that_readings_depend_on_read_all_anew(site: Any, parsed_names: Any, change: Any) -> None:
    read_bodies(site)
    read_bodies(site, **change)
    assert len(parsed_names) == 4


def test_a_change_of_the_sections_reads_all_anew(site: Any, parsed_names: Any) -> None:
    read_bodies(site)
    with (site.content / "sections.yml").open("a", encoding="utf-8") as stream:
        stream.write("- name: Chuyên mục mới\n")
    read_bodies(site)
    assert len(parsed_names) == 4


def test_a_file_written_a_moment_ago_is_not_trusted_yet(
    site: Any, parsed_names: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bulletin.storage.file_system.TIMESTAMP_RESOLUTION", 10**12)
    read_bodies(site)
    read_bodies(site)
    assert len(parsed_names) == 4
