"""The settings files of a site: where a setting stands in them, and what Python says of a mistake in them.

For messages alone: if all is well, none of this runs and no file is read again.
"""

import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

SETTINGS_MODULES = ("publishconf", "pelicanconf")
"""The settings files as Python's modules; the first has the last word."""
_NO_CONTENT = "path containing the content"
"""What Pelican says if there is no such folder."""


def explain_settings_error(error: BaseException, file: Path) -> str:
    """Return what to do about ``error``, which came while Python read ``file``: ``publishconf.py:5: …``.

    The line is that of a file in the folder of the site, whatever else that line called.
    """
    if _NO_CONTENT in str(error):
        return "Không có thư mục content/, hoặc có gì khác đứng ở chỗ của nó. Hãy lấy lại: git checkout HEAD -- content"
    places = [(one.filename, one.lineno) for one in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    # Python also names what is no file: ``<string>``. A settings file may be a link to elsewhere.
    own = [
        (Path(name), line) for name, line in places if Path(name).parent.resolve() == file.parent.resolve()
    ]
    own = [(path, line) for path, line in own if path.suffix == ".py" and path.is_file()]
    # The words of other errors may hold the value of a setting, which may be a secret.
    is_safe = isinstance(error, SyntaxError | NameError | ImportError | OSError) or not own
    said = f"{type(error).__name__}: {error}" if is_safe else type(error).__name__
    if isinstance(error, SyntaxError):
        said = f"{type(error).__name__}: {error.msg}"
    remedy = "lệnh git diff cho biết vừa sửa gì."
    if not own:
        return f"{file.name}: Python không dùng được tệp này ({said}). Hãy xem lại các giá trị; {remedy}"
    path, line = own[-1]
    return (
        f"{path.name}:{line or 1}: Python không chạy được dòng này ({said}). "
        f"Hãy xem lại dòng này và dòng trên; {remedy}"
    )


def locate_setting(setting: str, key: str = "") -> str:
    """Return where the settings files that this process read last give ``setting`` its value: ``publishconf.py:12``.

    ``key`` is one of its table, whose own line is meant if it has one. Without a line if none is found:
    a setting can be made in ways that only Python sees through.
    """
    files = list(_files())
    for wanted in (key, "") if key else ("",):
        for file in files:
            if line := _line(file, setting, wanted):
                return f"{file.name}:{line}"
    return files[0].name if files else f"{SETTINGS_MODULES[-1]}.py"


def _files() -> Iterator[Path]:
    for name in SETTINGS_MODULES:
        spec = getattr(sys.modules.get(name), "__spec__", None)
        if spec is not None and spec.origin:
            yield Path(spec.origin)


def _line(file: Path, setting: str, key: str) -> int:
    """Return the line (from 1) of the last statement that sets ``setting``, or of ``key`` in it; 0 for none."""
    sets = re.compile(rf"\s*{re.escape(setting)}\b[^=]*=")
    names = re.compile(rf"""(?<!\w)["']?{re.escape(key)}["']?\]?\s*[:=]""")
    found, within = 0, False
    with suppress(OSError):
        for number, row in enumerate(file.read_text("utf-8", "replace").split("\n"), 1):
            if sets.match(row):
                within = True
            elif row[:1].isidentifier():  # another statement begins
                within = False
            if within and (names.search(row) if key else sets.match(row)):
                found = number
    return found
