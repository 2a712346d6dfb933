"""HTML of texts that have only the usual forms of Markdown.

It is the HTML that the converter of ``markdown`` makes and that the sanitizer leaves.
``tests/content/markup/test_usual_text.py`` compares both ways.

Usual blocks are paragraphs, headings, lists of one level, tables, quotations, rules and images that stand alone.
Usual forms inside them are emphasis, code, links and ends of lines. Any other sign that may be a mark makes a text unusual.

Reason: Python-Markdown builds a tree of elements, which takes half of the time of reading an article.
"""

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from markdown.extensions.toc import unique

from bulletin.content.markup.syntax import slugify_heading
from bulletin.text.late_patterns import compile_late

MAX_LENGTH = 20_000
"""Characters of the longest text. Longer ones have limits of their own."""
_TEXT = r"[^\\`*_\[\]<>&{|~\xa0]++"
_CODE = r"(?<![^\W_]`)(?=[^`\n]*[^\s`])[^`\\<&\n\xa0]++`(?!`)"
_HOST = r"(?:(?!xn--)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
_ADDRESS = (
    rf"(?:https?://{_HOST}(?=[/?\#)\s])|mailto:(?=[A-Za-z0-9._+-]+@{_HOST}[?)\s])|(?=\#|/(?!/)))"
    r"[A-Za-z0-9/.?\#=+:@,;%~_&-]*+"
)
_TITLE = r"""(?:[ ]+"(?P<{}>(?![\s“”„‟"])[^\\`*_\[\]<>&{{|~\xa0\n"]+(?<!\s))")?\)"""
_LABEL = rf"(?:{_TEXT}|`{_CODE})++"
_LINK = rf"\[(?<!!\[){_LABEL}\]\({_ADDRESS}{_TITLE.replace('?P<{}>', '?:')}"
_INNER = rf"(?:{_TEXT}|_(?<=[^\W_]_)(?=[^\W_])|`{_CODE}|{_LINK})++"
_OPENS, _CLOSES = r"(?=[“\"‘'(\[`]?[^\W\d_])", r"(?<=[^\W\d_]|[.:!?…”\"’')`])"
_BEFORE, _BEHIND = r"[\w%*)\]~]", r"(?![\w*~(\[“\"‘'])"
_FORM = compile_late(
    rf"""`(?P<code>{_CODE})
    |\[(?<!!\[)(?P<label>{_LABEL}|\*\*{_LABEL}\*\*)\]\((?P<address>{_ADDRESS}){_TITLE.format("title")}
    |\*\*(?<!{_BEFORE}\*\*)(?=[“\"‘'(\[`]?[^\W_])(?P<strong>{_INNER})(?<=[^\W_]|[.,:;!?…”\"’')`%])\*\*{_BEHIND}
    |\*(?<!{_BEFORE}\*){_OPENS}(?P<em>{_INNER}){_CLOSES}\*{_BEHIND}
    |_(?<!{_BEFORE}_){_OPENS}(?P<underscored>{_INNER}){_CLOSES}_{_BEHIND}
    |_(?<=[^\W_]_)(?=[^\W_])(?P<underscore>)
    |~(?<!~~)(?!~)(?P<tilde>)
    |\\\n(?<!\\\\\n)(?!\s)(?P<break>)
    |>(?P<greater>)|\xa0(?P<blank>)|&(?![\w\#])(?P<ampersand>)
    |\\|`|\*|_|\[|\]|<|&|\{{|\||~|://|www\.""",
    re.VERBOSE,
)
"""A form inside a block, or a sign of an unusual one.

Each alternative begins with a character of its own, because the search for such a pattern is fast.
"""
_SIGNS = {
    "underscore": "_",
    "tilde": "~",
    "break": "<br>\n",
    "greater": "&gt;",
    "blank": "&nbsp;",
    "ampersand": "&amp;",
}
_BLANK_LINE = compile_late(r"\n[ ]+(?=\n|\Z)")
_NO_SENTENCE = r"[^\S ]|[#>|:=~]|[-+](?!\w)|\*\s|\d{1,9}\.(?:\s|$)"
_OTHER_BLOCK = compile_late(rf"[ ]*+(?:{_NO_SENTENCE}|$)")
"""Beginning of a block that may be more than sentences."""
_OTHER_LINE = compile_late(rf"\n[ ]*+(?:{_NO_SENTENCE})")
_HEADING = compile_late(r"(#{1,6})[ ]+([^\n]*[^#\s])[ ]*(?:\n|\Z)")
_RULE = compile_late(r"(?:-{3,}|\*{3,}|_{3,})[ ]*")
_ITEM = compile_late(r"(?:[-*+]|(?P<number>0|[1-9]\d{0,8})\.)[ ]{1,4}(?=\S)")
_LATER_NUMBER = compile_late(r"(?!1\.)\d+\.")
_LIST_BELOW = compile_late(r"\n(?=(?:[-*+]|1\.)[ ])")
_ROW = compile_late(r"\|(?:[^|\n]*\|)+[ ]*")
_TABLE_RULE = compile_late(r"\|(?:[ ]*:?-+:?[ ]*\|)+[ ]*")
_ALIGNMENTS = {"::": ' class="align-center"', ":-": ' class="align-left"', "-:": ' class="align-right"'}
_QUOTATION = compile_late(r">(?![\d=])[ ]?(.*)")
_IMAGE = compile_late(
    rf"!\[(?P<alt>(?:[^\\`*_\[\]<>&{{|~\xa0\s\"]|(?<=\S)[ ](?=[^\s\]]))*)\]"
    rf"\((?P<address>(?=/(?!/))(?:{_ADDRESS})){_TITLE.format('title')}",
    re.VERBOSE,
)
_TAG = compile_late(r"<[^>]*>")


