"""A page as a tree, enough to find its elements by class: the pages that are compared are well-formed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(eq=False, slots=True)
class Node:
    """An element with its attributes, and in order the texts and elements in it."""

    tag: str
    attributes: dict[str, str]
    inside: "list[Node | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, runs of white space as one space."""
        return " ".join("".join(self._texts()).split())

    def get(self, name: str) -> str:
        """Return an attribute; empty where it is missing."""
        return self.attributes.get(name, "")

    def all(self, tag: str = "", css: str = "", **attributes: str) -> "Iterator[Node]":
        """Yield the elements in it of that tag, with that class and those attributes, in order."""
        for one in self.inside:
            if isinstance(one, Node):
                if one._is(tag, css, attributes):
                    yield one
                yield from one.all(tag, css, **attributes)

    def first(self, tag: str = "", css: str = "", **attributes: str) -> "Node":
        """Return the first of ``all``; an empty element where there is none."""
        return next(self.all(tag, css, **attributes), Node("", {}))

    def _is(self, tag: str, css: str, attributes: dict[str, str]) -> bool:
        return (
            (not tag or self.tag == tag)
            and (not css or css in self.get("class").split())
            and all(self.get(name) == value for name, value in attributes.items())
        )

    def _texts(self) -> Iterator[str]:
        for one in self.inside:
            if isinstance(one, str):
                yield one
            else:
                yield from one._texts()


def parse(html: str) -> Node:
    """Return the tree of a page."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].inside.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                break

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)
