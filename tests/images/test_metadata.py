import os
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from bulletin.images import metadata as module
from bulletin.images.decoder import ImageError
from bulletin.images.metadata import ImageInfoCache, find_image, read_image_info
from tests.images.photo_factory import create_jpeg, create_png, draw_image, write_old_file

LIMIT = 10**6


@pytest.fixture
def recorded_reads(monkeypatch: pytest.MonkeyPatch):
    """Files read and pictures decoded, in order."""
    seen = []
    read, look = module._read, module._inspected
    monkeypatch.setattr(module, "_read", lambda path, name: seen.append("read") or read(path, name))
    monkeypatch.setattr(module, "_inspected", lambda *given: seen.append("decode") or look(*given))
    return seen


def expect_image_error(root, reference):
    with pytest.raises(ImageError) as caught:
        find_image(root, reference)
    return caught.value


def test_facts_are_those_of_the_upright_picture(tmp_path: Path) -> None:
    facts = read_image_info(write_old_file(tmp_path, "x.png", create_jpeg(orientation=6)), LIMIT)
    assert (facts.width, facts.height, facts.format, len(facts.digest)) == (500, 700, "JPEG", 64)


def test_an_error_calls_the_picture_as_the_editor_does(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match=r"images/2019/x\.jpg"):
        read_image_info(write_old_file(tmp_path, "x.jpg", b"no"), LIMIT, "images/2019/x.jpg")


@pytest.mark.parametrize("reference", ["images/x.jpg", "/images/x.jpg", "{static}/images/x.jpg"])
def test_a_picture_is_found_as_editors_write_it(tmp_path: Path, reference: str) -> None:
    path = write_old_file(tmp_path, "images/x.jpg", create_jpeg())
    assert find_image(tmp_path, reference) == path


@pytest.mark.parametrize(
    "reference", ["../x.jpg", "images/../../x.jpg", "", "/", "C:/x.jpg", "images\\x.jpg"]
)
def test_a_picture_outside_content_is_refused(tmp_path: Path, reference: str) -> None:
    write_old_file(tmp_path, "x.jpg", create_jpeg())
    assert expect_image_error(tmp_path / "content", reference).remedy


def test_a_link_that_leads_outside_content_is_refused(tmp_path: Path) -> None:
    write_old_file(tmp_path, "x.jpg", create_jpeg())
    link = tmp_path / "content/images/x.jpg"
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "x.jpg")
    assert "liên kết ra ngoài" in expect_image_error(tmp_path / "content", "images/x.jpg").description


def test_a_missing_picture_names_the_nearest(tmp_path: Path) -> None:
    write_old_file(tmp_path, "images/2019/hoi-nghi.jpg", create_jpeg())
    assert "“images/2019/hoi-nghi.jpg”" in expect_image_error(tmp_path, "images/2019/hoi_nghi.jpg").remedy


def test_a_name_without_its_folder_is_completed(tmp_path: Path) -> None:
    write_old_file(tmp_path, "images/x.jpg", create_jpeg())
    assert expect_image_error(tmp_path, "x.jpg").remedy == "Hãy viết “images/x.jpg”."


def test_a_name_in_decomposed_unicode_is_explained(tmp_path: Path) -> None:
    write_old_file(tmp_path, "images/" + unicodedata.normalize("NFD", "hội nghị.jpg"), create_jpeg())
    assert "không dấu" in expect_image_error(tmp_path, "images/hội nghị.jpg").remedy


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    assert "không tìm thấy" in expect_image_error(tmp_path, "images").description


def read_info(tmp_path, name="x.jpg", limit=LIMIT):
    """Ask for a picture as a new build does, and leave the cache on disk."""
    cache = ImageInfoCache(tmp_path / "cache/facts.msgpack")
    facts = cache.get_info(tmp_path / name, limit, name)
    cache.save()
    return facts


def test_a_second_build_reads_and_decodes_nothing(tmp_path: Path, recorded_reads: Any) -> None:
    write_old_file(tmp_path, "x.jpg", create_jpeg())
    first = read_info(tmp_path)
    assert recorded_reads == ["read", "decode"]
    assert read_info(tmp_path) == first
    assert recorded_reads == ["read", "decode"]


def test_a_copy_is_read_but_not_decoded(tmp_path: Path, recorded_reads: Any) -> None:
    for name in ("x.jpg", "y.jpg"):
        write_old_file(tmp_path, name, create_jpeg())
    assert read_info(tmp_path) == read_info(tmp_path, "y.jpg")
    assert recorded_reads == ["read", "decode", "read"]


def test_a_changed_picture_is_looked_at_again(tmp_path: Path) -> None:
    write_old_file(tmp_path, "x.jpg", create_jpeg())
    read_info(tmp_path)
    write_old_file(tmp_path, "x.jpg", create_png(draw_image(30, 20)))
    assert read_info(tmp_path).width == 30


def test_a_picture_that_changed_a_moment_ago_is_not_trusted(tmp_path: Path) -> None:
    one, two = create_jpeg(draw_image(30, 20)), create_jpeg(draw_image(31, 20))
    size = max(len(one), len(two))
    for data, width in ((one, 30), (two, 31)):
        path = write_old_file(tmp_path, "x.jpg", data.ljust(size, b"\0"))
        os.utime(path)
        assert read_info(tmp_path).width == width


@pytest.mark.parametrize("damage", [b"", b"\0\xff", b"{}", b"facts-2 00\n{}"])
def test_a_damaged_cache_is_noticed_and_rebuilt(tmp_path: Path, recorded_reads: Any, damage: bytes) -> None:
    write_old_file(tmp_path, "x.jpg", create_jpeg())
    first = read_info(tmp_path)
    (tmp_path / "cache/facts.msgpack").write_bytes(damage)
    assert read_info(tmp_path) == first
    assert read_info(tmp_path) == first
    assert recorded_reads == ["read", "decode"] * 2


def test_a_cache_edited_by_hand_is_not_believed(tmp_path: Path) -> None:
    write_old_file(tmp_path, "x.jpg", create_jpeg())
    read_info(tmp_path)
    file = tmp_path / "cache/facts.msgpack"
    file.write_bytes(file.read_bytes().replace(b"700", b"701"))
    assert read_info(tmp_path).width == 700


def test_a_lower_limit_counts_for_known_pictures_too(tmp_path: Path) -> None:
    write_old_file(tmp_path, "x.jpg", create_jpeg())
    read_info(tmp_path)
    with pytest.raises(ImageError, match="quá lớn"):
        read_info(tmp_path, limit=1000)


def test_files_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    write_old_file(tmp_path, "x.jpg", create_jpeg()).rename(tmp_path / "y.jpg")
    read_info(tmp_path, "y.jpg")
    (tmp_path / "y.jpg").unlink()
    write_old_file(tmp_path, "z.jpg", create_png())
    read_info(tmp_path, "z.jpg")
    assert b"y.jpg" not in (tmp_path / "cache/facts.msgpack").read_bytes()


def test_a_file_too_heavy_to_be_a_picture_is_not_read(tmp_path: Path) -> None:
    path = write_old_file(tmp_path, "x.jpg", create_jpeg())
    with path.open("ab") as stream:
        stream.truncate(3_000_000_000)  # takes no room on the disk
    with pytest.raises(ImageError, match="3000 MB"):
        read_image_info(path, LIMIT)
