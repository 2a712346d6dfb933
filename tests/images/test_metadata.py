import os
import unicodedata
from pathlib import Path

import pytest
from PIL import Image

from bulletin.images import metadata
from bulletin.images.decoder import ImageError, decode_image_bytes
from bulletin.images.metadata import ImageInfo, ImageInfoCache, find_image, read_image_info
from tests.images.photo_factory import create_jpeg, create_png, draw_image, write_old_file

LIMIT = 10**6


@pytest.fixture
def recorded_reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record ``read`` and ``decode`` for each image that is read or decoded."""
    calls = []
    read_bytes = Path.read_bytes

    def record_read(path: Path) -> bytes:
        calls.append("read")
        return read_bytes(path)

    def record_decode(data: bytes, limit: int, name: str) -> tuple[Image.Image, str]:
        calls.append("decode")
        return decode_image_bytes(data, limit, name)

    monkeypatch.setattr(Path, "read_bytes", record_read)
    monkeypatch.setattr(metadata, "decode_image_bytes", record_decode)
    return calls


def expect_image_error(root: Path, reference: str) -> ImageError:
    with pytest.raises(ImageError) as caught:
        find_image(root, reference)
    return caught.value


def test_read_image_info_returns_size_of_rotated_image(tmp_path: Path) -> None:
    info = read_image_info(write_old_file(tmp_path, "x.png", create_jpeg(orientation=6)), LIMIT)
    assert (info.width, info.height, info.format, len(info.digest)) == (500, 700, "JPEG", 64)


def test_read_image_info_error_has_name_of_editor(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match=r"images/2019/x\.jpg"):
        read_image_info(write_old_file(tmp_path, "x.jpg", b"no"), LIMIT, "images/2019/x.jpg")


@pytest.mark.parametrize("reference", ["images/x.jpg", "/images/x.jpg", "{static}/images/x.jpg"])
def test_find_image_accepts_forms_of_reference(tmp_path: Path, reference: str) -> None:
    path = write_old_file(tmp_path, "images/x.jpg", create_jpeg())
    assert find_image(tmp_path, reference) == path


@pytest.mark.parametrize(
    "reference", ["../x.jpg", "images/../../x.jpg", "", "/", "C:/x.jpg", "images\\x.jpg"]
)
def test_find_image_outside_content_is_refused(tmp_path: Path, reference: str) -> None:
    write_old_file(tmp_path, "x.jpg", create_jpeg())
    assert expect_image_error(tmp_path / "content", reference).remedy


def test_find_image_link_outside_content_is_refused(tmp_path: Path) -> None:
    write_old_file(tmp_path, "x.jpg", create_jpeg())
    link = tmp_path / "content/images/x.jpg"
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "x.jpg")
    assert "liên kết ra ngoài" in expect_image_error(tmp_path / "content", "images/x.jpg").description


def test_find_image_missing_suggests_closest_name(tmp_path: Path) -> None:
    write_old_file(tmp_path, "images/2019/hoi-nghi.jpg", create_jpeg())
    assert "“images/2019/hoi-nghi.jpg”" in expect_image_error(tmp_path, "images/2019/hoi_nghi.jpg").remedy


def test_find_image_name_without_folder_suggests_folder(tmp_path: Path) -> None:
    write_old_file(tmp_path, "images/x.jpg", create_jpeg())
    assert expect_image_error(tmp_path, "x.jpg").remedy == "Hãy viết “images/x.jpg”."


def test_find_image_name_in_decomposed_unicode_is_explained(tmp_path: Path) -> None:
    write_old_file(tmp_path, "images/" + unicodedata.normalize("NFD", "hội nghị.jpg"), create_jpeg())
    assert "không dấu" in expect_image_error(tmp_path, "images/hội nghị.jpg").remedy


def test_find_image_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    assert "không tìm thấy" in expect_image_error(tmp_path, "images").description


def read_info(tmp_path: Path, name: str = "x.jpg", limit: int = LIMIT) -> ImageInfo:
    """Get image information as a new build does, and save the cache."""
    cache = ImageInfoCache(tmp_path / "cache/facts.msgpack")
    info = cache.get_info(tmp_path / name, limit, name)
    cache.save()
    return info


def test_get_info_unchanged_image_is_not_read_again(tmp_path: Path, recorded_reads: list[str]) -> None:
    write_old_file(tmp_path, "x.jpg", create_jpeg())
    first = read_info(tmp_path)
    assert recorded_reads == ["read", "decode"]
    assert read_info(tmp_path) == first
    assert recorded_reads == ["read", "decode"]


def test_get_info_copy_is_read_but_not_decoded(tmp_path: Path, recorded_reads: list[str]) -> None:
    for name in ("x.jpg", "y.jpg"):
        write_old_file(tmp_path, name, create_jpeg())
    assert read_info(tmp_path) == read_info(tmp_path, "y.jpg")
    assert recorded_reads == ["read", "decode", "read"]


def test_get_info_changed_image_is_decoded_again(tmp_path: Path) -> None:
    write_old_file(tmp_path, "x.jpg", create_jpeg())
    read_info(tmp_path)
    write_old_file(tmp_path, "x.jpg", create_png(draw_image(30, 20)))
    assert read_info(tmp_path).width == 30


def test_get_info_recently_changed_image_is_decoded_again(tmp_path: Path) -> None:
    first, second = create_jpeg(draw_image(30, 20)), create_jpeg(draw_image(31, 20))
    size = max(len(first), len(second))
    for data, width in ((first, 30), (second, 31)):
        path = write_old_file(tmp_path, "x.jpg", data.ljust(size, b"\0"))
        os.utime(path)
        assert read_info(tmp_path).width == width


@pytest.mark.parametrize("damage", [b"", b"\0\xff", b"{}", b"facts-2 00\n{}"])
def test_get_info_damaged_cache_is_rebuilt(tmp_path: Path, recorded_reads: list[str], damage: bytes) -> None:
    write_old_file(tmp_path, "x.jpg", create_jpeg())
    first = read_info(tmp_path)
    (tmp_path / "cache/facts.msgpack").write_bytes(damage)
    assert read_info(tmp_path) == first
    assert read_info(tmp_path) == first
    assert recorded_reads == ["read", "decode"] * 2


def test_get_info_edited_cache_is_ignored(tmp_path: Path) -> None:
    write_old_file(tmp_path, "x.jpg", create_jpeg())
    read_info(tmp_path)
    file = tmp_path / "cache/facts.msgpack"
    file.write_bytes(file.read_bytes().replace(b"700", b"701"))
    assert read_info(tmp_path).width == 700


def test_get_info_lower_limit_applies_to_cached_image(tmp_path: Path) -> None:
    write_old_file(tmp_path, "x.jpg", create_jpeg())
    read_info(tmp_path)
    with pytest.raises(ImageError, match="quá lớn"):
        read_info(tmp_path, limit=1000)


def test_save_removes_entries_of_missing_files(tmp_path: Path) -> None:
    write_old_file(tmp_path, "x.jpg", create_jpeg()).rename(tmp_path / "y.jpg")
    read_info(tmp_path, "y.jpg")
    (tmp_path / "y.jpg").unlink()
    write_old_file(tmp_path, "z.jpg", create_png())
    read_info(tmp_path, "z.jpg")
    assert b"y.jpg" not in (tmp_path / "cache/facts.msgpack").read_bytes()


def test_read_image_info_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = write_old_file(tmp_path, "x.jpg", create_jpeg())
    with path.open("ab") as stream:
        stream.truncate(3_000_000_000)  # a sparse file
    with pytest.raises(ImageError, match="3000 MB"):
        read_image_info(path, LIMIT)
