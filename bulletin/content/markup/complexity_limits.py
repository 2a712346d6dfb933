"""Complexity limits, so that no body takes minutes to parse.

Python-Markdown searches the rest of a paragraph for the end of each bracket.
HTML parsers search the rest of the text for the end of each tag and element.
So the time grows with the square of the marks if a slip repeats one ten thousand times.

Texts for readers are far below the limits. Counting is cheap, and the first counts already accept nearly all texts.
"""

import re
from collections import Counter
from typing import NamedTuple

from bulletin.content.markup.fences import blank_fenced_code
from bulletin.text.late_patterns import compile_late

MAX_OPEN_BRACKETS = 100
"""Maximum number of open brackets of one kind in a paragraph, and of open tags in a text."""
MAX_OPEN_ELEMENTS = 4_000
"""Maximum number of open HTML elements."""
MAX_TOTAL_DEPTH = 20_000_000
"""Maximum sum of the open elements at each tag. A parser compares each tag with them."""
MAX_TOTAL_STYLE_DEPTH = 200_000
"""Maximum sum of the open style elements at each tag. A parser opens them again in each block."""
MAX_DEFINITIONS = 2_000
"""Maximum number of headings and definitions. Each is compared with all others."""
MAX_FOOTNOTE_REFERENCES = 500
"""Maximum references to one footnote. The number of each is counted from the first."""
MAX_DEFINITION_LENGTH = 2_000
"""Maximum characters of an address, title or long form, which each use repeats."""
MAX_MARKERS = (
    dict.fromkeys("\\&[", 20_000)
    | dict.fromkeys("*_`~", 40_000)
    | {"<": 120_000, "|": 120_000, "[TOC]": 20, "markdown=": 5_000}
)
"""Maximum number of each mark that Python-Markdown stores or pairs. A run of equal marks counts as one."""
MAX_LINES = 100_000
"""Maximum lines of a text, with empty lines."""
MAX_ATTRIBUTES = 1_000
"""Maximum attributes of one tag, and of all tags <html> and <body> together.

A parser compares each attribute with the others.
"""
_MAX_TOTAL_ATTRIBUTES = 500_000
"""Maximum attributes of all tags together."""
_FEW_TAGS = 300
_SHORT_LENGTH = 20_000
"""A text with fewer tags and characters than these two is not checked."""


class ComplexityProblem(NamedTuple):
    """A complexity limit that a text exceeds, with message and remedy."""

    position: int
    """Index of the character at which the problem begins."""
    message: str
    remedy: str


