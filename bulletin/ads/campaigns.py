"""Campaigns: one file below content/ads/, read and checked like everything an editor writes."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from bulletin.ads.slots import AD_SLOTS
from bulletin.clock import VIETNAM_TZ
from bulletin.content.frontmatter.dates import parse_date
from bulletin.content.frontmatter.fields import FrontMatterReader
from bulletin.content.frontmatter.yaml import YamlError, YamlMapping, parse_yaml
from bulletin.content.paths import PathError, resolve_reference
from bulletin.content.problems import Problem
from bulletin.content.scan import UnreadableTextError, get_display_path, read_text, scan_content
from bulletin.content.sections import create_unreadable_problem
from bulletin.images.decoder import ImageError
from bulletin.images.metadata import find_image, read_image_info
from bulletin.images.settings import ImageSettings
from bulletin.text.suggestions import find_closest_match, suggest_known_word

CAMPAIGN_FOLDER = "ads"
_KEYS = ("advertiser", "slot", "picture", "phone_picture", "alt", "link", "start", "end", "weight")
_MOST = 1000
"""Greatest weight: enough to rank campaigns by."""

CampaignImageCheck = Callable[[str], object]
"""Given a reference from content/, raise PictureError where it cannot be used."""


class Campaign(NamedTuple):
    """An advertisement in one slot from one day to another."""

    source: str
    """Its file, from content/: ``ads/cho-tet.yml``."""
    advertiser: str
    slot: str
    """A name in SLOTS."""
    picture: str
    """From content/, as ``phone_picture``, which is the same where none is given."""
    phone_picture: str
    alt: str
    link: str
    """http or https."""
    start: date
    end: date
    """The last day on which it runs."""
    weight: int
    """From 1; the heavier campaign wins the slot."""

    @property
    def starts_at(self) -> datetime:
        """The moment at which it begins to run, local time."""
        return datetime.combine(self.start, time(), VIETNAM_TZ)

    @property
    def ends_at(self) -> datetime:
        """The first moment at which it runs no more: midnight after its last day, local time."""
        return datetime.combine(self.end + timedelta(days=1), time(), VIETNAM_TZ)


def read_campaigns(
    root: Path, check_picture: CampaignImageCheck | None = None
) -> tuple[tuple[Campaign, ...], tuple[Problem, ...]]:
    """Return the campaigns below ``root``/ads (content/), by file name, and what is wrong with them.

    A file with a fault is no campaign. ``check_picture`` may be ``ImageLibrary.get_info``, which
    remembers; without it each picture is decoded.
    """
    check = check_picture or (lambda reference: _look(root, reference))
    campaigns: list[Campaign] = []
    problems: list[Problem] = []
    for source in _sources(root):
        campaign, faults = _read(root, source, check)
        problems += faults
        if campaign is not None and not faults:
            campaigns.append(campaign)
    return tuple(campaigns), tuple(problems)


def _look(root: Path, reference: str) -> object:
    return read_image_info(find_image(root, reference), ImageSettings().max_pixels, reference)


def _sources(root: Path) -> Iterator[str]:
    for found in scan_content(root / CAMPAIGN_FOLDER):
        if found.source.lower().endswith((".yml", ".yaml")):
            yield f"{CAMPAIGN_FOLDER}/{found.source}"


def _read(root: Path, source: str, check: CampaignImageCheck) -> tuple[Campaign | None, list[Problem]]:
    name = get_display_path(root, source)
    table = _table(root, source, name)
    if isinstance(table, Problem):
        return None, [table]
    fields = FrontMatterReader(name, table, _KEYS)
    return _campaign(source, fields, check), fields.problems


def _table(root: Path, source: str, name: str) -> YamlMapping | Problem:
    """Return what the file holds, or why it cannot be read."""
    if not source.endswith(".yml"):
        return Problem(name, 1, "Tệp quảng cáo phải có đuôi .yml.", "Hãy đổi đuôi tệp thành .yml.")
    try:
        table = parse_yaml(read_text(resolve_reference(root, source)))
    except PathError as error:
        problem = Problem(name, 1, str(error), error.remedy or "Hãy chép tệp thật vào content/ads/.")
    except UnreadableTextError as error:
        problem = create_unreadable_problem(name, error)
    except YamlError as error:
        problem = Problem(name, error.line, error.message, error.remedy)
    except OSError:
        problem = Problem(name, 1, "Không mở được tệp quảng cáo.", "Hãy kiểm tra quyền đọc của tệp.")
    else:
        if isinstance(table, YamlMapping):
            return table
        keys = ", ".join(_KEYS)
        problem = Problem(name, 1, "Tệp quảng cáo phải gồm các dòng “khóa: giá trị”.", f"Các khóa: {keys}.")
    return problem


def _campaign(source: str, fields: FrontMatterReader, check: CampaignImageCheck) -> Campaign | None:
    advertiser = fields.read_required_string("advertiser", "tên đơn vị quảng cáo")
    slot, link = _slot(fields), _link(fields)
    alt = fields.read_required_string("alt", "lời mô tả ảnh")
    picture = _picture(fields, "picture", fields.read_required_string("picture", "ảnh quảng cáo"), check)
    phone = _picture(fields, "phone_picture", fields.read_string("phone_picture"), check)
    start, end = _day(fields, "start", "ngày bắt đầu"), _day(fields, "end", "ngày kết thúc")
    weight = _weight(fields)
    if start is None or end is None:
        return None
    if end < start:
        fields.add_problem(
            "end", "Ngày kết thúc (end) trước ngày bắt đầu (start).", "Hãy sửa một trong hai ngày."
        )
    return Campaign(source, advertiser, slot, picture, phone or picture, alt, link, start, end, weight)


def _slot(fields: FrontMatterReader) -> str:
    text = fields.read_required_string("slot", "vị trí quảng cáo")
    if text and text not in AD_SLOTS:
        titles = {slot.title: name for name, slot in AD_SLOTS.items()}
        meant = find_closest_match(text, titles)
        remedy = f"Hãy viết “{titles[meant]}”." if meant else suggest_known_word(text, AD_SLOTS)
        fields.add_problem("slot", f"Không có vị trí quảng cáo “{text}”.", remedy)
    return text


def _link(fields: FrontMatterReader) -> str:
    text = fields.read_required_string("link", "địa chỉ liên kết")
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not {" ", "\\"} & set(text)
    except ValueError:  # brackets that are no IPv6 address
        good = False
    if text and not good:
        bare = "." in text and ":" not in text and " " not in text
        fields.add_problem(
            "link",
            f"Liên kết “{text}” không phải là địa chỉ http:// hoặc https://.",
            f"Hãy viết “https://{text.lstrip('/')}”."
            if bare
            else "Hãy chép địa chỉ đầy đủ, như https://example.vn/.",
        )
    return text


def _picture(fields: FrontMatterReader, key: str, reference: str, check: CampaignImageCheck) -> str:
    if reference:
        try:
            check(reference)
        except ImageError as error:
            fields.add_problem(key, error.description, error.remedy)
    return reference


def _day(fields: FrontMatterReader, key: str, noun: str) -> date | None:
    text = fields.read_required_string(key, noun)
    if not text:
        return None
    form = f"Hãy viết {key}: 2026-11-23 hoặc {key}: 23/11/2026."
    try:
        day = parse_date(text)
    except ValueError as error:
        fields.add_problem(key, f"{key}: {error}", form)
        return None
    if len(text) > len("23/11/2026"):
        fields.add_problem(key, f"Quảng cáo chạy trọn ngày, “{key}” không ghi giờ.", form)
    return day


def _weight(fields: FrontMatterReader) -> int:
    text = fields.read_string("weight") if "weight" in fields.front_matter.values else "1"
    if text.isascii() and text.isdigit() and len(text) <= len(str(_MOST)) and 1 <= int(text) <= _MOST:
        return int(text)
    fields.add_problem(
        "weight",
        f"“weight: {text}” không phải là số nguyên từ 1 đến {_MOST}.",
        "Hãy viết weight: 1, hoặc bỏ dòng này.",
    )
    return 1
