"""Read the Vietnamese list of changes, by version.

It is ``docs/co-gi-moi.md`` in the repository and ``co-gi-moi.md`` in this package.
"""

import re
from collections.abc import Iterator

from bulletin.product.source import parse_version

_HEADING = re.compile(r"## \[?v?(\d+(?:\.\d+)+)\]?")


def describe_version_changes(text: str, after: str, until: str) -> str:
    """Return the sections of the versions after one version, up to another one.

    A last line says if the section of the last version is missing.
    """
    low, high = parse_version(after), parse_version(until)
    sections = {version: part for version, part in _split_sections(text) if low < version <= high}
    parts = list(sections.values())
    if low < high and high not in sections:
        parts.append(f"Phần mềm không kể bản {until} có gì mới. Hãy hỏi người giữ phần mềm trước khi đổi.")
    return "\n\n".join(parts)


def _split_sections(text: str) -> Iterator[tuple[tuple[int, ...], str]]:
    """Yield version and text of each section that has a version."""
    for section in re.split(r"^(?=## )", text, flags=re.MULTILINE):
        if match := _HEADING.match(section):
            yield parse_version(match[1]), section.strip()