class ComplexityError(Exception):
    """Parsing a text would take too long."""

    def __init__(self, problem: ComplexityProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


NESTING_PROBLEM = ComplexityProblem(
    0, "Danh sách hoặc trích dẫn lồng nhau quá nhiều cấp.", "Hãy bớt cấp, hoặc tách thành các đoạn."
)
_DEEP_QUOTE = compile_late(rf"^ {{0,3}}(?:> ?){{{MAX_OPEN_BRACKETS + 1}}}", re.MULTILINE)
_BRACKET = compile_late(r"[\[\]()]|\n[ \t]*\n")
_TAG_END = compile_late(r"<(?=[a-zA-Z/!?])|>")
_ELEMENT = compile_late(r"<(/?)([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = compile_late(
    r"""[ \t\n\r\f/]*+[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+"""
    r"""(?:[ \t\n\r\f]*+=[ \t\n\r\f]*+(?:"[^"]*+"|'[^']*+'|[^ \t\n\r\f>"'][^ \t\n\r\f>]*+))?+"""
)
"""An attribute as an HTML parser reads it (HTML, from 13.2.5.32)."""
_ATTRIBUTES = rf"(?:{_ATTRIBUTE.pattern}){{0,{MAX_ATTRIBUTES + 1}}}+"
_WITH_ATTRIBUTES = compile_late(rf"(?=<([a-zA-Z][^ \t\n\r\f/>]*+)({_ATTRIBUTES}))<")
_TOKEN = compile_late(
    rf"<!--(?:-?>|.*?(?:--!?>|\Z))|<(?:[!?]|/[^a-zA-Z>])[^>]*+>?|</?([a-zA-Z][^ \t\n\r\f/>]*+){_ATTRIBUTES}",
    re.DOTALL,
)
"""A comment, a declaration, or a tag."""
_RAW_TEXT_ELEMENTS = frozenset(
    "iframe math noembed noframes noscript plaintext script style svg textarea title xmp".split()
)
"""Elements in which ``<!--`` may be text."""
_VOID_ELEMENTS = frozenset("area base br col embed hr img input link meta source track wbr".split())
_SELF_CLOSING_ELEMENTS = frozenset(
    "body dd dt head html li option p rp rt tbody td tfoot th thead tr".split()
)
"""Elements that end at the next element of their kind (HTML, 13.1.2.4), except in SVG and MathML."""
_STYLE_ELEMENTS = frozenset("a b big code em font i nobr s small strike strong tt u".split())
"""Elements that an HTML parser opens again in the next block (HTML, 13.2.4.3)."""
_FOOTNOTE_REFERENCE = compile_late(r"\[\^([^\]\n]+)\](?!:)")
_DEFINITION_START = compile_late(
    r"^(?: {0,3}(?::[ \t]|\*?\[[^\]\n]{1,200}\]:)|#|=+[ ]*$|-+[ ]*$)", re.MULTILINE
)
"""The beginning of a definition, footnote, abbreviation, address or heading."""
_MARK = compile_late(r"[]\[()<>{}*_`~|&\\#!+=^\"'-]")
_RARE_MARK = 500
"""Characters per mark from which the marks are not the reason for a long time."""
_EMPTY_LINE = compile_late(r"\n[ \t]*\n")
_REMOVE_MARKS_REMEDY = "Hãy xóa các dấu thừa."
_SPLIT_REMEDY = "Hãy tách thành nhiều bài."


def find_complexity_problem(body: str) -> ComplexityProblem | None:
    """Return the first complexity limit that a body exceeds, or None."""
    return _find_nesting_problem(body) or _find_count_problem(body)


def check_html_complexity(raw: str, body: str) -> None:
    """Raise ComplexityError if an HTML parser would take too long for ``raw``.

    ``body`` is the Markdown of ``raw``.
    """
    if raw.count("<") <= _FEW_TAGS and len(raw) <= _SHORT_LENGTH:
        return
    _check_attributes(raw, body)
    raw = _strip_comments(raw)
    open_counts = Counter[str]()
    depth = styles = depths = all_styles = 0
    for found in _ELEMENT.finditer(raw):
        name = found[2].lower()
        if found[1]:
            step = -1 if open_counts[name] else 0
        elif name in _VOID_ELEMENTS or (
            name in _SELF_CLOSING_ELEMENTS
            and open_counts[name]
            and not (open_counts["svg"] or open_counts["math"])
        ):
            step = 0
        else:
            step = 1
        open_counts[name] += step
        depth += step
        depths += depth
        if name in _STYLE_ELEMENTS:
            styles += step
        all_styles += styles
        if depth > MAX_OPEN_ELEMENTS or depths > MAX_TOTAL_DEPTH or all_styles > MAX_TOTAL_STYLE_DEPTH:
            has_style_excess = depth <= MAX_OPEN_ELEMENTS and depths <= MAX_TOTAL_DEPTH
            most = max(
                (name for name in open_counts if not has_style_excess or name in _STYLE_ELEMENTS),
                key=open_counts.__getitem__,
            )
            raise ComplexityError(
                ComplexityProblem(
                    max(body.lower().find(f"<{most}"), 0),
                    f"Có {open_counts[most]} thẻ <{most}> mở ra mà chưa đóng, trước {raw.count('<')} thẻ khác.",
                    f"Hãy viết thêm </{most}> ở chỗ kết thúc, hoặc xóa các thẻ thừa.",
                )
            )


def _check_attributes(raw: str, body: str) -> None:
    """Raise ComplexityError if a tag has too many attributes.

    Each ``<`` counts as the beginning of a tag, also inside comments and raw text.
    """
    total = root_total = 0
    for found in _WITH_ATTRIBUTES.finditer(raw):
        if not found[2]:
            continue
        count, name = len(_ATTRIBUTE.findall(found[2])), found[1].lower()
        total += count
        root_total += count if name in ("html", "body") else 0
        if count > MAX_ATTRIBUTES or root_total > MAX_ATTRIBUTES or total > _MAX_TOTAL_ATTRIBUTES:
            starts = (
                body.find(sign)
                for sign in (raw[found.start() : found.start() + 60], f"<{found[1]}", "{:", "{")
            )
            place = next((start for start in starts if start >= 0), 0)
            one_tag = f"Thẻ <{name[:40]}> có hơn {MAX_ATTRIBUTES} thuộc tính."
            message = (
                one_tag
                if total <= _MAX_TOTAL_ATTRIBUTES
                else f"Bài có hơn {_MAX_TOTAL_ATTRIBUTES} thuộc tính của các thẻ."
            )
            raise ComplexityError(ComplexityProblem(place, message, "Hãy xóa các thuộc tính thừa."))


def _strip_comments(raw: str) -> str:
    """Return ``raw`` without the comments before the first raw text element.

    Reason: Word writes hundreds of elements into comments.
    """
    if "<!--" not in raw:
        return raw
    parts, end = list[str](), 0
    for found in _TOKEN.finditer(raw):
        if found[0].startswith("<!--"):
            parts.append(raw[end : found.start()])
            end = found.end()
        elif (found[1] or "").lower() in _RAW_TEXT_ELEMENTS or found[0].startswith("<![CDATA["):
            break
    return "".join((*parts, raw[end:]))


def create_slow_text_problem(body: str) -> ComplexityProblem:
    """Return the problem of a body that exceeds only the time limit."""
    ends = [0, *(found.end() for found in _EMPTY_LINE.finditer(body)), len(body)]
    signs = Counter(_MARK.findall(body)).most_common(1)
    if not signs or signs[0][1] < len(body) // _RARE_MARK:
        start = max(range(len(ends) - 1), key=lambda number: ends[number + 1] - ends[number])
        length = ends[start + 1] - ends[start]
        message = f"Có một đoạn dài {length} ký tự, máy đọc không xong."
        return ComplexityProblem(
            ends[start], message, "Hãy tách đoạn này bằng các dòng trống, hoặc tách thành nhiều bài."
        )
    sign, count = signs[0]
    start = max(range(len(ends) - 1), key=lambda number: body.count(sign, ends[number], ends[number + 1]))
    return ComplexityProblem(
        max(body.find(sign, ends[start]), 0),
        f"Bài có {count} dấu “{sign}”, nhiều nhất là từ dòng này, nên máy đọc không xong.",
        "Hãy xóa các dấu thừa, hoặc tách thành nhiều bài.",
    )


def _find_nesting_problem(body: str) -> ComplexityProblem | None:
    if (_has_many(body, "[") or _has_many(body, "(")) and (place := _find_open_bracket(body)) is not None:
        message = f"Có hơn {MAX_OPEN_BRACKETS} dấu “{body[place]}” mở ra mà chưa đóng trong một đoạn."
        return ComplexityProblem(place, message, _REMOVE_MARKS_REMEDY)
    if _has_many(body, ">") and (found := _DEEP_QUOTE.search(body)):
        return NESTING_PROBLEM._replace(position=found.start())
    if not _has_many(body, "<"):
        return None
    if (place := _find_open_tag(body)) is not None:
        return ComplexityProblem(
            place, f"Có hơn {MAX_OPEN_BRACKETS} dấu “<” mở ra mà chưa đóng.", _REMOVE_MARKS_REMEDY
        )
    if (place := _find_endless_tag(body)) is not None:
        return ComplexityProblem(
            place,
            f"Có hơn {MAX_OPEN_BRACKETS} thẻ mở ra mà không có “>” ở ngoài ngoặc kép.",
            _REMOVE_MARKS_REMEDY,
        )
    return None


def _has_many(body: str, sign: str) -> bool:
    """Tell if a body has more signs than may be open.

    Reason: most bodies have none, and the search for one takes a tenth of the time that counting takes.
    """
    return sign in body and body.count(sign) > MAX_OPEN_BRACKETS


def _find_count_problem(body: str) -> ComplexityProblem | None:
    if len(body) <= MAX_FOOTNOTE_REFERENCES:
        return None
    for mark, most in MAX_MARKERS.items():
        if len(body) > most and body.count(mark) > most and count_marker_runs(body, mark) > most:
            return ComplexityProblem(
                body.index(mark), f"Bài có hơn {most} dấu “{mark}”.", _REMOVE_MARKS_REMEDY
            )
    lines = body.count("\n")
    if lines > MAX_LINES:
        remedy = "Hãy xóa các dòng trống thừa, hoặc tách thành nhiều bài."
        return ComplexityProblem(0, f"Bài có hơn {MAX_LINES} dòng.", remedy)
    if lines > MAX_DEFINITIONS and len(rows := _find_definitions(body)) > MAX_DEFINITIONS:
        return ComplexityProblem(
            rows[0], f"Bài có hơn {MAX_DEFINITIONS} đề mục, chú thích và định nghĩa.", _SPLIT_REMEDY
        )
    if body.count("[^") > MAX_FOOTNOTE_REFERENCES:
        ((name, count),) = Counter(_FOOTNOTE_REFERENCE.findall(body)).most_common(1) or [("", 0)]
        if count > MAX_FOOTNOTE_REFERENCES:
            message = f"Bài có hơn {MAX_FOOTNOTE_REFERENCES} chỗ ghi cùng một chú thích [^{name[:40]}]."
            return ComplexityProblem(body.index(f"[^{name}]"), message, "Hãy chỉ ghi [^…] ở những chỗ cần.")
    return None


def _find_endless_tag(body: str) -> int | None:
    """Return the position of the first of too many endless tags, or None.

    A ``>`` in quotes does not end a tag. Python-Markdown searches the end of each tag.
    """
    count = steps = first = 0
    for found in _WITH_ATTRIBUTES.finditer(body):
        if len(found[2]) > MAX_ATTRIBUTES:
            attributes = len(_ATTRIBUTE.findall(found[2]))
            steps += attributes
            count += attributes > MAX_ATTRIBUTES
            first = found.start() if count <= 1 else first
            if count > MAX_OPEN_BRACKETS or steps > _MAX_TOTAL_ATTRIBUTES:
                return first
    return None


def count_marker_runs(text: str, mark: str) -> int:
    """Return the number of marks in ``text``.

    A run of marks of emphasis or code counts as one.
    """
    count = text.count(mark)
    if mark not in "*_`~":
        return count
    doubles = text.count(mark * 2)
    return count if not doubles else sum(1 for _ in re.finditer(re.escape(mark) + "+", text))


def _find_definitions(body: str) -> list[int]:
    """Return the positions of headings and definitions outside fenced code."""
    if "```" in body or "~~~" in body:
        body = blank_fenced_code(body)
    return [found.start() for found in _DEFINITION_START.finditer(body)]


def _find_open_bracket(body: str) -> int | None:
    """Return the position of the first of too many open brackets, or None."""
    open_counts: dict[str, list[int]] = {"[": [], "(": []}
    for found in _BRACKET.finditer(body):
        sign = found[0]
        if sign in open_counts:
            open_counts[sign].append(found.start())
            if len(open_counts[sign]) > MAX_OPEN_BRACKETS:
                return open_counts[sign][0]
        elif sign in ")]":
            if opened := open_counts["(" if sign == ")" else "["]:
                opened.pop()
        else:
            open_counts = {"[": [], "(": []}
    return None


def _find_open_tag(body: str) -> int | None:
    """Return the position of the first of too many open tags, or None."""
    count = 0
    for found in _TAG_END.finditer(body):
        count = count + 1 if found[0] == "<" else 0
        if count == 1:
            first = found.start()
        if count > MAX_OPEN_BRACKETS:
            return first
    return None
