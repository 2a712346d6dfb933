import pytest

from bulletin.build import content_cache
from bulletin.build.content_cache import open_store, read_all
from bulletin.build.settings import EngineSettings
from bulletin.content.folder import look
from tests.factories import SmallSite, settings


@pytest.fixture
def site(tmp_path):
    site = SmallSite(tmp_path)
    for name in ("mot", "hai"):
        site.article(name)
    return site


@pytest.fixture
def parsed(monkeypatch):
    """Return the names of the files that are parsed, as they are."""
    names: list[str] = []
    true = content_cache._read

    def spy(desk, name):
        names.append(name)
        return true(desk, name)

    monkeypatch.setattr(content_cache, "_read", spy)
    monkeypatch.setattr("bulletin.storage.file_system._RACY", 0)  # a file written a moment ago is trusted
    return names


def read(site: SmallSite, **changes: object) -> list[str]:
    table = {**settings(), "CACHE_PATH": str(site.folder / "cache"), **changes}
    folder = look(site.content)
    store = open_store(folder, table)
    found = read_all(folder, table, store, EngineSettings(workers=1))
    html = [store.html(one.record.text) for one in (row.reading for row in found.values()) if one.record]
    store.close()
    return html


def test_a_file_that_did_not_change_is_not_parsed_again(site, parsed):
    first = read(site)
    assert parsed == ["articles/hai.md", "articles/mot.md"]
    assert read(site) == first
    assert len(parsed) == 2


def test_only_the_file_that_changed_is_parsed(site, parsed):
    read(site)
    site.article("mot", "Thân bài khác hẳn.")
    assert "<p>Thân bài khác hẳn.</p>" in read(site)
    assert parsed[2:] == ["articles/mot.md"]


def test_a_file_that_is_gone_is_forgotten_and_one_that_comes_is_read(site, parsed):
    read(site)
    (site.content / "articles/mot.md").unlink()
    site.article("ba")
    assert len(read(site)) == 2
    assert parsed[2:] == ["articles/ba.md"]


@pytest.mark.parametrize("change", [{"SITEURL": "https://khac.vn"}, {"RECORDS": {"summary_length": 50}}])
def test_settings_that_readings_depend_on_read_all_anew(site, parsed, change):
    read(site)
    read(site, **change)
    assert len(parsed) == 4


def test_a_change_of_the_sections_reads_all_anew(site, parsed):
    read(site)
    with (site.content / "sections.yml").open("a", encoding="utf-8") as stream:
        stream.write("- name: Chuyên mục mới\n")
    read(site)
    assert len(parsed) == 4


def test_a_file_written_a_moment_ago_is_not_trusted_yet(site, parsed, monkeypatch):
    monkeypatch.setattr("bulletin.storage.file_system._RACY", 10**12)
    read(site)
    read(site)
    assert len(parsed) == 4
