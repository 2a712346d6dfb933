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
)
from tests.publishing.helpers import PUBLISH_TIME, write_output


def create_release(folder: Path) -> Release:
    articles = {"/2026/11/mot/": "aa", "/2026/11/hai/": "bb"}
    manifest = Manifest.from_folder(write_output(folder, a="một"))
    return Release("20261123-120000-01234567", PUBLISH_TIME, "An", "0123+", articles, manifest=manifest)


def test_a_record_survives_being_written_and_read(tmp_path: Path) -> None:
    one = create_release(tmp_path).with_changes_since(None)
    assert Release.from_json(one.to_json()) == one


def test_a_record_names_every_file_with_its_kind(tmp_path: Path) -> None:
    assert '"path": "a/index.html", "sha256": "' in create_release(tmp_path).to_json()
    assert '"kind": "page"' in create_release(tmp_path).to_json()


@pytest.mark.parametrize("text", ["", "{", "[1]", "{}", '{"id": "x"}', "null", '"x"'])
def test_a_damaged_record_is_said_and_not_guessed(text: str) -> None:
    with pytest.raises(DamagedReleaseError):
        Release.from_json(text)


def test_a_record_cut_short_is_damaged(tmp_path: Path) -> None:
    text = create_release(tmp_path).to_json()
    for end in range(0, len(text) - 1, 7):
        with pytest.raises(DamagedReleaseError):
            Release.from_json(text[:end])


def test_changes_of_articles_are_told_from_what_they_say(tmp_path: Path) -> None:
    old = create_release(tmp_path)
    new = replace(old, article_digests={"/2026/11/mot/": "cc", "/2026/11/ba/": "dd"})
    assert new.with_changes_since(old).changes == ArticleChanges(
        added=("/2026/11/ba/",), changed=("/2026/11/mot/",), removed=("/2026/11/hai/",)
    )
    assert old.with_changes_since(None).changes.added == ("/2026/11/hai/", "/2026/11/mot/")


def test_what_moved_or_was_withdrawn_is_told_apart_from_what_is_gone(tmp_path: Path) -> None:
    old = replace(
        create_release(tmp_path),
        article_digests=dict.fromkeys(("/cu/", "/gop/", "/het/", "/sai/", "/con/"), "aa"),
    )
    new = replace(old, article_digests={"/moi/": "aa", "/con/": "aa"})
    onward = {"/cu/": "/moi/", "/gop/": "/con/", "/xua/": "/con/", "/sai/": "/con/"}
    told = new.with_changes_since(old, onward, {"/sai/", "/lau-roi/"})
    assert told.changes == ArticleChanges(
        removed=("/het/",), withdrawn=("/sai/",), moved=(("/cu/", "/moi/"), ("/gop/", "/con/"))
    )
    assert Release.from_json(told.to_json()) == told


def test_a_record_from_before_moves_were_known_is_read(tmp_path: Path) -> None:
    new, old = replace(create_release(tmp_path), article_digests={}), create_release(tmp_path)
    text = new.with_changes_since(old).to_json().replace('"withdrawn": [], "moved": [], ', "")
    assert '"moved"' not in text
    assert Release.from_json(text).changes.removed == ("/2026/11/hai/", "/2026/11/mot/")


def test_an_id_sorts_after_the_last_one() -> None:
    empty = Manifest()
    first = create_release_id(PUBLISH_TIME, empty, None)
    assert first == f"20261123-120000-{empty.digest[:8]}"
    assert create_release_id(PUBLISH_TIME - timedelta(days=1), empty, first) > first
