"""Foreign files for tests, and a folder outside the target that must not change."""

import os
import random
import shutil
import socket
import stat
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

PathIdentity = tuple[int, int, int, bytes | str]
PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
Case = TypeVar("Case")


def draw(cases: Sequence[Case], number: int) -> list[Case]:
    """Draw ``number`` of ``cases``.

    The cases are always the same without BULLETIN_PLAYS, and others for each value of it.
    """
    rng = random.Random(PLAYS or 20261129)  # noqa: S311  # a sample, not a secret
    return rng.sample(cases, min(number, len(cases)))


class CanaryFolder:
    """A folder beside a target. Links inside the target lead to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("a/index.html", "sub/keep.txt", "releases/keep.txt", "index.html", "keep.txt"):
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"giữ nguyên {name}", encoding="utf-8")
        self._before = self.take_snapshot()

    def assert_unchanged(self) -> None:
        assert self.take_snapshot() == self._before

    def move_here(self, path: Path) -> Path:
        """Move ``path`` into the folder, as to another disk, and return its new path."""
        place = self.folder / f"moved-{len(list(self.folder.iterdir()))}"
        shutil.move(path, place)
        self._before = self.take_snapshot()
        return place

    def take_snapshot(self) -> dict[str, tuple[int, int, bytes]]:
        """Return mode, time and content of all files in the folder, by path."""
        found = {}
        for path in sorted(self.folder.rglob("*")):
            status = path.lstat()
            content = path.read_bytes() if stat.S_ISREG(status.st_mode) else b""
            found[str(path)] = (status.st_mode, status.st_mtime_ns, content)
        return found


def _hard_link(place: Path, canary: CanaryFolder) -> None:
    place.hardlink_to(canary.folder / "keep.txt")


def _folder(place: Path, _: CanaryFolder) -> None:
    place.mkdir()
    (place / "ghi chú\n1").write_text(f"của quản trị {place.name}", encoding="utf-8")
    (place / "rỗng").mkdir()


def _write_file(place: Path, _: CanaryFolder) -> None:
    place.write_text("của quản trị", encoding="utf-8")


def _socket(place: Path, _: CanaryFolder) -> None:
    here = Path.cwd()
    os.chdir(place.parent)  # the address of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as unix_socket:
            unix_socket.bind(place.name)
    finally:
        os.chdir(here)


FOREIGN_OBJECTS: dict[str, Callable[[Path, CanaryFolder], None]] = {
    "link to a folder": lambda place, canary: place.symlink_to(canary.folder),
    "link to a file": lambda place, canary: place.symlink_to(canary.folder / "keep.txt"),
    "link to nothing": lambda place, canary: place.symlink_to(canary.folder / "new"),
    "loop": lambda place, _: place.symlink_to(place.name),
    "hard link": _hard_link,
    "pipe": lambda place, _: os.mkfifo(place),
    "socket": _socket,
    "file": _write_file,
    "folder": _folder,
}
MOVED_AND_LINKED, MOUNT_POINT = "moved, and a link", "mount"
"""Two more cases: the path is moved elsewhere and linked, or covered by another disk. The path must exist."""


def create_foreign_object(name: str, place: Path, canary: CanaryFolder) -> bool:
    """Replace the file at ``place`` by a foreign object. Return False if impossible."""
    if name == MOUNT_POINT:
        mount = ["mount", "--bind", str(canary.folder), str(place)]
        return place.is_dir() and subprocess.run(mount, check=False, capture_output=True).returncode == 0
    if name == MOVED_AND_LINKED:
        if not place.exists() or place.is_symlink():
            return False
        place.symlink_to(canary.move_here(place))
        return True
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
    FOREIGN_OBJECTS[name](place, canary)
    return True


@contextmanager
def place_foreign_object(name: str, place: Path, canary: CanaryFolder) -> Iterator[list[PathIdentity]]:
    """Put a foreign object at ``place`` inside the block, and yield its identities.

    Yield no identities if the object cannot be put there.
    """
    is_there = False
    with suppress(FileNotFoundError, NotADirectoryError, FileExistsError):
        is_there = create_foreign_object(name, place, canary)
    inside = list_identities(place) if is_there and name == "folder" else []
    parts = [get_identity(place), *(identity for identity, _ in inside)] if is_there else []
    try:
        yield [part for part in parts if not stat.S_ISDIR(part[2])] or parts
    finally:
        if is_there and name == MOUNT_POINT:
            subprocess.run(["umount", str(place)], check=True)


def is_preserved_or_named(parts: list[PathIdentity], place: Path, target: Path, output: str) -> bool:
    """Tell if a foreign object is still in ``target``, or if ``output`` names it.

    ``place`` is the path at which it was put.
    """
    inside = Path(*place.relative_to(target).parts[2:])
    names = (
        f"/{place.relative_to(target)}",
        f"Bản {place.name} ",
        f"({inside}",
        f", {inside}",
        f"\n{inside}\n",
    )
    if set(parts) <= {identity for identity, _ in list_identities(target)}:
        return True
    return any(name in output for name in names)


def get_identity(place: Path) -> PathIdentity:
    """Return device, inode, type and content of a file, which a move does not change."""
    status = place.lstat()
    if stat.S_ISREG(status.st_mode):
        content: bytes | str = place.read_bytes()
    elif stat.S_ISLNK(status.st_mode):
        content = str(place.readlink())
    else:
        content = ""
    return status.st_dev, status.st_ino, stat.S_IFMT(status.st_mode), content


def list_identities(folder: Path) -> list[tuple[PathIdentity, Path]]:
    """Return the identities and paths of everything below ``folder``."""
    inside = (Path(at, name) for at, folders, files in os.walk(folder) for name in (*folders, *files))
    return [(get_identity(path), path) for path in inside]
