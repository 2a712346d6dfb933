"""Abbreviations whose long forms a reader sees, in time that grows with the text.

Python-Markdown looks for each element among all elements beside it.
"""

import re
from xml.etree.ElementTree import Element

from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.util import AtomicString


class Abbreviations(AbbrTreeprocessor):
    """Marks abbreviations as the library does."""

    def iter_element(self, el: Element, parent: Element | None = None) -> None:
        """Mark the abbreviations in ``el`` without a search for each child."""
        children = list[Element]()
        if el.text and not isinstance(el.text, AtomicString):
            el.text, children = self._split_text(el.text)
        for child in el:
            self.iter_element(child, el)
            children.append(child)
            if child.tail and not isinstance(child.tail, AtomicString):
                child.tail, abbreviations = self._split_text(child.tail)
                children += abbreviations
        if len(children) > len(el):
            el[:] = children

    def _split_text(self, text: str) -> tuple[str, list[Element]]:
        """Return the text before the first abbreviation, and the abbreviations."""
        pattern: re.Pattern[str] = self.RE  # type: ignore[assignment]  # the run of the parent sets the pattern
        matches = [match for match in pattern.finditer(text) if self.abbrs[match[0]]]
        ends = [*(match.start() for match in matches), len(text)]
        return text[: ends[0]], [
            self.create_element(self.abbrs[match[0]], match[0], text[match.end() : end])
            for match, end in zip(matches, ends[1:], strict=True)
        ]
