"""Slips in a body that would be printed, or lost, without a word."""

import re
from collections.abc import Iterator

from bulletin.content.markup.links import LINK_TAG_PATTERN, SourceLines, parse_attributes, strip_code
from bulletin.content.problems import Problem

BODY_PLACEHOLDER = "Viết nội dung bài vào đây."
"""What `./inv new` leaves where the text is to stand."""
_INSTEAD = (
    (
        "video audio embed object applet frame frameset",
        "Không nhúng được <{}> vào bài.",
        "Hãy đặt một liên kết tới trang đó: [Xem phim](https://…).",
    ),
    (
        "svg math canvas",
        "Không dùng được hình <{}> viết trong bài.",
        "Hãy lưu hình thành PNG trong content/images/ và viết ![mô tả](/images/…).",
    ),
    (
        "script style link meta base template noscript",
        "Bài không dùng được <{}>.",
        "Hãy xóa thẻ này và những gì nằm trong nó.",
    ),
    (
        "form textarea select option title xmp plaintext noembed noframes",
        "Bài không dùng được <{0}>.",
        "Hãy xóa thẻ <{0}> và </{0}>, giữ lại chữ cần đăng.",
    ),
)
"""Elements that cleaning takes away, with what they hold or with the markup after them: what is said, and what to do."""
_SAID = {name: (what, remedy) for names, what, remedy in _INSTEAD for name in names.split()}
_EMBEDDED = re.compile(rf"<({'|'.join(_SAID)})\b", re.IGNORECASE)
_NOTE_LEFT = re.compile(r"\[\^([^\]\s]+)\]")
_NOTE_TYPED = re.compile(rf"(?<!\\){_NOTE_LEFT.pattern}")
_TAG = re.compile(r"<[^>]*>")


def find_removed_elements(raw: str, rows: SourceLines) -> Iterator[Problem]:
    """Yield embedded things in what ``shown`` leaves of HTML that is not clean yet: cleaning takes them away."""
    for name in dict.fromkeys(found[1].lower() for found in _EMBEDDED.finditer(raw)):
        what, remedy = _SAID[name]
        yield rows.create_problem(f"<{name}", what.format(name), remedy.format(name))


def find_footnote_problems(clean: str, ids: frozenset[str], rows: SourceLines) -> Iterator[Problem]:
    """Yield notes that nothing refers to, and references without a note."""
    for found in LINK_TAG_PATTERN.finditer(clean) if "#fnref" in clean else ():
        target = parse_attributes(found).get("href", "")
        if target.startswith("#fnref") and target[1:] not in ids:
            name = target.partition(":")[2]
            yield rows.create_problem(
                f"[^{name}]:",
                f"Trong bài không có chỗ nào ghi [^{name}].",
                "Hãy thêm [^…] vào câu cần chú thích.",
            )
    if "[" not in clean or "^" not in clean:
        return
    typed = frozenset(_NOTE_TYPED.findall(rows.body))
    for name in dict.fromkeys(_NOTE_LEFT.findall(_TAG.sub("", strip_code(clean)))):
        if name not in typed:
            continue  # written with a backslash: meant to be read
        yield rows.create_problem(
            f"[^{name}]", f"Chú thích [^{name}] chưa có nội dung.", f"Hãy thêm dòng [^{name}]: … ở cuối bài."
        )
