"""Messages on addresses that would be removed, with the remedies."""

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from bulletin import urls
from bulletin.build.content_index import IndexEntry
from bulletin.content.files.scan import UnreadableTextError, read_text
from bulletin.content.frontmatter.parser import SourceDocument, split_front_matter
from bulletin.content.frontmatter.yaml import YamlError
from bulletin.content.site_lists.withdrawals import LISTING_WITHDRAWAL_HEADING
from bulletin.publishing.addresses.removals import RemovedAddresses
from bulletin.publishing.release.release import Release
from bulletin.publishing.workspace.git import has_history
from bulletin.text.formatting import format_moment
from bulletin.urls import is_reserved_address

MAX_SHOWN_ADDRESSES = 20
"""Addresses that are shown in full."""
_PLAIN_WORD = re.compile(r"[\w./~-]+")


def explain_removals(
    removals: Sequence[RemovedAddresses], content: Path, current: Release | None
) -> Iterator[str]:
    """Yield Vietnamese lines on each removal.

    ``content`` is the folder of the files in which an editor has to change a line.
    """
    remaining, hidden_count = MAX_SHOWN_ADDRESSES, sum(removal.count for removal in removals)
    for removal in removals:
        if remaining <= 0:
            break
        addresses, remaining = removal.addresses[:remaining], remaining - len(removal.addresses)
        hidden_count -= len(addresses) + len(removal.emptied_listings)
        yield f"{_format_place(removal, content)}{_describe_loss(removal, addresses, content)}"
        if removal.emptied_listings:
            yield f"    {_describe_emptied_listings(removal)}"
        if removal.is_unknown_here and current:
            yield f"    {_describe_other_workspace(current)}"
        if remedies := _suggest_commit(removal, content, current):
            yield from (f"    - {remedy}" for remedy in remedies)
            continue
        for remedy in _suggest_remedies(removal, addresses, content):
            yield f"    - {remedy}"
    if hidden_count > 0:
        yield f"… và {hidden_count} địa chỉ khác."


def _describe_emptied_listings(removal: RemovedAddresses) -> str:
    return f"Cùng mất theo, vì không còn bài nào khác: {', '.join(removal.emptied_listings)} (chọn cho bài là đủ)."


def _describe_other_workspace(current: Release) -> str:
    return (
        f"Bản đang chạy do {current.published_by or 'người khác'} xuất bản lúc {format_moment(current.published_at)} "
        "có bài này, ở đây thì chưa: nếu bản ấy từ máy khác, hãy lấy nội dung mới (git pull --no-rebase --no-edit) rồi chạy lại."
    )


def _format_place(removal: RemovedAddresses, content: Path) -> str:
    if not removal.source:
        return ""
    line = (
        f":{_find_line(removal, removal.index_entry, content / removal.source)}"
        if removal.index_entry
        else ""
    )
    return f"{content.name}/{removal.source}{line}: "


def _find_line(removal: RemovedAddresses, entry: IndexEntry, file: Path) -> int:
    """Return the line of the key that changed the address: date, status or slug."""
    old = removal.addresses[0]
    if not entry.is_visible:
        key = "date" if entry.state == "scheduled" else "status"
    elif (
        urls.parse_article_month(old)
        and _get_slug(old) == _get_slug(entry.address)
        and not removal.has_other_address
    ):
        key = "date"
    else:
        return entry.address_line
    try:
        return split_front_matter(read_text(file)).front_matter.lines.get(key, entry.address_line)
    except (OSError, UnreadableTextError, YamlError):  # the file was changed after the build
        return entry.address_line


def _describe_loss(removal: RemovedAddresses, addresses: Sequence[str], content: Path) -> str:
    lost = f"{'Địa chỉ' if len(addresses) == 1 else 'Các địa chỉ'} {', '.join(addresses)} sẽ mất"
    if removal.index_entry is None:
        return f"{lost}: {_describe_missing_source(removal, content)}."
    if removal.index_entry.is_visible:
        return f"{lost}: nay là {removal.index_entry.address}."
    return f"{lost}: bài {_STATE_DESCRIPTIONS.get(removal.index_entry.state, 'không còn đăng')}."


