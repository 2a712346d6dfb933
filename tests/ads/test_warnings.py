"""Tests of the warnings of campaigns."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from bulletin.ads.campaigns import Campaign, read_campaigns
from bulletin.ads.schedule import find_active_campaign, find_displacements
from bulletin.ads.warnings import find_campaign_warnings
from bulletin.content.warnings.warning import ContentWarning
from bulletin.images.metadata import ImageInfo
from tests.ads.campaign_factory import create_campaign, write_campaign
from tests.ads.test_schedule import CAMPAIGN_LISTS, TIMES
from tests.factories import SmallSite
from tests.images.photo_factory import create_jpeg, draw_image, write_old_file

TODAY = date(2026, 11, 25)


def list_campaign_warnings(
    *campaigns: Campaign, width: int = 1456, height: int = 180, phone: tuple[int, int] = (640, 100)
) -> list[ContentWarning]:
    """Return the warnings of campaigns whose images have these sizes."""

    def get_info(reference: str) -> ImageInfo:
        size = phone if "phone" in reference else (width, height)
        return ImageInfo(*size, "JPEG", "")

    return list(find_campaign_warnings(Path("content"), campaigns, get_info, TODAY))


def create_sized_campaign(**changes: Any) -> Campaign:
    values: dict[str, Any] = {
        "phone_picture": "ads/cho-phone.jpg",
        "picture_line": 3,
        "phone_picture_line": 4,
    }
    return create_campaign(**(values | changes))


@pytest.mark.parametrize(("width", "height"), [(1456, 180), (728, 90), (1480, 180), (2912, 360)])
def test_shape_of_the_slot_in_any_size_is_not_told(width: int, height: int) -> None:
    assert list_campaign_warnings(create_sized_campaign(), width=width, height=height) == []


def test_shape_of_another_slot_is_told_at_the_line_of_its_image() -> None:
    (warning,) = list_campaign_warnings(create_sized_campaign(), width=600, height=500)
    assert str(warning) == (
        "content/ads/cho.yml:3: cảnh báo [ad-shape]: Ảnh “ads/cho.jpg” (600 × 500) không cùng tỷ lệ với khung của vị trí "
        "đầu trang trên máy tính, mép ảnh sẽ bị cắt. Hãy làm ảnh 1456 × 180."
    )
    (warning,) = list_campaign_warnings(create_sized_campaign(), phone=(1456, 180))
    assert (warning.line, warning.remedy) == (4, "Hãy làm ảnh 640 × 100.")


def test_shape_of_a_missing_image_for_phones_is_told() -> None:
    campaign = create_sized_campaign(phone_picture="ads/cho.jpg", phone_picture_line=3)
    (warning,) = list_campaign_warnings(campaign)
    assert (warning.line, warning.remedy) == (3, "Hãy thêm dòng phone_picture với ảnh 640 × 100.")
    sidebar = create_sized_campaign(slot="sidebar", phone_picture="ads/cho.jpg", phone_picture_line=3)
    assert list_campaign_warnings(sidebar, width=600, height=500) == []


def test_displaced_campaign_is_told_by_whom_and_when() -> None:
    tet = create_sized_campaign(
        source="ads/tet.yml",
        advertiser="Hội hoa xuân",
        start=date(2026, 11, 28),
        end=date(2026, 12, 1),
        weight=2,
    )
    (warning,) = list_campaign_warnings(create_sized_campaign(start_line=7), tet)
    assert str(warning) == (
        "content/ads/cho.yml:7: cảnh báo [displaced-ad]: Quảng cáo này không hiện từ 28/11/2026 đến hết 01/12/2026: "
        "vị trí đầu trang là của “Hội hoa xuân” (content/ads/tet.yml, weight: 2). "
        "Muốn quảng cáo này hiện, hãy đổi ngày, hoặc viết weight: 3"
    )


def test_displacement_that_is_over_is_not_told() -> None:
    past = create_sized_campaign(source="ads/cu.yml", end=date(2026, 11, 24), weight=2)
    assert list_campaign_warnings(create_sized_campaign(), past) == []


def test_displacement_by_the_greatest_weight_proposes_another_day_only() -> None:
    heavy = create_sized_campaign(source="ads/nang.yml", weight=1000)
    (warning,) = list_campaign_warnings(create_sized_campaign(), heavy)
    assert warning.remedy == "Muốn quảng cáo này hiện, hãy đổi ngày."


def test_silenced_warnings_of_a_campaign_are_not_told() -> None:
    rival = create_sized_campaign(source="ads/tet.yml", weight=2)
    silent = create_sized_campaign(silenced_warnings=("ad-shape", "displaced-ad"))
    found = list_campaign_warnings(silent, rival, width=600, height=500)
    assert [(warning.path, warning.name) for warning in found] == [("content/ads/tet.yml", "ad-shape")]
    (warning,) = list_campaign_warnings(create_sized_campaign(silenced_warnings=("ad-shap",), silence_line=9))
    assert (warning.line, warning.name, warning.remedy) == (9, "unknown-warning", "Hãy viết “ad-shape”.")


def test_campaign_file_has_the_lines_of_its_warnings(tmp_path: Path) -> None:
    root = write_campaign(tmp_path, phone_picture="ads/cho.jpg", ignore_warnings="[ad-shape]")
    (campaign,), problems = read_campaigns(root)
    assert problems == ()
    assert campaign.silenced_warnings == ("ad-shape",)
    lines = (campaign.picture_line, campaign.phone_picture_line, campaign.start_line, campaign.silence_line)
    assert lines == (3, 8, 6, 9)


def test_check_tells_warnings_of_campaigns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BULLETIN_NOW", "2026-11-25 08:00")
    site = SmallSite(tmp_path)
    write_campaign(tmp_path)
    write_old_file(site.content, "ads/cho.jpg", create_jpeg(draw_image(600, 500)))
    assert [warning.name for warning in site.check_content().warnings] == ["ad-shape", "ad-shape"]
    monkeypatch.setenv("BULLETIN_NOW", "2026-12-06 08:00")
    assert site.check_content().warnings == ()


@given(CAMPAIGN_LISTS, TIMES)
def test_displacements_are_the_days_on_which_another_campaign_runs(
    campaigns: list[Campaign], now: datetime
) -> None:
    """Compare with the choice of a build at one time."""
    day = now.date()
    shown = find_active_campaign(campaigns, "leaderboard", now)
    expected = {
        (campaign.source, shown.source)
        for campaign in campaigns
        if shown and campaign is not shown and campaign.start <= day <= campaign.end
    }
    found = find_displacements(campaigns)
    assert {(d.campaign.source, d.other.source) for d in found if d.start <= day <= d.end} == expected
