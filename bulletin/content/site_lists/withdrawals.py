"""Withdrawals: the list in content/withdrawn.yml, one entry for each withdrawal.

``./inv withdraw`` writes the list. A withdrawn address shows a notice, even if the file of the article still exists.
The address of an emptied listing shows a notice until the listing exists again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

from bulletin.content.files.character_problems import read_readable_text
from bulletin.content.files.scan import UnreadableTextError, get_display_path
from bulletin.content.frontmatter.aliases import AliasError, parse_alias
from bulletin.content.frontmatter.dates import ACCEPTED_DATE_FORMATS, parse_datetime
from bulletin.content.frontmatter.lint import strip_invisible
from bulletin.content.frontmatter.yaml import YamlError, YamlMapping, parse_yaml
from bulletin.content.models import Article, Page
from bulletin.content.problems import Problem
from bulletin.text.suggestions import suggest_known_word
from bulletin.urls import normalize_alias

WITHDRAWALS_FILE = "withdrawn.yml"
"""Path from content/."""
WITHDRAWAL_HEADING = "Bài đã được gỡ"
"""Heading of the notice for a withdrawn article or page.

A purge also recognises redacted files of older releases by this heading.
"""
LISTING_WITHDRAWAL_HEADING = "Trang này không còn"
"""Heading of the notice for an emptied listing."""
_KEYS = ("address", "aliases", "by", "when", "reason")


ContentItemT = TypeVar("ContentItemT", Article, Page, Article | Page)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One entry of the withdrawal list."""

    address: str
    """Address of an article or page (``/2026/11/ten-bai/``) or of a listing (``/chu-de/ten/``)."""
    aliases: tuple[str, ...]
    """Aliases of the withdrawn article or page."""
    by: str
    """Name of the person who decided on the withdrawal."""
    when: datetime
    reason: str
    """Reason for the office. Readers do not see it."""
    line: int = 1
    """Line of the file on which the entry begins."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """All addresses that show the notice."""
        return (self.address, *self.aliases)

    def is_before(self, date: datetime) -> bool:
        """Tell if the withdrawal happened before ``date``.

        A withdrawal without an hour covers its whole day.
        """
        return date >= self.when + timedelta(days=1) if self.when.time() == time() else date > self.when


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """All withdrawals, in the order of the list."""

    entries: tuple[Withdrawal, ...] = ()

    @property
    def by_address(self) -> dict[str, Withdrawal]:
        """The first withdrawal of each withdrawn address."""
        found: dict[str, Withdrawal] = {}
        for withdrawal in self.entries:
            for address in withdrawal.addresses:
                found.setdefault(address, withdrawal)
        return found

    def exclude_withdrawn(self, items: Iterable[ContentItemT]) -> Iterator[ContentItemT]:
        """Yield the items whose addresses are not withdrawn."""
        withdrawn = self.by_address
        return (item for item in items if item.address not in withdrawn)


NO_WITHDRAWALS = Withdrawals()
"""An empty withdrawal list."""


def read_withdrawals(root: Path) -> tuple[Withdrawals, tuple[Problem, ...]]:
    """Read the withdrawal list of ``root`` (content/), and its problems.

    The list is empty if there is no file.
    """
    name = get_display_path(root, WITHDRAWALS_FILE)
    try:
        text, character_problems = read_readable_text(root / WITHDRAWALS_FILE, name)
        data = parse_yaml(strip_invisible(text))
    except FileNotFoundError:
        return Withdrawals(), ()
    except (UnreadableTextError, YamlError) as error:
        return Withdrawals(), (Problem(name, error.line, error.message, error.remedy),)
    if data is not None and not isinstance(data, list):
        return Withdrawals(), (
            Problem(
                name,
                1,
                "Các bài đã gỡ phải viết thành danh sách.",
                "Hãy bắt đầu mỗi bài bằng “- address: …”.",
            ),
        )
    entries, problems = [], list(character_problems)
    for item in data or ():
        try:
            entries.append(_read_entry(item))
        except _EntryError as error:
            problems.append(Problem(name, error.line, error.message, error.remedy))
    return Withdrawals(tuple(entries)), tuple(problems)


class _EntryError(Exception):
    """An entry that cannot be read."""

    def __init__(self, line: int, message: str, remedy: str) -> None:
        super().__init__(message)
        self.line, self.message, self.remedy = line, message, remedy


def _read_entry(item: object) -> Withdrawal:
    if not isinstance(item, YamlMapping):
        raise _EntryError(1, f"“{item}” không phải là một lần gỡ bài.", "Hãy viết “- address: …”.")
    for key, line in item.lines.items():
        if key not in _KEYS:
            raise _EntryError(line, f"Không có khóa “{key}” ở đây.", suggest_known_word(key, _KEYS, "khóa"))
        if key != "aliases" and not isinstance(item.values[key], str):
            raise _EntryError(line, f"“{key}” phải là một dòng chữ.", "")
    for key in ("address", "by", "when", "reason"):
        if not item.values.get(key, "").strip():
            raise _EntryError(item.line, f"Thiếu “{key}” của bài đã gỡ.", f"Hãy thêm dòng “{key}: …”.")
    aliases = item.values.get("aliases") or []
    if not isinstance(aliases, list):
        raise _EntryError(
            item.lines["aliases"], "“aliases” phải là một danh sách.", "Hãy viết “aliases: [/…/]”."
        )
    return Withdrawal(
        _parse_address(item.values["address"], item.lines["address"]),
        tuple(_parse_address(str(alias), item.lines["aliases"]) for alias in aliases),
        item.values["by"].strip(),
        _parse_time(item.values["when"], item.lines["when"]),
        item.values["reason"].strip(),
        item.line,
    )


def _parse_address(text: str, line: int) -> str:
    try:
        return normalize_alias(parse_alias(text))
    except AliasError as error:
        raise _EntryError(line, error.message, error.remedy) from None


def _parse_time(text: str, line: int) -> datetime:
    try:
        return parse_datetime(text)
    except ValueError as error:
        raise _EntryError(line, str(error), f"Hãy viết như {ACCEPTED_DATE_FORMATS}") from None