class _UnusualFormError(Exception):
    """A block or a sign has a form that this module does not know."""


def convert_usual_text(source: str) -> str | None:
    """Return the HTML of a text for which ``is_usual_text`` is true.

    The result is None if the text has another form.
    """
    if len(source) > MAX_LENGTH or "\t" in source or "\r" in source:
        return None
    try:
        return "\n".join(_TextWriter().write_blocks(source))
    except _UnusualFormError:
        return None


def _convert_sentences(text: str) -> str:
    """Return the HTML of the text inside a block. Raise _UnusualFormError."""
    return _FORM.sub(_write_form, text.replace("  \n", "\\\n") if "  \n" in text else text)


def _write_form(found: re.Match[str]) -> str:
    kind = found.lastgroup
    if kind is None:
        raise _UnusualFormError(found[0])
    if sign := _SIGNS.get(kind):
        return sign
    if kind == "strong":
        return f"<strong>{_convert_sentences(found[kind])}</strong>"
    if kind in ("em", "underscored"):
        return f"<em>{_convert_sentences(found[kind])}</em>"
    if kind == "code":
        return f"<code>{found[0][1:-1].strip().replace('>', '&gt;')}</code>"
    label, address, title = found["label"], found["address"].replace("&", "&amp;"), found["title"]
    titled = f' title="{title}"' if title else ""
    if "`" in label or "*" in label:
        label = _convert_sentences(label)
    return f'<a href="{address}"{titled}>{label}</a>'


