from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.release.release import (
    ArticleChanges,
    DamagedReleaseError,
    Release,
    create_release_id,
    parse_release_time,
)
from tests.publishing.small_release import PUBLISH_TIME, write_output


def create_release(folder: Path) -> Release:
    articles = {"/2026/11/mot/": "aa", "/2026/11/hai/": "bb"}
    manifest = Manifest.from_folder(write_output(folder, a="một"))
    return Release("20261123-120000-01234567", PUBLISH_TIME, "An", "0123+", articles, manifest=manifest)


def test_from_json_of_to_json_returns_an_equal_release(tmp_path: Path) -> None:
    release = create_release(tmp_path).with_changes_since(None)
    assert Release.from_json(release.to_json()) == release


def test_to_json_names_every_file_with_its_type(tmp_path: Path) -> None:
    assert '"path": "a/index.html", "sha256": "' in create_release(tmp_path).to_json()
    assert '"kind": "page"' in create_release(tmp_path).to_json()


@pytest.mark.parametrize("text", ["", "{", "[1]", "{}", '{"id": "x"}', "null", '"x"'])
def test_from_json_with_invalid_text_raises(text: str) -> None:
    with pytest.raises(DamagedReleaseError):
        Release.from_json(text)


def test_from_json_with_truncated_text_raises(tmp_path: Path) -> None:
    text = create_release(tmp_path).to_json()
    for end in range(0, len(text) - 1, 7):
        with pytest.raises(DamagedReleaseError):
            Release.from_json(text[:end])


def test_with_changes_since_compares_content_digests(tmp_path: Path) -> None:
    old = create_release(tmp_path)
    new = replace(old, article_digests={"/2026/11/mot/": "cc", "/2026/11/ba/": "dd"})
    assert new.with_changes_since(old).changes == ArticleChanges(
        added=("/2026/11/ba/",), changed=("/2026/11/mot/",), removed=("/2026/11/hai/",)
    )
    assert old.with_changes_since(None).changes.added == ("/2026/11/hai/", "/2026/11/mot/")


def test_with_changes_since_separates_moved_withdrawn_and_removed(tmp_path: Path) -> None:
    old = replace(
        create_release(tmp_path),
        article_digests=dict.fromkeys(("/cu/", "/gop/", "/het/", "/sai/", "/con/"), "aa"),
    )
    new = replace(old, article_digests={"/moi/": "aa", "/con/": "aa"})
    redirects = {"/cu/": "/moi/", "/gop/": "/con/", "/xua/": "/con/", "/sai/": "/con/"}
    changed = new.with_changes_since(old, redirects, {"/sai/", "/lau-roi/"})
    assert changed.changes == ArticleChanges(
        removed=("/het/",), withdrawn=("/sai/",), moved=(("/cu/", "/moi/"), ("/gop/", "/con/"))
    )
    assert Release.from_json(changed.to_json()) == changed


def test_from_json_of_an_older_record_has_moves_as_removals(tmp_path: Path) -> None:
    new, old = replace(create_release(tmp_path), article_digests={}), create_release(tmp_path)
    text = new.with_changes_since(old).to_json().replace('"withdrawn": [], "moved": [], ', "")
    assert '"moved"' not in text
    assert Release.from_json(text).changes.removed == ("/2026/11/hai/", "/2026/11/mot/")


def test_create_release_id_after_a_clock_change_sorts_after_the_last() -> None:
    empty = Manifest()
    first = create_release_id(PUBLISH_TIME, empty, None)
    assert first == f"20261123-120000-{empty.digest[:8]}"
    assert create_release_id(PUBLISH_TIME - timedelta(days=1), empty, first) > first
    assert parse_release_time(first) == PUBLISH_TIME
