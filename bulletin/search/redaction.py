"""Remove articles and documents from the search index of an older release.

The places of removed articles stay empty, so that the numbers of all others hold.
"""

import json
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from msgspec.json import encode

from bulletin.errors import UserError
from bulletin.search.register_index import REGISTER_FOLDER
from bulletin.search.shard_index import FULL_TEXT_NAME
from bulletin.search.summary_index import CLOSED_FOLDER, EPOCH, HEAD_FOLDER
from bulletin.search.volume import Postings, name_file, read_postings, write_volume
from bulletin.urls import (
    SEARCH_FOLDER,
    SEARCH_INDEX_ADDRESS,
    convert_address_to_path,
    get_article_address,
    get_article_prefix,
)

_FIRST_DAY = date.fromordinal(EPOCH)
"""The day from which an index counts days."""
FileReader = Callable[[Iterable[str]], Mapping[str, bytes]]
"""Returns files of the release by path."""


class DamagedIndexError(UserError):
    """A file of the index is missing or damaged."""

    def __init__(self, error: Exception) -> None:
        super().__init__(f"Không đọc được chỉ mục tìm kiếm của bản cũ: {error!r}")


class IndexRedaction:
    """Removes articles and official documents from an index."""

    def __init__(self, read: FileReader, addresses: Collection[str], documents: Collection[str] = ()) -> None:
        """Read the index with ``read``.

        Args:
            read: Returns files of the release.
            addresses: The addresses of the articles.
            documents: The slugs of the official documents.

        """
        self._read, self._addresses, self._documents = read, addresses, documents
        self.files: dict[str, bytes] = {}
        """New files by path."""
        self.removed_paths: set[str] = set()
        """Paths of files that others replace."""

    def redact(self) -> bool:
        """Tell if the index has one of them. Raise DamagedIndexError."""
        try:
            return self._redact_head()
        except (KeyError, ValueError, TypeError, IndexError) as error:
            raise DamagedIndexError(error) from error

    def _redact_head(self) -> bool:
        path = convert_address_to_path(SEARCH_INDEX_ADDRESS)
        head = self._read_json(path)
        days = list(accumulate(head["days"]))
        start, found = 0, []
        for folder, volume in zip((CLOSED_FOLDER, HEAD_FOLDER), head["volumes"], strict=True):
            numbers = self._redact_rows(
                folder, volume, days[start : start + volume["size"]], head["rowsPerFile"]
            )
            if numbers:
                self._redact_volume(folder, volume, numbers)
            found += [start + number for number in numbers]
            start += volume["size"]
        has_document = "documents" in head and self._redact_documents(head["documents"], head["rowsPerFile"])
        if not (found or has_document):
            return False
        self._redact_shards(head["shards"], found)
        for number in found:
            head["author"][number] = -1
        named = {author for row in head["author"] for author in (row if isinstance(row, list) else [row])}
        head["authors"] = [name if number in named else "" for number, name in enumerate(head["authors"])]
        self.files[path] = encode(head)
        return True

    def _redact_rows(
        self, folder: str, volume: dict[str, Any], days: Sequence[int], rows_per_file: int
    ) -> list[int]:
        """Empty the rows of the articles and return their numbers."""
        found = []
        for index, name in enumerate(volume["rows"]):
            start = index * rows_per_file
            part = [_FIRST_DAY + timedelta(day) for day in days[start : start + rows_per_file]]
            months = tuple(set(map(get_article_prefix, part)))
            if not any(address.startswith(months) for address in self._addresses):
                continue
            rows = self._read_json(SEARCH_FOLDER + name)
            numbers = [
                number
                for number, (day, row) in enumerate(zip(part, rows, strict=True))
                if row and get_article_address(day, row[1]) in self._addresses
            ]
            for number in numbers:
                rows[number] = None
            if numbers:
                volume["rows"][index] = self._replace_file(name, f"{folder}/rows-{index:02d}", encode(rows))
            found += [start + number for number in numbers]
        return found

    def _redact_documents(self, volume: dict[str, Any], rows_per_file: int) -> bool:
        """Empty the rows of the documents, remove their words, and tell if there is one."""
        found = []
        for index, name in enumerate(volume["rows"]):
            rows = self._read_json(SEARCH_FOLDER + name)
            numbers = [number for number, row in enumerate(rows) if row and row[2] in self._documents]
            for number in numbers:
                rows[number] = None
            if numbers:
                stem = f"{REGISTER_FOLDER}/rows-{index:02d}"
                volume["rows"][index] = self._replace_file(name, stem, encode(rows))
            found += [index * rows_per_file + number for number in numbers]
        if found:
            self._redact_volume(REGISTER_FOLDER, volume, found)
        return bool(found)

    def _redact_shards(self, shards: list[dict[str, Any]], found: Sequence[int]) -> None:
        start = 0
        for shard in shards:
            numbers = [number - start for number in found if 0 <= number - start < shard["size"]]
            if numbers:
                name = shard["text"]
                folder = name.partition("/")[0]
                volume = self._read_json(SEARCH_FOLDER + name)
                self._redact_volume(folder, volume, numbers)
                shard["text"] = self._replace_file(name, f"{folder}/{FULL_TEXT_NAME}", encode(volume))
            start += shard["size"]

    def _redact_volume(self, folder: str, volume: dict[str, Any], numbers: Sequence[int]) -> None:
        """Remove the words of some documents from a volume."""
        paths = [SEARCH_FOLDER + name for name in volume.get("files", ())]
        word_files = self._read(paths)
        postings = read_postings(volume, [word_files[path] for path in paths])
        ends = list(accumulate(map(sum, zip(*volume["lengths"], strict=True))))
        hidden = set(numbers)
        kept: Postings = {}
        for key, spellings in postings.items():
            rows = {
                spelling: row
                for spelling, positions in spellings.items()
                if (row := [position for position in positions if bisect_right(ends, position) not in hidden])
            }
            if rows:
                kept[key] = rows
        redacted, files = write_volume(folder, kept, volume["lengths"], is_inline="words" in volume)
        self.removed_paths.update(paths)
        self.files.update((f"{SEARCH_FOLDER}{folder}/{name}", data) for name, data in files.items())
        for part in ("words", "keys", "files"):
            volume.pop(part, None)
        volume.update(redacted)

    def _replace_file(self, former: str, stem: str, data: bytes) -> str:
        """Record a new file in place of a former one.

        Return its name from the folder of the index.
        """
        folder, _, name = stem.rpartition("/")
        path = f"{folder}/{name_file(name, data)}"
        self.removed_paths.add(SEARCH_FOLDER + former)
        self.files[SEARCH_FOLDER + path] = data
        return path

    def _read_json(self, path: str) -> Any:
        return json.loads(self._read([path])[path])
