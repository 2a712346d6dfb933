"""Words of a body that stand nowhere on its page.

The other modules keep the text of each known form, or report it. This check compares the result with the source.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby
from urllib.parse import unquote

from bulletin.content.markup.fences import blank_fenced_code
from bulletin.content.markup.inlines.angle_brackets import get_html_tag_pattern
from bulletin.content.markup.line_starts import read_lines
from bulletin.content.markup.slips.links import UNSAFE_CHARACTERS_PATTERN, SourceLines
from bulletin.content.markup.syntax import (
    ABBREVIATION_PATTERN,
    ATTRIBUTES,
    BLOCK_MARKS,
    REFERENCE,
    REFERENCE_PATTERN,
)
from bulletin.content.problems import Problem
from bulletin.text.late_patterns import compile_late
from bulletin.text.letters import normalize_letters
from bulletin.text.unicode_forms import normalize_unicode

# Most builds compile none of these patterns:
_COMMENT = r"(?si)<!--.*?-->|<!doctype[^<>]*>|<!\[(?:end)?if[^<>]*>|<\?xml[^<>]*>"
_REMOVED = r"(?si)<(script|style|svg|math|object|video|audio|iframe|textarea|select|title|form|xmp)\b.*?(?:</\1\s*>|\Z)"
"""Elements that ``lint``, ``video_embeds`` and ``audio_players`` report or replace."""
_QUOTED = r"""(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')"""
_FENCE = (
    r"""(?m)^[ >]*(?:`{3,}|~{3,})[ ]*(?:\{.*|(?:\.?[A-Za-z][A-Za-z0-9.#+_-]*(?:,[a-z0-9_-]+)*(?::[a-z-]+(?:=\d+)?|=\d*\+?)?)?"""
    rf"""(?:[ ]+(?:[a-z_-]+(?:=(?:{_QUOTED}|\S+))?|\[[^\]\n]*\])|[ ]*\{{[^}}\n]*\}})*)[ ]*$"""
)
"""A fence with a language and options, those of HackMD and VitePress too. Other words are text."""
_FENCE_TITLE = compile_late(
    rf"(?<![\w-])(?:title|header|caption|label)=(?P<text>{_QUOTED})|\[(?P<name>[^\]\n]*)\]"
)
_TITLE_WORDS = compile_late(r"\w\s+\w|[^\W\x00-\x7f]")
"""Words of a title that readers read. A name of a file has none."""
_FENCE_LINE = compile_late(r"[ >]*(?:```|~~~)")
_ITEM_NUMBER = r"(?m)^[ >*+-]*\d{1,9}\.(?=\s|\Z)"
"""Number of an item, which a browser prints."""
_LINK_TARGET = r"(?<=\]\()[^()\n]*(?:\([^()\n]*\)[^()\n]*)*(?=\))"
"""Address and title of a link. ``links`` checks the address."""
_ADDRESS = rf"(?m)^{BLOCK_MARKS}(?!\[\^){REFERENCE}"
"""Definition of an address. That of a footnote has text."""
_LABEL = rf"(?m)^{BLOCK_MARKS}\[([^\[\]\n]+)\]:"
_LABEL_USE = r"(?<=\])[ ]?\[([^\[\]\n]+)\]"
"""Name of an address behind the text of a link."""
_TABLE_OF_CONTENTS = "[TOC]"
_DEFINITION = compile_late(
    r"^(?:[ ]{0,3}(?:>|[-*+](?=[ ])|\d{1,9}\.(?=[ ])))*[ ]{0,3}(?P<line>(?P<name>\*?\[[^\[\]\n]+\]):[ ]*(?P<text>.*))$",
    re.MULTILINE,
)
_WORD = compile_late(r"[^\W_]+")
_TAG = compile_late(r"<[^>]*>")
_LOSING_SIGNS = ("<", "{", "&", "]:", "[^", "```", "~~~")
"""Signs of the forms that can hide words."""
_FENCE_REMEDY = (
    "Sau dấu ``` chỉ ghi tên ngôn ngữ, như ```python; hãy chuyển chữ ấy thành một dòng phía trên đoạn mã."
)
_MAX_COMPARED = 3_000
"""Words of a text that is compared word by word."""
_MAX_WORDS = 3
"""Lost words that a message names."""


def may_lose_words(source: str) -> bool:
    """Tell if a text has a form that can hide words.

    Other texts need not be compared with their pages.
    """
    return any(
        sign[0] in source and sign in source for sign in _LOSING_SIGNS
    )  # one character is found sooner


def find_lost_words(clean: str, rows: SourceLines) -> Iterator[Problem]:
    """Yield a problem for each line with words that ``clean`` HTML lacks."""
    typed = "\n".join(read_lines(rows.body))
    source = normalize_unicode("NFC", UNSAFE_CHARACTERS_PATTERN.sub("", typed))
    for pattern in (
        _COMMENT, _REMOVED, get_html_tag_pattern(), _ADDRESS, ATTRIBUTES, _ITEM_NUMBER, _LINK_TARGET,
    ):  # fmt: skip
        source = re.sub(pattern, _keep_lines, source)
    source = re.sub(_FENCE, _keep_fence_titles, source)
    source = ABBREVIATION_PATTERN.sub(
        lambda found: found["title"] if is_used_abbreviation(found["abbr"], clean) else "", source
    )
    labels = {label.strip().lower() for label in re.findall(_LABEL, typed)}
    source = re.sub(_LABEL_USE, lambda use: "" if use[1].strip().lower() in labels else use[0], source)
    printed = normalize_letters(unquote(html.unescape(clean)))
    counts = Counter(_WORD.findall(printed))
    lines = normalize_letters(unquote(html.unescape(source.replace(_TABLE_OF_CONTENTS, "")))).split("\n")
    written = Counter(word for line in lines for word in _WORD.findall(line))
    missing = written - counts
    if missing:
        joined = _join_other_words(clean, written)
        missing = Counter({word: count for word, count in missing.items() if count > joined.count(word)})
    if not missing:
        return
    for number, words in _find_lines(lines, _WORD.findall(html.unescape(_TAG.sub(" ", clean))), missing):
        is_fence = _FENCE_LINE.match(lines[number]) is not None
        yield Problem(
            rows.file_name,
            rows.first_line + number,
            f"Chữ ở dòng này sẽ không hiện trên trang: “{' '.join(words[:_MAX_WORDS])}”.",
            _FENCE_REMEDY if is_fence else "Hãy viết lại dòng này; dấu thuộc về chữ thì thêm \\ ở trước.",
        )


def _join_other_words(clean: str, written: Counter[str]) -> str:
    """Return the words of ``clean`` HTML that are not the ``written`` ones.

    Parts of words become one word if the markup between them is no text.
    """
    words = _WORD.findall(normalize_letters(html.unescape(_TAG.sub("", clean))))
    others = Counter(words) - written
    return "".join(word for word in words if others[word])


def find_repeated_definitions(rows: SourceLines) -> Iterator[Problem]:
    """Yield definitions whose label has another text above.

    Reason: only the last of them has an effect.
    """
    if "]:" not in rows.body:
        return
    source, known = blank_fenced_code("\n".join(read_lines(rows.body))), dict[str, tuple[int, str]]()
    line, place = rows.first_line, 0
    for found in _DEFINITION.finditer(source):
        name, text = found["name"], found["text"].strip()
        is_note = name.startswith("[^")
        pattern = ABBREVIATION_PATTERN if name.startswith("*") else REFERENCE_PATTERN
        if not is_note and not pattern.match(found["line"]):
            continue
        line += source.count("\n", place, found.start())
        place = found.start()
        first, known_text = known.setdefault(
            name if is_note or name.startswith("*") else name.lower(), (line, text)
        )
        if line > first and (is_note or text != known_text):
            remedy = "Hãy đặt số khác" if is_note else "Hãy xóa một trong hai dòng, hoặc đặt tên khác"
            yield Problem(
                rows.file_name,
                line,
                f"{name} đã có ở dòng {first}, nên chỉ một trong hai dòng có tác dụng.",
                f"{remedy} cho dòng này và cho chỗ dùng nó.",
            )


def is_used_abbreviation(label: str, clean: str) -> bool:
    """Tell if ``clean`` HTML explains an abbreviation."""
    return f">{html.escape(label, quote=False)}</abbr>" in clean


def _find_lines(
    lines: list[str], printed: list[str], missing: Counter[str]
) -> Iterator[tuple[int, list[str]]]:
    """Yield the numbers of lines with ``missing`` words, and these words.

    A lost word may stand at another place of the page. So the words are compared with the ``printed`` ones in their order.
    """
    written = [(number, word) for number, line in enumerate(lines) for word in _WORD.findall(line)]
    places = range(len(written))
    if len(written) <= _MAX_COMPARED:
        matcher = SequenceMatcher(None, [word for _, word in written], printed, autojunk=False)
        kept = {
            place for start, _, size in matcher.get_matching_blocks() for place in range(start, start + size)
        }
        places_of_lost = [place for place in places if place not in kept]
    else:
        places_of_lost = list(places)
    for number, group in groupby(places_of_lost, key=lambda place: written[place][0]):
        words = [word for place in group if missing[word := written[place][1]] > 0]
        if words:
            missing.subtract(words)
            yield number, words


def _keep_fence_titles(found: re.Match[str]) -> str:
    """Return the fence with its titles alone, which are no name of a file."""
    titles = (title["text"] or title["name"] for title in _FENCE_TITLE.finditer(found[0]))
    kept = " ".join(title for title in titles if _TITLE_WORDS.search(title))
    return f"``` {kept}" if kept else ""


def _keep_lines(found: re.Match[str]) -> str:
    return " " + "\n" * found[0].count("\n")
