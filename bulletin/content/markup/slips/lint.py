"""Slips in a body that a build would print or lose without a problem."""

import html
import re
from collections.abc import Iterator

from bulletin.content.markup.fences import blank_fenced_code
from bulletin.content.markup.slips.links import LINK_TAG_PATTERN, SourceLines, parse_attributes, strip_code
from bulletin.content.problems import Problem
from bulletin.text.late_patterns import compile_late

BODY_PLACEHOLDER = "Viết nội dung bài vào đây."
"""Text that ``./inv new`` writes into the body of a new article."""
EMPTY_BODY_MESSAGE = "Bài chưa có nội dung."
"""Message of a body without text and images."""
_EMBEDDED_MESSAGE = "Không nhúng được <{}> vào bài."
_ADDRESS = r"(?:https?://|/(?!/))"
_SOURCE = compile_late(
    r"<[a-z]+\b(?:[^<>]*>\s*<source\b)?[^<>]*?\s(?:src|data)\s*=\s*"
    rf"""(?:"(?P<double>{_ADDRESS}[^"<>\n]*)"|'(?P<single>{_ADDRESS}[^'<>\n]*)'|(?P<plain>{_ADDRESS}[^\s"'<>]+))""",
    re.IGNORECASE,
)
"""An element with the address of what it embeds."""
_SIGNS_IN_LINKS = str.maketrans({" ": "%20", "(": "%28", ")": "%29"})
"""Signs of addresses at which a link in brackets would end."""
_DOCUMENT_ADDRESS = compile_late(r"\.(?:pdf|docx?|xlsx?|pptx?|odt)(?:[?#]|$)", re.IGNORECASE)
_REMOVED_ELEMENTS = (
    (
        "video embed object oembed applet frame frameset",
        _EMBEDDED_MESSAGE,
        "Hãy đặt một liên kết tới trang đó: [Xem phim](https://…)",
    ),
    (
        "svg math canvas",
        "Không dùng được hình <{}> viết trong bài.",
        "Hãy lưu hình thành PNG trong content/images/ và viết ![mô tả](/images/…)",
    ),
    (
        "script style link meta base template noscript",
        "Bài không dùng được <{}>.",
        "Hãy xóa thẻ này và những gì nằm trong nó.",
    ),
    (
        "area",
        "Bài không dùng được <{}>.",
        "Hãy xóa thẻ này; địa chỉ trong đó thì viết thành liên kết: [chữ](https://…)",
    ),
    (
        "form textarea select option title xmp plaintext noembed noframes",
        "Bài không dùng được <{0}>.",
        "Hãy xóa thẻ <{0}> và </{0}>, giữ lại chữ cần đăng.",
    ),
)
"""Elements that the sanitizer removes with their content, with message and remedy."""
_PROBLEM_TEXTS = {
    name: (message, remedy) for names, message, remedy in _REMOVED_ELEMENTS for name in names.split()
}
_INPUT_TEXTS = (
    "Bài không dùng được ô <input>.",
    "Hãy xóa thẻ này; chữ trong value, placeholder cần đăng thì viết ra bài.",
)
_REMOVED_TAG = compile_late(
    rf"<(?:({'|'.join(_PROBLEM_TEXTS)})\b|(input)(?=[\s/>])(?![^<>]*\btype\s*=\s*[\"']?(?:hidden|checkbox|radio)\b))",
    re.IGNORECASE,
)
"""A tag of such an element. A box to tick is a sign on the page, and a hidden input shows nothing."""
_FOOTNOTE_REFERENCE = compile_late(r"\[\^([^\]\s]+)\]")
_SOURCE_REFERENCE = compile_late(rf"(?<!\\){_FOOTNOTE_REFERENCE.pattern}")
_NOTE_WITHOUT_COLON = r"(?m)^[ ]{{0,3}}(?P<note>\[\^{name}\])[ ]*(?P<text>[^\s:\[][^\n]*)$"
"""A line that begins like a note."""
_EMPTY_NOTE = compile_late(r'<li id="fn:([^"]*)">\s*</li>')
_REFERENCE_LINK = compile_late(r'href="#fn:([^"]*)"')
_TAG = compile_late(r"<[^>]*>")


