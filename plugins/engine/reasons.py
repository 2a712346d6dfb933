"""Why a page is printed again, in the words of the office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SIZE = 8
"""Bytes of the digest of one input."""
NEW = "trang mới"
FORGOTTEN = "không rõ vì sao: bộ nhớ đệm của lần dựng trước không còn"
TOUCHED = "tệp trong output bị xóa hoặc bị sửa từ bên ngoài"
_FIELDS = {
    "head": "tiêu đề và mô tả cho máy tìm kiếm",
    "breadcrumb": "đường dẫn chuyên mục",
    "body": "nội dung",
    "lead": "tin chính",
    "seconds": "tiêu điểm",
    "latest": "tin mới nhất",
    "blocks": "tin theo chuyên mục",
    "topics": "dòng sự kiện",
    "items": "danh sách tin, bài",
    "entries": "danh sách địa chỉ",
    "years": "số bài theo tháng",
    "bundles": "các năm có chỉ mục tìm kiếm",
    "target": "nơi dẫn tới",
    "sidebar": "vị trí quảng cáo",
    "in_list": "vị trí quảng cáo",
}
"""Fields of views by the names that people know them by; others keep their own."""


@dataclass(frozen=True, slots=True)
class Change:
    """A file that a build wrote."""

    file: str
    """From the output folder."""
    why: tuple[str, ...]
    """What changed of all that it is made from."""
    sources: tuple[str, ...] = ()
    """Content files that brought it about, where they are known."""


def field_names(fields: Sequence[str]) -> tuple[str, ...]:
    """Return what people call these fields of a view."""
    return tuple(_FIELDS.get(name, name) for name in fields)


def reasons(
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
        return (NEW,)
    common = tuple(name for name, value in shared.items() if before.get(name) != value)
    if common:
        return common
    own = (
        name
        for place, name in enumerate(names)
        if inputs[place * SIZE : (place + 1) * SIZE] != former[place * SIZE : (place + 1) * SIZE]
    )
    return tuple(dict.fromkeys(own)) or (TOUCHED,)
