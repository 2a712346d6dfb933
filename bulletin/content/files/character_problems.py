"""Characters of a content file that readers do not see as the editor means them.

They are lost letters, characters of one font only, and letters of another alphabet in a Vietnamese word.
"""

import html
import os
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bulletin.content.files.scan import read_text
from bulletin.content.problems import MAX_PROBLEMS, Problem, ProblemText
from bulletin.text.late_patterns import compile_late
from bulletin.text.letters import is_usual_text

_FORBIDDEN = "[\x80-\x9f\u2028\u2029\ue000-\uf8ff\ufff9-\ufffd\U000f0000-\U0010ffff]"
_ENTITY = "&#(?:[xX][0-9a-fA-F]{1,6}|[0-9]{1,7});?"
_FOREIGN_LETTER = "[\u0370-\u0373\u0376-\u037d\u0386-\u03ff\u0400-\u052f]"
_WORD = "(?:[^\\W\\d_][\u0300-\u036f]*)+"
_LATIN_LETTER = "[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"
_CYRILLIC_TWINS = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХҮԌԚԜаеѕіјһорсухԁԛԝӏѡӑӐӗӖёЁѐЀӓӒӧӦ",
        "ABESIJKMHOPCTYXYGQWaesijhopcyxdqwlwăĂĕĔëËèÈäÄöÖ",
        strict=True,
    )
)
_GREEK_TWINS = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True))
"""Letters of Greek that look Latin. The others are signs, as in TNF-α and µm."""
_TWINS = _CYRILLIC_TWINS | _GREEK_TWINS
_FIRST_CYRILLIC = "\u0400"
_MAX_FINDINGS = 2_000
"""Places in one file that are looked at. A text can have one at each letter."""
_MAX_NAMED_LINES = 5
"""Further lines that one problem names."""
_NEAR = 30
"""Characters before and behind a character that are looked at."""
_BREAK_REMEDY = "Hãy xóa rồi gõ phím Enter."
"""Remedy in a body. In the front matter, each key stands on one line."""
_BULLET_REMEDY = "Hãy viết “- ” ở đầu dòng thay ký hiệu ấy."


_UNWRITABLE_WORDS = compile_late("có chữ không viết được trong địa chỉ: (.*)")


class ReadableText(NamedTuple):
    """The text of a content file without the characters that a check refuses."""

    text: str
    """Its lines have the numbers of the file."""
    problems: tuple[Problem, ...] = ()
    """Problems of the characters, one for each kind of them."""


def read_readable_text(path: Path, name: str, status: os.stat_result | None = None) -> ReadableText:
    """Return the text of a content file, and the problems of its characters.

    ``path`` is the file, and ``name`` its path for messages. ``status`` is that of ``read_text``.
    Raise UnreadableTextError, OSError.
    """
    text = read_text(path, status)
    if is_usual_text(text) and "&#" not in text:
        return ReadableText(text)
    return ReadableText(re.sub(_FORBIDDEN, "", text), tuple(find_character_problems(name, text)))


def find_character_problems(name: str, text: str) -> Iterator[Problem]:
    """Yield a problem for each kind of unusual character in ``text``.

    ``name`` is the path of the file for messages. A problem names the first line with its kind, and some of the others.
    """
    yield from _collect_problems(name, text, _find_forbidden(text))
    if "&#" in text:
        yield from _collect_problems(name, text, _find_forbidden_entities(text))
    yield from _collect_problems(name, text, _find_foreign_letters(text))


def _collect_problems(
    name: str, text: str, found: Iterator[tuple[str, int, ProblemText]]
) -> Iterator[Problem]:
    """Yield one problem for each kind of a finding.

    A finding is a kind, a position, and the message with its remedy.
    """
    ends = [end.start() for end in re.finditer("\n", text)]
    lines: dict[str, list[int]] = {}
    texts: dict[str, ProblemText] = {}
    for kind, position, problem_text in islice(found, _MAX_FINDINGS):
        texts.setdefault(kind, problem_text)
        lines.setdefault(kind, []).append(bisect_left(ends, position) + 1)
    last_key = _find_body_line(text)
    for kind, (message, remedy) in islice(texts.items(), MAX_PROBLEMS):
        first, *others = dict.fromkeys(lines[kind])
        is_in_key = remedy == _BREAK_REMEDY and first < last_key
        advice = "Hãy thay bằng một dấu cách." if is_in_key else remedy
        if others:
            rest = len(others) - _MAX_NAMED_LINES
            more = f" và {rest} dòng khác" if rest > 0 else ""
            advice = f"{advice} Cũng ở dòng {', '.join(map(str, others[:_MAX_NAMED_LINES]))}{more}."
        yield Problem(name, first, message, advice)


def _find_body_line(text: str) -> int:
    """Return the line of the fence below the front matter, or 0."""
    end = text.find("\n---", 3) if text.startswith("---") else -1
    return text.count("\n", 0, end) + 2 if end >= 0 else 0


def _find_forbidden(text: str) -> Iterator[tuple[str, int, ProblemText]]:
    for found in re.finditer(_FORBIDDEN, text):
        kind, problem_text = _explain_forbidden(
            *_get_surroundings(text, found.start(), found.end()), found[0]
        )
        yield kind, found.start(), problem_text