def find_removed_elements(raw: str, rows: SourceLines) -> Iterator[Problem]:
    """Yield the elements of unsafe HTML that the sanitizer removes.

    ``raw`` is HTML without comments and code.
    """
    first_by_name: dict[str, re.Match[str]] = {}
    for found in _REMOVED_TAG.finditer(raw):
        first_by_name.setdefault((found[1] or found[2]).lower(), found)
    for name, found in first_by_name.items():
        message, remedy = _PROBLEM_TEXTS.get(name, _INPUT_TEXTS)
        source = _SOURCE.match(raw, found.start()) if message == _EMBEDDED_MESSAGE else None
        remedy = (
            _propose_link(html.unescape(source[source.lastgroup or 0]).strip())
            if source
            else remedy.format(name)
        )
        yield rows.create_problem(f"<{name}", message.format(name), remedy)


def _propose_link(address: str) -> str:
    words = "Xem tệp" if _DOCUMENT_ADDRESS.search(address) else "Xem phim"
    return f"Hãy đặt một liên kết: [{words}]({address.translate(_SIGNS_IN_LINKS)})"


def _find_notes_of_themselves(clean: str) -> Iterator[str]:
    """Yield the names of notes to which the text refers in no way.

    Only their own text refers to them, or the text of such notes.
    """
    text, *notes = clean.split('<li id="fn:')
    if not notes:
        return
    cited_by_name = {note.partition('"')[0]: _REFERENCE_LINK.findall(note) for note in notes}
    read, found = set[str](), _REFERENCE_LINK.findall(text)
    while found:
        name = found.pop()
        if name not in read:
            read.add(name)
            found += cited_by_name.get(name, ())
    cited = {name for names in cited_by_name.values() for name in names}
    yield from (html.unescape(name) for name in cited_by_name if name in cited - read)


def find_footnote_problems(clean: str, ids: frozenset[str], rows: SourceLines) -> Iterator[Problem]:
    """Yield footnotes without a reference, and references without a footnote."""
    names = [*_find_notes_of_themselves(clean)]
    for found in LINK_TAG_PATTERN.finditer(clean) if "#fnref" in clean else ():
        target = parse_attributes(found).get("href", "")
        if target.startswith("#fnref") and target[1:] not in ids:
            names.append(target.partition(":")[2])
    for name in names:
        yield rows.create_problem(
            f"[^{name}]:",
            f"Trong bài không có chỗ nào ghi [^{name}].",
            "Hãy thêm [^…] vào câu cần chú thích.",
        )
    for name in _EMPTY_NOTE.findall(clean) if "<li id=" in clean else ():
        yield rows.create_problem(
            f"[^{name}]:", f"Chú thích [^{name}] chưa có nội dung.", f"Hãy viết nội dung sau [^{name}]:"
        )
    if "[" not in clean or "^" not in clean:
        return
    references = frozenset(_SOURCE_REFERENCE.findall(rows.body))
    for name in dict.fromkeys(_FOOTNOTE_REFERENCE.findall(_TAG.sub("", strip_code(clean)))):
        if name not in references:
            continue  # a backslash shows that the editor wants the text
        note = re.search(_NOTE_WITHOUT_COLON.format(name=re.escape(name)), blank_fenced_code(rows.body))
        if note and rows.body.count(f"[^{name}]") > 1:
            line = rows.first_line + rows.body.count("\n", 0, note.start("note"))
            text = note["text"].strip()
            message = f"Thiếu dấu hai chấm sau [^{name}], nên đây không phải chú thích."
            yield Problem(rows.file_name, line, message, f"Hãy viết “[^{name}]: {text}”.")
            continue
        yield rows.create_problem(
            f"[^{name}]", f"Chú thích [^{name}] chưa có nội dung.", f"Hãy thêm dòng [^{name}]: … ở cuối bài."
        )
