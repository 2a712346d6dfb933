"""The Markdown dialect: Python-Markdown with a fixed set of extensions and the house's own tree rules."""

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor

from plugins.slugs import slugify

EXTENSIONS = (
    "tables",
    "footnotes",
    "attr_list",
    "def_list",
    "abbr",
    "fenced_code",
    "sane_lists",
    "md_in_html",
)
_CONFIGS = {"footnotes": {"BACKLINK_TITLE": "Về chỗ chú thích {} trong bài"}}
_HEADING = re.compile(r"h([1-6])")
_ALIGN = re.compile(r"text-align:\s*(left|center|right)")


def converter(settings: Mapping[str, Any]) -> Markdown:
    """Return a converter; ``settings`` is Pelican's MARKDOWN, whose extensions are added to the house's."""
    extensions: list[Any] = [
        *EXTENSIONS,
        *(name for name in settings.get("extensions", ()) if name not in EXTENSIONS),
        TocExtension(slugify=lambda text, separator: f"muc-{slugify(text) or separator}", permalink=False),
        _HouseRules(),
    ]
    return Markdown(
        extensions=extensions,
        extension_configs={**_CONFIGS, **settings.get("extension_configs", {})},
        output_format="html",
    )


class _HouseRules(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the name is Python-Markdown's
        md.parser.blockprocessors.deregister("code")  # Word indents paragraphs; nobody here means code by it
        md.treeprocessors.register(_Headings(md), "bulletin_headings", 6)  # before toc (5) gives them ids
        md.treeprocessors.register(_Figures(md), "bulletin_figures", 4)
        md.treeprocessors.register(_Tables(md), "bulletin_tables", 3)


class _Headings(Treeprocessor):
    """Make the outline begin at h2 and skip no level: the title of the article is the h1."""

    def run(self, root: Element) -> None:
        above: list[int] = []  # the levels as typed, from the outermost heading to this one
        for node in root.iter():
            if found := _HEADING.fullmatch(str(node.tag)):
                level = int(found[1])
                while above and above[-1] >= level:
                    above.pop()
                above.append(level)
                node.tag = f"h{min(len(above) + 1, 6)}"


class _Figures(Treeprocessor):
    """Turn a paragraph that holds nothing but pictures into figures; a picture's title is its caption."""

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for node in list(parent):
                if node.tag == "p" and _only_pictures(node):
                    place = list(parent).index(node)
                    parent.remove(node)
                    for number, picture in enumerate(list(node)):
                        parent.insert(place + number, _figure(picture))


class _Tables(Treeprocessor):
    """Say the alignment of a cell with a class: the site allows no inline style."""

    def run(self, root: Element) -> None:
        for cell in root.iter():
            if cell.tag in ("th", "td"):
                found = _ALIGN.search(cell.attrib.pop("style", ""))
                if found:
                    cell.set("class", f"align-{found[1]}")


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
