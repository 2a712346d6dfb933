"""Passes over all lines or the whole tree: each looks first whether there is anything for it."""

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.md_in_html import HtmlBlockPreprocessor
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import PrettifyTreeprocessor, UnescapeTreeprocessor
from markdown.util import ETX, STX, AtomicString


class FastProcessors(Extension):
    """Puts passes that look first in the place of the house's: load it after the extensions that bring them."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the name is Python-Markdown's
        """Register the passes with the priorities that Python-Markdown documents."""
        fenced: Any = md.preprocessors["fenced_code_block"]
        md.preprocessors.register(_Whitespace(md), "normalize_whitespace", 30)
        md.preprocessors.register(_FencedCode(md, fenced.config), "fenced_code_block", 25)
        md.preprocessors.register(_RawHtml(md), "html_block", 20)
        md.treeprocessors.register(_Prettify(md), "prettify", 10)
        md.treeprocessors.register(_Attributes(md), "attr_list", 8)
        abbreviations: Any = md.treeprocessors["abbr"]
        md.treeprocessors.register(_Abbreviations(md, abbreviations.abbrs), "abbr", 7)
        md.treeprocessors.register(_Unescape(md), "unescape", 0)


class _Whitespace(NormalizeWhitespace):
    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        rows = source.split("\n")  # an extension may hand over several rows as one
        if any(map(str.isspace, rows)) or any(mark in source for mark in ("\t", "\r", STX, ETX)):
            return super().run(lines)
        return [*rows, "", ""]


class _FencedCode(FencedBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        return super().run(lines) if "`" in source or "~" in source else lines


class _RawHtml(HtmlBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        return super().run(lines) if "<" in source or "&" in source else lines


class _Prettify(PrettifyTreeprocessor):
    def _prettifyETree(self, elem: Element) -> None:  # noqa: N802  # its parent's step
        is_block = self.md.is_block_level
        if len(elem) and is_block(elem.tag) and elem.tag not in ("code", "pre"):
            if _blank(elem.text) and is_block(elem[0].tag):
                elem.text = "\n"
            for child in elem:
                if is_block(child.tag):
                    self._prettifyETree(child)
        if _blank(elem.tail):
            elem.tail = "\n"


class _Attributes(AttrListTreeprocessor):
    def run(self, doc: Element) -> None:
        if "{" in "".join(doc.itertext()):
            super().run(doc)


class _Abbreviations(AbbrTreeprocessor):
    def iter_element(self, el: Element, parent: Element | None = None) -> None:
        """Do what its parent does, without looking for each element among its neighbours."""
        children = list[Element]()
        if el.text and not isinstance(el.text, AtomicString):
            el.text, children = self._apart(el.text)
        for child in el:
            self.iter_element(child, el)
            children.append(child)
            if child.tail and not isinstance(child.tail, AtomicString):
                child.tail, made = self._apart(child.tail)
                children += made
        if len(children) > len(el):
            el[:] = children

    def _apart(self, text: str) -> tuple[str, list[Element]]:
        """Return what stands before the first abbreviation, and the abbreviations with what stands behind each."""
        pattern: re.Pattern[str] = self.RE  # type: ignore[assignment]  # made by the parent before it comes here
        found = [one for one in pattern.finditer(text) if self.abbrs[one[0]]]
        ends = [*(one.start() for one in found), len(text)]
        return text[: ends[0]], [
            self.create_element(self.abbrs[one[0]], one[0], text[one.end() : end])
            for one, end in zip(found, ends[1:], strict=True)
        ]


class _Unescape(UnescapeTreeprocessor):
    def unescape(self, text: str) -> str:
        return super().unescape(text) if STX in text else text


class _Toc(TocTreeprocessor):
    _asked = False

    def run(self, doc: Element) -> None:
        self._asked = self.marker != "" and self.marker in "".join(doc.itertext())
        if self._asked or any(self.header_rgx.match(str(tag)) for tag in {node.tag for node in doc.iter()}):
            super().run(doc)

    def build_toc_div(self, toc_list: list[Any]) -> Element:
        return super().build_toc_div(toc_list) if self._asked else Element("div")

    def replace_marker(self, root: Element, elem: Element) -> None:
        if self._asked:
            super().replace_marker(root, elem)


class LazyTocExtension(TocExtension):
    """Gives headings their ids, and makes a table of contents where ``[TOC]`` asks for one.

    The attributes ``toc`` and ``toc_tokens`` of the converter hold it only then: where extensions of a
    site's own may read them, use the extension that this one is made from.
    """

    TreeProcessorClass = _Toc


def _blank(text: str | None) -> bool:
    return not text or text.isspace()
