import logging
import re
from pathlib import Path

import pytest
from pelican.settings import DEFAULT_CONFIG

from bulletin.plugins.responsive_images.content_images import ContentImages, open_content_images
from bulletin.settings.tables import SettingError
from tests.images.photo_factory import create_jpeg, create_png, draw_image

FILES = ("images/a.jpg", "images/ảnh đẹp.png", "news/b.JPEG")


def open_images(folder: Path, **settings: object) -> ContentImages:
    """Return the images of a content folder with the files of FILES, 700 pixels wide."""
    for name in FILES:
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_bytes((create_png if name.endswith("png") else create_jpeg)(draw_image()))
    paths = {"PATH": str(folder), "CACHE_PATH": str(folder.with_name("cache"))}
    return open_content_images({**DEFAULT_CONFIG, **paths, **settings}, {*FILES, "images/missing.jpg"})


def list_names(content: str) -> set[tuple[str, str]]:
    """Return the addresses of variants in HTML, as the parts around their digests."""
    return set(re.findall(r"(\S+)-[0-9a-f]{10}(-[0-9]+\.\w+)", content.replace('"', " ")))


def test_image_becomes_a_picture_with_all_widths_in_both_formats(tmp_path: Path) -> None:
    tag = '<img alt="A &amp; B" class="wide" src="{static}/images/a.jpg" />'
    found = open_images(tmp_path / "content").replace_images(f"<p>{tag}</p>", "", "https://e.vn")
    assert list_names(found) == {
        ("https://e.vn/images/a", f"-{width}.{suffix}")
        for width in (320, 480, 700)
        for suffix in ("jpg", "webp")
    }
    assert found.startswith('<p><picture><source type="image/webp" srcset="https://e.vn/images/a-')
    assert 'alt="A &amp; B" class="wide" src="https://e.vn/images/a-' in found
    assert 'width="700" height="500"' in found
    assert found.count('sizes="auto, 100vw"') == 2
    assert 'loading="lazy"' in found
    assert found.endswith("></picture></p>")


@pytest.mark.parametrize(
    "address",
    [
        "{static}/images/a.jpg",
        "{static}../images/a.jpg",
        "{attach}../images/a.jpg",
        "{filename}/images/a.jpg",
        "|static|/images/a.jpg",
        "/images/a.jpg",
        "../images/a.jpg",
        "{static}b.JPEG",
        "{static}/images/%E1%BA%A3nh%20%C4%91%E1%BA%B9p.png",
        "{static}/images/ảnh đẹp.png",
    ],
)
def test_image_of_every_form_of_address_is_found(tmp_path: Path, address: str) -> None:
    found = open_images(tmp_path / "content").replace_images(f'<img src="{address}">', "news", "..")
    assert found.startswith('<picture><source type="image/webp" srcset="../images/')


@pytest.mark.parametrize(
    "content",
    [
        '<img src="https://e.vn/images/a.jpg">',
        '<img src="//e.vn/images/a.jpg">',
        '<img src="//[x.png">',
        '<img src="https://[::1.jpg">',
        '<img src="//a\u2100b.jpg">',
        '<img src="{static}/images/other.jpg">',
        '<img src="{static}/images/a.svg">',
        '<img src="{static}/../images/a.jpg">',
        '<img src="">',
        "<img>",
        '<img src="{static}/images/a.jpg" srcset="/own.jpg 2x">',
        '<picture><source srcset="x"><img src="{static}/images/a.jpg"></picture>',
        '<pre><img src="{static}/images/a.jpg"></pre>',
        '<!-- <img src="{static}/images/a.jpg"> -->',
        "<script>x = '<img src=\"/images/a.jpg\">'</script>",
        '<a href="{static}/images/a.jpg">a</a>',
    ],
)
def test_other_content_stays_as_it_is(tmp_path: Path, content: str) -> None:
    assert open_images(tmp_path / "content").replace_images(content, "", "") == content


def test_attributes_of_the_author_stay(tmp_path: Path) -> None:
    tag = '<img src="/images/a.jpg" width="50%" loading="eager" title="1 > 0" hidden>'
    found = open_images(tmp_path / "content", PICTURE_SIZES="50vw").replace_images(tag, "", "")
    assert 'width="50%"' in found
    assert "height=" not in found
    assert 'loading="eager"' in found
    assert 'title="1 &gt; 0" hidden' in found
    assert found.count('sizes="50vw"') == 2


def test_widths_come_from_the_setting_pictures(tmp_path: Path) -> None:
    images = open_images(tmp_path / "content", PICTURES={"widths": [100, 200], "folder": "anh"})
    found = images.replace_images('<img src="/images/a.jpg">', "", "")
    assert {name[1] for name in list_names(found)} == {"-100.jpg", "-200.jpg", "-100.webp", "-200.webp"}
    images.write_variants(tmp_path / "output")
    assert all((tmp_path / f"output{name}").is_file() for name in re.findall(r"/anh/\S+\.\w+", found))


def test_faulty_image_stays_and_is_named_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    images = open_images(tmp_path / "content")
    (tmp_path / "content/images/a.jpg").write_bytes(create_jpeg()[:500])
    tag = '<img src="{static}/images/a.jpg">'
    with caplog.at_level(logging.WARNING):
        assert images.replace_images(tag * 2, "", "") == tag * 2
    assert [record.getMessage() for record in caplog.records] == [
        "Ảnh “images/a.jpg”: tệp bị hỏng hoặc chưa chép xong nên không đọc được. "
        "Hãy chép lại tệp ảnh gốc, hoặc mở ra và lưu lại thành JPEG hoặc PNG."
    ]


@pytest.mark.parametrize("sizes", ["", 3, None])
def test_sizes_that_are_no_text_are_refused(tmp_path: Path, sizes: object) -> None:
    with pytest.raises(SettingError, match="PICTURE_SIZES phải là chữ trong dấu nháy"):
        open_images(tmp_path / "content", PICTURE_SIZES=sizes)
