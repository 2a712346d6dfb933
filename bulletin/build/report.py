"""What a build did: which files it wrote and removed, and because of what."""

from collections.abc import Iterable, Mapping, Sequence
from os.path import realpath
from pathlib import Path
from typing import Self

from msgspec import DecodeError, Struct, json

from bulletin.build.fingerprints import compute_digest
from bulletin.clock import ScheduledChange
from bulletin.storage.cache_file import replace_cache_file
from bulletin.storage.cache_folder import read_bytes_if_file

INPUT_DIGEST_SIZE = 8
"""Bytes of the digest of one input."""
REASON_NEW_PAGE = "trang mới"
REASON_CACHE_LOST = "không rõ vì sao: bộ nhớ đệm của lần dựng trước không còn"
REASON_OUTPUT_MODIFIED = "tệp trong output bị xóa hoặc bị sửa từ bên ngoài"
_FIELDS = {
    "head": "tiêu đề và mô tả cho máy tìm kiếm",
    "breadcrumb": "đường dẫn chuyên mục",
    "body": "nội dung",
    "lead": "tin chính",
    "featured": "tiêu điểm",
    "latest": "tin mới nhất",
    "blocks": "tin theo chuyên mục",
    "topics": "dòng sự kiện",
    "items": "danh sách tin, bài",
    "entries": "danh sách địa chỉ",
    "years": "số bài theo tháng",
    "index_urls": "các năm có chỉ mục tìm kiếm",
    "target": "nơi dẫn tới",
    "sidebar": "vị trí quảng cáo",
    "in_list": "vị trí quảng cáo",
}
"""Fields of views by the names that people know them by; others keep their own."""


_KEYS = {
    "changed_sources": "changed", "written_files": "written", "removed_files": "removed", "next_change": "due",
}  # fmt: skip
"""Keys of the report in JSON, which other programs read."""


class WrittenFile(Struct, frozen=True, rename={"path": "file", "reasons": "why"}):
    """A file that a build wrote."""

    path: str
    """From the output folder."""
    reasons: tuple[str, ...]
    """What changed of all that it is made from."""
    sources: tuple[str, ...] = ()
    """Content files that brought it about, where they are known."""


class BuildReport(Struct, rename=_KEYS):
    """Filled as a build goes on; kept beside the engine's memory for ``./inv build --explain``, and for a publish.

    A publish looks again at what was ``written_files``, and at nothing else: every file that a build touches must stand there.
    """

    changed_sources: tuple[str, ...] = ()
    """Content files whose own pages are new in this output, or say something else than last time."""
    written_files: list[WrittenFile] = []
    removed_files: list[str] = []
    """Files that this build does not make any more, from the output folder."""
    next_change: ScheduledChange | None = None
    """When the output next changes of itself; None for never."""

    def add_written_files(self, files: Iterable[str], *why: str) -> None:
        """Note that ``files`` were written."""
        self.written_files += (WrittenFile(file, why) for file in files)

    def save(self, file: Path) -> None:
        """Write the report in place of the last one. Raise OSError."""
        replace_cache_file(file, json.encode(self))

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """Return what ``save`` wrote; None where there is no report that can be read."""
        try:
            return json.decode(read_bytes_if_file(file) or b"", type=cls)
        except (DecodeError, RecursionError, ValueError):
            return None


def get_state_file(cache: Path, output: Path, kind: str) -> Path:
    """Return the file of ``kind`` (``press``, ``last``, ``turn``, ``report.json`` …) for the builds into ``output``."""
    return cache / "engine" / f"{compute_digest(realpath(output))}.{kind}"


def get_build_report_path(cache: Path, output: Path) -> Path:
    """Return where the report of the builds into ``output`` is kept."""
    return get_state_file(cache, output, "report.json")


def get_field_labels(fields: Sequence[str]) -> tuple[str, ...]:
    """Return what people call these fields of a view."""
    return tuple(_FIELDS.get(name, name) for name in fields)


def find_rebuild_reasons(
    names: Sequence[str],
    inputs: bytes,
    former: bytes | None,
    shared: Mapping[str, str],
    before: Mapping[str, str],
) -> tuple[str, ...]:
    """Return why a page is printed: ``inputs`` are those of today, ``former`` those of last time (None: a new page).

    Both are joined digests in the order of ``names``. ``shared`` and ``before`` are what all pages
    depend on, today and last time.
    """
    if former is None:
        return (REASON_NEW_PAGE,)
    common = tuple(name for name, value in shared.items() if before.get(name) != value)
    if common:
        return common
    own = (
        name
        for place, name in enumerate(names)
        if inputs[place * INPUT_DIGEST_SIZE : (place + 1) * INPUT_DIGEST_SIZE]
        != former[place * INPUT_DIGEST_SIZE : (place + 1) * INPUT_DIGEST_SIZE]
    )
    return tuple(dict.fromkeys(own)) or (REASON_OUTPUT_MODIFIED,)
