"""Pictures of the sample carry pixels and nothing else."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from tests.sample_site import list_pages

pytestmark = pytest.mark.slow


def test_no_picture_carries_metadata(sample: Path) -> None:
    found = [path for path in sample.rglob("*") if path.suffix in (".jpg", ".jpeg", ".png", ".webp")]
    assert len(found) > 50
    for path in found:
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


def test_pictures_in_pages_have_sizes_and_alternatives(sample: Path) -> None:
    for path in list_pages(sample):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for image in page.find_all("img"):
            name = f"{path.relative_to(sample)}: {image}"
            assert image.has_attr("alt"), name
            assert int(str(image["width"])) > 0, name
            assert int(str(image["height"])) > 0, name


def test_only_the_lead_picture_loads_eagerly(sample: Path) -> None:
    for path in list_pages(sample):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        eager = [
            image
            for image in page.find_all("img")
            if image.get("loading") != "lazy" and "/images/" in str(image["src"])
        ]
        assert len(eager) <= 1, path.relative_to(sample)
