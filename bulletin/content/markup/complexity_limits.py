"""Texts that are so knotted that a reader of Markdown or HTML would sit over them for minutes.

Python-Markdown looks for the end of each bracket as far as its paragraph goes, the HTML parsers for the end of each tag
and element as far as the text goes: a slip that repeats a mark ten thousand times costs the square of that. No text that
people read comes near these limits. What is counted is cheap, and nearly every text is let through by its first question.
"""

import re
from collections import Counter
from typing import NamedTuple

from markdown.extensions.fenced_code import FencedBlockPreprocessor

MAX_OPEN_BRACKETS = 100
"""Round or square brackets that may stand open at once in a paragraph, and tags that may stand open in a text."""
MAX_OPEN_ELEMENTS = 4_000
"""HTML elements that may stand open at once."""
MAX_TOTAL_DEPTH = 20_000_000
"""Sum over all tags of the elements that are open there. Each tag is held against these."""
MAX_TOTAL_STYLE_DEPTH = 200_000
"""Sum over all tags of the elements of style that are open there. An HTML parser opens each again in each new block."""
MAX_DEFINITIONS = 2_000
"""Headings and definitions that a text may hold: each is held against all the others."""
MAX_FOOTNOTE_REFERENCES = 500
"""References to one footnote at most: each is numbered by counting from the first."""
MAX_DEFINITION_LENGTH = 2_000
"""Characters at most of what a definition puts wherever its name stands: an address, a title, words in full."""
MAX_MARKERS = (
    dict.fromkeys("\\&[", 20_000) | dict.fromkeys("*_`~", 40_000) | {"<": 120_000, "|": 120_000, "[TOC]": 20}
)
"""Marks at most that Python-Markdown puts aside or pairs with others. A row of the same counts as one."""
_FEWEST_MARKS = min(MAX_MARKERS.values())
MAX_LINES = 100_000
"""Lines that a text may have, empty ones among them."""
MAX_ATTRIBUTES = 1_000
"""Attributes that one tag may have, and all tags of <html> and <body>: a parser holds each against the others."""
_ALL_ATTRIBUTES = 500_000
"""Attributes of all tags together."""
_FEW = 300
_SHORT = 20_000
"""So many tags in so many characters can cost nothing."""


class ComplexityProblem(NamedTuple):
    """A fault of a text as a whole, with its remedy."""

    position: int
    """The character at which it begins."""
    message: str
    remedy: str


class ComplexityError(Exception):
    """Reading a text would take too long."""

    def __init__(self, fault: ComplexityProblem) -> None:
        super().__init__(fault.message)
        self.problem = fault


