"""The build report: the files that a build wrote and removed, with the reasons."""

from collections.abc import Iterable, Mapping, Sequence
from os.path import realpath
from pathlib import Path
from typing import Self

from msgspec import DecodeError, Struct, json

from bulletin.build.fingerprints import compute_digest
from bulletin.clock import ScheduledChange
from bulletin.content.problems import Problem
from bulletin.content.warnings.warning import ContentWarning
from bulletin.storage.cache_file import replace_cache_file
from bulletin.storage.cache_folder import read_bytes_if_file

INPUT_DIGEST_SIZE = 8
"""Bytes of the digest of one input."""
REASON_NEW_PAGE = "trang mới"
REASON_CACHE_LOST = "không rõ vì sao: bộ nhớ đệm của lần dựng trước không còn"
REASON_OUTPUT_MODIFIED = "tệp trong output bị xóa hoặc bị sửa từ bên ngoài"
_FIELD_LABELS = {
    "head": "tiêu đề và mô tả cho máy tìm kiếm",
    "breadcrumb": "đường dẫn chuyên mục",
    "body": "nội dung",
    "lead": "tin chính",
    "lead_mark": "tin chính được ghim",
    "lead_topic": "tin cùng dòng sự kiện với tin chính",
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
"""Vietnamese names of view model fields. Other fields keep their own names."""


_KEYS = {
    "changed_sources": "changed", "written_files": "written", "removed_files": "removed", "next_change": "due",
    "draft_problems": "drafts",
}  # fmt: skip
"""Keys of the report in JSON, which other programs read."""


class WrittenFile(Struct, frozen=True, rename={"path": "file", "reasons": "why"}):
    """A file that a build wrote."""

    path: str
    """From the output folder."""
    reasons: tuple[str, ...]
    """The inputs that changed."""
    sources: tuple[str, ...] = ()
    """Content files that caused the change, if known."""


class BuildReport(Struct, rename=_KEYS):
    """The report of one build, for ``./inv build --explain`` and for a publish.

    A publish inspects only ``written_files``, so each file that a build writes must be listed there.
    """

    changed_sources: tuple[str, ...] = ()
    """Content files whose own pages are new or have changed content."""
    written_files: list[WrittenFile] = []
    removed_files: list[str] = []
    """Files that the build removed, from the output folder."""
    next_change: ScheduledChange | None = None
    """The next scheduled change of the output, or None."""
    draft_problems: tuple[Problem, ...] = ()
    """Problems of drafts, which did not stop the build."""
    warnings: tuple[ContentWarning, ...] = ()
    """Warnings of what is published."""
    draft_warnings: tuple[ContentWarning, ...] = ()

    def add_written_files(self, files: Iterable[str], *reasons: str) -> None:
        """Add ``files`` with the same reasons."""
        self.written_files += (WrittenFile(file, reasons) for file in files)

    def save(self, file: Path) -> None:
        """Write the report in place of the last one. Raise OSError."""
        replace_cache_file(file, json.encode(self))

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """Return the saved report, or None if it is missing or invalid."""
        try:
            return json.decode(read_bytes_if_file(file) or b"", type=cls)
        except (DecodeError, RecursionError, ValueError):
            return None


def get_state_file(cache: Path, output: Path, kind: str) -> Path:
    """Return the state file of a kind for the builds into ``output``.

    Kinds are ``previous-build``, ``render-state``, ``content-index``, ``lock`` and ``report.json``.
    """
    return cache / "engine" / f"{compute_digest(realpath(output))}.{kind}"


def get_build_report_path(cache: Path, output: Path) -> Path:
    """Return the path of the build report of ``output``."""
    return get_state_file(cache, output, "report.json")


def get_field_labels(fields: Sequence[str]) -> tuple[str, ...]:
    """Return the Vietnamese names of the fields of a view model."""
    return tuple(_FIELD_LABELS.get(name, name) for name in fields)


def find_rebuild_reasons(
    names: Sequence[str],
    inputs: bytes,
    former: bytes | None,
    shared: Mapping[str, str],
    former_shared: Mapping[str, str],
) -> tuple[str, ...]:
    """Return the reasons to render a page again.

    Args:
        names: Names of the inputs.
        inputs: Joined digests of the present inputs, in the order of ``names``.
        former: Joined digests of the former inputs, or None for a new page.
        shared: Present shared inputs of all pages.
        former_shared: Former shared inputs of all pages.

    """
    if former is None:
        return (REASON_NEW_PAGE,)
    changed_shared = tuple(name for name, value in shared.items() if former_shared.get(name) != value)
    if changed_shared:
        return changed_shared
    changed = (
        name
        for index, name in enumerate(names)
        if inputs[index * INPUT_DIGEST_SIZE : (index + 1) * INPUT_DIGEST_SIZE]
        != former[index * INPUT_DIGEST_SIZE : (index + 1) * INPUT_DIGEST_SIZE]
    )
    return tuple(dict.fromkeys(changed)) or (REASON_OUTPUT_MODIFIED,)
