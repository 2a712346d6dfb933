"""Plain text: white space, words and summaries."""

from bulletin.text.late_patterns import compile_late

_SENTENCE_BREAK = compile_late(r"""(?<=[.!?…])\s+|(?<=[.!?…][”")])\s+""")
_TAG = compile_late(r"<[^>]*>")


def collapse_whitespace(text: str) -> str:
    """Return ``text`` as one line with single spaces between words."""
    if text.isprintable() and "  " not in text and text == text.strip():
        return text  # printable text has no other white space
    return " ".join(text.split())


def count_words(html: str) -> int:
    """Return the number of words of a text or of its HTML, as blanks part them.

    Vietnamese writes each syllable as a word of its own.
    """
    return len(_TAG.sub("", html).split())


def truncate_at_sentence(text: str, length: int) -> str:
    """Return the first sentences that fit into ``length`` characters.

    If not even one fits, return the first words with an ellipsis.
    """
    if len(text) <= length:
        return text
    summary = ""
    for sentence in _SENTENCE_BREAK.split(text):
        longer = f"{summary} {sentence}".strip()
        if len(longer) > length:
            break
        summary = longer
    if summary:
        return summary
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
