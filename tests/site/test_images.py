"""Tests of the images of the sample and of their elements."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image

pytestmark = pytest.mark.slow


def test_images_have_no_metadata(sample: Path) -> None:
    paths = [path for path in sample.rglob("*") if path.suffix in (".jpg", ".jpeg", ".png", ".webp")]
    assert len(paths) > 50
    for path in paths:
        with Image.open(path) as image:
            image.load()
            assert not image.getexif(), path.name
            extra = set(image.info) - {
                "icc_profile",
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "progressive",
            }
            extra -= {
                "progression",
                "dpi",
                "loop",
                "background",
                "timestamp",
                "duration",
                "transparency",
                "gamma",
            }
            assert not extra, f"{path.name}: {extra}"


def test_image_elements_have_sizes_and_alternative_texts(
    sample: Path, parsed_pages: dict[Path, BeautifulSoup]
) -> None:
    for path, page in parsed_pages.items():
        for image in page.find_all("img"):
            name = f"{path.relative_to(sample)}: {image}"
            assert image.has_attr("alt"), name
            assert int(str(image["width"])) > 0, name
            assert int(str(image["height"])) > 0, name


def test_pages_load_at_most_one_image_eagerly(sample: Path, parsed_pages: dict[Path, BeautifulSoup]) -> None:
    for path, page in parsed_pages.items():
        eager = [
            image
            for image in page.find_all("img")
            if image.get("loading") != "lazy" and "/images/" in str(image["src"])
        ]
        assert len(eager) <= 1, path.relative_to(sample)
