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
from bulletin.publishing.addresses.emptied_listings import empty_listings, is_let_go
from bulletin.publishing.release.file_types import Kind, kind_of
from bulletin.publishing.release.manifest import Manifest, entry_of
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.targets.base import Target
from bulletin.publishing.withdrawal.addresses import Sought
from bulletin.publishing.withdrawal.search_redaction import rebuilt
from bulletin.publishing.withdrawal.text_redaction import tell_tale, without
from bulletin.urls import address_from_path, output_path
from bulletin.views.nginx_maps import GONE, REDIRECTS, rows_without

_TEXTS = (Kind.PAGE, Kind.FRAGMENT, Kind.FEED, Kind.SITEMAP)
_NAMED = (Kind.PICTURE, Kind.ATTACHMENT)
"""What pages name, and what goes with the last that does."""
_VOLUME = re.compile(r"pagefind/([^/]+)/")
"""The search has a bundle a volume: ``2025``, ``2026b``."""
_MONTH_MAP = re.compile(r"sitemap-[0-9]{4}-[0-9]{2}\.xml")


class TraceError(UserError):
    """A file still leads to what was withdrawn."""


class ReleaseCleansing:
    """One release, without what is ``sought``. Files that differ are made below ``folder``."""

    def __init__(
        self, target: Target, release: Release, clean: Release, sought: Sought, folder: Path
    ) -> None:
        self._target, self._release = target, release
        self._clean, self._sought = clean, sought
        self._old, self._new = folder / "old", folder / "new"
        self._new.mkdir()
        self._entries = dict(release.manifest.entries)
        self._mine = {output_path(address) for address in sought.addresses}

    def amended(self) -> Release:
        """Return the record of the release as it is to be."""
        differing = {
            path for path, entry in self._entries.items() if self._clean.manifest.entries.get(path) != entry
        }
        texts = [path for path in differing if kind_of(path) in _TEXTS]
        self._target.fetch(self._release, texts, self._old)
        for path in texts:
            self._text(path, self._sought)
        emptied = replace(self._sought, addresses=self._emptied(texts))
        for path in texts if emptied.addresses else ():
            if path in self._entries:
                self._text(path, emptied)
        for path in self._only_theirs(texts, differing):
            self._drop(path)
        for volume in sorted({found[1] for path in differing if (found := _VOLUME.match(path))}):
            self._search(volume)
        self._maps()
        articles = {
            one: mark for one, mark in self._release.articles.items() if one not in self._sought.addresses
        }
        manifest = Manifest(dict(sorted(self._entries.items())))
        told = emptied.addresses & self._sought.notices
        notices = tuple(sorted({*self._release.notices, *self._sought.addresses, *told}))
        return replace(self._release, articles=articles, manifest=manifest, notices=notices)

    def _maps(self) -> None:
        """Tell a server that reads our maps what is gone, and of no way that led there."""
        if GONE in self._clean.manifest.entries:
            self._notice(GONE)
        if REDIRECTS in self._entries:
            self._target.fetch(self._release, [REDIRECTS], self._old)
            text = (self._old / REDIRECTS).read_text(encoding="utf-8")
            left = rows_without(text, self._sought.addresses, self._sought.base)
            if left != text:
                self._put(REDIRECTS, left.encode())

    def _text(self, path: str, sought: Sought) -> None:
        """Take what is ``sought`` out of one file. Raise TraceError where a trace would stay."""
        if address_from_path(path) in sought.addresses:
            self._notice(path)
            return
        text = self._read(path)
        left = without(text, path, sought)
        if left == text:
            return
        if tell_tale(left, path, sought):
            raise TraceError(f"{path} vẫn dẫn tới bài ấy")
        self._put(path, left.encode())

    def _emptied(self, texts: Collection[str]) -> frozenset[str]:
        """Return what lists nothing any more: a tag, topic, author or month of one article, and its sitemap."""
        left = {path: self._read(path) for path in texts if path in self._entries}
        told, shown = self._sought.notices, self._clean.manifest.entries
        pages = {one: text for one, text in left.items() if is_let_go(one, self._clean, told)}
        maps = (
            one
            for one in left.keys() - shown.keys()
            if _MONTH_MAP.fullmatch(one) and "<url>" not in left[one]
        )
        return frozenset(empty_listings(pages, self._sought.addresses)).union(map(address_from_path, maps))

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
            self._target.fetch(self._clean, [path], self._new)
        except DamagedReleaseError:  # of the current release: no reason to give up an older one
            self._drop(path)
            return
        self._note(path)

    def _only_theirs(self, texts: Collection[str], differing: Collection[str]) -> set[str]:
        """Return pictures and attachments that the withdrawn pages named, and no page that is left names."""
        ours = {path for path in differing if kind_of(path) in _NAMED}
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
        self._target.fetch(self._release, fragments, self._old)
        read = {path: (self._old / path).read_bytes() for path in fragments}
        bundle = rebuilt(read, self._sought)
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
        self._entries[path] = entry_of(self._new, path)

    def _drop(self, path: str) -> None:
        for one in (path, f"{path}.gz", f"{path}.br"):
            self._entries.pop(one, None)


def _named(text: str, ours: Collection[str]) -> set[str]:
    """Return those of ``ours`` that ``text`` names, whatever signs are in their names."""
    plain = unquote(unescape(text)) if ours else ""
    return {path for path in ours if f"/{path}" in plain}