NESTING_PROBLEM = ComplexityProblem(
    0, "Danh sách hoặc trích dẫn lồng nhau quá nhiều cấp.", "Hãy bớt cấp, hoặc tách thành các đoạn."
)
_QUOTED = re.compile(rf"^ {{0,3}}(?:> ?){{{MAX_OPEN_BRACKETS + 1}}}", re.MULTILINE)
_BRACKET = re.compile(r"[\[\]()]|\n[ \t]*\n")
_TAG_END = re.compile(r"<(?=[a-zA-Z/!?])|>")
_ELEMENT = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(
    r"""[ \t\n\r\f/]*+[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+"""
    r"""(?:[ \t\n\r\f]*+=[ \t\n\r\f]*+(?:"[^"]*+"|'[^']*+'|[^ \t\n\r\f>"'][^ \t\n\r\f>]*+))?+"""
)
"""An attribute as an HTML parser reads it (HTML, 13.2.5.32 and what follows)."""
_ATTRIBUTES = rf"(?:{_ATTRIBUTE.pattern}){{0,{MAX_ATTRIBUTES + 1}}}+"
_WITH_ATTRIBUTES = re.compile(rf"(?=<([a-zA-Z][^ \t\n\r\f/>]*+)({_ATTRIBUTES}))<")
_TOKEN = re.compile(
    rf"<!--(?:-?>|.*?(?:--!?>|\Z))|<(?:[!?]|/[^a-zA-Z>])[^>]*+>?|</?([a-zA-Z][^ \t\n\r\f/>]*+){_ATTRIBUTES}",
    re.DOTALL,
)
"""A comment, a declaration, or a tag."""
_OF_TEXT = frozenset(
    "iframe math noembed noframes noscript plaintext script style svg textarea title xmp".split()
)
"""Elements in which ``<!--`` may begin no comment."""
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_OPTIONAL = frozenset("body dd dt head html li option p rp rt tbody td tfoot th thead tr".split())
"""Elements that end where the next one of their kind begins (HTML, 13.1.2.4), except within SVG and MathML."""
_STYLES = frozenset("a b big code em font i nobr s small strike strong tt u".split())
"""Elements that an HTML parser opens again in the next block (HTML, 13.2.4.3)."""
_NOTE = re.compile(r"\[\^([^\]\n]+)\](?!:)")
_ROW = re.compile(r"^(?: {0,3}(?::[ \t]|\*?\[[^\]\n]{1,200}\]:)|#|=+[ ]*$|-+[ ]*$)", re.MULTILINE)
"""The first characters of a definition, footnote, abbreviation, address or heading."""
_SIGN = re.compile(r"[]\[()<>{}*_`~|&\\#!+=^\"'-]")
_SELDOM = 500
"""One sign in so many characters is no reason why a text takes long."""
_BLANK = re.compile(r"\n[ \t]*\n")
_SUPERFLUOUS = "Hãy xóa các dấu thừa."
_PARTED = "Hãy tách thành nhiều bài."


def find_complexity_problem(body: str) -> ComplexityProblem | None:
    """Return what is wrong with a body that would take too long to read, or None."""
    return _open_too_often(body) or _too_many(body)


def check_html_complexity(raw: str, body: str) -> None:
    """Raise TooCostlyError if an HTML parser would take too long over ``raw``, which Markdown made of ``body``."""
    if raw.count("<") <= _FEW and len(raw) <= _SHORT:
        return
    _check_attributes(raw, body)
    raw = _without_comments(raw)
    open_ones = Counter[str]()
    depth = styles = depths = all_styles = 0
    for found in _ELEMENT.finditer(raw):
        name = found[2].lower()
        if found[1]:
            step = -1 if open_ones[name] else 0
        elif name in _VOID or (
            name in _OPTIONAL and open_ones[name] and not (open_ones["svg"] or open_ones["math"])
        ):
            step = 0
        else:
            step = 1
        open_ones[name] += step
        depth += step
        depths += depth
        if name in _STYLES:
            styles += step
        all_styles += styles
        if depth > MAX_OPEN_ELEMENTS or depths > MAX_TOTAL_DEPTH or all_styles > MAX_TOTAL_STYLE_DEPTH:
            of_style = depth <= MAX_OPEN_ELEMENTS and depths <= MAX_TOTAL_DEPTH
            most = max(
                (one for one in open_ones if not of_style or one in _STYLES), key=open_ones.__getitem__
            )
            raise ComplexityError(
                ComplexityProblem(
                    max(body.lower().find(f"<{most}"), 0),
                    f"Có {open_ones[most]} thẻ <{most}> mở ra mà chưa đóng, trước {raw.count('<')} thẻ khác.",
                    f"Hãy viết thêm </{most}> ở chỗ kết thúc, hoặc xóa các thẻ thừa.",
                )
            )


