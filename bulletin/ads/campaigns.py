"""Campaigns: one file below content/ads/, read and checked like everything an editor writes."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from bulletin.ads.slots import SLOTS
from bulletin.clock import LOCAL
from bulletin.content.frontmatter.dates import read_day
from bulletin.content.frontmatter.fields import Fields
from bulletin.content.frontmatter.yaml import Table, YamlError, read_yaml
from bulletin.content.paths import PathError, inside
from bulletin.content.problems import Problem
from bulletin.content.scan import NotTextError, label, read_text, tree
from bulletin.content.sections import not_text
from bulletin.images.decoder import PictureError
from bulletin.images.metadata import find, inspect
from bulletin.images.settings import PicturesSettings
from bulletin.text.suggestions import nearest, proposal

FOLDER = "ads"
_KEYS = ("advertiser", "slot", "picture", "phone_picture", "alt", "link", "start", "end", "weight")
_MOST = 1000
"""Greatest weight: enough to rank campaigns by."""

PictureCheck = Callable[[str], object]
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
        return datetime.combine(self.start, time(), LOCAL)

    @property
    def ends_at(self) -> datetime:
        """The first moment at which it runs no more: midnight after its last day, local time."""
        return datetime.combine(self.end + timedelta(days=1), time(), LOCAL)


def read_campaigns(
    root: Path, check_picture: PictureCheck | None = None
) -> tuple[tuple[Campaign, ...], tuple[Problem, ...]]:
    """Return the campaigns below ``root``/ads (content/), by file name, and what is wrong with them.

    A file with a fault is no campaign. ``check_picture`` may be ``PictureLibrary.facts``, which
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
    return inspect(find(root, reference), PicturesSettings().max_pixels, reference)


def _sources(root: Path) -> Iterator[str]:
    for found in tree(root / FOLDER):
        if found.source.lower().endswith((".yml", ".yaml")):
            yield f"{FOLDER}/{found.source}"


def _read(root: Path, source: str, check: PictureCheck) -> tuple[Campaign | None, list[Problem]]:
    name = label(root, source)
    table = _table(root, source, name)
    if isinstance(table, Problem):
        return None, [table]
    fields = Fields(name, table, _KEYS)
    return _campaign(source, fields, check), fields.problems


def _table(root: Path, source: str, name: str) -> Table | Problem:
    """Return what the file holds, or why it cannot be read."""
    if not source.endswith(".yml"):
        return Problem(name, 1, "Tệp quảng cáo phải có đuôi .yml.", "Hãy đổi đuôi tệp thành .yml.")
    try:
        table = read_yaml(read_text(inside(root, source)))
    except PathError as error:
        problem = Problem(name, 1, str(error), error.remedy or "Hãy chép tệp thật vào content/ads/.")
    except NotTextError as error:
        problem = not_text(name, error)
    except YamlError as error:
        problem = Problem(name, error.line, error.what, error.remedy)
    except OSError:
        problem = Problem(name, 1, "Không mở được tệp quảng cáo.", "Hãy kiểm tra quyền đọc của tệp.")
    else:
        if isinstance(table, Table):
            return table
        keys = ", ".join(_KEYS)
        problem = Problem(name, 1, "Tệp quảng cáo phải gồm các dòng “khóa: giá trị”.", f"Các khóa: {keys}.")
    return problem


def _campaign(source: str, fields: Fields, check: PictureCheck) -> Campaign | None:
    advertiser = fields.needed("advertiser", "tên đơn vị quảng cáo")
    slot, link = _slot(fields), _link(fields)
    alt = fields.needed("alt", "lời mô tả ảnh")
    picture = _picture(fields, "picture", fields.needed("picture", "ảnh quảng cáo"), check)
    phone = _picture(fields, "phone_picture", fields.words("phone_picture"), check)
    start, end = _day(fields, "start", "ngày bắt đầu"), _day(fields, "end", "ngày kết thúc")
    weight = _weight(fields)
    if start is None or end is None:
        return None
    if end < start:
        fields.report("end", "Ngày kết thúc (end) trước ngày bắt đầu (start).", "Hãy sửa một trong hai ngày.")
    return Campaign(source, advertiser, slot, picture, phone or picture, alt, link, start, end, weight)


def _slot(fields: Fields) -> str:
    text = fields.needed("slot", "vị trí quảng cáo")
    if text and text not in SLOTS:
        titles = {slot.title: name for name, slot in SLOTS.items()}
        meant = nearest(text, titles)
        remedy = f"Hãy viết “{titles[meant]}”." if meant else proposal(text, SLOTS)
        fields.report("slot", f"Không có vị trí quảng cáo “{text}”.", remedy)
    return text


def _link(fields: Fields) -> str:
    text = fields.needed("link", "địa chỉ liên kết")
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not {" ", "\\"} & set(text)
    except ValueError:  # brackets that are no IPv6 address
        good = False
    if text and not good:
        bare = "." in text and ":" not in text and " " not in text
        fields.report(
            "link",
            f"Liên kết “{text}” không phải là địa chỉ http:// hoặc https://.",
            f"Hãy viết “https://{text.lstrip('/')}”."
            if bare
            else "Hãy chép địa chỉ đầy đủ, như https://example.vn/.",
        )
    return text


def _picture(fields: Fields, key: str, reference: str, check: PictureCheck) -> str:
    if reference:
        try:
            check(reference)
        except PictureError as error:
            fields.report(key, error.what, error.remedy)
    return reference


def _day(fields: Fields, key: str, noun: str) -> date | None:
    text = fields.needed(key, noun)
    if not text:
        return None
    form = f"Hãy viết {key}: 2026-11-23 hoặc {key}: 23/11/2026."
    try:
        day = read_day(text)
    except ValueError as error:
        fields.report(key, f"{key}: {error}", form)
        return None
    if len(text) > len("23/11/2026"):
        fields.report(key, f"Quảng cáo chạy trọn ngày, “{key}” không ghi giờ.", form)
    return day


def _weight(fields: Fields) -> int:
    text = fields.words("weight") if "weight" in fields.header.values else "1"
    if text.isascii() and text.isdigit() and len(text) <= len(str(_MOST)) and 1 <= int(text) <= _MOST:
        return int(text)
    fields.report(
        "weight",
        f"“weight: {text}” không phải là số nguyên từ 1 đến {_MOST}.",
        "Hãy viết weight: 1, hoặc bỏ dòng này.",
    )
    return 1
