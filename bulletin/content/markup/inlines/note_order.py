"""Order of footnotes: that in which readers meet their numbers.

Python-Markdown counts the definitions. An editor who adds a note writes its definition anywhere.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from bulletin.text.late_patterns import compile_late

_REFERENCE = compile_late(r"(?m)(?P<start>^[ >*+\d.-]*)?\[\^(?P<name>[^\]]*)\](?P<colon>:)?")


class NoteOrder(Treeprocessor):
    """Sorts the notes by their first references."""

    def __init__(self, md: Markdown, get_source: Callable[[], str]) -> None:
        super().__init__(md)
        self._get_source = get_source

    def run(self, _root: Element) -> None:
        """Sort the notes if the text has a reference to each of them."""
        pattern: Any = self.md.inlinePatterns["footnote"]
        notes: OrderedDict[str, str] = pattern.footnotes.footnotes
        if len(notes) <= 1:
            return
        places = dict[str, int]()
        for found in _REFERENCE.finditer(self._get_source()):
            if found["start"] is None or not found["colon"]:
                places.setdefault(found["name"], found.start())
        if all(name in places for name in notes):
            for name in sorted(notes, key=places.__getitem__):
                notes.move_to_end(name)
