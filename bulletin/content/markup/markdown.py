"""The Markdown dialect: Python-Markdown with extensions, limits and tree rules."""

from collections.abc import Mapping
from itertools import chain
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from bulletin.content.markup.blocks.html_blocks import HeadingIds, HtmlBlocks
from bulletin.content.markup.complexity_limits import (
    MAX_DEFINITION_LENGTH,
    ComplexityError,
    ComplexityProblem,
    count_marker_runs,
)
from bulletin.content.markup.dialect import apply_dialect
from bulletin.content.markup.inlines.abbreviations import Abbreviations
from bulletin.content.markup.inlines.note_order import NoteOrder
from bulletin.content.markup.lost_text import report_lost_text, take_lost_texts
from bulletin.content.markup.syntax import MARKDOWN_EXTENSIONS, slugify_heading
from bulletin.text.late_patterns import compile_late

_NO_MARKER = "\uffff"
"""Sign that no body has. The place of the notes is the end, so no words of a paragraph mark another one."""
MARKDOWN_EXTENSION_CONFIGS = {
    "footnotes": {"BACKLINK_TITLE": "Về chỗ chú thích {} trong bài", "PLACE_MARKER": _NO_MARKER}
}
_ITEMS = frozenset("li td th dd".split())
_HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}
_LONG_TEXT = 20_000
"""Characters of a text from which its marks are counted."""
_COPIES_PER_MARK = (
    {"[": 1.0, "<": 1.0, "\\": 1.0, "&": 0.5, "  \n": 1.0}
    | dict.fromkeys("`*_~", 0.5)
    | {"://": 0.5, "www.": 0.5}
)
"""Copies of the text that Python-Markdown makes for each mark. Two marks make one emphasis or code.

A bare address counts as half a copy, because it takes half the time of a bracket or less.
"""
MAX_COPIED_CHARACTERS = 4_500_000_000
"""Maximum characters of all copies together, which take two seconds."""
_GROWTH_PER_COPY = 7
"""Average characters by which the text grows with each copy."""
_ALIGNMENT = compile_late(r"text-align:\s*(left|center|right)")


def create_markdown_converter(settings: Mapping[str, Any]) -> Markdown:
    """Return a converter with the extensions of the bulletin and of ``settings``.

    ``settings`` is Pelican's setting MARKDOWN.
    """
    own = [name for name in settings.get("extensions", ()) if name not in MARKDOWN_EXTENSIONS]
    extensions: list[Any] = [
        *MARKDOWN_EXTENSIONS,
        *own,
        TocExtension(slugify=slugify_heading, permalink=False),
        BulletinExtension(),
    ]
    return Markdown(
        extensions=extensions,
        extension_configs={**MARKDOWN_EXTENSION_CONFIGS, **settings.get("extension_configs", {})},
        output_format="html",
    )


