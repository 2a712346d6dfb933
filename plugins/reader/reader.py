"""Pelican's view of a record: HTML and metadata, with the whole reading attached.

A file with problems is handed to Pelican as a draft that carries them, so that all of them
can be reported together once everything is read.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican.contents import Author, Category, Tag
from pelican.readers import BaseReader

if TYPE_CHECKING:
    from plugins.records.desk import Desk, Reading

_PELICAN_STATUS = {"live": "published", "hidden": "hidden"}


class RecordReader(BaseReader):  # type: ignore[misc]  # Pelican is untyped
    """Reads articles and pages. Each object made from its metadata carries a ``reading``."""

    file_extensions = ["md"]  # noqa: RUF012  # Pelican's form
    enabled = True

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(settings)
        self._desk: Desk | None = None

    def read(self, filename: str) -> tuple[str, dict[str, Any]]:
        """Return HTML and metadata of the file, as Pelican asks."""
        root = Path(self.settings["PATH"])
        if self._desk is None:
            # Pelican makes this reader in every build; where the engine reads, it is never asked.
            from plugins.records.desk import open_desk  # noqa: PLC0415

            self._desk = open_desk(root, self.settings)
        source = Path(filename).relative_to(root).as_posix()
        reading = self._desk.read(source)
        return reading.record.text.html if reading.record else "", self._metadata(reading)

    def _metadata(self, reading: "Reading") -> dict[str, Any]:
        from plugins.records.moments import EPOCH  # noqa: PLC0415  # likewise
        from plugins.records.record import Article  # noqa: PLC0415

        record = reading.record
        found: dict[str, Any] = {"reading": reading, "title": "", "date": EPOCH, "status": "draft"}
        if record is None or reading.problems:
            return {**found, "title": "–", "slug": "loi", "category": Category("–", self.settings)}
        found |= {"title": record.title, "slug": record.slug, "summary": record.summary}
        if record.modified:
            found["modified"] = record.modified
        if not isinstance(record, Article):
            return {**found, "status": record.status if record.status in ("published", "hidden") else "draft"}
        section = self._section(record.section)
        if record.authors:  # an empty list is more than Pelican expects
            found["authors"] = [Author(name, self.settings) for name in record.authors]
        return {
            **found,
            "status": _PELICAN_STATUS.get(record.state(self.settings["MOMENT"]), "draft"),
            "date": record.date,
            "category": section,
            "tags": [Tag(name, self.settings) for name in record.tags],
        }

    def _section(self, slug: str) -> Category:
        assert self._desk is not None  # noqa: S101  # made before the first record
        section = Category(self._desk.sections.by_slug[slug].name, self.settings)
        section.slug = slug
        return section
