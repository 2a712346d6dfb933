import os
import shutil
from pathlib import Path

import pytest

from bulletin.images.variant_cache import VariantCache, store_variant
from tests.images.photo_factory import get_file_stamp

KEY = "ab" * 32


def create_filled_cache(folder: Path, data: bytes = b"picture") -> VariantCache:
    cache = VariantCache(folder)
    cache.record_variant(KEY, store_variant(folder, KEY, data))
    cache.save()
    return VariantCache(folder)


def test_has_variant_of_earlier_build_is_true(tmp_path: Path) -> None:
    assert create_filled_cache(tmp_path).has_variant(KEY)
    assert not create_filled_cache(tmp_path).has_variant("cd" * 32)


@pytest.mark.parametrize("data", [b"", b"picturE", b"picture and more"])
def test_has_variant_overwritten_file_is_false(tmp_path: Path, data: bytes) -> None:
    cache = create_filled_cache(tmp_path)
    (tmp_path / "ab" / KEY).write_bytes(data)
    assert not cache.has_variant(KEY)


def test_has_variant_missing_file_is_false(tmp_path: Path) -> None:
    cache = create_filled_cache(tmp_path)
    (tmp_path / "ab" / KEY).unlink()
    assert not cache.has_variant(KEY)


def test_has_variant_file_without_entry_is_false(tmp_path: Path) -> None:
    create_filled_cache(tmp_path)
    (tmp_path / "ledger.msgpack").unlink()
    assert not VariantCache(tmp_path).has_variant(KEY)


def test_has_variant_moved_cache_is_true(tmp_path: Path) -> None:
    create_filled_cache(tmp_path / "here")
    shutil.copytree(tmp_path / "here", tmp_path / "there", copy_function=shutil.copy)
    cache = VariantCache(tmp_path / "there")
    assert cache.has_variant(KEY)
    cache.save()
    assert (tmp_path / "there/ledger.msgpack").read_bytes() != (tmp_path / "here/ledger.msgpack").read_bytes()


def test_link_into_output_twice_writes_once(tmp_path: Path) -> None:
    cache = create_filled_cache(tmp_path / "cache")
    target = tmp_path / "output/images/x.webp"
    cache.link_into_output(KEY, target.parent, target.name)
    before = get_file_stamp(target)
    cache.link_into_output(KEY, target.parent, target.name)
    assert target.read_bytes() == b"picture"
    assert get_file_stamp(target) == before


def test_link_into_output_replaces_other_file(tmp_path: Path) -> None:
    cache = create_filled_cache(tmp_path / "cache")
    target = tmp_path / "x.webp"
    target.write_bytes(b"another")
    cache.link_into_output(KEY, target.parent, target.name)
    assert target.read_bytes() == b"picture"


def test_link_into_output_restores_file_after_write_through_hard_link(tmp_path: Path) -> None:
    cache = create_filled_cache(tmp_path / "cache")
    target = tmp_path / "x.webp"
    cache.link_into_output(KEY, target.parent, target.name)
    target.write_bytes(b"PICTURE")
    cache = VariantCache(tmp_path / "cache")
    assert not cache.has_variant(KEY)
    cache.record_variant(KEY, store_variant(cache.folder, KEY, b"picture"))
    cache.link_into_output(KEY, target.parent, target.name)
    assert target.read_bytes() == b"picture"


def test_link_into_output_without_hard_links_copies_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError("another device")))
    cache = create_filled_cache(tmp_path / "cache")
    target = tmp_path / "x.webp"
    cache.link_into_output(KEY, target.parent, target.name)
    before = get_file_stamp(target)
    cache.link_into_output(KEY, target.parent, target.name)
    assert target.stat().st_nlink == 1
    assert get_file_stamp(target) == before


def test_link_into_output_leaves_no_temporary_file(tmp_path: Path) -> None:
    create_filled_cache(tmp_path / "cache").link_into_output(KEY, tmp_path / "output", "x.webp")
    names = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert names == {KEY, "ledger.msgpack", "x.webp"}


def test_link_into_output_file_is_readable_by_web_server(tmp_path: Path) -> None:
    previous = os.umask(0o022)
    try:
        create_filled_cache(tmp_path / "cache").link_into_output(KEY, tmp_path, "x.webp")
    finally:
        os.umask(previous)
    assert (tmp_path / "x.webp").stat().st_mode & 0o777 == 0o644
