"""Describe what a publish changes in the current release, before readers get it."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from bulletin.ads.campaigns import CAMPAIGN_FOLDER
from bulletin.build.content_index import ContentIndex
from bulletin.build.fingerprints import fingerprint_folder
from bulletin.content.content_types import PAGE_TYPE
from bulletin.content.documents.official_documents import DOCUMENT_FOLDER
from bulletin.content.files.scan import get_display_path
from bulletin.content.site_lists.withdrawals import WITHDRAWALS_FILE
from bulletin.publishing.release.release import Release, ReleaseMetadata, compare_articles
from bulletin.publishing.workspace.folders import BUILD_SETTINGS_FILE, PUBLISH_SETTINGS_FILE, Workspace
from bulletin.storage.cache_folder import read_bytes_if_file
from bulletin.text.formatting import format_names

_MAX_NAMES = 5
"""Names of a kind that are listed. The others are counted."""


_OWN_THEME = "site:"
"""Start of the digest of a theme folder. Version 0.2 wrote it without, for the theme of the product."""


def read_other_digests(workspace: Workspace, theme: Path) -> dict[str, str]:
    """Return digests of all but articles, images and attachments, by display path.

    These are static pages, campaigns, documents, sections, settings, and each folder of the site's own theme as a whole.
    ``theme`` is the setting THEME. The theme of the product is left out, because its version says what changed.
    A file that cannot be read is left out. The build reports it.
    """
    content = workspace.content
    files = [
        path
        for pattern in (
            "*.yml",
            f"{CAMPAIGN_FOLDER}/**/*",
            f"{DOCUMENT_FOLDER}**/*",
            f"{PAGE_TYPE.folder}**/*.md",
        )
        for path in sorted(content.glob(pattern))
        if path.name != WITHDRAWALS_FILE
    ]
    named = {get_display_path(content, path.relative_to(content).as_posix()): path for path in files}
    named |= {name: workspace.root / name for name in (BUILD_SETTINGS_FILE, PUBLISH_SETTINGS_FILE)}
    digests = {
        name: hashlib.sha256(data).hexdigest()
        for name, path in named.items()
        if (data := read_bytes_if_file(path)) is not None
    }
    folders = (
        [theme, workspace.root / "theme"] if _is_inside(theme, workspace.root) else [workspace.root / "theme"]
    )
    return digests | {
        f"{folder.name}/": f"{_OWN_THEME}{fingerprint_folder(folder)}"
        for folder in folders
        if folder.is_dir()
    }


def describe_changes(
    current: Release,
    metadata: ReleaseMetadata,
    content_index: ContentIndex,
    content: Path,
    withdrawn_address: str = "",
) -> Iterator[str]:
    """Yield a heading and a line for each kind of change; nothing without changes.

    Args:
        current: The current release.
        metadata: Facts about the publish.
        content_index: The index of its build.
        content: The folder of the content.
        withdrawn_address: The address that a withdrawal is about, which is not listed.

    """
    rows = list(_list_changes(current, metadata, content_index, content, withdrawn_address))
    old, new = current.product_version, metadata.product_version
    is_upgrade = bool(old and new and old != new)
    if rows or is_upgrade:
        yield (
            f"Cùng với việc gỡ {withdrawn_address}, cũng đăng:"
            if withdrawn_address
            else "Lần này đăng, so với bản bạn đọc đang xem:"
        )
    for noun, names in rows:
        yield f"  {len(names)} {noun}: {format_names(names, _MAX_NAMES, 'mục')}"
    if is_upgrade:
        yield f"  phần mềm bản tin {old} → {new}"


def _list_changes(
    current: Release,
    metadata: ReleaseMetadata,
    content_index: ContentIndex,
    content: Path,
    withdrawn_address: str,
) -> Iterator[tuple[str, list[str]]]:
    """Yield a Vietnamese noun and the names for each kind of change that occurs."""
    changes = compare_articles(
        metadata.article_digests, current.article_digests, metadata.redirects, metadata.withdrawn_addresses
    )
    sources = {entry.address: source for source, entry in content_index.entries.items() if entry.is_visible}

    def name(address: str) -> str:
        return get_display_path(content, sources[address])

    kinds = (
        ("bài mới", [name(address) for address in changes.added]),
        ("bài sửa", [name(address) for address in changes.changed]),
        ("bài đổi địa chỉ", [f"{old} → {new}" for old, new in changes.moved]),
        ("bài thôi đăng", list(changes.removed)),
        ("bài gỡ", [address for address in changes.withdrawn if address != withdrawn_address]),
        ("phần khác", _list_differences(metadata.other_digests, current.other_digests)),
    )
    return ((noun, names) for noun, names in kinds if names)


def _list_differences(new: Mapping[str, str], old: Mapping[str, str]) -> list[str]:
    """Return the names whose digests differ; none if a record has no digests.

    A folder is left out if an older version put the theme of the product into its digest.
    """
    if not new or not old:
        return []
    names = {name for name in new.keys() | old.keys() if new.get(name) != old.get(name)}
    return sorted(
        name for name in names if not name.endswith("/") or old.get(name, _OWN_THEME).startswith(_OWN_THEME)
    )


def _is_inside(folder: Path, root: Path) -> bool:
    return folder.resolve().is_relative_to(root.resolve())
