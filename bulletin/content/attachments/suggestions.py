"""What an editor can do about a file that is named and is not there.

A paper of another number has almost the same name, and is another paper: what is merely near is asked about.
"""

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from bulletin.text.suggestions import find_closest_match, is_same_name, suggest_correction

_LIKENESS = 0.75
"""The ending makes any two names a little like."""


def suggest_file(root: Path, path: Path, homes: Sequence[str]) -> str:
    """Return the remedy for ``path``, below ``root`` (content/), which is not there.

    ``homes`` are the folders of content/ where such a file may be, first the one to copy it into.
    """
    for folder in dict.fromkeys((path.parent, *(root / home for home in homes))):
        names = sorted(one.name for one in folder.iterdir() if one.is_file()) if folder.is_dir() else []
        place = folder.relative_to(root).as_posix()
        if any(unicodedata.normalize("NFC", name) == path.name != name for name in names):
            # macOS wrote the name in pieces; it looks the same
            return f"Hãy đổi tên tệp trong {place}/, chỉ dùng chữ không dấu."
        near = next((name for name in names if is_same_name(name, path.name)), None) or find_closest_match(
            path.name, names, _LIKENESS
        )
        if near is not None:
            written = path.name if path.parent in (folder, root) else path.relative_to(root).as_posix()
            return suggest_correction(written, near, f"hãy chép tệp vào content/{homes[0]}/", f"{place}/")
    return f"Hãy chép tệp vào content/{homes[0]}/ hoặc sửa đường dẫn."
