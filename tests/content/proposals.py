"""Obey the proposals of problems and warnings, word for word, as an editor does."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from bulletin.content.checks.image_texts import ALT_PLACEHOLDER
from bulletin.content.problems import Problem
from bulletin.content.warnings.warning import ContentWarning
from tests.content.warning_proposals import find_edit_of_warning

_LINE = re.compile(
    r"Hãy (?:viết|đặt trong ngoặc kép:) (?P<line>[a-z_]+: (?:'.*'|\".*\"|(?!…)(?:(?!, hoặc).)*?))(?P<end>[.,](?: .*)?)?$"
)
_NEW_LINE = re.compile(r"Hãy thêm dòng (?P<line>[a-z_]+: (?:\".*\"|[a-z-]+))$")
_NEW_SLUG = re.compile(r"Hãy thêm dòng slug: … viết không dấu, như (?P<line>slug: [a-z0-9-]+)$")
_SHORT_SLUG = re.compile(r"Hãy viết một dòng slug: … ngắn, như (?P<line>slug: [a-z0-9-]+)$")
_WORD = re.compile(r"(?:Hãy viết|Hãy thay bằng|Có phải là) “(?P<word>.+?)”(?:\.| ở đầu dòng| không\?)")
_ADDRESS = re.compile(r"Hãy viết (?P<word>(?:https://|mailto:)\S+)$")
_QUOTED = re.compile(r"“((?:[^“”]|“[^“”]*”)+)”")
_LINK = re.compile(r": ((?:\{filename\}|[#/])\S*?)\.?(?: trong “.*”)?\.?$")
_OTHER_LINES = re.compile(r"Cũng ở dòng ([\d, ]+)")
_CODE_POINT = re.compile(r"\(U\+([0-9A-F]{4,6})\)")
_CLOSING = re.compile(r"Hãy thêm dấu (?P<sign>.) vào cuối phần ấy\.$")
_SENTENCE_KEYS = ("slug:", "status:", "date:", "weight:", "featured:")
"""Keys whose values have no full stop, so that one behind them ends the sentence."""
_EXAMPLES = ("viết như ", "{name:", "[một, hai]", ALT_PLACEHOLDER)
"""Parts of a proposal that is an example of a form, not a text to type."""

Edit = Callable[[list[str], int], None]
"""Changes the lines of a file. The number is that of the line of the problem, from 0."""
Finding = Problem | ContentWarning


def find_edit(problem: Finding) -> Edit | None:  # noqa: PLR0911  # one for each form of a remedy
    """Return the edit that a remedy proposes, or None if it leaves a choice."""
    if edit := find_edit_of_warning(problem):
        return edit
    remedy, message = problem.remedy, problem.message
    if any(example in remedy for example in _EXAMPLES):
        return None
    if found := _NEW_LINE.search(remedy) or _NEW_SLUG.search(remedy) or _SHORT_SLUG.search(remedy):
        line = found["line"]
        return lambda rows, number: rows.insert(number + 1, line)
    if found := _LINE.search(remedy):
        line = found["line"]
        if found["end"] is None and line.startswith(_SENTENCE_KEYS):
            line = line.rstrip(".")
        if found["end"] and not line.startswith(_SENTENCE_KEYS) and line[-1] not in "'\"]":
            line += found["end"]
        return lambda rows, number: _replace_line(rows, number, line)
    if found := _CLOSING.search(remedy):
        sign = found["sign"]
        return lambda rows, number: rows.__setitem__(number, rows[number] + sign)
    if "Hãy xóa khoảng trắng ở đầu dòng" in remedy:
        return lambda rows, number: rows.__setitem__(number, rows[number].lstrip())
    if "Hãy xóa dòng này." in remedy or "Hãy giữ lại một dòng." in remedy:
        return lambda rows, number: rows.__delitem__(number)
    if "hãy xóa dòng trống phía trên dòng này." in remedy:
        return lambda rows, number: rows.__delitem__(number - 1)
    if "Hãy thêm dòng “---” vào trước dòng này." in remedy:
        return lambda rows, number: rows.insert(number, "---")
    return _find_word_edit(message, remedy)


def _find_word_edit(message: str, remedy: str) -> Edit | None:
    """Return the edit that replaces a word of the message, or None."""
    found = _WORD.search(remedy) or _ADDRESS.search(remedy)
    if not found:
        return None
    word, code = found["word"], _CODE_POINT.search(message)
    if code:
        sign = chr(int(code[1], 16))
        return lambda rows, number: rows.__setitem__(number, rows[number].replace(sign, word))
    if link := _LINK.search(message):
        named = [link[1]]
    elif message.startswith(("Ở “", "Địa chỉ “")):
        named = _QUOTED.findall(message)
    else:
        named = _QUOTED.findall(message)[::-1]
    return lambda rows, number: _replace_word(rows, number, named, word)


def _replace_line(rows: list[str], number: int, line: str) -> None:
    indent = re.match(r"\s*(?:- )?", rows[number])
    rows[number] = f"{indent[0] if indent and indent[0].strip() else ''}{line}"


def _replace_word(rows: list[str], number: int, named: Iterable[str], word: str) -> None:
    for wrong in named:
        for form in (wrong, wrong.replace("&", "&amp;")):
            place = rows[number].lower().find(form.lower())
            if place >= 0:
                rows[number] = f"{rows[number][:place]}{word}{rows[number][place + len(form) :]}"
                return
    raise AssertionError(f"no {named!r} in {rows[number]!r}")


def obey_proposals(folder: Path, problems: Iterable[Finding]) -> int:
    """Change files below ``folder`` as the problems propose, and count the edits.

    The last lines of a file are changed first, so that the other lines keep their numbers.
    """
    count, edits = 0, list[tuple[str, int, Edit]]()
    for problem in problems:
        if edit := find_edit(problem):
            count += 1
            others = _OTHER_LINES.search(f"{problem.message} {problem.remedy}")
            lines = (problem.line, *map(int, others[1].replace(" ", "").split(",") if others else ()))
            edits += ((problem.path, line, edit) for line in lines)
    for path, line, edit in sorted(edits, key=lambda item: item[:2], reverse=True):
        file = folder / path
        rows = file.read_text("utf-8").split("\n")
        edit(rows, line - 1)
        file.write_text("\n".join(rows), encoding="utf-8")
    return count
