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


def create_library(tmp_path: Path, base: str = "", cache: str = "cache") -> ImageLibrary:
    return ImageLibrary(tmp_path / "content", tmp_path / cache, SETTINGS, base)


def write_source_images(tmp_path: Path) -> None:
    for reference, data in SOURCES.items():
        write_old_file(tmp_path / "content", reference, data)


def build_images(
    tmp_path: Path, output: str = "output", cache: str = "cache", workers: int = 1
) -> tuple[dict[str, bytes], list[tuple[int, ...]]]:
    """Build all images as a new process does. Return files and progress calls."""
    calls: list[tuple[int, ...]] = []
    library = create_library(tmp_path, cache=cache)
    for reference in SOURCES:
        library.request_image(reference, "Ảnh")
    names = library.write_variants(
        tmp_path / output, progress=lambda *call: calls.append(call), workers=workers
    )
    files = {name: (tmp_path / output / name).read_bytes() for name in names}
    return files, calls


def test_request_image_returns_original_format_and_webp(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    image_view = create_library(tmp_path, "/bantin").request_image("/images/2019/Hội nghị.jpg", "Quang cảnh")
    stem = image_view.src.removesuffix("-400.jpg")
    assert stem.startswith("/bantin/images/2019/hoi-nghi-")
    assert (image_view.width, image_view.height, image_view.alt) == (400, 560, "Quang cảnh")
    assert image_view.srcset == f"{stem}-100.jpg 100w, {stem}-200.jpg 200w, {stem}-400.jpg 400w"
    assert image_view.webp == image_view.srcset.replace(".jpg", ".webp")


def test_request_image_takes_suffix_from_bytes(tmp_path: Path) -> None:
    write_old_file(tmp_path / "content", "images/x.jpg", create_png())
    assert create_library(tmp_path).request_image("images/x.jpg", "").src.endswith("-400.png")


def test_write_variants_writes_every_address_in_its_width(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    library = create_library(tmp_path)
    image_view = library.request_image("images/in.jpg", "In")
    names = library.write_variants(tmp_path / "output")
    addresses = dict(entry.split() for entry in f"{image_view.srcset}, {image_view.webp}".split(", "))
    assert names == sorted(address.removeprefix("/") for address in addresses)
    for address, width in addresses.items():
        with Image.open(tmp_path / "output" / address.removeprefix("/")) as image:
            assert f"{image.width}w" == width


def test_write_variants_writes_only_wanted_images(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    library = create_library(tmp_path)
    library.request_image("images/in.jpg", "")
    chart = library.request_image("images/bieu-do.png", "")
    library.get_info("images/nho.png")
    names = library.write_variants(tmp_path / "output", [chart])
    assert all("/bieu-do-" in name for name in names)
    assert sorted(path.name for path in (tmp_path / "output/images").iterdir()) == [
        name[7:] for name in names
    ]


def test_write_variants_writes_no_metadata(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    files, _ = build_images(tmp_path)
    assert len(files) == 2 * (3 + 3 + 2 + 1)
    for name, data in files.items():
        assert not [marker for marker in METADATA_MARKERS if marker in data], name
        assert not Image.open(io.BytesIO(data)).getexif()


def test_write_variants_bytes_do_not_depend_on_workers(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    first, _ = build_images(tmp_path, "one", "cache-one", workers=1)
    second, _ = build_images(tmp_path, "two", "cache-two", workers=2)
    assert first == second


def test_write_variants_second_build_encodes_and_writes_nothing(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    files, calls = build_images(tmp_path)
    assert calls == [(1, 4), (2, 4), (3, 4), (4, 4)]
    before = {name: get_file_stamp(tmp_path / "output" / name) for name in files}
    assert build_images(tmp_path) == (files, [])
    assert {name: get_file_stamp(tmp_path / "output" / name) for name in files} == before


def test_write_variants_deleted_output_is_linked_without_encoding(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    files, _ = build_images(tmp_path)
    (tmp_path / "output" / min(files)).unlink()
    assert build_images(tmp_path) == (files, [])


def test_write_variants_damaged_cache_is_rebuilt(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    files, _ = build_images(tmp_path)
    for path in (tmp_path / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")
    assert build_images(tmp_path)[0] == files


def test_write_variants_image_with_two_names_is_encoded_once(tmp_path: Path) -> None:
    calls: list[tuple[int, ...]] = []
    library = create_library(tmp_path)
    for name in ("images/a.jpg", "images/b.jpg"):
        write_old_file(tmp_path / "content", name, create_jpeg())
        library.request_image(name, "")
    names = library.write_variants(tmp_path / "output", progress=lambda *call: calls.append(call))
    assert calls == [(1, 1)]
    assert len(names) == 12


def test_write_variants_interrupted_keeps_encoded_images(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    library = create_library(tmp_path)
    for reference in SOURCES:
        library.request_image(reference, "")

    def interrupt(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.write_variants(tmp_path / "output", progress=interrupt, workers=1)
    assert build_images(tmp_path)[1] == [(1, 2), (2, 2)]


def test_write_variants_source_changed_during_build_is_named(tmp_path: Path) -> None:
    write_old_file(tmp_path / "content", "images/x.jpg", create_jpeg())
    library = create_library(tmp_path)
    library.request_image("images/x.jpg", "")
    write_old_file(tmp_path / "content", "images/x.jpg", create_jpeg(draw_image(300, 200)))
    with pytest.raises(ImageError, match=r"images/x\.jpg"):
        library.write_variants(tmp_path / "output")


@pytest.mark.parametrize("workers", [1, 2])
def test_write_variants_error_in_worker_is_raised_unchanged(tmp_path: Path, workers: int) -> None:
    write_source_images(tmp_path)
    library = create_library(tmp_path)
    for reference in SOURCES:
        library.request_image(reference, "")
    for reference in SOURCES:
        write_old_file(tmp_path / "content", reference, b"gone")
    with pytest.raises(ImageError) as caught:
        library.write_variants(tmp_path / "output", workers=workers)
    assert caught.value.remedy == "Hãy chạy lại lệnh."


def test_check_image_returns_fault_and_remedy(tmp_path: Path) -> None:
    write_old_file(tmp_path / "content", "images/x.jpg", b"")
    write_old_file(tmp_path / "content", "images/y.jpg", create_jpeg())
    assert create_library(tmp_path).check_image("images/x.jpg") == (
        "tệp rỗng (0 byte).",
        "Hãy chép lại tệp ảnh gốc.",
    )
    assert create_library(tmp_path).check_image("images/y.jpg") is None


def test_save_without_build_writes_cache(tmp_path: Path) -> None:
    write_source_images(tmp_path)
    library = create_library(tmp_path)
    library.get_info("images/in.jpg")
    library.save()
    assert b"in.jpg" in (tmp_path / "cache/facts.msgpack").read_bytes()


def test_write_variants_without_requests_writes_nothing(tmp_path: Path) -> None:
    assert create_library(tmp_path).write_variants(tmp_path / "output") == []
    assert not (tmp_path / "output").exists()
