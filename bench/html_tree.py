"""A page as a tree, enough to find its elements by class: the pages that are compared are well-formed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(eq=False, slots=True)
class HtmlNode:
    """An element with its attributes, and in order the texts and elements in it."""

    tag: str
    attributes: dict[str, str]
    children: "list[HtmlNode | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, runs of white space as one space."""
        return " ".join("".join(self._texts()).split())

    def get_attribute(self, name: str) -> str:
        """Return an attribute; empty where it is missing."""
        return self.attributes.get(name, "")

    def find_all(self, tag: str = "", css: str = "", **attributes: str) -> "Iterator[HtmlNode]":
        """Yield the elements in it of that tag, with that class and those attributes, in order."""
        for one in self.children:
            if isinstance(one, HtmlNode):
                if one._is(tag, css, attributes):
                    yield one
                yield from one.find_all(tag, css, **attributes)

    def find_first(self, tag: str = "", css: str = "", **attributes: str) -> "HtmlNode":
        """Return the first of ``find_all``; an empty element where there is none."""
        return next(self.find_all(tag, css, **attributes), HtmlNode("", {}))

    def _is(self, tag: str, css: str, attributes: dict[str, str]) -> bool:
        return (
            (not tag or self.tag == tag)
            and (not css or css in self.get_attribute("class").split())
            and all(self.get_attribute(name) == value for name, value in attributes.items())
        )

    def _texts(self) -> Iterator[str]:
        for one in self.children:
            if isinstance(one, str):
                yield one
            else:
                yield from one._texts()


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
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                break

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)
