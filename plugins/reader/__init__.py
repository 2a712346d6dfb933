"""Lets Pelican's own generators read Markdown as the bulletin's records."""

from pelican import signals
from pelican.readers import Readers

from plugins.reader.reader import RecordReader


def add_reader(readers: Readers) -> None:
    """Let our reader read Markdown in place of Pelican's."""
    readers.reader_classes["md"] = RecordReader


def register() -> None:
    """Connect to Pelican."""
    signals.readers_init.connect(add_reader)
