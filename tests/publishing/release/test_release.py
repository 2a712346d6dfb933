from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.release.release import ArticleChanges, DamagedReleaseError, Release, next_id
from tests.publishing.helpers import NOON, output


def release(folder: Path) -> Release:
    articles = {"/2026/11/mot/": "aa", "/2026/11/hai/": "bb"}
    manifest = Manifest.of(output(folder, a="một"))
    return Release("20261123-120000-01234567", NOON, "An", "0123+", articles, manifest=manifest)


def test_a_record_survives_being_written_and_read(tmp_path: Path) -> None:
    one = release(tmp_path).since(None)
    assert Release.read(one.written()) == one


def test_a_record_names_every_file_with_its_kind(tmp_path: Path) -> None:
    assert '"path": "a/index.html", "sha256": "' in release(tmp_path).written()
    assert '"kind": "page"' in release(tmp_path).written()


@pytest.mark.parametrize("text", ["", "{", "[1]", "{}", '{"id": "x"}', "null", '"x"'])
def test_a_damaged_record_is_said_and_not_guessed(text: str) -> None:
    with pytest.raises(DamagedReleaseError):
        Release.read(text)


def test_a_record_cut_short_is_damaged(tmp_path: Path) -> None:
    text = release(tmp_path).written()
    for end in range(0, len(text) - 1, 7):
        with pytest.raises(DamagedReleaseError):
            Release.read(text[:end])


def test_changes_of_articles_are_told_from_what_they_say(tmp_path: Path) -> None:
    old = release(tmp_path)
    new = replace(old, articles={"/2026/11/mot/": "cc", "/2026/11/ba/": "dd"})
    assert new.since(old).changes == ArticleChanges(
        added=("/2026/11/ba/",), changed=("/2026/11/mot/",), removed=("/2026/11/hai/",)
    )
    assert old.since(None).changes.added == ("/2026/11/hai/", "/2026/11/mot/")


def test_what_moved_or_was_withdrawn_is_told_apart_from_what_is_gone(tmp_path: Path) -> None:
    old = replace(
        release(tmp_path), articles=dict.fromkeys(("/cu/", "/gop/", "/het/", "/sai/", "/con/"), "aa")
    )
    new = replace(old, articles={"/moi/": "aa", "/con/": "aa"})
    onward = {"/cu/": "/moi/", "/gop/": "/con/", "/xua/": "/con/", "/sai/": "/con/"}
    told = new.since(old, onward, {"/sai/", "/lau-roi/"})
    assert told.changes == ArticleChanges(
        removed=("/het/",), withdrawn=("/sai/",), moved=(("/cu/", "/moi/"), ("/gop/", "/con/"))
    )
    assert Release.read(told.written()) == told


def test_a_record_from_before_moves_were_known_is_read(tmp_path: Path) -> None:
    new, old = replace(release(tmp_path), articles={}), release(tmp_path)
    text = new.since(old).written().replace('"withdrawn": [], "moved": [], ', "")
    assert '"moved"' not in text
    assert Release.read(text).changes.removed == ("/2026/11/hai/", "/2026/11/mot/")


def test_an_id_sorts_after_the_last_one() -> None:
    empty = Manifest()
    first = next_id(NOON, empty, None)
    assert first == f"20261123-120000-{empty.digest[:8]}"
    assert next_id(NOON - timedelta(days=1), empty, first) > first
