"""Slips in a body that would be printed, or lost, without a word."""

import re
from collections.abc import Iterator

from plugins.records.problems import Problem
from plugins.records.references import ANCHOR, Rows, attributes

PLACEHOLDER = "Viết nội dung bài vào đây."
"""What `./inv new` leaves where the text is to stand."""
_CONFLICT = re.compile(r"(?:<{7}|>{7})(?: |$)|={7}$")
_EMBEDDED = re.compile(r"<(iframe|video|audio|embed|object|form)\b", re.IGNORECASE)
_NOTE_LEFT = re.compile(r"\[\^([^\]\s]+)\]")
_CODE = re.compile(r"<(pre|code)>.*?</\1>", re.DOTALL)


def rows_problems(rows: Rows) -> Iterator[Problem]:
    """Yield marks that git leaves where two editors changed the same lines."""
    for line, row in enumerate(rows.rows, rows.first_line):
        if _CONFLICT.match(row):
            yield Problem(
                rows.name,
                line,
                f"Dòng “{row[:20]}” là dấu của hai bản sửa chưa được gộp.",
                "Hãy giữ lại một bản và xóa các dòng <<<<<<<, =======, >>>>>>>.",
            )
            return


def lost_elements(raw: str, rows: Rows) -> Iterator[Problem]:
    """Yield embedded things of HTML that is not clean yet: cleaning takes them away."""
    for name in dict.fromkeys(found[1].lower() for found in _EMBEDDED.finditer(raw)):
        yield rows.problem(
            f"<{name}",
            f"Không nhúng được <{name}> vào bài.",
            "Hãy đặt một liên kết tới trang đó: [Xem phim](https://…).",
        )


def footnote_problems(clean: str, ids: frozenset[str], rows: Rows) -> Iterator[Problem]:
    """Yield notes that nothing refers to, and references without a note."""
    for found in ANCHOR.finditer(clean):
        target = attributes(found).get("href", "")
        if target.startswith("#fnref") and target[1:] not in ids:
            name = target.partition(":")[2]
            yield rows.problem(
                f"[^{name}]:",
                f"Trong bài không có chỗ nào ghi [^{name}].",
                "Hãy thêm [^…] vào câu cần chú thích.",
            )
    for name in _NOTE_LEFT.findall(_CODE.sub("", clean)):
        yield rows.problem(
            f"[^{name}]", f"Chú thích [^{name}] chưa có nội dung.", f"Hãy thêm dòng [^{name}]: … ở cuối bài."
        )
