"""The search index of one build: making its parts and installing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from os.path import realpath
from pathlib import Path
from typing import Any

from bulletin.archive.search_shards import format_shard_label
from bulletin.build.fingerprints import compute_digest
from bulletin.context.site_context import SiteContext
from bulletin.processes.parallel import map_in_processes
from bulletin.processes.progress import track_progress
from bulletin.search.document import SearchDocument
from bulletin.search.index_cache import IndexCache
from bulletin.search.index_version import get_index_version
from bulletin.search.installer import IndexInstaller
from bulletin.search.register_index import REGISTER_FOLDER, index_register
from bulletin.search.shard import SearchShard, create_shards
from bulletin.search.shard_index import FULL_TEXT_NAME, ShardIndex, index_shard
from bulletin.search.summary_index import (
    CLOSED_FOLDER,
    HEAD_FOLDER,
    ClosedIndex,
    index_closed_shards,
    write_head,
)


@dataclass(frozen=True, slots=True)
class _SummaryPart:
    """A part of the summary index."""

    name: str
    cache_key: str


class SearchIndexes:
    """The search index of a site in ``output``, with finished parts in ``cache``."""

    def __init__(self, context: SiteContext, output: Path, cache: Path) -> None:
        """Read the record of the previous build."""
        self._sections = context.archive.section_tree
        self._documents = tuple(context.archive.register.documents.values())
        self._shards = create_shards(context)[::-1]
        self._installer = IndexInstaller(output, cache / f"{compute_digest(realpath(output))}.placed")
        self._cache = IndexCache(cache)
        self._made: dict[str, ShardIndex] = {}
        self.written_files: dict[str, list[str]] = {}
        """Written files by the label of the part."""

    @property
    def removed_files(self) -> list[str]:
        """Files that this build removed."""
        return self._installer.removed_files

    def install_all(self) -> list[str]:
        """Make the missing parts and install all of them. Raise OSError.

        Return the files of all parts, from the output folder.
        """
        changed = [shard for shard in self._shards if not self._installer.is_installed(shard)]
        self._make_shards(changed)
        for shard in changed:
            self._install(shard, self._made[shard.name].files, format_shard_label(shard.name))
        if self._shards:
            closed = _SummaryPart(
                CLOSED_FOLDER, compute_digest([shard.cache_key for shard in self._shards[:-1]])
            )
            sections = [
                (section.slug, section.name, section.parent) for section in self._sections.by_slug.values()
            ]
            facts = [(document.facts, document.names) for document in self._documents]
            register = _SummaryPart(REGISTER_FOLDER, compute_digest(get_index_version(), facts))
            keys = (closed.cache_key, register.cache_key, self._shards[-1].cache_key)
            head = _SummaryPart(HEAD_FOLDER, compute_digest(*keys, sections))
            if not self._installer.is_installed(closed):
                self._install(closed, self._load_closed_index(closed).files, "các năm trước")
            has_register = not self._documents or self._installer.is_installed(register)
            if not (has_register and self._installer.is_installed(head)):
                volume, files = index_register(self._documents) if self._documents else (None, {})
                if self._documents:
                    self._install(register, files, "văn bản")
                self._install(head, self._write_head(closed, volume), "mục lục")
        return self._installer.remove_unused()

    def _install(self, part: SearchShard | _SummaryPart, files: dict[str, bytes], label: str) -> None:
        self.written_files[label] = self._installer.install(part, files)

    def _make_shards(self, shards: Sequence[SearchShard]) -> None:
        """Load the indexes of shards from the cache, and make those that it lacks."""
        missing = []
        for shard in shards:
            if shard.name in self._made:
                continue
            index = self._cache.find_index(shard, ShardIndex)
            if index is None:
                missing.append(shard)
            else:
                self._made[shard.name] = index
        results = map_in_processes(index_shard, missing)
        for shard, index in zip(
            missing, track_progress("Lập chỉ mục tìm kiếm", results, len(missing)), strict=True
        ):
            self._cache.store_index(shard, index)
            self._made[shard.name] = index

    def _load_closed_index(self, part: _SummaryPart) -> ClosedIndex:
        index = self._cache.find_index(part, ClosedIndex)
        if index is None:
            index = index_closed_shards(self._list_documents(self._shards[:-1]))
            self._cache.store_index(part, index)
        return index

    def _write_head(self, closed: _SummaryPart, register: dict[str, Any] | None) -> dict[str, bytes]:
        self._make_shards(self._shards[-1:])
        return write_head(
            self._load_closed_index(closed),
            self._list_documents(self._shards[-1:]),
            self._describe_shards(),
            self._sections,
            register,
        )

    def _list_documents(self, shards: Sequence[SearchShard]) -> list[SearchDocument]:
        self._make_shards(shards)
        return [document for shard in shards for document in self._made[shard.name].documents]

    def _describe_shards(self) -> list[dict[str, Any]]:
        """Return rows of all shards for the head, the oldest first."""
        return [_describe_shard(shard, self._installer.list_files(shard)) for shard in self._shards]


def _describe_shard(shard: SearchShard, files: Sequence[str]) -> dict[str, Any]:
    (text,) = (name for name in files if name.startswith(f"{FULL_TEXT_NAME}."))
    return {
        "label": format_shard_label(shard.name),
        "size": len(shard.articles),
        "text": f"{shard.name}/{text}",
        "files": len(files) - 1,
    }
