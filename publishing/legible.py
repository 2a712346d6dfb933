"""What a server sent, as it can be shown: a terminal obeys some characters, and a line can be endless."""

from plugins.records.problems import printable


def legible(text: str, most: int = 0) -> str:
    r"""Return ``text`` with control, bidirectional and other unseen characters written out: ``\\x1b``.

    ``most`` is how many characters stay; 0 keeps them all.
    """
    if most and len(text) > most:
        text = f"{text[:most]}…"
    return printable(text)