class BulletinExtension(Extension):
    """Adds limits and tree rules to the dialect, and removes indented code."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the name is Python-Markdown's
        """Register the tree rules."""
        md.parser.blockprocessors.deregister("code")  # Word indents paragraphs, so indented text is not code
        take_lost_texts(md)
        apply_dialect(md)
        abbreviations: Any = md.treeprocessors["abbr"]
        md.treeprocessors.register(Abbreviations(md, abbreviations.abbrs), "abbr", 7)
        source = _SourceRecorder(md)
        # Before any preprocessor changes the source:
        md.preprocessors.register(source, "bulletin_source", 1000)
        # Behind the definitions of addresses and their limits (60), before the list of footnotes (50):
        inner = HtmlBlocks(md, lambda: create_markdown_converter({}))
        md.treeprocessors.register(inner, "bulletin_html_blocks", 55)
        # Before the numbers of footnotes are read (55, 50, 20):
        md.treeprocessors.register(NoteOrder(md, lambda: source.text), "bulletin_note_order", 58)
        # Before any processor repeats definitions:
        md.treeprocessors.register(_DefinitionLimits(md, source), "bulletin_definitions", 60)
        # Before inline (20):
        md.treeprocessors.register(_InlineLimits(md, source), "bulletin_inline_limits", 20.5)
        # Before toc (5), which makes the ids:
        md.treeprocessors.register(_HeadingLevels(md), "bulletin_headings", 6)
        md.treeprocessors.register(_ImageFigures(md), "bulletin_figures", 4)
        # Behind toc (5):
        md.treeprocessors.register(HeadingIds(md), "bulletin_heading_ids", 2)
        md.treeprocessors.register(_CellAlignment(md), "bulletin_tables", 3)


class _SourceRecorder(Preprocessor):
    """Keeps the source of a body, so that limits can report a position."""

    text = ""

    def run(self, lines: list[str]) -> list[str]:
        self.text = "\n".join(lines)
        return lines

    def find_position(self, text: str) -> int:
        """Return the position of ``text`` in the source, or 0."""
        return max(self.text.find(text), 0)


class _DefinitionLimits(Treeprocessor):
    """Refuses long definitions, because each use of a definition repeats its text."""

    def __init__(self, md: Markdown, source: _SourceRecorder) -> None:
        super().__init__(md)
        abbreviations: Any = md.treeprocessors["abbr"]
        self._abbreviations: dict[str, str] = abbreviations.abbrs
        self._source = source

    def run(self, _root: Element) -> None:
        if not (self.md.references or self._abbreviations):
            return
        words = chain.from_iterable(self.md.references.values())
        for text in (*words, *self._abbreviations.values()):
            if text and len(text) > MAX_DEFINITION_LENGTH:
                message = (
                    f"Địa chỉ hoặc lời giải thích ở dòng “[…]: …” dài hơn {MAX_DEFINITION_LENGTH} ký tự."
                )
                position = self._source.find_position(text)
                raise ComplexityError(ComplexityProblem(position, message, "Hãy viết ngắn lại."))


class _InlineLimits(Treeprocessor):
    """Refuses long texts with many marks.

    Reason: Python-Markdown copies the text for each mark.
    """

    def __init__(self, md: Markdown, source: _SourceRecorder) -> None:
        super().__init__(md)
        self._source = source

    def run(self, root: Element) -> None:
        for text in chain.from_iterable((node.text, node.tail) for node in root.iter()):
            if not text or len(text) <= _LONG_TEXT or isinstance(text, AtomicString):
                continue
            copies = sum(share * count_marker_runs(text, mark) for mark, share in _COPIES_PER_MARK.items())
            if copies * (len(text) + _GROWTH_PER_COPY * copies) > MAX_COPIED_CHARACTERS:
                position = self._source.find_position(text.lstrip().partition("\n")[0][:80])
                message = f"Có một đoạn dài {len(text)} ký tự, có quá nhiều dấu như “[”, “<”, “*”, địa chỉ hoặc chỗ ngắt dòng."
                raise ComplexityError(
                    ComplexityProblem(position, message, "Hãy tách đoạn này bằng các dòng trống.")
                )


class _HeadingLevels(Treeprocessor):
    """Makes the outline begin at h2 without gaps, because the title is the h1."""

    def run(self, root: Element) -> None:
        above: list[int] = []  # levels in the source, from the outermost heading
        for node in root.iter():
            if level := _HEADING_LEVELS.get(node.tag):
                while above and above[-1] >= level:
                    above.pop()
                above.append(level)
                node.tag = f"h{min(len(above) + 1, 6)}"


class _ImageFigures(Treeprocessor):
    """Turns paragraphs of images into figures, with captions from titles.

    Several images become a gallery. In an item or a cell, an image with a caption is a figure too.
    The caption of any other image is lost.
    """

    def run(self, root: Element) -> None:
        if next(root.iter("img"), None) is None:
            return
        for parent in list(root.iter()):
            if any(node.tag == "p" and _has_only_images(node) for node in parent):
                parent[:] = [figure for node in parent for figure in _list_figures(node)]
            elif parent.tag in _ITEMS and _has_only_images(parent) and _has_caption(parent):
                parent[:] = [_create_figure(image) for image in parent]
                parent.text = "\n"
        for image in root.iter("img"):
            if caption := image.get("title", "").strip():
                report_lost_text(
                    self.md,
                    caption,
                    f"Chú thích ảnh “{caption}” sẽ không in ra, vì ảnh nằm chung dòng với chữ.",
                    "Hãy để ảnh thành một đoạn riêng, có dòng trống ở trên và ở dưới, hoặc viết lời ấy thành chữ trong bài.",
                )


class _CellAlignment(Treeprocessor):
    """Turns the alignment of cells into classes.

    Reason: the Content-Security-Policy allows no inline styles.
    """

    def run(self, root: Element) -> None:
        for cell in (*root.iter("th"), *root.iter("td")):
            found = _ALIGNMENT.search(cell.attrib.pop("style", ""))
            if found:
                cell.set("class", f"align-{found[1]}")


def _list_figures(node: Element) -> list[Element]:
    """Return the figure or the gallery of a paragraph of images, or else ``node``.

    A paragraph of links with images stays one unless it has a caption.
    """
    if node.tag != "p" or not _has_only_images(node):
        return [node]
    if any(child.tag == "a" for child in node) and not _has_caption(node):
        return [node]
    figures = [_create_figure(image) for image in node]
    return [_create_gallery(figures)] if len(figures) > 1 else figures


def _create_gallery(figures: list[Element]) -> Element:
    """Return the gallery of some figures. Two or four of them stand in pairs."""
    pairs = " gallery--pairs" if len(figures) in (2, 4) else ""
    gallery = Element("figure", {"class": f"gallery{pairs}"})
    gallery.text = gallery.tail = "\n"
    gallery.extend(figures)
    return gallery


def _has_only_images(node: Element) -> bool:
    """Tell if a node has nothing but images, each of which may be a link."""
    if not len(node) or (node.text or "").strip():
        return False
    return all(_find_image(child) is not None and not (child.tail or "").strip() for child in node)


def _find_image(node: Element) -> Element | None:
    """Return ``node`` if it is an image, or the image that is alone in this link."""
    if node.tag == "img":
        return node
    if node.tag != "a" or len(node) != 1 or node[0].tag != "img":
        return None
    return None if (node.text or "").strip() or (node[0].tail or "").strip() else node[0]


def _has_caption(node: Element) -> bool:
    return any(image.get("title", "").strip() for image in node.iter("img"))


def _create_figure(node: Element) -> Element:
    """Return the figure of an image, or of a link with an image."""
    figure = Element("figure", {"class": "figure"})
    image = _find_image(node)
    caption = "" if image is None else image.attrib.pop("title", "")
    node.tail = "\n"
    figure.append(node)
    if caption:
        SubElement(figure, "figcaption").text = caption
    figure.tail = "\n"
    return figure
