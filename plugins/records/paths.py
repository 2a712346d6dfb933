"""Paths that editors write: always from content/, never outside it."""

from pathlib import Path, PurePosixPath

from plugins.normal_forms import normalize


class PathError(Exception):
    """A path that may not be used; the message is Vietnamese."""


def named(reference: str) -> str:
    """Return the path from content/ that ``reference`` names: ``files/x.pdf`` of ``{static}/files//x.pdf``."""
    for marker in ("{static}", "{attach}"):
        reference = reference.removeprefix(marker)
    return PurePosixPath(normalize("NFC", reference).lstrip("/")).as_posix()


def inside(root: Path, reference: str) -> Path:
    """Return the file that ``reference`` names below ``root`` (content/).

    ``images/x.jpg``, ``/images/x.jpg`` and ``{static}/images/x.jpg`` mean the same. Raise PathError
    where the reference leaves ``root``, also by a symbolic link, or can be the name of no file. The
    file need not exist.
    """
    reference = named(reference)
    if "\\" in reference or "\0" in reference:
        raise PathError("Đường dẫn chỉ dùng dấu gạch chéo “/”.")
    relative = PurePosixPath(reference)
    if ".." in relative.parts or not relative.parts or ":" in relative.parts[0]:
        raise PathError("Đường dẫn phải nằm trong thư mục content/.")
    path = root.joinpath(*relative.parts)
    try:
        path.exists()  # asks the system, which knows how long a name may be
        home = path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # the second: links in a circle, up to Python 3.12
        raise PathError("Đường dẫn quá dài hoặc là liên kết vòng.") from None
    if not home:
        raise PathError("Đây là liên kết ra ngoài thư mục content/ (symbolic link).")
    return path
