"""Anchors and alignments as Word, WordPress and NukeViet write them.

Ids and the links to them get the prefix of the house. So no id meets one of the page around the body.
"""

import html
import re
from itertools import chain, count
from urllib.parse import unquote

from bulletin.text.late_patterns import compile_late
from bulletin.text.slugs import slugify

HOUSE_PREFIX = "muc-"
"""Beginning of the ids of a body."""
_HOUSE_ID = compile_late(r"muc-|fn:|fnref\d*:")
_PLAIN_ID = compile_late(r"[A-Za-z0-9_.-]+")
_ALIGNED = "p|div|center|td|th|h[2-6]|caption|li"
_START_TAG = compile_late(rf"<(a|{_ALIGNED})(\s[^<>]*)?>", re.IGNORECASE)
_ATTRIBUTE = compile_late(
    r"""(?<=\s)(?P<name>[A-Za-z-]+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<plain>[^\s"'<>]+))"""
)
_ALIGNMENTS = {
    "style": compile_late(r"(?<![\w-])text-align\s*:\s*(left|center|right)\b", re.IGNORECASE),
    "align": compile_late(r"\s*(left|center|right)\b", re.IGNORECASE),
    "class": compile_late(
        r"(?<![\w-])(?:has-text-align-|text-|rte|align)(left|center|right)(?![\w-])", re.IGNORECASE
    ),
}
"""Alignments by the attribute that has them, the strongest first. Classes are those of WordPress, Bootstrap and Drupal."""
_NAME = compile_late(r"""\sname(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))""", re.IGNORECASE)
_ID = compile_late(r"\sid\s*=", re.IGNORECASE)
_CENTER_END = compile_late(r"</center\s*>", re.IGNORECASE)
_BLOCK_NAMES = (
    "address|article|aside|dialog|fieldset|footer|header|hgroup|legend|main|menu|nav|search|section"
)
_BLOCK_TAG = compile_late(rf"<(/?)(?:{_BLOCK_NAMES})(?=[\s/>])", re.IGNORECASE)
"""Blocks of other systems that a body may not have."""
_FIRST_HEADING = compile_late(r"<(/?)h1(?=[\s/>])", re.IGNORECASE)
"""Headings of the first level, which only the title of the page has."""
_TABLE_TAG = compile_late(
    r"<(?P<end>/?)(?P<name>table|caption|thead|tbody|tfoot|tr|td|th)(?=[\s/>])", re.IGNORECASE
)
_BOX = compile_late(
    r"""<input(?=\s)(?P<attributes>(?:[^<>"']|"[^"]*"|'[^']*')*+)>""",
    re.IGNORECASE,
)
"""An input, which may be a box to tick. Readers cannot tick it, so its state is a sign."""
_VALUE = compile_late(r""""[^"]*"|'[^']*'""")
_TICK = compile_late(r"\schecked(?=[\s=/]|$)", re.IGNORECASE)
_BOX_SIGNS = {("checkbox", True): "☑", ("checkbox", False): "☐", ("radio", True): "◉", ("radio", False): "○"}
_MARK = compile_late(
    r"align\s*[=:]|<center|<a\s[^<>]*\bname\s*=|<strike|<span\s[^<>]*style|list-style(?:-type)?\s*:"
    r"|class\s*=[^<>]*(?:align|text|rte)",
    re.IGNORECASE,
)
_MARK_WORDS = ("align", "<center", "name", "strike", "style", "class")
"""Words of which each mark has one."""
_STRIKE = compile_late(r"<(/?)strike\b[^<>]*>", re.IGNORECASE)
_SPAN_OR_BLOCK = compile_late(
    r"<(?:(?P<end>/span\s*)|span(?P<attributes>\s[^<>]*)?"
    r"|/?(?P<block>p|div|h[1-6]|[uod]l|li|d[td]|table|caption|thead|tbody|tfoot|tr|t[dh]|blockquote|pre|figure|hr|details|summary"
    rf"|{_BLOCK_NAMES})(?:\s[^<>]*)?/?)>",
    re.IGNORECASE,
)
_KEPT_ATTRIBUTES = {"id", "class", "lang", "dir"}
"""Attributes for whose sake a styled span stays beside the elements of its style."""
_STYLED_SPAN = compile_late(r"<span\s[^<>]*style", re.IGNORECASE)
_STYLED_ELEMENTS = tuple(
    (compile_late(rf"(?<![\w-]){pattern}", re.IGNORECASE), name)
    for pattern, name in (
        (r"text-decoration(?:-line)?\s*:[^;]*\bline-through\b", "s"),
        (r"text-decoration(?:-line)?\s*:[^;]*\bunderline\b", "u"),
        (r"font-weight\s*:\s*(?:bold|[6-9]00)\b", "strong"),
        (r"font-style\s*:\s*italic\b", "em"),
        (r"vertical-align\s*:\s*super\b", "sup"),
        (r"vertical-align\s*:\s*sub\b", "sub"),
    )
)
"""Elements for the styles of a span, as Google Docs writes them."""
_LIST_TAG = compile_late(r"<ol(?=\s)(?![^<>]*\stype\s*=)(?P<attributes>[^<>]*)>", re.IGNORECASE)
_LIST_STYLE = compile_late(
    r"\blist-style(?:-type)?\s*:\s*(lower-alpha|lower-latin|upper-alpha|upper-latin|lower-roman|upper-roman)\b",
    re.IGNORECASE,
)
_LIST_TYPES = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I",
}  # fmt: skip
"""Values of the attribute ``type`` of a list by their names in CSS."""
_TAG_WITH_ID = compile_late(r'<[a-z0-9]+(?: [a-z]+="[^"]*")*? (?:id|headers|href)="[^>]*>')
_CLEAN_ID = compile_late(r' id="([^"]*)"')
_REFERENCE = compile_late(r' (headers="|href="#)([^"]+)"')


