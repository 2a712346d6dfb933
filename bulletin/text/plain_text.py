"""Plain text: one line of it, and its first sentences as a summary."""

import re

_BETWEEN = re.compile(r"""(?<=[.!?…])\s+|(?<=[.!?…][”")])\s+""")


def collapse_whitespace(text: str) -> str:
    """Return ``text`` as one line, its words parted by single spaces."""
    if text.isprintable() and "  " not in text and text == text.strip():
        return text  # no other space is printable
    return " ".join(text.split())


def truncate_at_sentence(text: str, length: int) -> str:
    """Return the first sentences of ``text`` that fit into ``length`` characters, or its first words."""
    if len(text) <= length:
        return text
    kept = ""
    for sentence in _BETWEEN.split(text):
        joined = f"{kept} {sentence}".strip()
        if len(joined) > length:
            break
        kept = joined
    if kept:
        return kept
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