_STATE_DESCRIPTIONS = {
    "draft": "đã trở về bản nháp (status: draft)",
    "review": "đã trở về chờ duyệt (status: review)",
    "scheduled": "nay hẹn đến giờ khác mới đăng",
}


def _describe_missing_source(removal: RemovedAddresses, content: Path) -> str:
    if _has_unreadable_source(removal, content):
        return "tệp này có lỗi nên máy chưa đọc được bài"
    if removal.source:
        return "tệp này không còn"
    if urls.find_taxonomy(removal.addresses[0]) is urls.SECTION_TAXONOMY:
        return "chuyên mục không còn trong content/sections.yml"
    if found := urls.find_taxonomy(removal.addresses[0]):
        return f"không còn bài nào ghi {found.label} này"
    return "trang ở đó không còn"


def _has_unreadable_source(removal: RemovedAddresses, content: Path) -> bool:
    """Tell if the content file is there and became no article, as a faulty draft does."""
    return removal.index_entry is None and bool(removal.source) and (content / removal.source).is_file()


def _suggest_remedies(removal: RemovedAddresses, addresses: Sequence[str], content: Path) -> Iterator[str]:
    """Yield the remedies: keep the address, redirect it, or withdraw the article."""
    first = addresses[0]
    if removal.index_entry is None:
        if _has_unreadable_source(removal, content):
            yield "Giữ nguyên: sửa lỗi của tệp (./inv check kể từng lỗi) và đặt lại “status: published”."
        elif removal.source:
            file = shlex.quote(f"{content.name}/{removal.source}")
            yield f"Giữ nguyên: git checkout HEAD -- {file}; nếu đã commit việc xóa: git checkout HEAD~1 -- {file}"
        elif urls.find_taxonomy(first) is urls.SECTION_TAXONOMY:
            yield "Giữ nguyên: ghi lại chuyên mục với slug cũ vào content/sections.yml."
        elif found := urls.find_taxonomy(first):
            yield f"Giữ nguyên: ghi lại {found.label} cũ ({found.key}) vào ít nhất một bài."
        else:
            yield "Giữ nguyên: lấy lại bài hoặc trang ở địa chỉ này từ git."
        if not is_reserved_address(first):
            yield f"Chuyển hướng: thêm vào bài thay thế dòng “aliases: [{', '.join(map(_format_item, addresses))}]”."
    elif removal.index_entry.is_visible and removal.has_other_address:
        # The old slug would only remove the present address.
        line = format_alias_line(content, removal.source, removal.index_entry.address_line, addresses)
        yield f"Giữ nguyên: ghi lại vào aliases, {line}."
    elif removal.index_entry.is_visible:
        yield f"Giữ nguyên: {_suggest_old_address(first, removal.index_entry.address)}."
        yield f"Chuyển hướng: {format_alias_line(content, removal.source, removal.index_entry.address_line, addresses)}."
    else:
        if removal.index_entry.state == "scheduled":  # a hidden article can be scheduled as well
            yield f"Giữ nguyên: ghi lại {_describe_old_date(first)} (date)."
        else:
            yield "Giữ nguyên: đặt lại “status: published”, hoặc “status: hidden” để bài chỉ còn mở được bằng địa chỉ."
        items = ", ".join(map(_format_item, addresses))
        yield f"Chuyển hướng: thêm vào bài thay thế dòng “aliases: [{items}]” và bỏ địa chỉ ấy ở bài này."
    remedy, address = _suggest_withdrawal(removal, first)
    yield f'{remedy}: ./inv withdraw {shlex.quote(address)} --reason "lý do" --by "người quyết định"'


def _suggest_commit(removal: RemovedAddresses, content: Path, current: Release | None) -> list[str]:
    """Return the remedies for an article that the publisher has not committed.

    There are none if git knows the file.
    """
    is_missing = removal.index_entry is None and removal.source and not (content / removal.source).exists()
    if not is_missing or has_history(content.parent, f"{content.name}/{removal.source}"):
        return []
    publisher = current.published_by if current else ""
    return [
        "Giữ nguyên: git ở đây chưa từng có tệp này, có lẽ người xuất bản chưa lưu nó vào git. "
        f"Hãy nhờ {publisher or 'người ấy'} git add, git commit rồi git push tệp ấy; sau đó ở đây: "
        "git pull --no-rebase --no-edit rồi chạy lại.",
        "Người ấy cũng muốn bỏ bài: nhờ người ấy gỡ bằng ./inv withdraw ở máy có tệp này, hoặc ở đây: "
        f'./inv withdraw {shlex.quote(removal.addresses[0])} --reason "lý do" --by "người quyết định"',
    ]