def translate_foreign_html(unsafe: str) -> str:
    """Return HTML with classes for alignments and ids for names of anchors.

    Text keeps what the style of a span makes of it, and a list its kind of numbers.
    """
    lowered = unsafe.lower()
    if not any(word in lowered for word in _MARK_WORDS) or not _MARK.search(unsafe):
        return unsafe
    unsafe = _LIST_TAG.sub(_translate_list, _replace_spans(_STRIKE.sub(r"<\1s>", unsafe)))
    return _CENTER_END.sub("</div>", _START_TAG.sub(_translate_tag, unsafe))


def _replace_spans(unsafe: str) -> str:
    """Return HTML with elements for the styles of spans.

    A span without an end in its block stays as it is. Reason: its element would hold the rest of the text.
    """
    if not _STYLED_SPAN.search(unsafe):
        return unsafe
    parts: list[str] = []
    open_spans: list[tuple[int, str]] = []
    in_other_blocks = 0  # number of open spans that a tag of a block has cut
    position = 0
    for found in _SPAN_OR_BLOCK.finditer(unsafe):
        parts += (unsafe[position : found.start()], found[0])
        position = found.end()
        if found["block"]:
            in_other_blocks = len(open_spans)
        elif not found["end"]:
            open_spans.append((len(parts) - 1, found["attributes"] or ""))
        elif open_spans:
            place, attributes = open_spans.pop()
            if len(open_spans) >= in_other_blocks:
                _style_span(parts, place, _read_attributes(attributes))
            in_other_blocks = min(in_other_blocks, len(open_spans))
    return "".join((*parts, unsafe[position:]))


def _style_span(parts: list[str], place: int, attributes: dict[str, str]) -> None:
    """Put the elements of a style into a span, from ``place`` to the last part."""
    style = html.unescape(attributes.get("style", ""))
    names = [name for pattern, name in _STYLED_ELEMENTS if pattern.search(style)]
    if not names:
        return
    starts, ends = (
        "".join(f"<{name}>" for name in names),
        "".join(f"</{name}>" for name in reversed(names)),
    )
    is_kept = not _KEPT_ATTRIBUTES.isdisjoint(attributes)
    parts[place] = parts[place] + starts if is_kept else starts
    parts[-1] = ends + parts[-1] if is_kept else ends


def _read_attributes(attributes: str) -> dict[str, str]:
    """Return the attributes with a value. The first of two equal ones counts."""
    read: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(attributes):
        read.setdefault(found["name"].lower(), found["double"] or found["single"] or found["plain"] or "")
    return read


def _translate_list(found: re.Match[str]) -> str:
    style = _LIST_STYLE.search(found["attributes"])
    return f'<ol type="{_LIST_TYPES[style[1].lower()]}"{found["attributes"]}>' if style else found[0]


