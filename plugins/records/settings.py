"""Settings of the records: what the office asks of an article."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecordsSettings:
    """The setting RECORDS."""

    require_approval: bool = False
    """Every published article must name who approved it (``approved_by``)."""

    summary_length: int = 280
    """Characters at most of a summary that is taken from the first paragraph."""

    attachment_types: tuple[str, ...] = (
        "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "csv", "txt", "zip", "mp3", "mp4",
    )  # fmt: skip
    """Endings of the files that may be offered for download. No HTML, no SVG, no programs."""
