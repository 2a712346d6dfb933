"""Cut the sentence that cites an official document out of an article."""

import html

from bulletin.archive.document_register import DocumentCitation
from bulletin.content.document_mentions import DocumentMention
from bulletin.text.late_patterns import compile_late

_SENTENCE_LENGTH = 320
"""Characters of a sentence that cites. A longer one is cut around the citation."""
_BLOCK = compile_late(r"</?(?:p|li|dd|dt|td|th|div|h[1-6]|blockquote|figcaption|tr|table|ul|ol|br)\b")
_TAG = compile_late(r'<a\b[^>]*class="footnote-(?:ref|backref)"[^>]*>[^<]*</a>|<[^>]*>')
"""A tag, or the whole link between a note and its place."""
_SENTENCE_END = compile_late(r"[.!?…][”\")\]]*\s+(?=[“\"(\[]?[A-ZĐÀ-Ỹ])")
"""The end of a sentence and the blanks before the next one."""


def cut_sentence(body: str, citation: DocumentCitation | DocumentMention) -> tuple[str, str, str]:
    """Return the text before a citation in its sentence, its words, the text after."""
    start = _find_block_start(body, citation.start)
    ending = _BLOCK.search(body, citation.end)
    before, words = _get_text(body[start : citation.start]), _get_text(body[citation.start : citation.end])
    after = _get_text(body[citation.end : ending.start() if ending else None])
    ends = (found.end() for found in _SENTENCE_END.finditer(before + words))
    before = before[max((end for end in ends if end <= len(before)), default=0) :]
    if found := _SENTENCE_END.search(after):
        after = after[: found.end()]
    return _shorten_start(before.lstrip()), words, _shorten_end(after.rstrip())


def _find_block_start(body: str, end: int) -> int:
    """Return the offset behind the last tag of a block before an offset, or 0."""
    place = body.rfind("<", 0, end)
    while place >= 0:
        if found := _BLOCK.match(body, place, end):
            return body.find(">", found.end()) + 1
        place = body.rfind("<", 0, place)
    return 0


def _get_text(fragment: str) -> str:
    """Return the text of an HTML fragment with single blanks, also at its ends."""
    text = html.unescape(_TAG.sub("", fragment) if "<" in fragment else fragment)
    words = " ".join(text.split())
    if not words:
        return text and " "
    return f"{' ' if text[0].isspace() else ''}{words}{' ' if text[-1].isspace() else ''}"


def _shorten_start(text: str) -> str:
    if len(text) <= _SENTENCE_LENGTH // 2:
        return text
    return "… " + text[-_SENTENCE_LENGTH // 2 :].partition(" ")[2]


def _shorten_end(text: str) -> str:
    if len(text) <= _SENTENCE_LENGTH // 2:
        return text
    return text[: _SENTENCE_LENGTH // 2].rpartition(" ")[0] + " …"