def _suggest_withdrawal(removal: RemovedAddresses, first: str) -> tuple[str, str]:
    """Return the remedy of a withdrawal, and the address to withdraw.

    An article is withdrawn by its present address, with all its aliases.
    """
    if is_reserved_address(first):
        return f"Bỏ trang này, để lại lời báo “{LISTING_WITHDRAWAL_HEADING}”", first
    if removal.index_entry is None:
        return "Gỡ có chủ ý", first
    if removal.index_entry.is_visible:
        return f"Chỉ gỡ địa chỉ cũ, bài vẫn ở {removal.index_entry.address}", first
    if removal.index_entry.state == "scheduled":  # withdraw refuses a scheduled article
        return "Gỡ có chủ ý: đặt “status: draft” cho bài rồi chạy", removal.index_entry.address
    return "Gỡ có chủ ý", removal.index_entry.address


def _suggest_old_address(old: str, new: str) -> str:
    """Return the keys that restore the old address: slug, date, or an alias."""
    slug = _get_slug(old)
    if old.endswith("/") and old.removesuffix(f"{slug}/") == new.removesuffix(f"{_get_slug(new)}/"):
        return f"ghi lại “slug: {slug}”"
    if not urls.parse_article_month(old):
        return "ghi lại địa chỉ này vào aliases"
    if slug == _get_slug(new):
        return f"ghi lại {_describe_old_date(old)} (date)"
    return f"ghi lại “slug: {slug}” và {_describe_old_date(old)} (date)"


def _get_slug(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def _describe_old_date(old: str) -> str:
    """Return the old date of an article as far as its old address shows it."""
    found = urls.parse_article_month(old)
    return f"ngày đăng cũ, trong tháng {found[1]}/{found[0]}" if found else "ngày đăng cũ"


def format_alias_line(content: Path, source: str, line: int, addresses: Sequence[str]) -> str:
    """Return the line of aliases that redirects ``addresses``, with its place.

    The addresses redirect to the article in ``source``.
    If the file has no aliases, a new line goes before ``line``.
    """
    place, items = f"{content.name}/{source}", ", ".join(map(_format_item, addresses))
    try:
        text = read_text(content / source)
        document = split_front_matter(text)
    except (OSError, UnreadableTextError, YamlError):  # the file was changed after the build
        return f"{place}: thêm {items} vào aliases"
    number = document.front_matter.lines.get("aliases")
    if number is None:
        new = f"aliases: {items}" if _has_plain_front_matter(text) else f"aliases: [{items}]"
        return f"{place}:{line}: thêm dòng “{new}”"
    return _extend_aliases(place, text.split("\n"), number, document, items)


def _extend_aliases(place: str, rows: list[str], number: int, document: SourceDocument, items: str) -> str:
    """Return the line that replaces line ``number``, or follows it in a list.

    Lines are counted from 1.
    """
    value, row = document.front_matter.values["aliases"], rows[number - 1]
    aliases = [str(alias) for alias in value] if isinstance(value, list) else [str(value)] * bool(value)
    after = rows[number] if number < len(rows) else ""
    if row.partition(":")[2].strip() == "" and after.lstrip().startswith("- "):
        indent = after[: len(after) - len(after.lstrip())]
        added = [f"“{indent}- {item}”" for item in items.split(", ")]
        return f"{place}:{number + 1}: thêm dòng {', '.join(added)}"
    joined = ", ".join([*map(_format_item, aliases), items])
    new = f"aliases: {joined}" if _has_plain_front_matter("\n".join(rows)) else f"aliases: [{joined}]"
    return f"{place}:{number}: sửa dòng này thành “{new}”"


def _format_item(address: str) -> str:
    """Return an address as an item of a YAML list, quoted if necessary."""
    return address if _PLAIN_WORD.fullmatch(address) else f'"{address}"'


def _has_plain_front_matter(text: str) -> bool:
    """Tell if the front matter has the plain form of Pelican, without lines of dashes."""
    return not text.lstrip().startswith("---")
