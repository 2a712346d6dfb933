"""Finders of what office documents have and a page of news does not need."""

import re
from collections.abc import Iterable, Iterator

from bulletin.content.warnings.checked_text import CheckedText, Slip, shorten_text, strip_tags
from bulletin.text.late_patterns import compile_late

_HEADING = compile_late(r"<h([2-6])(?: [^>]*)?>(.*?)</h\1>", re.DOTALL)
_WORD = compile_late(r"[^\W\d_]{2,}")
_VOWEL = compile_late(r"[AEIOUYÀ-ÖØ-Þ\u0102\u0128\u0168\u01a0\u01af\u1ea0-\u1ef9]")
_MARKED_LETTER = compile_late(r"[À-ÖØ-Þ\u0102\u0128\u0168\u01a0\u01af\u1ea0-\u1ef9]")
_MARKS = " \t\xa0*_|>\\"
"""Marks of Markdown around the words of a line."""
_CLOSING_MARK = compile_late(r"(?<![./])\./\.[ \t\xa0*_|\\]*$")
_RECIPIENTS = compile_late(r"Nơi nhận[ \xa0*_]*:", re.IGNORECASE)
_RECIPIENTS_BELOW = compile_late(rf"\n[ \t\xa0*_|>\\]*{_RECIPIENTS.pattern}", re.IGNORECASE)
_RECIPIENT = compile_late(r"[-–—+•][ \xa0]?\S|Như (?:trên|điều)|Lưu", re.IGNORECASE)
_ABBREVIATION = r"(?:T\.?/?M|K\.?/?T|T\.?/?L|TUQ)[.,]?[ \xa0]"
"""“TM.”, “KT.”, “TL.”, “TUQ.”: for whom a person signs."""
_POST = (
    r"(?:Q\. ?|QUYỀN |PHÓ )?(?:BÍ THƯ|TRƯỞNG BAN|CHỦ TỊCH|CHỦ NHIỆM|CHÁNH VĂN PHÒNG|GIÁM ĐỐC|HIỆU TRƯỞNG|TRƯỞNG PHÒNG)"
    r"(?: THƯỜNG TRỰC)?"
)
"""The post of the person who signs, alone on its line and in capitals."""
_SIGNER = rf"[ \t\xa0*_|]*(?:{_ABBREVIATION}|{_POST}[ \t\xa0*_|\\]*(?:\n|\Z))"
_SIGNER_ON_LINE = compile_late(rf"\n{_SIGNER}")
_SIGNER_IN_CELL = compile_late(rf"\|{_SIGNER}")
_SIGNATURE = compile_late(rf"{_ABBREVIATION}[ \xa0]*(?P<rest>\S.*)|{_POST}")
_SIGNED = compile_late(r"\((?:đã )?ký(?: tên)?(?:,? ?(?:và )?đóng dấu)?\)", re.IGNORECASE)


def find_headings_in_capitals(text: CheckedText) -> Iterable[Slip]:
    """Return a title and headings that are written in capitals."""
    if "#" in text.body or text.title.isupper():
        return _find_headings(text)
    return ()


def _find_headings(text: CheckedText) -> Iterator[Slip]:
    if is_in_capitals(text.title):
        yield Slip(text.title_line, (shorten_text(text.title),))
    first = 0
    for _, inner in _HEADING.findall(text.html):
        heading = strip_tags(inner)
        if is_in_capitals(heading):
            line = text.find_row(heading, first).line
            first = line + 1
            yield Slip(line, (shorten_text(heading),))


def is_in_capitals(text: str) -> bool:
    """Tell if a text is written in capitals, and is more than a few abbreviations."""
    if not text.isupper():
        return False
    words = [word for word in _WORD.findall(text) if _VOWEL.search(word)]
    if len(words) < 2:
        return False
    marked = sum(1 for word in words if _MARKED_LETTER.search(word))
    letters = sum(map(len, words))
    return marked > 1 or (marked == 1 and letters > 10) or (len(words) > 2 and letters > 14)


def find_closing_marks(text: CheckedText) -> Iterable[Slip]:
    """Return lines that end with ``./.``, the end mark of an office document."""
    if "./." not in text.tail:
        return ()
    return [Slip(row.line) for row in text.tail_rows if _CLOSING_MARK.search(row.text)]


def find_recipients(text: CheckedText) -> Iterable[Slip]:
    """Return the lines “Nơi nhận:” with a list of recipients below."""
    return _find_recipients(text) if _RECIPIENTS_BELOW.search(text.tail) else ()


def _find_recipients(text: CheckedText) -> Iterator[Slip]:
    rows = text.tail_rows
    for number, row in enumerate(rows):
        found = _RECIPIENTS.match(row.text.strip(_MARKS))
        if found:
            rest = row.text.strip(_MARKS)[found.end() :].strip(_MARKS)
            below = (other.text.strip(_MARKS) for other in rows[number + 1 : number + 4])
            if any(map(_RECIPIENT.match, (rest, *below))):
                yield Slip(row.line)


def find_signatures(text: CheckedText) -> Iterable[Slip]:
    """Return lines of a block of signatures: “TM. BAN THƯỜNG VỤ”, “(Đã ký)”."""
    tail = text.tail
    if _SIGNER_ON_LINE.search(tail) or ("|" in tail and _SIGNER_IN_CELL.search(tail)) or _SIGNED.search(tail):
        return _find_signatures(text)
    return ()


def _find_signatures(text: CheckedText) -> Iterator[Slip]:
    for row in text.tail_rows:
        for cell in row.text.split("|"):
            words = cell.strip(_MARKS)
            found = _SIGNATURE.fullmatch(words)
            is_signer = found and (found["rest"] is None or found["rest"].isupper())
            if is_signer or _SIGNED.fullmatch(words):
                yield Slip(row.line, (shorten_text(words),))
                break