def _check_attributes(raw: str, body: str) -> None:
    """Raise TooCostlyError if a tag has too many attributes.

    Each ``<`` is looked at as if a tag began there. So it does not matter what an element or a comment makes of it.
    """
    of_all = of_root = 0
    for found in _WITH_ATTRIBUTES.finditer(raw):
        if not found[2]:
            continue
        count, name = len(_ATTRIBUTE.findall(found[2])), found[1].lower()
        of_all += count
        of_root += count if name in ("html", "body") else 0
        if count > MAX_ATTRIBUTES or of_root > MAX_ATTRIBUTES or of_all > _ALL_ATTRIBUTES:
            starts = (
                body.find(sign)
                for sign in (raw[found.start() : found.start() + 60], f"<{found[1]}", "{:", "{")
            )
            place = next((start for start in starts if start >= 0), 0)
            of_one = f"Thẻ <{name[:40]}> có hơn {MAX_ATTRIBUTES} thuộc tính."
            what = (
                of_one
                if of_all <= _ALL_ATTRIBUTES
                else f"Bài có hơn {_ALL_ATTRIBUTES} thuộc tính của các thẻ."
            )
            raise ComplexityError(ComplexityProblem(place, what, "Hãy xóa các thuộc tính thừa."))


def _without_comments(raw: str) -> str:
    """Return ``raw`` without comments, up to the first element in which there may be none.

    Word hides hundreds of elements of its own in comments.
    """
    if "<!--" not in raw:
        return raw
    kept, end = list[str](), 0
    for found in _TOKEN.finditer(raw):
        if found[0].startswith("<!--"):
            kept.append(raw[end : found.start()])
            end = found.end()
        elif (found[1] or "").lower() in _OF_TEXT or found[0].startswith("<![CDATA["):
            break
    return "".join((*kept, raw[end:]))


def create_slow_text_problem(body: str) -> ComplexityProblem:
    """Return what is said of a body that took too long to read although nothing that is counted is wrong with it."""
    ends = [0, *(found.end() for found in _BLANK.finditer(body)), len(body)]
    signs = Counter(_SIGN.findall(body)).most_common(1)
    if not signs or signs[0][1] < len(body) // _SELDOM:
        start = max(range(len(ends) - 1), key=lambda number: ends[number + 1] - ends[number])
        length = ends[start + 1] - ends[start]
        what = f"Có một đoạn dài {length} ký tự, máy đọc không xong."
        return ComplexityProblem(
            ends[start], what, "Hãy tách đoạn này bằng các dòng trống, hoặc tách thành nhiều bài."
        )
    sign, count = signs[0]
    start = max(range(len(ends) - 1), key=lambda number: body.count(sign, ends[number], ends[number + 1]))
    return ComplexityProblem(
        max(body.find(sign, ends[start]), 0),
        f"Bài có {count} dấu “{sign}”, nhiều nhất là từ dòng này, nên máy đọc không xong.",
        "Hãy xóa các dấu thừa, hoặc tách thành nhiều bài.",
    )


def _open_too_often(body: str) -> ComplexityProblem | None:
    if (
        max(body.count("["), body.count("(")) > MAX_OPEN_BRACKETS
        and (place := _open_bracket(body)) is not None
    ):
        what = f"Có hơn {MAX_OPEN_BRACKETS} dấu “{body[place]}” mở ra mà chưa đóng trong một đoạn."
        return ComplexityProblem(place, what, _SUPERFLUOUS)
    if body.count(">") > MAX_OPEN_BRACKETS and (found := _QUOTED.search(body)):
        return NESTING_PROBLEM._replace(position=found.start())
    if body.count("<") > MAX_OPEN_BRACKETS and (place := _open_tag(body)) is not None:
        return ComplexityProblem(
            place, f"Có hơn {MAX_OPEN_BRACKETS} dấu “<” mở ra mà chưa đóng.", _SUPERFLUOUS
        )
    if body.count("<") > MAX_OPEN_BRACKETS and (place := _endless_tag(body)) is not None:
        return ComplexityProblem(
            place, f"Có hơn {MAX_OPEN_BRACKETS} thẻ mở ra mà không có “>” ở ngoài ngoặc kép.", _SUPERFLUOUS
        )
    return None


