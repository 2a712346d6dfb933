"""Campaigns: reading and checking the files below content/ads/."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from bulletin.ads.slots import AD_SLOTS
from bulletin.clock import VIETNAM_TZ
from bulletin.content.files.scan import get_display_path, scan_content
from bulletin.content.frontmatter.date_proposals import propose_day_line
from bulletin.content.frontmatter.fields import FrontMatterReader
from bulletin.content.problems import Problem
from bulletin.content.warnings.warning import SILENCE_KEY
from bulletin.content.web_addresses import find_web_address_fault
from bulletin.content.yaml_files import read_yaml_file
from bulletin.images.decoder import ImageError
from bulletin.images.metadata import find_image, read_image_info
from bulletin.images.settings import ImageSettings
from bulletin.text.suggestions import find_closest_match, suggest_known_word

CAMPAIGN_FOLDER = "ads"
_KEYS = (
    "advertiser", "slot", "picture", "phone_picture", "alt", "link", "start", "end", "weight", SILENCE_KEY,
)  # fmt: skip
MAX_WEIGHT = 1000
"""Greatest weight of a campaign."""

CampaignImageCheck = Callable[[str], object]
"""Function that raises ImageError if the image of a reference cannot be used."""


class Campaign(NamedTuple):
    """An advertisement in one slot from one day to another."""

    source: str
    """Path of the file from content/: ``ads/cho-tet.yml``."""
    advertiser: str
    slot: str
    """A name in AD_SLOTS."""
    picture: str
    """Path of the image from content/."""
    phone_picture: str
    """Path of the image for phones; equal to ``picture`` if the file names none."""
    alt: str
    link: str
    """An http or https address."""
    start: date
    end: date
    """The last day of the campaign."""
    weight: int
    """From 1. The campaign with the greatest weight gets the slot."""
    silenced_warnings: tuple[str, ...] = ()
    """Names of warnings that the editor does not want."""
    picture_line: int = 1
    phone_picture_line: int = 1
    """Line of the image for phones, or of ``picture`` if the file names none."""
    start_line: int = 1
    silence_line: int = 1

    @property
    def starts_at(self) -> datetime:
        """Start of the campaign, local time."""
        return datetime.combine(self.start, time(), VIETNAM_TZ)

    @property
    def ends_at(self) -> datetime:
        """End of the campaign: midnight after its last day, local time."""
        return datetime.combine(self.end + timedelta(days=1), time(), VIETNAM_TZ)


def read_campaigns(
    root: Path, check_picture: CampaignImageCheck | None = None
) -> tuple[tuple[Campaign, ...], tuple[Problem, ...]]:
    """Return the campaigns below content/ads/, by file name, and their problems.

    A file with a problem gives no campaign.

    Args:
        root: the folder content/.
        check_picture: checks the images, for example ``ImageLibrary.get_info`` with its cache.
            Without it each image is decoded.

    """
    check_image = check_picture or (lambda reference: _check_image(root, reference))
    campaigns: list[Campaign] = []
    problems: list[Problem] = []
    for source in _list_sources(root):
        campaign, file_problems = _read_campaign(root, source, check_image)
        problems += file_problems
        if campaign is not None and not file_problems:
            campaigns.append(campaign)
    return tuple(campaigns), tuple(problems)


def _check_image(root: Path, reference: str) -> object:
    return read_image_info(find_image(root, reference), ImageSettings().max_pixels, reference)


def _list_sources(root: Path) -> Iterator[str]:
    for found in scan_content(root / CAMPAIGN_FOLDER):
        if found.source.lower().endswith((".yml", ".yaml")):
            yield f"{CAMPAIGN_FOLDER}/{found.source}"


def _read_campaign(
    root: Path, source: str, check_image: CampaignImageCheck
) -> tuple[Campaign | None, list[Problem]]:
    name = get_display_path(root, source)
    table, problems = read_yaml_file(root, source, "quảng cáo", _KEYS)
    if table is None:
        return None, [*problems]
    fields = FrontMatterReader(name, table, _KEYS)
    campaign = _build_campaign(source, fields, check_image)
    return campaign, [*problems, *fields.problems]


def _build_campaign(
    source: str, fields: FrontMatterReader, check_image: CampaignImageCheck
) -> Campaign | None:
    advertiser = fields.read_required_string("advertiser", "tên đơn vị quảng cáo")
    slot, link = _read_slot(fields), _read_link(fields)
    alt = fields.read_required_string("alt", "lời mô tả ảnh")
    picture = _read_image(
        fields, "picture", fields.read_required_string("picture", "ảnh quảng cáo"), check_image
    )
    phone_picture = _read_image(fields, "phone_picture", fields.read_string("phone_picture"), check_image)
    start, end = _read_day(fields, "start", "ngày bắt đầu"), _read_day(fields, "end", "ngày kết thúc")
    weight = _read_weight(fields)
    if start is None or end is None:
        return None
    if end < start:
        fields.add_problem(
            "end", "Ngày kết thúc (end) trước ngày bắt đầu (start).", "Hãy sửa một trong hai ngày."
        )
    return Campaign(
        source, advertiser, slot, picture, phone_picture or picture, alt, link, start, end, weight,
        fields.read_names(SILENCE_KEY), fields.find_line("picture"), fields.find_line("phone_picture", "picture"),
        fields.find_line("start"), fields.find_line(SILENCE_KEY),
    )  # fmt: skip


def _read_slot(fields: FrontMatterReader) -> str:
    text = fields.read_required_string("slot", "vị trí quảng cáo")
    if text and text not in AD_SLOTS:
        titles = {slot.title: name for name, slot in AD_SLOTS.items()}
        closest = find_closest_match(text, titles)
        remedy = f"Hãy viết “{titles[closest]}”." if closest else suggest_known_word(text, AD_SLOTS)
        fields.add_problem("slot", f"Không có vị trí quảng cáo “{text}”.", remedy)
    return text


def _read_link(fields: FrontMatterReader) -> str:
    text = fields.read_required_string("link", "địa chỉ liên kết")
    if text and (fault := find_web_address_fault(text)):
        fields.add_problem("link", *fault)
    return text


def _read_image(fields: FrontMatterReader, key: str, reference: str, check_image: CampaignImageCheck) -> str:
    if reference:
        try:
            check_image(reference)
        except ImageError as error:
            fields.add_problem(key, error.description, error.remedy)
    return reference


def _read_day(fields: FrontMatterReader, key: str, noun: str) -> date | None:
    text = fields.read_required_string(key, noun)
    day = fields.read_day(key)
    if day and len(text) > len("23/11/2026"):
        message = f"Quảng cáo chạy trọn ngày, “{key}” không ghi giờ."
        fields.add_problem(key, message, propose_day_line(key, text))
    return day


def _read_weight(fields: FrontMatterReader) -> int:
    text = fields.read_string("weight") if "weight" in fields.front_matter.values else "1"
    if (
        text.isascii()
        and text.isdigit()
        and len(text) <= len(str(MAX_WEIGHT))
        and 1 <= int(text) <= MAX_WEIGHT
    ):
        return int(text)
    fields.add_problem(
        "weight",
        f"“weight: {text}” không phải là số nguyên từ 1 đến {MAX_WEIGHT}.",
        "Hãy viết weight: 1, hoặc bỏ dòng này.",
    )
    return 1
