import os
import shutil
from pathlib import Path

import pytest

from bulletin.images.variant_cache import VariantCache, store_variant
from tests.images.photo_factory import get_file_stamp

KEY = "ab" * 32


def create_filled_cache(folder, data=b"picture"):
    store = VariantCache(folder)
    store.record_variant(KEY, store_variant(folder, KEY, data))
    store.save()
    return VariantCache(folder)


def test_what_is_kept_is_held_by_the_next_build(tmp_path: Path) -> None:
    assert create_filled_cache(tmp_path).has_variant(KEY)
    assert not create_filled_cache(tmp_path).has_variant("cd" * 32)


@pytest.mark.parametrize("data", [b"", b"picturE", b"picture and more"])
def test_a_file_written_over_is_not_held(tmp_path: Path, data: bytes) -> None:
    store = create_filled_cache(tmp_path)
    (tmp_path / "ab" / KEY).write_bytes(data)
    assert not store.has_variant(KEY)


def test_a_file_that_is_gone_is_not_held(tmp_path: Path) -> None:
    store = create_filled_cache(tmp_path)
    (tmp_path / "ab" / KEY).unlink()
    assert not store.has_variant(KEY)


def test_a_file_without_its_entry_is_not_held(tmp_path: Path) -> None:
    create_filled_cache(tmp_path)
    (tmp_path / "ledger.msgpack").unlink()
    assert not VariantCache(tmp_path).has_variant(KEY)


def test_a_store_that_was_moved_is_still_good(tmp_path: Path) -> None:
    create_filled_cache(tmp_path / "here")
    shutil.copytree(tmp_path / "here", tmp_path / "there", copy_function=shutil.copy)
    store = VariantCache(tmp_path / "there")
    assert store.has_variant(KEY)
    store.save()
    assert (tmp_path / "there/ledger.msgpack").read_bytes() != (tmp_path / "here/ledger.msgpack").read_bytes()


def test_a_file_is_placed_once(tmp_path: Path) -> None:
    store = create_filled_cache(tmp_path / "cache")
    target = tmp_path / "output/images/x.webp"
    store.link_into_output(KEY, target.parent, target.name)
    before = get_file_stamp(target)
    store.link_into_output(KEY, target.parent, target.name)
    assert target.read_bytes() == b"picture"
    assert get_file_stamp(target) == before


def test_a_file_that_another_replaced_is_placed_again(tmp_path: Path) -> None:
    store = create_filled_cache(tmp_path / "cache")
    target = tmp_path / "x.webp"
    target.write_bytes(b"another")
    store.link_into_output(KEY, target.parent, target.name)
    assert target.read_bytes() == b"picture"


def test_writing_into_the_output_does_not_stay_in_the_cache(tmp_path: Path) -> None:
    store = create_filled_cache(tmp_path / "cache")
    target = tmp_path / "x.webp"
    store.link_into_output(KEY, target.parent, target.name)
    target.write_bytes(b"PICTURE")
    store = VariantCache(tmp_path / "cache")
    assert not store.has_variant(KEY)
    store.record_variant(KEY, store_variant(store.folder, KEY, b"picture"))
    store.link_into_output(KEY, target.parent, target.name)
    assert target.read_bytes() == b"picture"


def test_where_links_are_impossible_a_copy_is_placed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError("another device")))
    store = create_filled_cache(tmp_path / "cache")
    target = tmp_path / "x.webp"
    store.link_into_output(KEY, target.parent, target.name)
    before = get_file_stamp(target)
    store.link_into_output(KEY, target.parent, target.name)
    assert target.stat().st_nlink == 1
    assert get_file_stamp(target) == before


def test_no_temporary_file_stays(tmp_path: Path) -> None:
    create_filled_cache(tmp_path / "cache").link_into_output(KEY, tmp_path / "output", "x.webp")
    names = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert names == {KEY, "ledger.msgpack", "x.webp"}


def test_a_placed_file_may_be_read_by_a_web_server(tmp_path: Path) -> None:
    previous = os.umask(0o022)
    try:
        create_filled_cache(tmp_path / "cache").link_into_output(KEY, tmp_path, "x.webp")
    finally:
        os.umask(previous)
    assert (tmp_path / "x.webp").stat().st_mode & 0o777 == 0o644
