import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bulletin.ads.images import fit_within, write_slot_pictures
from bulletin.ads.slots import SLOTS
from bulletin.images.decoder import PictureError
from bulletin.images.metadata import PictureFacts
from tests.ads.campaign_factory import campaign, content
from tests.images.photo_factory import SECRETS, SRGB, drawing, jpeg, mark, png, put

NAMES = sorted(f"qc/{slot}{end}.webp" for slot in SLOTS for end in ("", "-phone"))


def house(tmp_path):
    for name in NAMES:
        put(tmp_path / "house", f"house-{name.removeprefix('qc/')}", f"notice {name}".encode())
    return tmp_path / "house"


def written(tmp_path, **campaigns):
    """Write all slots as a new build does; return their bytes by name."""
    by_slot = {name.replace("_", "-"): one for name, one in campaigns.items()}
    output, root = tmp_path / "output", tmp_path / "content"
    names = write_slot_pictures(output, by_slot, house(tmp_path), root, tmp_path / "cache")
    assert names == NAMES
    return {name: (output / name).read_bytes() for name in names}


def size(data):
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "WEBP"
        return image.size


def test_an_empty_slot_shows_the_house_notice_byte_for_byte(tmp_path):
    files = written(tmp_path, sidebar=None)
    assert files == {name: f"notice {name}".encode() for name in NAMES}


@pytest.mark.parametrize(
    ("source", "wide", "phone"),
    [
        ((3000, 400), (1350, 180), (640, 85)),
        ((1456, 180), (1456, 180), (640, 79)),
        ((500, 60), (500, 60), (500, 60)),
        ((100, 1000), (18, 180), (10, 100)),
    ],
)
def test_a_picture_fits_twice_the_frame_and_is_never_enlarged(tmp_path, source, wide, phone):
    content(tmp_path)
    put(tmp_path / "content", "ads/cho.jpg", jpeg(drawing(*source)))
    files = written(tmp_path, leaderboard=campaign())
    assert (size(files["qc/leaderboard.webp"]), size(files["qc/leaderboard-phone.webp"])) == (wide, phone)


@given(st.integers(1, 70_000), st.integers(1, 70_000), st.sampled_from([(1456, 180), (600, 500)]))
def test_every_size_fits(width, height, frame):
    fitted = fit_within(PictureFacts(width, height, "PNG", ""), frame)
    assert all(1 <= side <= limit for side, limit in zip(fitted, frame, strict=True))
    assert fitted <= (width, height)


def test_a_picture_stands_upright_and_carries_its_profile_alone(tmp_path):
    content(tmp_path)
    put(tmp_path / "content", "ads/cho.jpg", jpeg(drawing(250, 300), orientation=6))
    data = written(tmp_path, sidebar=campaign(slot="sidebar"))["qc/sidebar.webp"]
    assert size(data) == (300, 250)
    assert not [secret for secret in SECRETS if secret in data]
    assert Image.open(io.BytesIO(data)).info["icc_profile"] == SRGB


def test_phones_get_their_own_picture_where_there_is_one(tmp_path):
    content(tmp_path)
    put(tmp_path / "content", "ads/nho.png", png(drawing(320, 50)))
    files = written(tmp_path, footer=campaign(slot="footer", phone_picture="ads/nho.png"))
    assert size(files["qc/footer-phone.webp"]) == (320, 50)
    assert size(files["qc/footer.webp"]) == (1456, 180)


def test_a_second_build_touches_nothing(tmp_path):
    content(tmp_path)
    written(tmp_path, in_list=campaign(slot="in-list"))
    paths = [*(tmp_path / "output/qc").iterdir(), *filter(Path.is_file, (tmp_path / "cache").rglob("*"))]
    before = [mark(path) for path in paths]
    written(tmp_path, in_list=campaign(slot="in-list"))
    assert [mark(path) for path in paths] == before


def test_a_slot_changes_hands_and_back(tmp_path):
    content(tmp_path)
    empty = written(tmp_path)
    taken = written(tmp_path, footer=campaign(slot="footer"))
    assert {name for name in NAMES if taken[name] != empty[name]} == {
        "qc/footer.webp",
        "qc/footer-phone.webp",
    }
    assert written(tmp_path) == empty
    assert written(tmp_path, footer=campaign(slot="footer")) == taken


def test_a_picture_that_is_gone_is_named(tmp_path):
    with pytest.raises(PictureError, match=r"ads/cho\.jpg"):
        written(tmp_path, sidebar=campaign(slot="sidebar"))
