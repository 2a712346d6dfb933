from pathlib import Path
from typing import Any

import pytest

from bulletin.build.content_cache import load_body_html, open_content_store, read_content
from bulletin.build.settings import BuildSettings
from bulletin.content.folder import open_content_folder
from bulletin.content.reader import ContentReader, ParsedFile
from bulletin.errors import UserError
from tests.factories import SmallSite, load_repository_settings


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    site = SmallSite(tmp_path)
    for name in ("mot", "hai"):
        site.write_article(name)
    return site


@pytest.fixture
def parsed_names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that are parsed, in order."""
    names: list[str] = []
    read_item = ContentReader.read_item

    def spy(reader: ContentReader, name: str) -> ParsedFile:
        names.append(name)
        return read_item(reader, name)

    monkeypatch.setattr(ContentReader, "read_item", spy)
    # Trusts files that were written just now.
    monkeypatch.setattr("bulletin.storage.file_system.TIMESTAMP_RESOLUTION", 0)
    return names


def read_bodies(site: SmallSite, **changes: object) -> list[str | None]:
    settings = {**load_repository_settings(), "CACHE_PATH": str(site.folder / "cache"), **changes}
    folder = open_content_folder(site.content)
    store = open_content_store(folder, settings)
    rows = read_content(folder, settings, store, BuildSettings(workers=1))
    html = [
        store.load_html(parsed_file.item.body)
        for parsed_file in (row.parsed_file for row in rows.values())
        if parsed_file.item
    ]
    store.close()
    return html


def test_unchanged_file_is_not_parsed_again(site: SmallSite, parsed_names: list[str]) -> None:
    first = read_bodies(site)
    assert parsed_names == ["articles/hai.md", "articles/mot.md"]
    assert read_bodies(site) == first
    assert len(parsed_names) == 2


def test_changed_file_alone_is_parsed(site: SmallSite, parsed_names: list[str]) -> None:
    read_bodies(site)
    site.write_article("mot", "Thân bài khác hẳn.")
    assert "<p>Thân bài khác hẳn.</p>" in read_bodies(site)
    assert parsed_names[2:] == ["articles/mot.md"]


def test_deleted_file_is_dropped_and_new_file_is_parsed(site: SmallSite, parsed_names: list[str]) -> None:
    read_bodies(site)
    (site.content / "articles/mot.md").unlink()
    site.write_article("ba")
    assert len(read_bodies(site)) == 2
    assert parsed_names[2:] == ["articles/ba.md"]


@pytest.mark.parametrize("change", [{"SITEURL": "https://khac.vn"}, {"RECORDS": {"summary_length": 50}}])
def test_changed_setting_lets_all_files_be_parsed(
    site: SmallSite, parsed_names: list[str], change: dict[str, Any]
) -> None:
    read_bodies(site)
    read_bodies(site, **change)
    assert len(parsed_names) == 4


def test_changed_sections_let_all_files_be_parsed(site: SmallSite, parsed_names: list[str]) -> None:
    read_bodies(site)
    with (site.content / "sections.yml").open("a", encoding="utf-8") as stream:
        stream.write("- name: Chuyên mục mới\n")
    read_bodies(site)
    assert len(parsed_names) == 4


def test_file_written_just_now_is_parsed_again(
    site: SmallSite, parsed_names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bulletin.storage.file_system.TIMESTAMP_RESOLUTION", 10**12)
    read_bodies(site)
    read_bodies(site)
    assert len(parsed_names) == 4


def test_load_body_html_that_the_store_lost_reads_the_file_again(site: SmallSite) -> None:
    settings = {**load_repository_settings(), "CACHE_PATH": str(site.folder / "cache")}
    folder = open_content_folder(site.content)
    store = open_content_store(folder, settings)
    item = read_content(folder, settings, store, BuildSettings(workers=1))["articles/mot.md"].parsed_file.item
    assert item
    store.close()
    (site.folder / "empty").mkdir()
    empty = open_content_store(folder, {**settings, "CACHE_PATH": str(site.folder / "empty")})

    def load_html() -> str:
        return load_body_html(empty, item.body, site.content, settings, lambda: item.source)

    assert load_html() == store.load_html(item.body)
    site.write_article("mot", "Thân bài khác hẳn.")
    with pytest.raises(UserError, match=r"content/articles/mot\.md: tệp vừa bị thay đổi giữa chừng"):
        load_html()
