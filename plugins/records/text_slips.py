"""Slips in a body that would be printed, or lost, without a word."""

import re
from collections.abc import Iterator

from plugins.records.problems import Problem
from plugins.records.references import ANCHOR, CODE, Rows, attributes

PLACEHOLDER = "Viết nội dung bài vào đây."
"""What `./inv new` leaves where the text is to stand."""
_INSTEAD = {
    "Không nhúng được <{}> vào bài.": (
        "video audio embed object applet form frame frameset",
        "Hãy đặt một liên kết tới trang đó: [Xem phim](https://…).",
    ),
    "Không dùng được hình <{}> viết trong bài.": (
        "svg math canvas",
        "Hãy lưu hình thành PNG trong content/images/ và viết ![mô tả](/images/…).",
    ),
    "Bài không dùng được <{}>.": (
        "script style link meta base template noscript",
        "Hãy xóa thẻ này và những gì nằm trong nó.",
    ),
}
"""What is said of elements that cleaning takes away with all that they hold, which elements, and what to do."""
_SAID = {name: (what, remedy) for what, (names, remedy) in _INSTEAD.items() for name in names.split()}
_EMBEDDED = re.compile(rf"<({'|'.join(_SAID)})\b", re.IGNORECASE)
_NOTE_LEFT = re.compile(r"\[\^([^\]\s]+)\]")
_TAG = re.compile(r"<[^>]*>")


def lost_elements(raw: str, rows: Rows) -> Iterator[Problem]:
    """Yield embedded things in what ``shown`` leaves of HTML that is not clean yet: cleaning takes them away."""
    for name in dict.fromkeys(found[1].lower() for found in _EMBEDDED.finditer(raw)):
        what, remedy = _SAID[name]
        yield rows.problem(f"<{name}", what.format(name), remedy)


def footnote_problems(clean: str, ids: frozenset[str], rows: Rows) -> Iterator[Problem]:
    """Yield notes that nothing refers to, and references without a note."""
    for found in ANCHOR.finditer(clean) if "#fnref" in clean else ():
        target = attributes(found).get("href", "")
        if target.startswith("#fnref") and target[1:] not in ids:
            name = target.partition(":")[2]
            yield rows.problem(
                f"[^{name}]:",
                f"Trong bài không có chỗ nào ghi [^{name}].",
                "Hãy thêm [^…] vào câu cần chú thích.",
            )
    if "[" not in clean or "^" not in clean:
        return
    for name in dict.fromkeys(_NOTE_LEFT.findall(_TAG.sub("", CODE.sub("", clean)))):
        if not rows.finds(rf"(?<!\\)\[\^{re.escape(name)}\]"):
            continue  # written with a backslash: meant to be read
        yield rows.problem(
            f"[^{name}]", f"Chú thích [^{name}] chưa có nội dung.", f"Hãy thêm dòng [^{name}]: … ở cuối bài."
        )
