"""Anchors and alignments as Word, WordPress and NukeViet write them.

Ids and the links to them get the prefix of the house. So no id meets one of the page around the body.
"""

import html
import re
from itertools import chain, count
from urllib.parse import unquote

from bulletin.text.slugs import slugify

HOUSE_PREFIX = "muc-"
"""Beginning of the ids of a body."""
_HOUSE_ID = re.compile(r"muc-|fn:|fnref\d*:")
_PLAIN_ID = re.compile(r"[A-Za-z0-9_.-]+")
_ALIGNED = "p|div|center|td|th|h[2-6]|caption|li"
_START_TAG = re.compile(rf"<(a|{_ALIGNED})(\s[^<>]*)?>", re.IGNORECASE)
_ALIGN = re.compile(r"""\salign\s*=\s*["']?\s*(left|center|right)\b""", re.IGNORECASE)
_TEXT_ALIGN = re.compile(
    r"""\sstyle\s*=\s*(?:"[^"]*?|'[^']*?)(?<![\w-])text-align\s*:\s*(left|center|right)\b""", re.IGNORECASE
)
_NAME = re.compile(r"""\sname(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))""", re.IGNORECASE)
_ID = re.compile(r"\sid\s*=", re.IGNORECASE)
_CENTER_END = re.compile(r"</center\s*>", re.IGNORECASE)
_MARK = re.compile(r"align\s*[=:]|<center|<a\s[^<>]*\bname\s*=", re.IGNORECASE)
_TAG_WITH_ID = re.compile(r'<[a-z0-9]+(?: [a-z]+="[^"]*")*? (?:id|headers|href)="[^>]*>')
_CLEAN_ID = re.compile(r' id="([^"]*)"')
_REFERENCE = re.compile(r' (headers="|href="#)([^"]+)"')


def translate_foreign_html(unsafe: str) -> str:
    """Return HTML with classes for alignments and ids for names of anchors."""
    if not _MARK.search(unsafe):
        return unsafe
    return _CENTER_END.sub("</div>", _START_TAG.sub(_translate_tag, unsafe))


def _translate_tag(found: re.Match[str]) -> str:
    name, attributes = found[1].lower(), found[2] or ""
    if name == "a":
        if not attributes or _ID.search(attributes):
            return found[0]
        named = _NAME.sub(r" id\1", attributes, count=1)
        return f"<a{named}>"
    align = _TEXT_ALIGN.search(attributes) or _ALIGN.search(attributes)
    if name == "center":
        return f'<div class="align-center"{attributes}>'
    # The first of two equal attributes counts (HTML, 13.2.5.33):
    return f'<{found[1]} class="align-{align[1].lower()}"{attributes}>' if align else found[0]


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