def _find_forbidden_entities(text: str) -> Iterator[tuple[str, int, ProblemText]]:
    """Yield entities of HTML that stand for such a character.

    Browsers read those of C1 controls as signs of Windows-1252.
    """
    for found in re.finditer(_ENTITY, text):
        char = html.unescape(f"{found[0].rstrip(';')};")
        if re.fullmatch(_FORBIDDEN, char):
            kind, problem_text = _explain_forbidden(
                *_get_surroundings(text, found.start(), found.end()), char
            )
            yield f"{kind} entity", found.start(), problem_text


def _get_surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the surroundings of a character in its line, before and behind it."""
    before, after = text[max(start - _NEAR, 0) : start], text[end : end + _NEAR]
    return before.rpartition("\n")[2], after.partition("\n")[0]


def _explain_forbidden(before: str, after: str, char: str) -> tuple[str, ProblemText]:
    """Return the kind of a forbidden character, with message and remedy.

    ``before`` and ``after`` are its surroundings in the line.
    """
    code = f"U+{ord(char):04X}"
    if char == "\ufffd":
        word = f"{before.rpartition(' ')[2]}{char}{after.partition(' ')[0]}"
        return char, (
            f"Có chữ đã mất, chỉ còn dấu “{char}”: “{word}”.",
            "Hãy xem lại bản gốc rồi gõ lại chữ ấy.",
        )
    if char in "\u2028\u2029":
        return char, (f"Có dấu ngắt dòng lạ ({code}), không xuống dòng trên trang.", _BREAK_REMEDY)
    if "\ufff9" <= char <= "\ufffc":
        return char, (
            f"Có dấu giữ chỗ của một hình không chép theo được ({code}).",
            "Hãy xóa dấu ấy; cần hình thì viết ![mô tả](/images/…)",
        )
    if char <= "\x9f":
        meant = char.encode("latin-1").decode("cp1252", "ignore")
        remedy = f"Hãy thay bằng “{meant}”." if meant.isprintable() and meant else "Hãy xóa ký tự ấy."
        return char, (f"Có ký tự điều khiển không nhìn thấy ({code}).", remedy)
    message = f"Có ký hiệu riêng của một phông chữ ({code}), bạn đọc chỉ thấy một ô vuông."
    if before.strip(" \t\xa0>"):
        return f"{char} inside", (message, "Hãy thay bằng chữ hoặc dấu thường, hoặc xóa đi.")
    return f"{char} at start", (message, _BULLET_REMEDY)


def _find_foreign_letters(text: str) -> Iterator[tuple[str, int, ProblemText]]:
    """Yield letters of Cyrillic and Greek that stand for Latin ones."""
    end = 0
    for letter in re.finditer(_FOREIGN_LETTER, text):
        if letter.start() < end:
            continue  # a word of this line
        start, end = text.rfind("\n", 0, letter.start()) + 1, text.find("\n", letter.start())
        end = end if end >= 0 else len(text)
        words = [
            found
            for found in re.compile(_WORD).finditer(text, start, end)
            if re.search(_FOREIGN_LETTER, found[0])
        ]
        is_foreign_line = any(_is_foreign_word(word[0]) for word in words)
        for word in words:
            if problem := _explain_foreign_letters(word[0], is_foreign_line=is_foreign_line):
                yield word[0], word.start(), problem


def _is_foreign_word(word: str) -> bool:
    """Tell if a foreign word has a letter that no Latin letter looks like."""
    return not re.search(_LATIN_LETTER, word) and any(char not in _TWINS and char.isalpha() for char in word)


def _explain_foreign_letters(word: str, *, is_foreign_line: bool) -> ProblemText | None:
    """Return message and remedy for a word that looks Latin, or None."""
    is_mixed = re.search(_LATIN_LETTER, word) is not None
    letters = [
        char
        for char in dict.fromkeys(word)
        if re.match(_FOREIGN_LETTER, char) and (char in _TWINS or (is_mixed and char >= _FIRST_CYRILLIC))
    ]
    if not letters or (not is_mixed and (is_foreign_line or len(letters) < sum(map(str.isalpha, set(word))))):
        return None
    alphabet = "Kirin (tiếng Nga)" if letters[0] >= _FIRST_CYRILLIC else "Hy Lạp"
    named = ", ".join(f"“{letter}”" for letter in letters)
    message = f"Ở “{word}”, chữ {named} là chữ {alphabet}, không phải chữ Việt trông giống thế."
    if any(letter not in _TWINS for letter in letters):
        return message, "Hãy xóa rồi gõ lại từ ấy."
    meant = unicodedata.normalize("NFC", "".join(_TWINS.get(char, char) for char in word))
    return message, f"Hãy viết “{meant}”."


def leave_out_named_letters(
    problems: Iterable[Problem], character_problems: Iterable[Problem]
) -> Iterator[Problem]:
    """Yield ``problems`` without those of words with foreign letters.

    ``character_problems`` name these words already.
    """
    named = {problem.message.partition("“")[2].partition("”")[0] for problem in character_problems}
    for problem in problems:
        words = _UNWRITABLE_WORDS.search(problem.message)
        if not words or not named.issuperset(re.findall(r"[^\W_]+", words[1])):
            yield problem
