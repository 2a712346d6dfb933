"""What goes wrong while Python reads a settings file, in words for whoever edited it."""

import re
import traceback
from contextlib import suppress
from pathlib import Path

from plugins.mistakes import printable
from plugins.records.conflicts import REMEDY, WHAT, conflict_in_python
from plugins.records.files import NotTextError, read_text
from publishing.site import BUILD_SETTINGS

_CONTENT = "content"
_NO_CONTENT = "path containing the content"
"""What Pelican says if there is no such folder."""
_WORDS = {"true": "True", "false": "False", "none": "None", "null": "None"}
"""What other languages write for a word of Python's."""
_HEAD = re.compile(r"""([A-Za-z_]\w*|"\w+"|'\w+')\s*([=:])""")
"""What is quoted of a line: the name that it sets, or the key. The value may be a secret."""
_CURLY = "“”„‘’"


def told(error: BaseException, file: Path) -> str:
    """Return what ``error`` means, that came while the settings were read from ``file``: ``publishconf.py:5: …``.

    The line is that of a file in the folder of the site, whatever else it called.
    """
    root = file.parent.resolve()
    if isinstance(error, SyntaxError | ValueError) and (said := _not_text(file, root / BUILD_SETTINGS)):
        return said
    if isinstance(error, SyntaxError) and error.filename and _own(error.filename, root):
        return printable(_of_syntax(error, Path(error.filename)))
    if isinstance(error, PermissionError) and error.filename and _own(error.filename, root):
        name = Path(error.filename).name
        return f"{name}: Không có quyền đọc tệp này. Hãy kiểm tra chủ sở hữu và quyền của tệp."
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if _own(frame.filename, root)]
    if not lines and _NO_CONTENT in str(error):
        return f"Không có thư mục {_CONTENT}/, hoặc có gì khác đứng ở chỗ của nó. Hãy lấy lại: git checkout HEAD -- {_CONTENT}"
    if not lines:
        return printable(
            f"{file.name}: Không dùng được các thiết lập này {_in_full(error)}. {_look(file.name)}"
        )
    name = Path(lines[-1].filename).name
    return printable(f"{name}:{lines[-1].lineno}: {_of_line(error, name)}")


def _own(filename: str | bytes, root: Path) -> bool:
    """Tell whether that is a file in the folder of the site; Python also names what is none: ``<string>``."""
    path = Path(str(filename))  # may itself be a link to elsewhere
    return path.suffix == ".py" and path.is_file() and path.parent.resolve() == root


def _not_text(*files: Path) -> str:
    """Return what to do with the first of the files that is not UTF-8; empty where all are. Python gives no line."""
    for file in files:
        try:
            with suppress(OSError):
                read_text(file)
        except NotTextError as error:
            return f"{file.name}:{error.line}: {error.what} {error.remedy}"
    return ""


def _of_syntax(error: SyntaxError, file: Path) -> str:
    """Return which line of ``file`` Python cannot read, and what is wrong with it."""
    if line := conflict_in_python(file.read_text(encoding="utf-8", errors="replace")):
        return f"{file.name}:{line}: {WHAT} {REMEDY}"
    return f"{file.name}:{error.lineno or 1}: {_of_row(error, file.name)}"


def _of_row(error: SyntaxError, name: str) -> str:
    row = (error.text or "").strip().removeprefix("\ufeff")
    head = _HEAD.match(row)
    line = f"dòng “{head[1]}{' ' if head[2] == '=' else ''}{head[2]} …”" if head else "dòng này"
    if isinstance(error, IndentationError):
        return (
            f"Khoảng trắng ở đầu {line} không đúng. Hãy viết tên thiết lập sát lề trái; "
            "chỉ dòng thuộc về dòng trên mới lùi vào."
        )
    if "invalid character" in error.msg and any(char in row for char in _CURLY):
        return f'Python không đọc được {line}. Hãy thay dấu nháy cong bằng dấu nháy thẳng (").'
    return (
        f"Python không đọc được {line}. Hãy xem có thiếu dấu nháy, dấu ngoặc hay dấu phẩy không, kể cả ở dòng trên; "
        f"lệnh git diff {name} cho biết vừa sửa gì."
    )


def _of_line(error: BaseException, name: str) -> str:
    """Return what went wrong when Python did what a line of the file ``name`` says."""
    if isinstance(error, NameError) and error.name:
        if word := _WORDS.get(error.name.lower()):
            return f"Python không biết “{error.name}”. Hãy viết {word}."
        return (
            f'Python không biết “{error.name}” là gì. Hãy đặt giá trị trong dấu nháy, như "{error.name}"; '
            "nếu đó là một tên thì hãy xem lại cách viết."
        )
    if isinstance(error, ModuleNotFoundError) and f"{error.name}.py" == BUILD_SETTINGS:
        return (
            f"Không có tệp {BUILD_SETTINGS} mà dòng này cần. "
            f"Hãy lấy lại tệp ấy bằng lệnh git checkout {BUILD_SETTINGS}."
        )
    if isinstance(error, ImportError):
        missing = isinstance(error, ModuleNotFoundError) and error.name
        what = f"Không có “{error.name}”" if missing else f"Không lấy được thứ {_in_full(error)}"
        return f"{what} mà dòng này cần. Hãy xem lại tên; nếu tên đúng thì hãy hỏi người bảo trì."
    return f"Không làm được điều mà dòng này viết ({type(error).__name__}). {_look(name)}"


def _in_full(error: BaseException) -> str:
    """Return the error with what it says. Where a line of the settings raised it, that may be the line's value."""
    return f"({type(error).__name__}: {error})"


def _look(name: str) -> str:
    return f"Hãy xem lại các giá trị; lệnh git diff {name} cho biết vừa sửa gì."
