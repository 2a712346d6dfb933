"""What was taken down on purpose: the list in content/withdrawn.yml, one act an entry.

``./inv withdraw`` writes it. An address in it has a short notice instead of its article, whatever
becomes of the article's file. That of a listing that was let go has one until there is such a listing again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

from bulletin.content.frontmatter.aliases import AliasError, parse_alias
from bulletin.content.frontmatter.dates import ACCEPTED_DATE_FORMATS, parse_datetime
from bulletin.content.frontmatter.yaml import YamlError, YamlMapping, parse_yaml
from bulletin.content.models import Article, Page
from bulletin.content.problems import Problem
from bulletin.content.scan import UnreadableTextError, get_display_path, read_text
from bulletin.text.suggestions import suggest_known_word
from bulletin.urls import normalize_alias

WITHDRAWALS_FILE = "withdrawn.yml"
"""From content/."""
WITHDRAWAL_HEADING = "Bài đã được gỡ"
"""Of the notice in the place of an article or a page that was taken down; an older release is known to be clean by it."""
LISTING_WITHDRAWAL_HEADING = "Trang này không còn"
"""Of the notice in the place of a section, topic, tag or author that was let go."""
_KEYS = ("address", "aliases", "by", "when", "reason")


ContentItemT = TypeVar("ContentItemT", Article, Page, Article | Page)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One act of taking down."""

    address: str
    """Of the article or page: ``/2026/11/ten-bai/``; of a listing that was let go: ``/chu-de/ten/``."""
    aliases: tuple[str, ...]
    """Old addresses that led to it."""
    by: str
    """Who decided it."""
    when: datetime
    reason: str
    """For the office; readers are not told."""
    line: int = 1
    """Line of the list on which it begins."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """All addresses at which there is a notice now."""
        return (self.address, *self.aliases)

    def is_before(self, moment: datetime) -> bool:
        """Tell whether ``moment`` came after the act; one noted without its hour took the whole day."""
        return moment >= self.when + timedelta(days=1) if self.when.time() == time() else moment > self.when


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """All acts, in the order of the list."""

    entries: tuple[Withdrawal, ...] = ()

    @property
    def by_address(self) -> dict[str, Withdrawal]:
        """The addresses that have a notice, each with its act; of several the first."""
        found: dict[str, Withdrawal] = {}
        for act in self.entries:
            for address in act.addresses:
                found.setdefault(address, act)
        return found

    def exclude_withdrawn(self, records: Iterable[ContentItemT]) -> Iterator[ContentItemT]:
        """Yield those of ``records`` that were not taken down."""
        taken = self.by_address
        return (one for one in records if one.address not in taken)


NO_WITHDRAWALS = Withdrawals()
"""Nothing was taken down."""


def read_withdrawals(root: Path) -> tuple[Withdrawals, tuple[Problem, ...]]:
    """Return the list in ``root`` (content/), empty where there is none, and what is wrong with it."""
    name = get_display_path(root, WITHDRAWALS_FILE)
    try:
        data = parse_yaml(read_text(root / WITHDRAWALS_FILE))
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
    acts, problems = [], []
    for item in data or ():
        try:
            acts.append(_read_entry(item))
        except _EntryError as error:
            problems.append(Problem(name, error.line, error.what, error.remedy))
    return Withdrawals(tuple(acts)), tuple(problems)


class _EntryError(Exception):
    """An entry that cannot be read."""

    def __init__(self, line: int, what: str, remedy: str) -> None:
        super().__init__(what)
        self.line, self.what, self.remedy = line, what, remedy


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
        _address(item.values["address"], item.lines["address"]),
        tuple(_address(str(one), item.lines["aliases"]) for one in aliases),
        item.values["by"].strip(),
        _moment(item.values["when"], item.lines["when"]),
        item.values["reason"].strip(),
        item.line,
    )


def _address(text: str, line: int) -> str:
    try:
        return normalize_alias(parse_alias(text))
    except AliasError as error:
        raise _EntryError(line, error.message, error.remedy) from None


def _moment(text: str, line: int) -> datetime:
    try:
        return parse_datetime(text)
    except ValueError as error:
        raise _EntryError(line, str(error), f"Hãy viết như {ACCEPTED_DATE_FORMATS}.") from None
