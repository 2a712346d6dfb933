"""HTML of a tree: what Python-Markdown's serializer writes, with less asking on the way."""

from collections.abc import Callable
from xml.etree.ElementTree import HTML_EMPTY, Element

from markdown.serializers import BOOLEAN_ATTRIBUTES, RE_AMP  # type: ignore[attr-defined]  # newer than the stubs
from markdown.serializers import to_html_string as stock

_VALUELESS = BOOLEAN_ATTRIBUTES["html"]
_ORDINARY = frozenset("blockquote div em h2 h3 h4 li ol p strong table tbody td th thead tr ul".split())
"""Names of elements that have an end, and text that is escaped."""
_RAW = frozenset({"script", "style"})


class _UnsupportedTreeError(Exception):
    """A tree that holds comments, instructions or qualified names."""


def serialize_html(element: Element) -> str:
    """Return the HTML of ``element`` and all below it."""
    made: list[str] = []
    try:
        _write(element, made.append)
    except (RecursionError, _UnsupportedTreeError):
        return stock(element)
    return "".join(made)


def _write(node: Element, write: Callable[[str], None]) -> None:
    tag = node.tag
    ordinary = tag in _ORDINARY
    write(f"<{tag}>" if ordinary and not node.items() else f"<{tag}{_attributes(node)}>")
    if text := node.text:
        write(_escaped(text) if ordinary or tag.lower() not in _RAW else text)
    for child in node:
        _write(child, write)
    if ordinary or tag.lower() not in HTML_EMPTY:
        write(f"</{tag}>")
    if tail := node.tail:
        write(_escaped(tail))


def _attributes(node: Element) -> str:
    pairs: list[tuple[str, str | None]] = list(node.items())
    names = (node.tag, *(key for key, _ in pairs), *(value for _, value in pairs if value is not None))
    if not all(isinstance(name, str) for name in names):
        raise _UnsupportedTreeError
    made = ""
    for key, value in sorted(pairs):
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
