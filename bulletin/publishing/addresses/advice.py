"""What an editor can do about an address that would vanish: the words of a publish that stops."""

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from bulletin import urls
from bulletin.build.content_index import Entry
from bulletin.content.frontmatter.parser import Document, split
from bulletin.content.frontmatter.yaml import YamlError
from bulletin.content.scan import NotTextError, read_text
from bulletin.content.withdrawals import LISTING_HEADING
from bulletin.publishing.addresses.removals import Vanishing
from bulletin.publishing.release.release import Release
from bulletin.urls import is_reserved

SHOWN = 20
"""So many addresses are told in full."""
_PLAIN_WORD = re.compile(r"[\w./~-]+")


def told(vanishing: Sequence[Vanishing], content: Path, shown: Release | None) -> Iterator[str]:
    """Yield lines in Vietnamese on each of ``vanishing``; ``shown`` is the release that readers see.

    ``content`` is where the lines to write are looked up.
    """
    left, more = SHOWN, sum(one.count for one in vanishing)
    for one in vanishing:
        if left <= 0:
            break
        named, left = one.addresses[:left], left - len(one.addresses)
        more -= len(named) + len(one.emptied)
        yield f"{_place(one, content)}{_what(one, named)}"
        if one.emptied:
            yield f"    {_emptied(one)}"
        if one.foreign and shown:
            yield f"    {_elsewhere(shown)}"
        for way in _ways(one, named, content):
            yield f"    - {way}"
    if more > 0:
        yield f"… và {more} địa chỉ khác."


def _emptied(one: Vanishing) -> str:
    return f"Cùng mất theo, vì không còn bài nào khác: {', '.join(one.emptied)} (chọn cho bài là đủ)."


def _elsewhere(shown: Release) -> str:
    return (
        f"Bản đang chạy do {shown.who or 'người khác'} xuất bản lúc {shown.when:%H:%M %d/%m/%Y} có bài này, ở đây thì "
        "chưa: nếu bản ấy từ máy khác, hãy lấy nội dung mới (git pull) rồi chạy lại."
    )


def _place(one: Vanishing, content: Path) -> str:
    if not one.source:
        return ""
    line = f":{_line(one, one.entry, content / one.source)}" if one.entry else ""
    return f"{content.name}/{one.source}{line}: "


def _line(one: Vanishing, entry: Entry, file: Path) -> int:
    """Return the line of ``file`` for which the address vanishes: of its date or status, else of its slug."""
    old = one.addresses[0]
    if not entry.shown:
        key = "date" if entry.state == "scheduled" else "status"
    elif urls.parse_article_month(old) and _slug(old) == _slug(entry.address) and not one.settled:
        key = "date"
    else:
        return entry.line
    try:
        return split(read_text(file)).header.lines.get(key, entry.line)
    except (OSError, NotTextError, YamlError):  # changed since the build: then the next one looks at it
        return entry.line


def _what(one: Vanishing, named: Sequence[str]) -> str:
    lost = f"{'Địa chỉ' if len(named) == 1 else 'Các địa chỉ'} {', '.join(named)} sẽ mất"
    if one.entry is None:
        return f"{lost}: {_unexplained(one)}."
    if one.entry.shown:
        return f"{lost}: nay là {one.entry.address}."
    return f"{lost}: bài {_BECOME.get(one.entry.state, 'không còn đăng')}."


_BECOME = {
    "draft": "đã trở về bản nháp (status: draft)",
    "review": "đã trở về chờ duyệt (status: review)",
    "scheduled": "nay hẹn đến giờ khác mới đăng",
}


def _unexplained(one: Vanishing) -> str:
    if one.source:
        return "tệp này không còn"
    if urls.find_taxonomy(one.addresses[0]) is urls.SECTIONS:
        return "chuyên mục không còn trong content/sections.yml"
    if found := urls.find_taxonomy(one.addresses[0]):
        return f"không còn bài nào ghi {found.label} này"
    return "trang ở đó không còn"


