"""HTML of a tree: what Python-Markdown's serializer writes, with less asking on the way."""

from xml.etree.ElementTree import HTML_EMPTY, Element

from markdown.serializers import BOOLEAN_ATTRIBUTES, RE_AMP  # type: ignore[attr-defined]  # newer than the stubs
from markdown.serializers import to_html_string as stock

_VALUELESS = BOOLEAN_ATTRIBUTES["html"]
Attribute = tuple[str, str | None]
_RAW = frozenset({"script", "style"})


def to_html_string(element: Element) -> str:
    """Return the HTML of ``element`` and all below it."""
    made: list[str] = []
    write = made.append
    waiting: list[Element | str] = [element]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            write(node)
            continue
        tag, text, tail = node.tag, node.text, node.tail
        attributes: list[Attribute] = list(node.items())
        if not (isinstance(tag, str) and _plain(attributes)):
            return stock(element)  # a comment, an instruction, a qualified name
        write(f"<{tag}{_attributes(attributes)}>" if attributes else f"<{tag}>")
        kind = tag.lower()
        if text:
            write(text if kind in _RAW else _escaped(text))
        end = "" if kind in HTML_EMPTY else f"</{tag}>"
        if tail:
            end += _escaped(tail)
        if len(node):
            waiting.append(end)
            waiting.extend(reversed(node))
        else:
            write(end)
    return "".join(made)


def _plain(attributes: list[Attribute]) -> bool:
    return all(
        isinstance(key, str) and (value is None or isinstance(value, str)) for key, value in attributes
    )


def _attributes(attributes: list[Attribute]) -> str:
    made = ""
    for key, value in sorted(attributes):
        if value is None:
            made += f" {key}"
            continue
        escaped = _escaped(value).replace('"', "&quot;")
        made += f" {escaped}" if key == escaped and key in _VALUELESS else f' {key}="{escaped}"'
    return made


def _escaped(text: str) -> str:
    """Return ``text`` with its signs of HTML escaped; entities stay what they are."""
    if "&" in text:
        text = RE_AMP.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text
