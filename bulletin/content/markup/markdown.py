"""The Markdown dialect: Python-Markdown with a fixed set of extensions and the house's own tree rules."""

import re
from collections.abc import Mapping
from itertools import chain
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor

from bulletin.content.fast_markdown.converter import FastMarkdown
from bulletin.content.fast_markdown.processors import FastProcessors, LazyTocExtension
from bulletin.content.markup.complexity_limits import (
    MAX_DEFINITION_LENGTH,
    ComplexityError,
    ComplexityProblem,
)
from bulletin.text.slugs import slugify

MARKDOWN_EXTENSIONS = (
    "tables",
    "footnotes",
    "attr_list",
    "def_list",
    "abbr",
    "fenced_code",
    "sane_lists",
    "md_in_html",
)
MARKDOWN_EXTENSION_CONFIGS = {"footnotes": {"BACKLINK_TITLE": "Về chỗ chú thích {} trong bài"}}
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_ALIGN = re.compile(r"text-align:\s*(left|center|right)")


def create_markdown_converter(settings: Mapping[str, Any]) -> Markdown:
    """Return a converter; ``settings`` is Pelican's MARKDOWN, whose extensions are added to the house's."""
    own = [name for name in settings.get("extensions", ()) if name not in MARKDOWN_EXTENSIONS]
    toc = TocExtension if own else LazyTocExtension
    extensions: list[Any] = [
        *MARKDOWN_EXTENSIONS,
        FastProcessors(),
        *own,
        toc(slugify=slugify_heading, permalink=False),
        BulletinExtension(),
    ]
    return FastMarkdown(
        extensions=extensions,
        extension_configs={**MARKDOWN_EXTENSION_CONFIGS, **settings.get("extension_configs", {})},
        output_format="html",
    )


def slugify_heading(text: str, separator: str) -> str:
    """Return the id of a heading."""
    return f"muc-{slugify(text) or separator}"


class BulletinExtension(Extension):
    """What the bulletin adds to the dialect, and the one thing that it leaves out."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the name is Python-Markdown's
        """Register the rules."""
        md.parser.blockprocessors.deregister("code")  # Word indents paragraphs; nobody here means code by it
        md.treeprocessors.register(
            _Definitions(md), "bulletin_definitions", 60
        )  # before all that repeats them
        md.treeprocessors.register(_Headings(md), "bulletin_headings", 6)  # before toc (5) gives them ids
        md.treeprocessors.register(_Figures(md), "bulletin_figures", 4)
        md.treeprocessors.register(_Tables(md), "bulletin_tables", 3)


class _Definitions(Treeprocessor):
    """Refuse definitions that are too long to be repeated wherever their names stand."""

    def __init__(self, converter: Any) -> None:
        super().__init__(converter)
        self._converter: FastMarkdown = converter
        self._abbreviations: dict[str, str] = converter.treeprocessors["abbr"].abbrs

    def run(self, _root: Element) -> None:
        if not (self.md.references or self._abbreviations):
            return
        words = chain.from_iterable(self.md.references.values())
        for one in (*words, *self._abbreviations.values()):
            if one and len(one) > MAX_DEFINITION_LENGTH:
                place = max(self._converter.source.find(one), 0)
                what = f"Địa chỉ hoặc lời giải thích ở dòng “[…]: …” dài hơn {MAX_DEFINITION_LENGTH} ký tự."
                raise ComplexityError(ComplexityProblem(place, what, "Hãy viết ngắn lại."))


class _Headings(Treeprocessor):
    """Make the outline begin at h2 and skip no level: the title of the article is the h1."""

    def run(self, root: Element) -> None:
        above: list[int] = []  # the levels as typed, from the outermost heading to this one
        for node in root.iter():
            if level := _LEVELS.get(node.tag):
                while above and above[-1] >= level:
                    above.pop()
                above.append(level)
                node.tag = f"h{min(len(above) + 1, 6)}"


class _Figures(Treeprocessor):
    """Turn a paragraph that holds nothing but pictures into figures; a picture's title is its caption."""

    def run(self, root: Element) -> None:
        if next(root.iter("img"), None) is None:
            return
        for parent in list(root.iter()):
            if any(node.tag == "p" and _only_pictures(node) for node in parent):
                parent[:] = [made for node in parent for made in _with_figures(node)]


class _Tables(Treeprocessor):
    """Say the alignment of a cell with a class: the site allows no inline style."""

    def run(self, root: Element) -> None:
        for cell in (*root.iter("th"), *root.iter("td")):
            found = _ALIGN.search(cell.attrib.pop("style", ""))
            if found:
                cell.set("class", f"align-{found[1]}")


def _with_figures(node: Element) -> list[Element]:
    """Return what stands in the place of ``node``: a figure for each picture of a paragraph of pictures."""
    return [_figure(picture) for picture in node] if node.tag == "p" and _only_pictures(node) else [node]


def _only_pictures(node: Element) -> bool:
    if not len(node) or (node.text or "").strip():
        return False
    return all(child.tag == "img" and not (child.tail or "").strip() for child in node)


def _figure(picture: Element) -> Element:
    figure = Element("figure", {"class": "figure"})
    caption = picture.attrib.pop("title", "")
    picture.tail = "\n"
    figure.append(picture)
    if caption:
        SubElement(figure, "figcaption").text = caption
    figure.tail = "\n"
    return figure