def _parse_blocks(source: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and the source of each block.

    A second empty line is a block of no kind, which ends a list.
    """
    text = _BLANK_LINE.sub("\n", source) if "\n " in source else source
    for part in text.strip("\n").split("\n\n"):
        block = part.lstrip("\n")
        while block[:1] == "#" and (heading := _HEADING.match(block)):
            yield "h", heading[0]
            block = block[heading.end() :]
            if _LATER_NUMBER.match(block):
                raise _UnusualFormError(block)  # the number may belong to a sentence
        if "\n" in block and (below := _LIST_BELOW.search(block)) and not _ITEM.match(block):
            yield "p", block[: below.start()]
            block = block[below.end() :]
        if block or not part:
            yield _find_kind(block), block


def _find_kind(block: str) -> str:
    """Return the kind of a block: the element that it becomes, or its first sign."""
    if not block:
        return ""
    if item := _ITEM.match(block):
        return "ol" if item["number"] else "ul"
    if block[0] in "|>!":
        return block[0]
    return "hr" if block[0] in "-*_" and _RULE.fullmatch(block) else "p"


class _TextWriter:
    """Writes the blocks of one text."""

    def __init__(self) -> None:
        self._levels: list[int] = []
        """Levels of the headings above, in the source, from the outermost."""
        self._ids: set[str] = set()
        self._id_counts: dict[str, int] = {}

    def write_blocks(self, source: str) -> Iterator[str]:
        """Yield the HTML of each block. Raise _UnusualFormError."""
        kind_above = ""
        for kind, group in groupby(_parse_blocks(source), key=lambda block: block[0]):
            blocks = [block for _, block in group]
            if kind == kind_above == ">" or (blocks[0].startswith(" ") and kind_above in ("ul", "ol")):
                raise _UnusualFormError(blocks[0])  # it belongs to the block above
            kind_above = kind or kind_above
            match kind:
                case "p":
                    yield from map(_write_paragraph, blocks)
                case "h":
                    yield from map(self._write_heading, blocks)
                case "ul" | "ol":
                    yield _write_list(kind, blocks)
                case "|":
                    yield from map(_write_table, blocks)
                case "!":
                    yield from map(_write_images, blocks)
                case ">":
                    quoted = "\n".join(self.write_blocks("\n\n\n\n".join(map(_unquote, blocks))))
                    yield f"<blockquote>\n{quoted}\n</blockquote>"
                case "hr":
                    yield from ["<hr>"] * len(blocks)

    def _write_heading(self, block: str) -> str:
        signs, _, text = block.partition(" ")
        while self._levels and self._levels[-1] >= len(signs):
            self._levels.pop()
        self._levels.append(len(signs))
        tag = f"h{min(len(self._levels) + 1, 6)}"
        inner = _convert_sentences(text.strip())
        name = html.unescape(" ".join(_TAG.sub("", inner).split()))
        anchor = unique(slugify_heading(name, "-"), self._ids, self._id_counts)
        return f'<{tag} id="{anchor}">{inner}</{tag}>'


def _write_paragraph(block: str) -> str:
    if _OTHER_BLOCK.match(block) or ("\n" in block and _OTHER_LINE.search(block)):
        raise _UnusualFormError(block)
    return f"<p>{_convert_sentences(block.lstrip())}</p>"


def _write_list(tag: str, blocks: Sequence[str]) -> str:
    """Return the HTML of a list.

    An empty line between two items makes paragraphs of all.
    """
    numbers, items = list[int](), list[str]()
    width, bullet = 0, blocks[0][0]
    for line in "\n".join(blocks).split("\n"):
        text = line.lstrip(" ")
        if item := _ITEM.match(line):
            width, text = item.end(), line[item.end() :]
            numbers.append(int(item["number"] or 1))
            items.append(text)
            is_same_list = line[0] == bullet if tag == "ul" else item["number"] is not None
        else:
            is_same_list = bool(items) and 2 <= len(line) - len(text) <= width
            items[-1:] = [f"{items[-1]}\n{text}"] if items else []
        if not is_same_list or _OTHER_BLOCK.match(text):
            raise _UnusualFormError(line)
    written = map(_convert_sentences, items)
    inner = (f"\n<p>{item}</p>\n" if len(blocks) > 1 else item for item in written)
    start, values = _number_items(numbers)
    rows = (f"<li{value}>{item}</li>" for item, value in zip(inner, values, strict=True))
    return "\n".join((f"<{tag}{start}>", *rows, f"</{tag}>"))


def _number_items(numbers: Sequence[int]) -> tuple[str, list[str]]:
    """Return the attributes of a list and of its items.

    The browser counts the items if all have the number 1.
    """
    if set(numbers) == {1}:
        return "", [""] * len(numbers)
    expected = (numbers[0], *(number + 1 for number in numbers[:-1]))
    pairs = zip(numbers, expected, strict=True)
    start = "" if numbers[0] == 1 else f' start="{numbers[0]}"'
    return start, ["" if number == counted else f' value="{number}"' for number, counted in pairs]


def _write_table(block: str) -> str:
    head, rule, *rows = block.split("\n") if "\n" in block else (block, "")
    if not rows or not _TABLE_RULE.fullmatch(rule) or not all(map(_ROW.fullmatch, (head, *rows))):
        raise _UnusualFormError(block)
    alignments = [_ALIGNMENTS.get(cell[0] + cell[-1], "") for cell in _split_row(rule)]
    bodies = "\n".join(_write_row(row, "td", alignments) for row in rows)
    return f"<table>\n<thead>\n{_write_row(head, 'th', alignments)}\n</thead>\n<tbody>\n{bodies}\n</tbody>\n</table>"


def _split_row(row: str) -> list[str]:
    return [cell.strip(" ") for cell in row.rstrip(" ")[1:-1].split("|")]


def _write_row(row: str, tag: str, alignments: Sequence[str]) -> str:
    cells = _split_row(row)
    if len(cells) != len(alignments) or "`" in row:
        raise _UnusualFormError(row)
    written = (
        f"<{tag}{alignment}>{_convert_sentences(cell)}</{tag}>"
        for cell, alignment in zip(cells, alignments, strict=True)
    )
    return "\n".join(("<tr>", *written, "</tr>"))


def _write_images(block: str) -> str:
    """Return the HTML of a figure, or of a gallery."""
    figures = list[str]()
    for line in block.split("\n"):
        image = _IMAGE.fullmatch(line)
        if image is None:
            raise _UnusualFormError(line)
        caption = f"<figcaption>{image['title']}</figcaption>" if image["title"] else ""
        address = image["address"].replace("&", "&amp;")
        figures.append(
            f'<figure class="figure"><img alt="{image["alt"]}" src="{address}">\n{caption}</figure>'
        )
    if len(figures) == 1:
        return figures[0]
    pairs = " gallery--pairs" if len(figures) in (2, 4) else ""
    return "\n".join((f'<figure class="gallery{pairs}">', *figures, "</figure>"))


def _unquote(block: str) -> str:
    """Return the text of a quotation without its marks."""
    lines = [_QUOTATION.fullmatch(line) for line in block.split("\n")]
    if not all(lines):
        raise _UnusualFormError(block)
    texts = [line[1] for line in lines if line]
    if not texts[0].strip() or not texts[-1].strip():
        raise _UnusualFormError(block)
    return "\n".join(texts)
