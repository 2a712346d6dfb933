"""Valid campaigns for the tests, which change one key at a time."""

from datetime import date
from pathlib import Path
from typing import Any

from bulletin.ads.campaigns import Campaign
from tests.images.photo_factory import create_jpeg, draw_image, write_old_file

VALID_CAMPAIGN = {
    "advertiser": "Hợp tác xã Thanh Long",
    "slot": "leaderboard",
    "picture": "ads/cho.jpg",
    "alt": "Chợ Tết vùng cao",
    "link": "https://example.vn/cho-tet",
    "start": "2026-11-23",
    "end": "05/12/2026",
}


def write_campaign(tmp_path: Path, name: str = "cho.yml", **changes: str | None) -> Path:
    """Write a campaign file and its image and return the folder content/.

    A key whose value is None is omitted.
    """
    root = tmp_path / "content"
    write_old_file(root, "ads/cho.jpg", create_jpeg(draw_image(1456, 180)))
    lines = [f"{key}: {value}" for key, value in (VALID_CAMPAIGN | changes).items() if value is not None]
    write_old_file(root, f"ads/{name}", "\n".join(lines).encode())
    return root


def create_campaign(source: str = "ads/cho.yml", **changes: Any) -> Campaign:
    """Return a campaign as ``read_campaigns`` creates it."""
    values: dict[str, Any] = {
        **VALID_CAMPAIGN,
        "source": source,
        "phone_picture": "ads/cho.jpg",
        "start": date(2026, 11, 23),
        "end": date(2026, 12, 5),
        "weight": 1,
    }
    return Campaign(**(values | changes))
