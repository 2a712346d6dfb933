import io

import pytest
from PIL import Image

from bulletin.images.decoder import PictureError
from bulletin.images.library import PictureLibrary
from bulletin.images.settings import PicturesSettings
from tests.images.photo_factory import SECRETS, drawing, jpeg, mark, png, put, saved

SETTINGS = PicturesSettings(widths=(100, 200, 400))
SOURCES = {
    "images/2019/Hội nghị.jpg": jpeg(orientation=6),
    "images/in.jpg": saved(drawing(500, 300, "CMYK"), "JPEG"),
    "images/bieu-do.png": png(drawing(150, 100).quantize(4)),
    "images/nho.png": png(drawing(40, 30, "LA")),
}


def library(tmp_path, base="", cache="cache"):
    return PictureLibrary(tmp_path / "content", tmp_path / cache, SETTINGS, base)


def content(tmp_path):
    for reference, data in SOURCES.items():
        put(tmp_path / "content", reference, data)


def built(tmp_path, output="output", cache="cache", workers=1):
    """Build all pictures as a new process would; return the files and the calls of progress."""
    calls = []
    pictures = library(tmp_path, cache=cache)
    for reference in SOURCES:
        pictures.picture(reference, "Ảnh")
    names = pictures.make(tmp_path / output, progress=lambda *call: calls.append(call), workers=workers)
    files = {name: (tmp_path / output / name).read_bytes() for name in names}
    return files, calls


def test_a_picture_is_offered_in_its_own_format_and_in_webp(tmp_path):
    content(tmp_path)
    picture = library(tmp_path, "/bantin").picture("/images/2019/Hội nghị.jpg", "Quang cảnh")
    stem = picture.src.removesuffix("-400.jpg")
    assert stem.startswith("/bantin/images/2019/hoi-nghi-")
    assert (picture.width, picture.height, picture.alt) == (400, 560, "Quang cảnh")
    assert picture.srcset == f"{stem}-100.jpg 100w, {stem}-200.jpg 200w, {stem}-400.jpg 400w"
    assert picture.webp == picture.srcset.replace(".jpg", ".webp")


def test_the_suffix_follows_the_bytes(tmp_path):
    put(tmp_path / "content", "images/x.jpg", png())
    assert library(tmp_path).picture("images/x.jpg", "").src.endswith("-400.png")


def test_every_address_of_a_picture_is_written_in_its_size(tmp_path):
    content(tmp_path)
    pictures = library(tmp_path)
    picture = pictures.picture("images/in.jpg", "In")
    names = pictures.make(tmp_path / "output")
    addresses = dict(entry.split() for entry in f"{picture.srcset}, {picture.webp}".split(", "))
    assert names == sorted(address.removeprefix("/") for address in addresses)
    for address, width in addresses.items():
        with Image.open(tmp_path / "output" / address.removeprefix("/")) as image:
            assert f"{image.width}w" == width


def test_only_wanted_pictures_are_written(tmp_path):
    content(tmp_path)
    pictures = library(tmp_path)
    pictures.picture("images/in.jpg", "")
    chart = pictures.picture("images/bieu-do.png", "")
    pictures.facts("images/nho.png")
    names = pictures.make(tmp_path / "output", [chart])
    assert all("/bieu-do-" in name for name in names)
    assert sorted(path.name for path in (tmp_path / "output/images").iterdir()) == [
        name[7:] for name in names
    ]


def test_no_output_holds_metadata(tmp_path):
    content(tmp_path)
    files, _ = built(tmp_path)
    assert len(files) == 2 * (3 + 3 + 2 + 1)
    for name, data in files.items():
        assert not [secret for secret in SECRETS if secret in data], name
        assert not Image.open(io.BytesIO(data)).getexif()


def test_one_process_and_two_write_the_same_bytes(tmp_path):
    content(tmp_path)
    one, _ = built(tmp_path, "one", "cache-one", workers=1)
    two, _ = built(tmp_path, "two", "cache-two", workers=2)
    assert one == two


def test_a_second_build_encodes_and_touches_nothing(tmp_path):
    content(tmp_path)
    files, calls = built(tmp_path)
    assert calls == [(1, 4), (2, 4), (3, 4), (4, 4)]
    before = {name: mark(tmp_path / "output" / name) for name in files}
    assert built(tmp_path) == (files, [])
    assert {name: mark(tmp_path / "output" / name) for name in files} == before


def test_an_output_that_was_deleted_comes_back_without_encoding(tmp_path):
    content(tmp_path)
    files, _ = built(tmp_path)
    (tmp_path / "output" / min(files)).unlink()
    assert built(tmp_path) == (files, [])


def test_a_cache_that_was_damaged_is_rebuilt(tmp_path):
    content(tmp_path)
    files, _ = built(tmp_path)
    for path in (tmp_path / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")
    assert built(tmp_path)[0] == files


def test_one_picture_under_two_names_is_encoded_once(tmp_path):
    calls = []
    pictures = library(tmp_path)
    for name in ("images/a.jpg", "images/b.jpg"):
        put(tmp_path / "content", name, jpeg())
        pictures.picture(name, "")
    names = pictures.make(tmp_path / "output", progress=lambda *call: calls.append(call))
    assert calls == [(1, 1)]
    assert len(names) == 12


def test_what_was_encoded_before_an_interruption_is_kept(tmp_path):
    content(tmp_path)
    pictures = library(tmp_path)
    for reference in SOURCES:
        pictures.picture(reference, "")

    def interrupt(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pictures.make(tmp_path / "output", progress=interrupt, workers=1)
    assert built(tmp_path)[1] == [(1, 2), (2, 2)]


def test_a_picture_that_changes_during_the_build_is_named(tmp_path):
    put(tmp_path / "content", "images/x.jpg", jpeg())
    pictures = library(tmp_path)
    pictures.picture("images/x.jpg", "")
    put(tmp_path / "content", "images/x.jpg", jpeg(drawing(300, 200)))
    with pytest.raises(PictureError, match=r"images/x\.jpg"):
        pictures.make(tmp_path / "output")


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_in_a_worker_arrives_as_it_was(tmp_path, workers):
    content(tmp_path)
    pictures = library(tmp_path)
    for reference in SOURCES:
        pictures.picture(reference, "")
    for reference in SOURCES:
        put(tmp_path / "content", reference, b"gone")
    with pytest.raises(PictureError) as caught:
        pictures.make(tmp_path / "output", workers=workers)
    assert caught.value.remedy == "Hãy chạy lại lệnh."


def test_a_fault_is_told_with_its_remedy(tmp_path):
    put(tmp_path / "content", "images/x.jpg", b"")
    put(tmp_path / "content", "images/y.jpg", jpeg())
    assert library(tmp_path).fault("images/x.jpg") == ("tệp rỗng (0 byte).", "Hãy chép lại tệp ảnh gốc.")
    assert library(tmp_path).fault("images/y.jpg") is None


def test_a_check_alone_may_save_what_it_learnt(tmp_path):
    content(tmp_path)
    pictures = library(tmp_path)
    pictures.facts("images/in.jpg")
    pictures.save()
    assert b"in.jpg" in (tmp_path / "cache/facts.msgpack").read_bytes()


def test_nothing_wanted_writes_nothing(tmp_path):
    assert library(tmp_path).make(tmp_path / "output") == []
    assert not (tmp_path / "output").exists()
