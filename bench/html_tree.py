"""Parse a page into a tree in which elements can be found by class.

It expects well-formed pages, as all compared generators write them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(eq=False, slots=True)
class HtmlNode:
    """Element with its attributes, and with its texts and elements in order."""

    tag: str
    attributes: dict[str, str]
    children: "list[HtmlNode | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in the element, with runs of white space as one space."""
        return " ".join("".join(self._walk_texts()).split())

    def get_attribute(self, name: str) -> str:
        """Return an attribute, or an empty text if it is missing."""
        return self.attributes.get(name, "")

    def find_all(self, tag: str = "", css: str = "", **attributes: str) -> "Iterator[HtmlNode]":
        """Yield the descendants with that tag, class and attributes, in order."""
        for child in self.children:
            if isinstance(child, HtmlNode):
                if child._matches(tag, css, attributes):
                    yield child
                yield from child.find_all(tag, css, **attributes)

    def find_first(self, tag: str = "", css: str = "", **attributes: str) -> "HtmlNode":
        """Return the first result of ``find_all``, or an empty element."""
        return next(self.find_all(tag, css, **attributes), HtmlNode("", {}))

    def _matches(self, tag: str, css: str, attributes: dict[str, str]) -> bool:
        return (
            (not tag or self.tag == tag)
            and (not css or css in self.get_attribute("class").split())
            and all(self.get_attribute(name) == value for name, value in attributes.items())
        )

    def _walk_texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._walk_texts()


def parse_html(html: str) -> HtmlNode:
    """Return the tree of a page."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = HtmlNode("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = HtmlNode(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(HtmlNode(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self._open) - 1, 0, -1):
            if self._open[index].tag == tag:
                del self._open[index:]
                break

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)
