"""Read the YAML front matter of the corpus, with libyaml if it is installed."""

import re
import unicodedata
from typing import Any

import yaml
from markdown import Markdown
from markdown.extensions.toc import TocExtension
from pelican import signals
from pelican.readers import MarkdownReader

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class YamlHeaderReader(MarkdownReader):  # type: ignore[misc]  # Pelican is untyped
    """Pelican's reader of Markdown, with YAML between two lines of hyphens on top."""

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML and the metadata of a file."""
        with open(source_path, encoding="utf-8") as file:  # noqa: PTH123  # as Pelican opens its files
            _, header, body = file.read().split("---\n", 2)
        if not hasattr(self, "converter"):
            self.converter = Markdown(
                extensions=["markdown.extensions.extra", TocExtension(slugify=_slugify)], output_format="html"
            )
        values = yaml.load(header, Loader=_LOADER)  # noqa: S506  # BaseLoader makes only text, lists and tables
        metadata = {name: self.process_metadata(name, value) for name, value in values.items()}
        return self.converter.reset().convert(body), metadata


def _slugify(text: str, separator: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = letters.encode("ascii", "ignore").decode()
    return "muc-" + re.sub("[^a-z0-9]+", separator, plain).strip(separator)


def _add(readers: Any) -> None:
    readers.reader_classes["md"] = YamlHeaderReader


def register() -> None:
    """Read Markdown with the YAML reader."""
    signals.readers_init.connect(_add)
