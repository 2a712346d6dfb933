"""Make the redacted files and the new manifest of one release.

Only files that differ from the current release are read, because the current release is clean.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
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
from bulletin.publishing.withdrawal.text_redaction import has_withdrawn_links, redact_text
from bulletin.search.redaction import IndexRedaction
from bulletin.urls import (
    OFFLINE_FRAGMENT_ADDRESS,
    REGISTER_ADDRESS,
    SEARCH_FOLDER,
    UrlBuilder,
    convert_address_to_path,
    convert_path_to_address,
    get_document_feed_address,
    get_listing_address,
)
from bulletin.views.nginx_maps import GONE_MAP_PATH, REDIRECT_MAP_PATH, REQUEST_MAP_PATH, remove_map_rows
from bulletin.views.pages.offline import add_withdrawn_digests

_TEXT_TYPES = (FileType.PAGE, FileType.FRAGMENT, FileType.FEED, FileType.SITEMAP)
_NAMED_TYPES = (FileType.IMAGE, FileType.ATTACHMENT)
"""Types of files that are removed with the last page that names them."""
_FORMER_SEARCH_FOLDER = "pagefind/"
"""The search index of releases before 0.3, which is removed because it cannot be redacted."""
_MONTH_SITEMAP = re.compile(r"sitemap-[0-9]{4}-[0-9]{2}\.xml")


class RemainingReferenceError(UserError):
    """A redacted file still has a link to a withdrawn address."""


class ReleaseRedaction:
    """Redacts one release. New files are written into ``new`` below ``folder``."""

    def __init__(
        self,
        target: Target,
        release: Release,
        reference: Release,
        withdrawn: WithdrawnAddresses,
        folder: Path,
    ) -> None:
        self._target, self._release = target, release
        self._reference, self._withdrawn = reference, withdrawn
        self._old, self._new = folder / "old", folder / "new"
        self._new.mkdir()
        self._entries = dict(release.manifest.entries)
        self._withdrawn_paths = {convert_address_to_path(address) for address in withdrawn.addresses}

    def redact(self) -> Release:
        """Return the new record of the release."""
        differing = {
            path
            for path, entry in self._entries.items()
            if self._reference.manifest.entries.get(path) != entry
        }
        texts = [path for path in differing if get_file_type(path) in _TEXT_TYPES]
        self._target.download(self._release, texts, self._old)
        for path in texts:
            self._redact_file(path, self._withdrawn)
        lost_documents = self._find_lost_documents(texts)
        for path in map(_get_feed_path, lost_documents):
            self._remove_file(path)
        emptied_addresses = self._find_emptied_addresses(texts) | lost_documents
        emptied = replace(self._withdrawn, addresses=emptied_addresses)
        for path in texts if emptied.addresses else ():
            if path in self._entries:
                self._redact_file(path, emptied)
        for path in self._find_orphaned_files(texts, differing):
            self._remove_file(path)
        for path in [path for path in self._entries if path.startswith(_FORMER_SEARCH_FOLDER)]:
            self._remove_file(path)
        if any(path.startswith(SEARCH_FOLDER) for path in differing):
            self._redact_search_index(lost_documents)
        self._redact_server_maps()
        self._add_withdrawn_digests()
        articles = {
            address: digest
            for address, digest in self._release.article_digests.items()
            if address not in self._withdrawn.addresses
        }
        manifest = Manifest(dict(sorted(self._entries.items())))
        emptied_notices = emptied.addresses & self._withdrawn.notice_addresses
        notices = tuple(
            sorted({*self._release.notice_addresses, *self._withdrawn.addresses, *emptied_notices})
        )
        return replace(self._release, article_digests=articles, manifest=manifest, notice_addresses=notices)

    def _redact_server_maps(self) -> None:
        """Update the map of withdrawn addresses and remove redirects to them."""
        if GONE_MAP_PATH in self._reference.manifest.entries:
            self._copy_notice(GONE_MAP_PATH)
        for path in {REDIRECT_MAP_PATH, REQUEST_MAP_PATH} & self._entries.keys():
            self._target.download(self._release, [path], self._old)
            text = (self._old / path).read_text(encoding="utf-8")
            redacted = remove_map_rows(text, self._withdrawn.addresses, self._withdrawn.base_path)
            if redacted != text:
                self._write_file(path, redacted.encode())

    def _add_withdrawn_digests(self) -> None:
        """Add the withdrawn addresses to the list that readers' browsers ask for.

        Reason: after a rollback, browsers go on deleting their copies of withdrawn articles.
        """
        path = OFFLINE_FRAGMENT_ADDRESS[1:]
        if path not in self._entries:
            return
        self._target.download(self._release, [path], self._old)
        former, redacted = (self._old / path).read_text(encoding="utf-8"), self._read_text(path)
        url = UrlBuilder(self._withdrawn.base_path)
        text = add_withdrawn_digests(redacted, former, [*map(url.build_link, self._withdrawn.addresses)])
        if text != redacted:
            self._write_file(path, text.encode())

    def _redact_file(self, path: str, withdrawn: WithdrawnAddresses) -> None:
        """Redact one text file. Raise RemainingReferenceError if a link would stay."""
        if convert_path_to_address(path) in withdrawn.addresses:
            self._copy_notice(path)
            return
        text = self._read_text(path)
        redacted = redact_text(text, path, withdrawn)
        if redacted == text:
            return
        if has_withdrawn_links(redacted, path, withdrawn):
            raise RemainingReferenceError(f"{path} vẫn dẫn tới bài ấy")
        self._write_file(path, redacted.encode())

    def _find_emptied_addresses(self, texts: Collection[str]) -> frozenset[str]:
        """Return the addresses of listings and month sitemaps that became empty."""
        redacted_texts = {path: self._read_text(path) for path in texts if path in self._entries}
        notices = self._withdrawn.notice_addresses
        pages = {
            path: text
            for path, text in redacted_texts.items()
            if is_removed_listing(path, self._reference, notices)
        }
        sitemaps = (
            path
            for path in redacted_texts.keys() - self._reference.manifest.entries.keys()
            if _MONTH_SITEMAP.fullmatch(path) and "<url>" not in redacted_texts[path]
        )
        return frozenset(find_empty_listings(pages, self._withdrawn.addresses)).union(
            map(convert_path_to_address, sitemaps)
        )

    def _find_lost_documents(self, texts: Collection[str]) -> frozenset[str]:
        """Return the pages of documents that lose their page with a withdrawn article.

        Reason: what such a page says of its document may come from the withdrawn article alone.
        """
        pages = defaultdict[str, list[str]](list)
        for path in texts:
            if path.startswith(REGISTER_ADDRESS[1:]) and is_removed_listing(path, self._reference, ()):
                pages[get_listing_address(convert_path_to_address(path))].append(path)
        return frozenset(
            convert_path_to_address(path)
            for paths in pages.values()
            if any((self._new / path).exists() for path in paths)
            for path in paths
        )

    def _read_text(self, path: str) -> str:
        """Return the text of a file with the changes made so far."""
        made = self._new / path
        return (made if made.exists() else self._old / path).read_text(encoding="utf-8")

    def _copy_notice(self, path: str) -> None:
        """Copy the notice of the current release, or remove the file if there is none."""
        if path not in self._reference.manifest.entries:
            self._remove_file(path)
            return
        try:
            self._target.download(self._reference, [path], self._new)
        except DamagedReleaseError:  # in the current release, which is no reason to delete an older one
            self._remove_file(path)
            return
        self._record_file(path)

    def _find_orphaned_files(self, texts: Collection[str], differing: Collection[str]) -> set[str]:
        """Return the images and attachments that only withdrawn pages name."""
        paths = {path for path in differing if get_file_type(path) in _NAMED_TYPES}
        orphaned: set[str] = set()
        for path in self._withdrawn_paths.intersection(texts):
            orphaned |= _find_named_files((self._old / path).read_text(encoding="utf-8"), paths)
        # Each page is searched for these few files alone. Thousands of pages and of images may differ.
        for path in texts:
            if orphaned and path in self._entries:
                orphaned -= _find_named_files(self._read_text(path), orphaned)
        return orphaned

    def _redact_search_index(self, lost_documents: Collection[str]) -> None:
        """Remove the withdrawn articles, and the documents that were lost with them.

        Raise DamagedIndexError.
        """
        slugs = frozenset(map(_get_document_slug, lost_documents))
        redaction = IndexRedaction(self._read_files, self._withdrawn.addresses, slugs)
        if redaction.redact():
            for path in redaction.removed_paths:
                self._remove_file(path)
            for path, data in redaction.files.items():
                self._write_file(path, data)

    def _read_files(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return files of the release by path. Raise KeyError if it lacks one."""
        names = list(paths)
        if missing := [path for path in names if path not in self._entries]:
            raise KeyError(missing[0])
        self._target.download(self._release, names, self._old)
        return {path: (self._old / path).read_bytes() for path in names}

    def _write_file(self, path: str, data: bytes) -> None:
        (self._new / path).parent.mkdir(parents=True, exist_ok=True)
        (self._new / path).write_bytes(data)
        self._record_file(path)

    def _record_file(self, path: str) -> None:
        """Put the new file into the manifest and remove its compressed files."""
        self._remove_file(path)
        self._entries[path] = hash_file(self._new, path)

    def _remove_file(self, path: str) -> None:
        for name in (path, f"{path}.gz", f"{path}.br"):
            self._entries.pop(name, None)


def _get_document_slug(address: str) -> str:
    """Return the slug of the official document at ``address``."""
    return address.removeprefix(REGISTER_ADDRESS).strip("/")


def _get_feed_path(address: str) -> str:
    """Return the path of the feed of the official document at ``address``."""
    return get_document_feed_address(_get_document_slug(address))[1:]


def _find_named_files(text: str, paths: Collection[str]) -> set[str]:
    """Return the paths that ``text`` names, escaped or not."""
    plain = unquote(unescape(text)) if paths else ""
    return {path for path in paths if f"/{path}" in plain}
