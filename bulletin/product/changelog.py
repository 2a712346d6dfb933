"""Read the Vietnamese list of changes, by version.

It is ``docs/co-gi-moi.md`` in the repository and ``co-gi-moi.md`` in this package.
"""

import re
from collections.abc import Iterator

_HEADING = re.compile(r"## \[?v?(\d+(?:\.\d+)+)\]?")


def select_sections(text: str, after: str, until: str) -> str:
    """Return the sections of the versions after one version, up to another one."""
    low, high = _parse(after), _parse(until)
    return "\n\n".join(section for version, section in _split_sections(text) if low < version <= high)


def _split_sections(text: str) -> Iterator[tuple[tuple[int, ...], str]]:
    """Yield version and text of each section that has a version."""
    for section in re.split(r"^(?=## )", text, flags=re.MULTILINE):
        if match := _HEADING.match(section):
            yield _parse(match[1]), section.strip()


def _parse(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)))
