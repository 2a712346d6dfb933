"""Cheaper versions of three tree processors of Python-Markdown.

The HTML is the same to the byte. ``tests/content/test_fast_markdown.py`` compares it with the library.
Each of them first looks for a sign in the text of the tree. Without that sign, the processor of the library changes nothing.

Reason: an article of ``bench/corpus.py``, which needs none of them, is read in 40 µs less, of 990.
"""

from itertools import chain
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import STX


class FastTree(Extension):
    """Replaces the processors of attributes and of escapes."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the name is Python-Markdown's
        """Register the processors with the priorities of Python-Markdown."""
        md.treeprocessors.register(_FastAttributes(md), "attr_list", 8)
        md.treeprocessors.register(_FastUnescape(md), "unescape", 0)


class _FastAttributes(AttrListTreeprocessor):
    def run(self, doc: Element) -> None:
        if "{" in "".join(doc.itertext()):
            super().run(doc)


class _FastUnescape(UnescapeTreeprocessor):
    def run(self, root: Element) -> None:
        values = chain.from_iterable(node.attrib.values() for node in root.iter())
        if STX in "".join(root.itertext()) or any(value and STX in value for value in values):
            super().run(root)


class _FastContents(TocTreeprocessor):
    """Makes the list of headings only for a text that has its marker.

    So ``Markdown.toc`` is empty for other texts. ``Markdown.toc_tokens`` is complete.
    """

    _has_marker = False

    def run(self, doc: Element) -> None:
        self._has_marker = bool(self.marker) and self.marker in "".join(doc.itertext())
        super().run(doc)

    def build_toc_div(self, toc_list: list[Any]) -> Element:
        return super().build_toc_div(toc_list) if self._has_marker else Element("div")

    def replace_marker(self, root: Element, elem: Element) -> None:
        if self._has_marker:
            super().replace_marker(root, elem)


class FastContents(TocExtension):
    """Gives ids to headings, and makes the contents of a text that asks for them."""

    TreeProcessorClass = _FastContents
