"""plugins/README.md tells the defaults and examples that the code accepts."""

import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bulletin.ads.campaigns import read_campaigns
from bulletin.ads.slots import AD_SLOTS
from bulletin.images.settings import ImageSettings
from bulletin.plugins.responsive_images.content_images import DEFAULT_SIZES
from bulletin.related.settings import RelatedSettings
from tests.images.photo_factory import create_jpeg
from tests.plugins.sample_stock_site import STOCK_PLUGINS
from tests.plugins.stock_site import ROOT

DOCUMENT = (ROOT / "plugins/README.md").read_text(encoding="utf-8")


def read_documented_settings() -> dict[str, Any]:
    """Return the settings of all blocks of Python in the document."""
    settings: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL):
        exec(block, settings)  # noqa: S102  # a document of this repository
    return settings


def test_documented_settings_are_the_defaults() -> None:
    settings = read_documented_settings()
    assert RelatedSettings(**settings["NEIGHBOURS"]) == RelatedSettings()
    assert ImageSettings(**settings["PICTURES"]) == ImageSettings()
    assert settings["PICTURES"].keys() == asdict(ImageSettings()).keys()
    assert settings["PICTURE_SIZES"] == DEFAULT_SIZES


def test_documented_plugins_are_those_that_work_alone() -> None:
    names = [f"bulletin.plugins.{name}" for name in STOCK_PLUGINS]
    assert read_documented_settings()["PLUGINS"] == names


def test_documented_campaign_has_no_problem(tmp_path: Path) -> None:
    example = re.findall(r"```yaml\n(.*?)```", DOCUMENT, re.DOTALL)[0]
    for name in ("rice.jpg", "rice-phone.jpg", "rice.yml"):
        (tmp_path / "ads").mkdir(exist_ok=True)
        (tmp_path / "ads" / name).write_bytes(example.encode() if name.endswith("yml") else create_jpeg())
    campaigns, problems = read_campaigns(tmp_path)
    assert problems == ()
    assert [campaign.phone_picture for campaign in campaigns] == ["ads/rice-phone.jpg"]


def test_documented_slots_have_their_sizes() -> None:
    sizes = re.findall(r"`([a-z-]+)` \((\d+) × (\d+)\)", DOCUMENT)
    assert sizes == [(slot.name, str(slot.width), str(slot.height)) for slot in AD_SLOTS.values()]
