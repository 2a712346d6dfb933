"""Spaces: a line of text has single ones."""


def single_spaced(text: str) -> str:
    """Return ``text`` as one line, its words parted by single spaces."""
    if text.isprintable() and "  " not in text and text == text.strip():
        return text  # no other space is printable
    return " ".join(text.split())
