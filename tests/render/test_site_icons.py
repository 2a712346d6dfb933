"""Favicon, touch icon and the manifest of a site."""

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bulletin.errors import UserError
from bulletin.render import site_icons
from bulletin.render.assets import ThemeAsset
from bulletin.render.site_icons import build_manifest, load_site_icons
from bulletin.render.theme_colours import find_theme_colours
from bulletin.urls import UrlBuilder
from tests.factories import ROOT

COLOURS = find_theme_colours(b":root { --red: #8e1616; --on-red: #fff6ea; }")
RED = (142, 22, 22)


def load_icons(folders: list[Path], cache: Path, name: str = "Bản tin") -> dict[str, ThemeAsset]:
    return load_site_icons(folders, COLOURS, name, cache)


def open_icon(asset: ThemeAsset) -> Image.Image:
    return Image.open(BytesIO(asset.data))


def test_icons_have_the_names_and_sizes_that_browsers_ask_for(tmp_path: Path) -> None:
    icons = load_icons([ROOT / "theme/static"], tmp_path)
    assert icons["favicon"].address == "/favicon.ico"
    assert open_icon(icons["favicon"]).info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert icons["touch-icon"].address == "/apple-touch-icon.png"
    sizes = {name: open_icon(icons[name]).size for name in icons if name != "favicon"}
    assert sizes == {
        "touch-icon": (180, 180), "icon-small": (192, 192), "icon-large": (512, 512), "icon-cut": (512, 512),
    }  # fmt: skip
    assert all(len(icon.data) < 16_000 for icon in icons.values())


@pytest.mark.parametrize("name", ["touch-icon", "icon-cut"])
def test_icon_that_phones_cut_has_no_transparent_corner(tmp_path: Path, name: str) -> None:
    icon = open_icon(load_icons([ROOT / "theme/static"], tmp_path)[name])
    assert "transparency" not in icon.info
    corner = icon.convert("RGB").getpixel((0, 0))
    assert isinstance(corner, tuple)
    assert max(abs(one - other) for one, other in zip(corner, RED, strict=True)) < 8


def test_icons_are_drawn_once_and_drawn_again_after_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load_icons([ROOT / "theme/static"], tmp_path)
    monkeypatch.setattr(site_icons, "_draw_icons", lambda *_: pytest.fail("drawn again"))
    assert load_icons([ROOT / "theme/static"], tmp_path) == first
    monkeypatch.undo()
    own = tmp_path / "own/images/mark.png"
    own.parent.mkdir(parents=True)
    Image.new("RGB", (100, 100), "#00ff00").save(own)
    assert load_icons([ROOT / "theme/static", tmp_path / "own"], tmp_path) != first


def test_icons_of_an_office_with_its_own_icon_but_no_mark_show_its_initial(tmp_path: Path) -> None:
    """Reason: the mark of the product is not that of the office."""
    own = tmp_path / "own/images/icon.svg"
    own.parent.mkdir(parents=True)
    own.write_text("<svg/>")
    folders = [ROOT / "theme/static", tmp_path / "own"]
    icons = load_icons(folders, tmp_path)
    assert icons["icon-large"] != load_icons(folders[:1], tmp_path)["icon-large"]
    colours = open_icon(icons["icon-large"]).convert("RGBA").convert("RGB").getcolors(64)
    assert colours is not None
    assert max(colours)[1] == RED
    assert icons["icon-large"] != load_icons(folders, tmp_path, "Tin nội bộ")["icon-large"]


def test_icons_of_a_mark_that_is_no_image_name_the_file(tmp_path: Path) -> None:
    mark = tmp_path / "static/images/mark.png"
    mark.parent.mkdir(parents=True)
    mark.write_bytes(b"<svg/>")
    with pytest.raises(UserError, match=re.escape(f"{mark}: không đọc được ảnh. Hãy thay bằng một tệp PNG")):
        load_icons([ROOT / "theme/static", tmp_path / "static"], tmp_path / "cache")


def test_manifest_names_the_icons_below_the_path_of_the_site(tmp_path: Path) -> None:
    icons = load_icons([ROOT / "theme/static"], tmp_path)
    asset = build_manifest(
        icons, COLOURS, name="Bản tin", tagline="Tin trong tỉnh", links=UrlBuilder("https://a.example/tin")
    )
    manifest = json.loads(asset.data)
    assert asset.address == "/manifest.webmanifest"
    assert manifest["name"] == "Bản tin"
    assert manifest["start_url"] == manifest["scope"] == "/tin/"
    assert {icon["src"].removeprefix("/tin") for icon in manifest["icons"]} <= {
        icon.address for icon in icons.values()
    }
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    assert "\\u" not in asset.data.decode()
