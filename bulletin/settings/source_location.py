"""Places in the settings files, for error messages only."""

import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

SETTINGS_MODULES = ("publishconf", "pelicanconf")
"""Module names of the settings files. The first overrides the second."""
_NO_CONTENT = "path containing the content"
"""Part of Pelican's message if there is no content folder."""


def explain_settings_error(error: BaseException, file: Path) -> str:
    """Return a Vietnamese message with the line of an error: ``publishconf.py:5: …``.

    The line is the last one of the traceback in the folder of the site.
    """
    if _NO_CONTENT in str(error):
        return "Không có thư mục content/, hoặc có gì khác đứng ở chỗ của nó. Hãy lấy lại: git checkout HEAD -- content"
    places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    # A traceback also names ``<string>``. A settings file may be a link to another folder.
    own_places = [
        (Path(name), line) for name, line in places if Path(name).parent.resolve() == file.parent.resolve()
    ]
    own_places = [(path, line) for path, line in own_places if path.suffix == ".py" and path.is_file()]
    # Messages of other errors may quote the value of a setting, which may be a secret.
    is_safe = isinstance(error, SyntaxError | NameError | ImportError) or not own_places
    description = f"{type(error).__name__}: {error}" if is_safe else type(error).__name__
    if isinstance(error, SyntaxError):
        description = f"{type(error).__name__}: {error.msg}"
    if isinstance(error, OSError) and error.strerror:  # without its path or URL, which may hold a secret
        description = f"{type(error).__name__}: {error.strerror}"
    remedy = "lệnh git diff cho biết vừa sửa gì."
    if not own_places:
        return (
            f"{file.name}: Python không dùng được tệp này ({description}). Hãy xem lại các giá trị; {remedy}"
        )
    path, line = own_places[-1]
    return (
        f"{path.name}:{line or 1}: Python không chạy được dòng này ({description}). "
        f"Hãy xem lại dòng này và dòng trên; {remedy}"
    )


def locate_setting(setting: str, key: str = "", text: str = "") -> str:
    """Return file and line of a setting: ``publishconf.py:12``.

    The line is missing if no statement is found, because code may compute a setting.

    Args:
        setting: name of the setting.
        key: key in the table of the setting. Its own line is returned if it has one.
        text: part of the value, which may stand some lines below. Its line is returned if it has one.

    """
    files = list(_find_settings_files())
    for searched_key in (key, "") if key else ("",):
        for file in files:
            if line := _find_line(file, setting, searched_key):
                return f"{file.name}:{_find_text(file, line, text) or line}"
    return files[0].name if files else f"{SETTINGS_MODULES[-1]}.py"


def _find_settings_files() -> Iterator[Path]:
    for name in SETTINGS_MODULES:
        spec = getattr(sys.modules.get(name), "__spec__", None)
        if spec is not None and spec.origin:
            yield Path(spec.origin)


def _find_line(file: Path, setting: str, key: str) -> int:
    """Return the line of the last statement that sets a setting or key; 0 for none."""
    set_pattern = re.compile(rf"\s*{re.escape(setting)}\b[^=]*=")
    key_pattern = re.compile(rf"""(?<!\w)["']?{re.escape(key)}["']?\]?\s*[:=]""")
    found, is_inside = 0, False
    with suppress(OSError):
        for number, row in enumerate(file.read_text("utf-8", "replace").split("\n"), 1):
            if set_pattern.match(row):
                is_inside = True
            elif row[:1].isidentifier():  # the next statement
                is_inside = False
            if is_inside and (key_pattern.search(row) if key else set_pattern.match(row)):
                found = number
    return found


def _find_text(file: Path, start: int, text: str) -> int:
    """Return the first line with ``text`` from ``start`` on; 0 for none.

    The search ends with the statement.
    """
    with suppress(OSError):
        for number, row in enumerate(file.read_text("utf-8", "replace").split("\n"), 1):
            if number > start and row[:1].isidentifier():  # the next statement
                break
            if number >= start and text and text in row:
                return number
    return 0
