"""Which files of an output are the site: those that its build names, and nothing that lies beside them."""

import json
from collections.abc import Iterator
from pathlib import Path

from plugins.pages.output import MANIFEST
from publishing.errors import PublishError


def listed(output: Path) -> list[str] | None:
    """Return the files of the site in ``output``, sorted; None where it was built without our plugins.

    A page that a broken-off build left, or that somebody put there, is not published with the rest.
    Raise PublishError where the list is damaged.
    """
    file = output / MANIFEST
    if not file.exists():
        return None
    try:
        names = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        names = None
    if not isinstance(names, list):
        raise PublishError("Thư mục output-publish/ chưa được dựng xong. Hãy chạy lại lệnh publish.")
    return sorted(set(_there(output, names)))


def _there(output: Path, names: list[object]) -> Iterator[str]:
    for name in names:
        if not isinstance(name, str) or not (output / name).is_file():
            raise PublishError(f"Thiếu tệp output-publish/{name}. Hãy chạy lại lệnh publish.")
        yield name
