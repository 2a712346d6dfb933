"""One release without what was withdrawn: what is in its files instead, and which files go.

Only files that differ from the current release are looked at: what both hold is clean already.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from bulletin.errors import UserError
from bulletin.publishing.addresses.emptied_listings import find_empty_listings, is_removed_listing
from bulletin.publishing.release.file_types import FileType, get_file_type
from bulletin.publishing.release.manifest import Manifest, hash_file
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.targets.base import Target
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from bulletin.publishing.withdrawal.search_redaction import redact_search_index
from bulletin.publishing.withdrawal.text_redaction import has_withdrawn_links, redact_text
from bulletin.urls import convert_address_to_path, convert_path_to_address
from bulletin.views.nginx_maps import GONE_MAP_PATH, REDIRECT_MAP_PATH, remove_map_rows

_TEXTS = (FileType.PAGE, FileType.FRAGMENT, FileType.FEED, FileType.SITEMAP)
_NAMED = (FileType.IMAGE, FileType.ATTACHMENT)
"""What pages name, and what goes with the last that does."""
_VOLUME = re.compile(r"pagefind/([^/]+)/")
"""The search has a bundle a volume: ``2025``, ``2026b``."""
_MONTH_MAP = re.compile(r"sitemap-[0-9]{4}-[0-9]{2}\.xml")


class RemainingReferenceError(UserError):
    """A file still leads to what was withdrawn."""


class ReleaseRedaction:
    """One release, without what is ``sought``. Files that differ are made below ``folder``."""

    def __init__(
        self, target: Target, release: Release, clean: Release, sought: WithdrawnAddresses, folder: Path
    ) -> None:
        self._target, self._release = target, release
        self._clean, self._sought = clean, sought
        self._old, self._new = folder / "old", folder / "new"
        self._new.mkdir()
        self._entries = dict(release.manifest.entries)
        self._mine = {convert_address_to_path(address) for address in sought.addresses}

    def redact(self) -> Release:
        """Return the record of the release as it is to be."""
        differing = {
            path for path, entry in self._entries.items() if self._clean.manifest.entries.get(path) != entry
        }
        texts = [path for path in differing if get_file_type(path) in _TEXTS]
        self._target.download(self._release, texts, self._old)
        for path in texts:
            self._text(path, self._sought)
        emptied = replace(self._sought, addresses=self._emptied(texts))
        for path in texts if emptied.addresses else ():
            if path in self._entries:
                self._text(path, emptied)
        for path in self._find_orphaned_files(texts, differing):
            self._drop(path)
        for volume in sorted({found[1] for path in differing if (found := _VOLUME.match(path))}):
            self._search(volume)
        self._maps()
        articles = {
            one: mark
            for one, mark in self._release.article_digests.items()
            if one not in self._sought.addresses
        }
        manifest = Manifest(dict(sorted(self._entries.items())))
        told = emptied.addresses & self._sought.notice_addresses
        notices = tuple(sorted({*self._release.notice_addresses, *self._sought.addresses, *told}))
        return replace(self._release, article_digests=articles, manifest=manifest, notice_addresses=notices)

    def _maps(self) -> None:
        """Tell a server that reads our maps what is gone, and of no way that led there."""
        if GONE_MAP_PATH in self._clean.manifest.entries:
            self._notice(GONE_MAP_PATH)
        if REDIRECT_MAP_PATH in self._entries:
            self._target.download(self._release, [REDIRECT_MAP_PATH], self._old)
            text = (self._old / REDIRECT_MAP_PATH).read_text(encoding="utf-8")
            left = remove_map_rows(text, self._sought.addresses, self._sought.base_path)
            if left != text:
                self._put(REDIRECT_MAP_PATH, left.encode())

    def _text(self, path: str, sought: WithdrawnAddresses) -> None:
        """Take what is ``sought`` out of one file. Raise TraceError where a trace would stay."""
        if convert_path_to_address(path) in sought.addresses:
            self._notice(path)
            return
        text = self._read(path)
        left = redact_text(text, path, sought)
        if left == text:
            return
        if has_withdrawn_links(left, path, sought):
            raise RemainingReferenceError(f"{path} vẫn dẫn tới bài ấy")
        self._put(path, left.encode())

    def _emptied(self, texts: Collection[str]) -> frozenset[str]:
        """Return what lists nothing any more: a tag, topic, author or month of one article, and its sitemap."""
        left = {path: self._read(path) for path in texts if path in self._entries}
        told, shown = self._sought.notice_addresses, self._clean.manifest.entries
        pages = {one: text for one, text in left.items() if is_removed_listing(one, self._clean, told)}
        maps = (
            one
            for one in left.keys() - shown.keys()
            if _MONTH_MAP.fullmatch(one) and "<url>" not in left[one]
        )
        return frozenset(find_empty_listings(pages, self._sought.addresses)).union(
            map(convert_path_to_address, maps)
        )

    def _read(self, path: str) -> str:
        """Return the text of a file as it is to be so far."""
        made = self._new / path
        return (made if made.exists() else self._old / path).read_text(encoding="utf-8")

    def _notice(self, path: str) -> None:
        """Put the notice of the current release there, or nothing where that has none."""
        if path not in self._clean.manifest.entries:
            self._drop(path)
            return
        try:
            self._target.download(self._clean, [path], self._new)
        except DamagedReleaseError:  # of the current release: no reason to give up an older one
            self._drop(path)
            return
        self._note(path)

    def _find_orphaned_files(self, texts: Collection[str], differing: Collection[str]) -> set[str]:
        """Return pictures and attachments that the withdrawn pages named, and no page that is left names."""
        ours = {path for path in differing if get_file_type(path) in _NAMED}
        theirs: set[str] = set()
        others: set[str] = set()
        for path in texts:
            if path in self._mine:
                theirs |= _named((self._old / path).read_text(encoding="utf-8"), ours)
            if path in self._entries:
                others |= _named(self._read(path), ours)
        return theirs - others

    def _search(self, volume: str) -> None:
        """Make the bundle of a volume again, where it knows one of the articles."""
        prefix = f"pagefind/{volume}/"
        known = [path for path in self._entries if path.startswith(prefix)]
        fragments = [path for path in known if "/fragment/" in path]
        self._target.download(self._release, fragments, self._old)
        read = {path: (self._old / path).read_bytes() for path in fragments}
        bundle = redact_search_index(read, self._sought)
        if bundle is None:
            return
        for path in known:
            self._drop(path)
        for name, data in bundle.items():
            self._put(prefix + name, data)

    def _put(self, path: str, data: bytes) -> None:
        (self._new / path).parent.mkdir(parents=True, exist_ok=True)
        (self._new / path).write_bytes(data)
        self._note(path)

    def _note(self, path: str) -> None:
        """Note the file below ``new`` as what is to be there; its compressed copies go."""
        self._drop(path)
        self._entries[path] = hash_file(self._new, path)

    def _drop(self, path: str) -> None:
        for one in (path, f"{path}.gz", f"{path}.br"):
            self._entries.pop(one, None)


def _named(text: str, ours: Collection[str]) -> set[str]:
    """Return those of ``ours`` that ``text`` names, whatever signs are in their names."""
    plain = unquote(unescape(text)) if ours else ""
    return {path for path in ours if f"/{path}" in plain}
