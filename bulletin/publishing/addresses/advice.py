"""What an editor can do about an address that would vanish: the words of a publish that stops."""

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from bulletin import urls
from bulletin.build.content_index import IndexEntry
from bulletin.content.frontmatter.parser import SourceDocument, split_front_matter
from bulletin.content.frontmatter.yaml import YamlError
from bulletin.content.scan import UnreadableTextError, read_text
from bulletin.content.withdrawals import LISTING_WITHDRAWAL_HEADING
from bulletin.publishing.addresses.removals import RemovedAddresses
from bulletin.publishing.release.release import Release
from bulletin.text.formatting import format_moment
from bulletin.urls import is_reserved_address

MAX_SHOWN_ADDRESSES = 20
"""So many addresses are told in full."""
_PLAIN_WORD = re.compile(r"[\w./~-]+")


def explain_removals(
    vanishing: Sequence[RemovedAddresses], content: Path, shown: Release | None
) -> Iterator[str]:
    """Yield lines in Vietnamese on each of ``vanishing``; ``shown`` is the release that readers see.

    ``content`` is where the lines to write are looked up.
    """
    left, more = MAX_SHOWN_ADDRESSES, sum(one.count for one in vanishing)
    for one in vanishing:
        if left <= 0:
            break
        named, left = one.addresses[:left], left - len(one.addresses)
        more -= len(named) + len(one.emptied_listings)
        yield f"{_place(one, content)}{_what(one, named)}"
        if one.emptied_listings:
            yield f"    {_emptied(one)}"
        if one.is_unknown_here and shown:
            yield f"    {_elsewhere(shown)}"
        for way in _suggest_remedies(one, named, content):
            yield f"    - {way}"
    if more > 0:
        yield f"… và {more} địa chỉ khác."


def _emptied(one: RemovedAddresses) -> str:
    return (
        f"Cùng mất theo, vì không còn bài nào khác: {', '.join(one.emptied_listings)} (chọn cho bài là đủ)."
    )


def _elsewhere(shown: Release) -> str:
    return (
        f"Bản đang chạy do {shown.published_by or 'người khác'} xuất bản lúc {format_moment(shown.published_at)} có bài này, ở đây thì "
        "chưa: nếu bản ấy từ máy khác, hãy lấy nội dung mới (git pull) rồi chạy lại."
    )


def _place(one: RemovedAddresses, content: Path) -> str:
    if not one.source:
        return ""
    line = f":{_line(one, one.index_entry, content / one.source)}" if one.index_entry else ""
    return f"{content.name}/{one.source}{line}: "


def _line(one: RemovedAddresses, entry: IndexEntry, file: Path) -> int:
    """Return the line of ``file`` for which the address vanishes: of its date or status, else of its slug."""
    old = one.addresses[0]
    if not entry.is_visible:
        key = "date" if entry.state == "scheduled" else "status"
    elif urls.parse_article_month(old) and _slug(old) == _slug(entry.address) and not one.has_other_address:
        key = "date"
    else:
        return entry.address_line
    try:
        return split_front_matter(read_text(file)).front_matter.lines.get(key, entry.address_line)
    except (
        OSError,
        UnreadableTextError,
        YamlError,
    ):  # changed since the build: then the next one looks at it
        return entry.address_line


def _what(one: RemovedAddresses, named: Sequence[str]) -> str:
    lost = f"{'Địa chỉ' if len(named) == 1 else 'Các địa chỉ'} {', '.join(named)} sẽ mất"
    if one.index_entry is None:
        return f"{lost}: {_unexplained(one)}."
    if one.index_entry.is_visible:
        return f"{lost}: nay là {one.index_entry.address}."
    return f"{lost}: bài {_STATE_DESCRIPTIONS.get(one.index_entry.state, 'không còn đăng')}."


_STATE_DESCRIPTIONS = {
    "draft": "đã trở về bản nháp (status: draft)",
    "review": "đã trở về chờ duyệt (status: review)",
    "scheduled": "nay hẹn đến giờ khác mới đăng",
}


def _unexplained(one: RemovedAddresses) -> str:
    if one.source:
        return "tệp này không còn"
    if urls.find_taxonomy(one.addresses[0]) is urls.SECTION_TAXONOMY:
        return "chuyên mục không còn trong content/sections.yml"
    if found := urls.find_taxonomy(one.addresses[0]):
        return f"không còn bài nào ghi {found.label} này"
    return "trang ở đó không còn"