def _too_many(body: str) -> ComplexityProblem | None:
    if len(body) <= MAX_FOOTNOTE_REFERENCES:
        return None
    for mark, most in MAX_MARKERS.items() if len(body) > _FEWEST_MARKS else ():
        if body.count(mark) > most and count_marker_runs(body, mark) > most:
            return ComplexityProblem(body.index(mark), f"Bài có hơn {most} dấu “{mark}”.", _SUPERFLUOUS)
    lines = body.count("\n")
    if lines > MAX_LINES:
        remedy = "Hãy xóa các dòng trống thừa, hoặc tách thành nhiều bài."
        return ComplexityProblem(0, f"Bài có hơn {MAX_LINES} dòng.", remedy)
    if lines > MAX_DEFINITIONS and len(rows := _rows(body)) > MAX_DEFINITIONS:
        return ComplexityProblem(
            rows[0], f"Bài có hơn {MAX_DEFINITIONS} đề mục, chú thích và định nghĩa.", _PARTED
        )
    if body.count("[^") > MAX_FOOTNOTE_REFERENCES:
        ((name, count),) = Counter(_NOTE.findall(body)).most_common(1) or [("", 0)]
        if count > MAX_FOOTNOTE_REFERENCES:
            what = f"Bài có hơn {MAX_FOOTNOTE_REFERENCES} chỗ ghi cùng một chú thích [^{name[:40]}]."
            return ComplexityProblem(body.index(f"[^{name}]"), what, "Hãy chỉ ghi [^…] ở những chỗ cần.")
    return None


def _endless_tag(body: str) -> int | None:
    """Return where the tags begin of which too many have no end among their attributes, or None.

    Python-Markdown looks for the end of each. A ``>`` in quotes is none.
    """
    count = steps = first = 0
    for found in _WITH_ATTRIBUTES.finditer(body):
        if len(found[2]) > MAX_ATTRIBUTES:
            attributes = len(_ATTRIBUTE.findall(found[2]))
            steps += attributes
            count += attributes > MAX_ATTRIBUTES
            first = found.start() if count <= 1 else first
            if count > MAX_OPEN_BRACKETS or steps > _ALL_ATTRIBUTES:
                return first
    return None


def count_marker_runs(text: str, mark: str) -> int:
    """Return how often ``mark`` stands in ``text``. Of the marks that make emphasis and code a row counts as one."""
    count = text.count(mark)
    if mark not in "*_`~":
        return count
    doubles = text.count(mark * 2)
    return count if not doubles else sum(1 for _ in re.finditer(re.escape(mark) + "+", text))


def _rows(body: str) -> list[int]:
    """Return where headings and definitions begin, those left out that stand in fenced code."""
    if "```" in body or "~~~" in body:
        body = FencedBlockPreprocessor.FENCED_BLOCK_RE.sub(lambda found: " " * len(found[0]), body)
    return [found.start() for found in _ROW.finditer(body)]


def _open_bracket(body: str) -> int | None:
    """Return where the brackets begin of which too many stand open in one paragraph, or None."""
    open_ones: dict[str, list[int]] = {"[": [], "(": []}
    for found in _BRACKET.finditer(body):
        sign = found[0]
        if sign in open_ones:
            open_ones[sign].append(found.start())
            if len(open_ones[sign]) > MAX_OPEN_BRACKETS:
                return open_ones[sign][0]
        elif sign in ")]":
            if opened := open_ones["(" if sign == ")" else "["]:
                opened.pop()
        else:
            open_ones = {"[": [], "(": []}
    return None


def _open_tag(body: str) -> int | None:
    """Return where the signs begin that open a tag and of which too many have no end, or None."""
    count = 0
    for found in _TAG_END.finditer(body):
        count = count + 1 if found[0] == "<" else 0
        if count == 1:
            first = found.start()
        if count > MAX_OPEN_BRACKETS:
            return first
    return None