def _ways(one: Vanishing, named: Sequence[str], content: Path) -> Iterator[str]:
    """Yield the ways out: the address kept, led on, or withdrawn on purpose."""
    first = named[0]
    if one.entry is None:
        if one.source:
            file = shlex.quote(f"{content.name}/{one.source}")
            yield f"Giữ nguyên: git checkout HEAD -- {file}; nếu đã commit việc xóa: git checkout HEAD~1 -- {file}"
        elif urls.find_taxonomy(first) is urls.SECTIONS:
            yield "Giữ nguyên: ghi lại chuyên mục với slug cũ vào content/sections.yml."
        elif found := urls.find_taxonomy(first):
            yield f"Giữ nguyên: ghi lại {found.label} cũ ({found.key}) vào ít nhất một bài."
        else:
            yield "Giữ nguyên: lấy lại bài hoặc trang ở địa chỉ này từ git."
        if not is_reserved(first):
            yield f"Chuyển hướng: thêm vào bài thay thế dòng “aliases: [{', '.join(map(_item, named))}]”."
    elif one.entry.shown and one.settled:  # another slug would only make the present address vanish
        yield f"Giữ nguyên: ghi lại vào aliases, {alias_line(content, one.source, one.entry.line, named)}."
    elif one.entry.shown:
        yield f"Giữ nguyên: {_kept(first, one.entry.address)}."
        yield f"Chuyển hướng: {alias_line(content, one.source, one.entry.line, named)}."
    else:
        if one.entry.state == "scheduled":  # a hidden article waits for its hour as well
            yield f"Giữ nguyên: ghi lại {_old_day(first)} (date)."
        else:
            yield "Giữ nguyên: đặt lại “status: published”, hoặc “status: hidden” để bài chỉ còn mở được bằng địa chỉ."
        yield f"Chuyển hướng: thêm vào bài thay thế dòng “aliases: [{', '.join(map(_item, named))}]” và bỏ địa chỉ ấy ở bài này."
    what, address = _let_go(one, first)
    yield f'{what}: ./inv withdraw {shlex.quote(address)} --reason "lý do" --by "người quyết định"'


def _let_go(one: Vanishing, first: str) -> tuple[str, str]:
    """Return what is let go on purpose, and by which address: an article goes with all that it has."""
    if is_reserved(first):
        return f"Bỏ trang này, để lại lời báo “{LISTING_HEADING}”", first
    if one.entry is None:
        return "Gỡ có chủ ý", first
    if one.entry.shown:
        return f"Chỉ gỡ địa chỉ cũ, bài vẫn ở {one.entry.address}", first
    if one.entry.state == "scheduled":  # withdraw refuses what is still to appear
        return "Gỡ có chủ ý: đặt “status: draft” cho bài rồi chạy", one.entry.address
    return "Gỡ có chủ ý", one.entry.address


def _kept(old: str, new: str) -> str:
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


def alias_line(content: Path, source: str, line: int, olds: Sequence[str]) -> str:
    """Return the exact line that leads ``olds`` on to ``source``, and where it stands.

    ``line`` decides the address of the article; a new line is put in its place, before it.
    """
    place, items = f"{content.name}/{source}", ", ".join(map(_item, olds))
    try:
        text = read_text(content / source)
        document = split(text)
    except (OSError, NotTextError, YamlError):  # changed since the build: then the next one looks at it
        return f"{place}: thêm {items} vào aliases"
    at = document.header.lines.get("aliases")
    if at is None:
        new = f"aliases: {items}" if _is_plain(text) else f"aliases: [{items}]"
        return f"{place}:{line}: thêm dòng “{new}”"
    return _lengthened(place, text.split("\n"), at, document, items)


def _lengthened(place: str, rows: list[str], at: int, document: Document, items: str) -> str:
    """Return the line that takes the place of the aliases in line ``at`` (from 1), or comes below it in a list."""
    value, row = document.header.values["aliases"], rows[at - 1]
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
