import io
from pathlib import Path

import pytest
from PIL import Image

from bulletin.images.decoder import ImageError
from bulletin.images.library import ImageLibrary
from bulletin.images.settings import ImageSettings
from tests.images.photo_factory import (
    METADATA_MARKERS,
    create_jpeg,
    create_png,
    draw_image,
    encode_image,
    get_file_stamp,
    write_old_file,
)

SETTINGS = ImageSettings(widths=(100, 200, 400))
SOURCES = {
    "images/2019/Hội nghị.jpg": create_jpeg(orientation=6),
    "images/in.jpg": encode_image(draw_image(500, 300, "CMYK"), "JPEG"),
    "images/bieu-do.png": create_png(draw_image(150, 100).quantize(4)),
    "images/nho.png": create_png(draw_image(40, 30, "LA")),
}


def create_library(tmp_path, base="", cache="cache"):
    return ImageLibrary(tmp_path / "content", tmp_path / cache, SETTINGS, base)


def write_source_images(tmp_path):
    for reference, data in SOURCES.items():
        write_old_file(tmp_path / "content", reference, data)


def build_images(tmp_path, output="output", cache="cache", workers=1):
    """Build all pictures as a new process would; return the files and the calls of progress."""
    calls = []
    pictures = create_library(tmp_path, cache=cache)
    for reference in SOURCES:
        pictures.request_image(reference, "Ảnh")
    names = pictures.write_variants(
        tmp_path / output, progress=lambda *call: calls.append(call), workers=workers
    )
    files = {name: (tmp_path / output / name).read_bytes() for name in names}
    return files, calls


def test_a_picture_is_offered_in_its_own_format_and_in_webp(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    picture = create_library(tmp_path, "/bantin").request_image("/images/2019/Hội nghị.jpg", "Quang cảnh")
    stem = picture.src.removesuffix("-400.jpg")
    assert stem.startswith("/bantin/images/2019/hoi-nghi-")
    assert (picture.width, picture.height, picture.alt) == (400, 560, "Quang cảnh")
    assert picture.srcset == f"{stem}-100.jpg 100w, {stem}-200.jpg 200w, {stem}-400.jpg 400w"
    assert picture.webp == picture.srcset.replace(".jpg", ".webp")


def test_the_suffix_follows_the_bytes(tmp_path: Path) -> None:
    write_old_file(tmp_path / "content", "images/x.jpg", create_png())
    assert create_library(tmp_path).request_image("images/x.jpg", "").src.endswith("-400.png")


def test_every_address_of_a_picture_is_written_in_its_size(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    pictures = create_library(tmp_path)
    picture = pictures.request_image("images/in.jpg", "In")
    names = pictures.write_variants(tmp_path / "output")
    addresses = dict(entry.split() for entry in f"{picture.srcset}, {picture.webp}".split(", "))
    assert names == sorted(address.removeprefix("/") for address in addresses)
    for address, width in addresses.items():
        with Image.open(tmp_path / "output" / address.removeprefix("/")) as image:
            assert f"{image.width}w" == width


def test_only_wanted_pictures_are_written(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    pictures = create_library(tmp_path)
    pictures.request_image("images/in.jpg", "")
    chart = pictures.request_image("images/bieu-do.png", "")
    pictures.get_info("images/nho.png")
    names = pictures.write_variants(tmp_path / "output", [chart])
    assert all("/bieu-do-" in name for name in names)
    assert sorted(path.name for path in (tmp_path / "output/images").iterdir()) == [
        name[7:] for name in names
    ]


def test_no_output_holds_metadata(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    files, _ = build_images(tmp_path)
    assert len(files) == 2 * (3 + 3 + 2 + 1)
    for name, data in files.items():
        assert not [secret for secret in METADATA_MARKERS if secret in data], name
        assert not Image.open(io.BytesIO(data)).getexif()


def test_one_process_and_two_write_the_same_bytes(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    one, _ = build_images(tmp_path, "one", "cache-one", workers=1)
    two, _ = build_images(tmp_path, "two", "cache-two", workers=2)
    assert one == two


def test_a_second_build_encodes_and_touches_nothing(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    files, calls = build_images(tmp_path)
    assert calls == [(1, 4), (2, 4), (3, 4), (4, 4)]
    before = {name: get_file_stamp(tmp_path / "output" / name) for name in files}
    assert build_images(tmp_path) == (files, [])
    assert {name: get_file_stamp(tmp_path / "output" / name) for name in files} == before


def test_an_output_that_was_deleted_comes_back_without_encoding(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    files, _ = build_images(tmp_path)
    (tmp_path / "output" / min(files)).unlink()
    assert build_images(tmp_path) == (files, [])


def test_a_cache_that_was_damaged_is_rebuilt(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    files, _ = build_images(tmp_path)
    for path in (tmp_path / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")
    assert build_images(tmp_path)[0] == files


def test_one_picture_under_two_names_is_encoded_once(tmp_path: Path) -> None:
    calls = []
    pictures = create_library(tmp_path)
    for name in ("images/a.jpg", "images/b.jpg"):
        write_old_file(tmp_path / "content", name, create_jpeg())
        pictures.request_image(name, "")
    names = pictures.write_variants(tmp_path / "output", progress=lambda *call: calls.append(call))
    assert calls == [(1, 1)]
    assert len(names) == 12


def test_what_was_encoded_before_an_interruption_is_kept(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    pictures = create_library(tmp_path)
    for reference in SOURCES:
        pictures.request_image(reference, "")

    def interrupt(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pictures.write_variants(tmp_path / "output", progress=interrupt, workers=1)
    assert build_images(tmp_path)[1] == [(1, 2), (2, 2)]


def test_a_picture_that_changes_during_the_build_is_named(tmp_path: Path) -> None:
    write_old_file(tmp_path / "content", "images/x.jpg", create_jpeg())
    pictures = create_library(tmp_path)
    pictures.request_image("images/x.jpg", "")
    write_old_file(tmp_path / "content", "images/x.jpg", create_jpeg(draw_image(300, 200)))
    with pytest.raises(ImageError, match=r"images/x\.jpg"):
        pictures.write_variants(tmp_path / "output")


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_in_a_worker_arrives_as_it_was(tmp_path: Path, workers: int) -> None:
    write_source_images(tmp_path)
    pictures = create_library(tmp_path)
    for reference in SOURCES:
        pictures.request_image(reference, "")
    for reference in SOURCES:
        write_old_file(tmp_path / "content", reference, b"gone")
    with pytest.raises(ImageError) as caught:
        pictures.write_variants(tmp_path / "output", workers=workers)
    assert caught.value.remedy == "Hãy chạy lại lệnh."


def test_a_fault_is_told_with_its_remedy(tmp_path: Path) -> None:
    write_old_file(tmp_path / "content", "images/x.jpg", b"")
    write_old_file(tmp_path / "content", "images/y.jpg", create_jpeg())
    assert create_library(tmp_path).check_image("images/x.jpg") == (
        "tệp rỗng (0 byte).",
        "Hãy chép lại tệp ảnh gốc.",
    )
    assert create_library(tmp_path).check_image("images/y.jpg") is None


def test_a_check_alone_may_save_what_it_learnt(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    pictures = create_library(tmp_path)
    pictures.get_info("images/in.jpg")
    pictures.save()
    assert b"in.jpg" in (tmp_path / "cache/facts.msgpack").read_bytes()


def test_nothing_wanted_writes_nothing(tmp_path: Path) -> None:
    assert create_library(tmp_path).write_variants(tmp_path / "output") == []
    assert not (tmp_path / "output").exists()