def _translate_tag(found: re.Match[str]) -> str:
    name, attributes = found[1].lower(), found[2] or ""
    if name == "a":
        if not attributes or _ID.search(attributes):
            return found[0]
        named = _NAME.sub(r" id\1", attributes, count=1)
        return f"<a{named}>"
    if name == "center":
        return f'<div class="align-center"{attributes}>'
    align = _find_alignment(attributes) if attributes else ""
    # The first of two equal attributes counts (HTML, 13.2.5.33):
    return f'<{found[1]} class="align-{align}"{attributes}>' if align else found[0]


def _find_alignment(attributes: str) -> str:
    read = _read_attributes(attributes)
    for name, pattern in _ALIGNMENTS.items():
        if name in read and (found := pattern.search(read[name])):
            return found[1].lower()
    return ""


def print_boxes(unsafe: str) -> str:
    """Return HTML with signs in place of boxes to tick.

    The sanitizer removes the boxes, and readers would not see which one is ticked.
    """
    return _BOX.sub(_print_box, unsafe)


def _print_box(found: re.Match[str]) -> str:
    attributes = found["attributes"]
    kind = _read_attributes(attributes).get("type", "").strip(" /").lower()
    is_ticked = _TICK.search(_VALUE.sub("", attributes)) is not None
    return _BOX_SIGNS.get((kind, is_ticked), found[0])


def part_blocks(unsafe: str) -> str:
    """Return HTML whose neighbouring blocks and cells stay apart.

    The sanitizer removes tags of other blocks, and of cells outside of tables. Without them, figures would stick together.
    """
    return _part_stray_cells(_FIRST_HEADING.sub(r"<\1h2", _BLOCK_TAG.sub(r"<\1div", unsafe)))


def _part_stray_cells(unsafe: str) -> str:
    """Return HTML with a blank before each part of a table that stands in no table."""
    depth = 0

    def replace_tag(found: re.Match[str]) -> str:
        nonlocal depth
        if found["name"].lower() == "table":
            depth = max(depth + (-1 if found["end"] else 1), 0)
            return found[0]
        return found[0] if depth else f" {found[0]}"

    return _TABLE_TAG.sub(replace_tag, unsafe)


def add_house_prefix(clean: str) -> str:
    """Return clean HTML with the prefix of the house in ids and in links to them."""
    if ' id="' not in clean:
        return clean
    ids = _create_ids(_CLEAN_ID.findall(clean))
    if not any(old != new or not old for old, new in ids.items()) and 'href="#' not in clean:
        return clean
    anchors = {html.unescape(old): new for old, new in ids.items()}
    house = set(anchors.values())

    def replace_reference(found: re.Match[str]) -> str:
        if found[1] == 'headers="':
            return f' headers="{" ".join(ids.get(name, name) for name in found[2].split())}"'
        name = unquote(html.unescape(found[2]))
        new = anchors.get(name) or (made if (made := _create_id(name)) in house else "")
        return f' href="#{new}"' if new else found[0]

    def replace_id(found: re.Match[str]) -> str:
        new = ids[found[1]]
        return f' id="{new}"' if new else ""

    return _TAG_WITH_ID.sub(
        lambda tag: _REFERENCE.sub(replace_reference, _CLEAN_ID.sub(replace_id, tag[0])), clean
    )


def _create_ids(written: list[str]) -> dict[str, str]:
    """Return the id of the house for each id of clean HTML.

    Ids of the house stay, so another one that would be equal gets a number.
    """
    ids = {value: value for value in written if _HOUSE_ID.match(value)}
    for value in written:
        if value not in ids:
            made = _create_id(html.unescape(value))
            taken = frozenset(ids.values())
            numbered = (f"{made}-{number}" for number in count(2))
            ids[value] = next(name for name in chain((made,), numbered) if name not in taken) if made else ""
    return ids


def _create_id(name: str) -> str:
    """Return the id of the house for an id that an editor or another system wrote."""
    name = name.strip()
    if not name or _HOUSE_ID.match(name):
        return html.escape(name)
    plain = name if _PLAIN_ID.fullmatch(name) else slugify(name)
    return f"{HOUSE_PREFIX}{plain}" if plain else ""