def _suggest_remedies(one: RemovedAddresses, named: Sequence[str], content: Path) -> Iterator[str]:
    """Yield the ways out: the address kept, led on, or withdrawn on purpose."""
    first = named[0]
    if one.index_entry is None:
        if one.source:
            file = shlex.quote(f"{content.name}/{one.source}")
            yield f"Giữ nguyên: git checkout HEAD -- {file}; nếu đã commit việc xóa: git checkout HEAD~1 -- {file}"
        elif urls.find_taxonomy(first) is urls.SECTION_TAXONOMY:
            yield "Giữ nguyên: ghi lại chuyên mục với slug cũ vào content/sections.yml."
        elif found := urls.find_taxonomy(first):
            yield f"Giữ nguyên: ghi lại {found.label} cũ ({found.key}) vào ít nhất một bài."
        else:
            yield "Giữ nguyên: lấy lại bài hoặc trang ở địa chỉ này từ git."
        if not is_reserved_address(first):
            yield f"Chuyển hướng: thêm vào bài thay thế dòng “aliases: [{', '.join(map(_item, named))}]”."
    elif (
        one.index_entry.is_visible and one.has_other_address
    ):  # another slug would only make the present address vanish
        yield f"Giữ nguyên: ghi lại vào aliases, {format_alias_line(content, one.source, one.index_entry.address_line, named)}."
    elif one.index_entry.is_visible:
        yield f"Giữ nguyên: {_suggest_old_address(first, one.index_entry.address)}."
        yield f"Chuyển hướng: {format_alias_line(content, one.source, one.index_entry.address_line, named)}."
    else:
        if one.index_entry.state == "scheduled":  # a hidden article waits for its hour as well
            yield f"Giữ nguyên: ghi lại {_old_day(first)} (date)."
        else:
            yield "Giữ nguyên: đặt lại “status: published”, hoặc “status: hidden” để bài chỉ còn mở được bằng địa chỉ."
        yield f"Chuyển hướng: thêm vào bài thay thế dòng “aliases: [{', '.join(map(_item, named))}]” và bỏ địa chỉ ấy ở bài này."
    what, address = _suggest_withdrawal(one, first)
    yield f'{what}: ./inv withdraw {shlex.quote(address)} --reason "lý do" --by "người quyết định"'


def _suggest_withdrawal(one: RemovedAddresses, first: str) -> tuple[str, str]:
    """Return what is let go on purpose, and by which address: an article goes with all that it has."""
    if is_reserved_address(first):
        return f"Bỏ trang này, để lại lời báo “{LISTING_WITHDRAWAL_HEADING}”", first
    if one.index_entry is None:
        return "Gỡ có chủ ý", first
    if one.index_entry.is_visible:
        return f"Chỉ gỡ địa chỉ cũ, bài vẫn ở {one.index_entry.address}", first
    if one.index_entry.state == "scheduled":  # withdraw refuses what is still to appear
        return "Gỡ có chủ ý: đặt “status: draft” cho bài rồi chạy", one.index_entry.address
    return "Gỡ có chủ ý", one.index_entry.address


def _suggest_old_address(old: str, new: str) -> str:
    """Return how to have the old address again: by its slug, where the rest is as it was."""
    slug = _slug(old)
    if old.endswith("/") and old.removesuffix(f"{slug}/") == new.removesuffix(f"{_slug(new)}/"):
        return f"ghi lại “slug: {slug}”"
    if not urls.parse_article_month(old):
        return "ghi lại địa chỉ này vào aliases"
    if slug == _slug(new):
        return f"ghi lại {_old_day(old)} (date)"
    return f"ghi lại “slug: {slug}” và {_old_day(old)} (date)"


def _slug(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def _old_day(old: str) -> str:
    """Return what an old address tells of the day that its article had."""
    found = urls.parse_article_month(old)
    return f"ngày đăng cũ, trong tháng {found[1]}/{found[0]}" if found else "ngày đăng cũ"


def format_alias_line(content: Path, source: str, line: int, olds: Sequence[str]) -> str:
    """Return the exact line that leads ``olds`` on to ``source``, and where it stands.

    ``line`` decides the address of the article; a new line is put in its place, before it.
    """
    place, items = f"{content.name}/{source}", ", ".join(map(_item, olds))
    try:
        text = read_text(content / source)
        document = split_front_matter(text)
    except (
        OSError,
        UnreadableTextError,
        YamlError,
    ):  # changed since the build: then the next one looks at it
        return f"{place}: thêm {items} vào aliases"
    at = document.front_matter.lines.get("aliases")
    if at is None:
        new = f"aliases: {items}" if _is_plain(text) else f"aliases: [{items}]"
        return f"{place}:{line}: thêm dòng “{new}”"
    return _lengthened(place, text.split("\n"), at, document, items)


def _lengthened(place: str, rows: list[str], at: int, document: SourceDocument, items: str) -> str:
    """Return the line that takes the place of the aliases in line ``at`` (from 1), or comes below it in a list."""
    value, row = document.front_matter.values["aliases"], rows[at - 1]
    has = [str(one) for one in value] if isinstance(value, list) else [str(value)] * bool(value)
    after = rows[at] if at < len(rows) else ""
    if row.partition(":")[2].strip() == "" and after.lstrip().startswith("- "):
        indent = after[: len(after) - len(after.lstrip())]
        added = [f"“{indent}- {item}”" for item in items.split(", ")]
        return f"{place}:{at + 1}: thêm dòng {', '.join(added)}"
    joined = ", ".join([*map(_item, has), items])
    new = f"aliases: {joined}" if _is_plain("\n".join(rows)) else f"aliases: [{joined}]"
    return f"{place}:{at}: sửa dòng này thành “{new}”"


def _item(address: str) -> str:
    """Return an address as YAML reads it in a list."""
    return address if _PLAIN_WORD.fullmatch(address) else f'"{address}"'


def _is_plain(text: str) -> bool:
    """Tell whether the header is Pelican's plain one, without lines of dashes."""
    return not text.lstrip().startswith("---")
