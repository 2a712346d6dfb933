"""Inline syntax: emphasis, links, code. Each pattern has a mark without which it cannot match."""

from itertools import chain
from xml.etree.ElementTree import Element

from markdown.extensions.footnotes import FootnoteInlineProcessor
from markdown.inlinepatterns import (
    AUTOLINK_RE,
    AUTOMAIL_RE,
    BACKTICK_RE,
    ENTITY_RE,
    ESCAPE_RE,
    HTML_RE,
    IMAGE_LINK_RE,
    IMAGE_REFERENCE_RE,
    LINE_BREAK_RE,
    LINK_RE,
    REFERENCE_RE,
    AutolinkInlineProcessor,
    AutomailInlineProcessor,
    BacktickInlineProcessor,
    DelimiterProcessor,
    EscapeInlineProcessor,
    HtmlInlineProcessor,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    LinkInlineProcessor,
    Pattern,
    ReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.treeprocessors import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER_PREFIX, AtomicString, Registry

from bulletin.content.markup.complexity_limits import ComplexityError, ComplexityProblem, count_marker_runs

_MARKS: dict[tuple[type[Pattern], str], str] = {
    (AutolinkInlineProcessor, AUTOLINK_RE): "<",
    (AutomailInlineProcessor, AUTOMAIL_RE): "<",
    (BacktickInlineProcessor, BACKTICK_RE): "`",
    (EscapeInlineProcessor, ESCAPE_RE): "\\",
    (FootnoteInlineProcessor, r"\[\^([^\]]*)\]"): "[",
    (HtmlInlineProcessor, ENTITY_RE): "&",
    (HtmlInlineProcessor, HTML_RE): "<",
    (ImageInlineProcessor, IMAGE_LINK_RE): "[",
    (ImageReferenceInlineProcessor, IMAGE_REFERENCE_RE): "[",
    (LinkInlineProcessor, LINK_RE): "[",
    (ReferenceInlineProcessor, REFERENCE_RE): "[",
    (ShortImageReferenceInlineProcessor, IMAGE_REFERENCE_RE): "[",
    (ShortReferenceInlineProcessor, REFERENCE_RE): "[",
    (SubstituteTagInlineProcessor, LINE_BREAK_RE): "  \n",
}
"""What a text holds wherever the pattern of a class and a regular expression matches."""


_LONG = 20_000
"""Characters of a text from which on its marks are counted."""
_COPYING = {"[": 1.0, "<": 1.0, "\\": 1.0, "&": 0.5, "  \n": 1.0, "`": 0.5, "*": 0.5, "_": 0.5}
"""Copies of the text around it that Python-Markdown makes for each of these marks; two make one emphasis or code."""
MAX_COPIED_CHARACTERS = 4_500_000_000
"""Characters of all these copies together, at most: two seconds."""
_GROWTH = 7
"""Characters by which the copied text is longer for each mark, on the average."""


class FastInlineProcessor(InlineProcessor):
    """Tries the patterns whose marks the text holds, on the paragraphs that hold them."""

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply inline patterns to ``tree``, as Python-Markdown does."""
        text = "".join(tree.itertext())
        if len(text) > _LONG:
            self._check_lengths(tree)
        patterns = list(self.md.inlinePatterns)
        marks = [_marks(pattern) for pattern in patterns]
        if ancestors or () in marks or INLINE_PLACEHOLDER_PREFIX in text:
            return super().run(tree, ancestors)
        present = [mark for mark in dict.fromkeys(chain(*marks)) if mark in text]
        if "[^" in text:  # the number of a footnote is a text of its own, which the settings make
            return self._run_on(tree, present)
        possible: Registry[Pattern] = Registry()
        for number, pattern in enumerate(patterns):
            if not set(marks[number]).isdisjoint(present):
                possible.register(pattern, str(number), -number)
        self.inlinePatterns = possible  # type: ignore[assignment]  # the stubs mean another class of this name
        try:
            return self._run_on(tree, present)
        finally:
            self.inlinePatterns = self.md.inlinePatterns  # type: ignore[assignment]

    def _check_lengths(self, tree: Element) -> None:
        """Raise TooCostlyError for a text that is long and full of marks: Python-Markdown copies all of it for each."""
        for text in chain.from_iterable((node.text, node.tail) for node in tree.iter()):
            if not text or len(text) <= _LONG or isinstance(text, AtomicString):
                continue
            copies = sum(share * count_marker_runs(text, mark) for mark, share in _COPYING.items())
            if copies * (len(text) + _GROWTH * copies) > MAX_COPIED_CHARACTERS:
                source: str = getattr(self.md, "source", text)
                place = max(source.find(text.lstrip().partition("\n")[0][:80]), 0)
                what = f"Có một đoạn dài {len(text)} ký tự, có quá nhiều dấu như “[”, “<”, “*” hoặc chỗ ngắt dòng."
                raise ComplexityError(
                    ComplexityProblem(place, what, "Hãy tách đoạn này bằng các dòng trống.")
                )

    def _run_on(self, tree: Element, marks: list[str]) -> Element:
        if any(_holds(child.tail, marks) for child in tree):
            return super().run(tree)  # what is found in a tail is put into the tree itself
        part = Element(tree.tag)
        for child in tree:
            if _holds("".join(child.itertext()) if len(child) else child.text, marks):
                part.append(child)
        super().run(part)
        return tree


def _marks(pattern: Pattern) -> tuple[str, ...]:
    """Return the marks of which a text must hold one for ``pattern`` to match; none where that is not known."""
    if type(pattern) is DelimiterProcessor:
        return tuple(pattern.tokens)
    mark = _MARKS.get((type(pattern), pattern.pattern))
    return (mark,) if mark else ()


def _holds(text: str | None, marks: list[str]) -> bool:
    if text:
        for mark in marks:  # no generator: this is asked of every paragraph
            if mark in text:
                return True
    return False
