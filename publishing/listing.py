"""Which files of an output are the site: those that its build names, and nothing that lies beside them."""

import json
from os.path import lexists
from pathlib import Path

from plugins.cache_files import read_file
from plugins.mistakes import UserError
from plugins.output import MANIFEST


def listed(output: Path) -> list[str] | None:
    """Return the files of the site in ``output``, sorted; None where it was built without our plugins.

    A page that a broken-off build left, or that somebody put there, is not published with the rest.
    Raise UserError where the list is damaged.
    """
    file = output / MANIFEST
    if not lexists(file):
        return None
    try:
        names = json.loads(read_file(file) or b"")
    except (RecursionError, ValueError):
        names = None
    if not isinstance(names, list):
        raise UserError("Thư mục output-publish/ chưa được dựng xong. Hãy chạy lại lệnh publish.")
    if not all(isinstance(name, str) for name in names):
        raise UserError("Thư mục output-publish/ chưa được dựng xong. Hãy chạy lại lệnh publish.")
    return sorted(set(names))
