"""Warnings of campaigns: images of a wrong shape, and days without the campaign."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from bulletin.ads.campaigns import MAX_WEIGHT, Campaign
from bulletin.ads.schedule import Displacement, find_displacements
from bulletin.ads.slots import AD_SLOTS, get_max_image_size
from bulletin.content.files.scan import get_display_path
from bulletin.content.warnings.kinds import WARNING_KINDS
from bulletin.content.warnings.texts import find_unknown_names
from bulletin.content.warnings.warning import ContentWarning
from bulletin.images.metadata import ImageInfo
from bulletin.text.formatting import format_date

_MAX_DEVIATION = 0.03
"""Part of the width or height of an image that may be cut without a warning."""


def find_campaign_warnings(
    root: Path, campaigns: Iterable[Campaign], get_info: Callable[[str], ImageInfo], today: date
) -> Iterator[ContentWarning]:
    """Yield the warnings of campaigns that have not ended.

    Args:
        root: the folder content/.
        campaigns: campaigns without problems.
        get_info: returns the size of an image, for example ``ImageLibrary.get_info``.
        today: the day of the check.

    """
    current = [campaign for campaign in campaigns if campaign.end >= today]
    for campaign in current:
        name = get_display_path(root, campaign.source)
        yield from find_unknown_names(name, campaign.silence_line, campaign.silenced_warnings)
        if "ad-shape" not in campaign.silenced_warnings:
            yield from _check_shapes(name, campaign, get_info)
    for displacement in find_displacements(current):
        if displacement.end >= today and "displaced-ad" not in displacement.campaign.silenced_warnings:
            yield _describe_displacement(root, displacement)


def _check_shapes(
    name: str, campaign: Campaign, get_info: Callable[[str], ImageInfo]
) -> Iterator[ContentWarning]:
    slot = AD_SLOTS[campaign.slot]
    for phone in (False, True):
        reference = campaign.phone_picture if phone else campaign.picture
        line = campaign.phone_picture_line if phone else campaign.picture_line
        width, height = get_max_image_size(slot, phone=phone)
        info = get_info(reference)
        ratio = info.width * height / (info.height * width)
        if max(ratio, 1 / ratio) > 1 + _MAX_DEVIATION:
            is_missing = phone and line == campaign.picture_line
            remedy = "Hãy thêm dòng phone_picture với ảnh" if is_missing else "Hãy làm ảnh"
            yield WARNING_KINDS["ad-shape"].create_warning(
                name, line, reference, f"{info.width} × {info.height}", slot.title,
                "điện thoại" if phone else "máy tính", f"{remedy} {width} × {height}.",
            )  # fmt: skip


def _describe_displacement(root: Path, displacement: Displacement) -> ContentWarning:
    campaign, other = displacement.campaign, displacement.other
    days = f"từ {format_date(displacement.start)} đến hết {format_date(displacement.end)}"
    remedy = "Muốn quảng cáo này hiện, hãy đổi ngày"
    remedy += f", hoặc viết weight: {other.weight + 1}" if other.weight < MAX_WEIGHT else "."
    return WARNING_KINDS["displaced-ad"].create_warning(
        get_display_path(root, campaign.source), campaign.start_line, days, AD_SLOTS[campaign.slot].title,
        other.advertiser, get_display_path(root, other.source), str(other.weight), remedy,
    )  # fmt: skip
