"""Things that no publish made, to be laid where one is going to write, and a tree outside that must not change."""

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
    """Return so many of ``cases``: the same each time at the gate, others for each BULLETIN_PLAYS."""
    dice = random.Random(PLAYS or 20261129)  # noqa: S311  # a sample, not a secret
    return dice.sample(cases, min(number, len(cases)))


class CanaryFolder:
    """A folder beside a target, to which links from inside the target lead."""

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
        """Move ``path`` into the folder, as to another disk; return where it is."""
        place = self.folder / f"moved-{len(list(self.folder.iterdir()))}"
        shutil.move(path, place)
        self._before = self.take_snapshot()
        return place

    def take_snapshot(self) -> dict[str, tuple[int, int, bytes]]:
        """Return mode, time and content of everything in it, by path."""
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


def _socket(place: Path, _: CanaryFolder) -> None:
    here = Path.cwd()
    os.chdir(place.parent)  # an address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(place.name)
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
    "file": lambda place, _: place.write_text("của quản trị", encoding="utf-8") and None,
    "folder": _folder,
}
MOVED_AND_LINKED, MOUNT_POINT = "moved, and a link", "mount"
"""What stands at the place is moved elsewhere, or covered by another disk: where nothing stands, neither can be."""


def create_foreign_object(thing: str, place: Path, canary: CanaryFolder) -> bool:
    """Put a thing at ``place``, instead of what is there; return False where it cannot be."""
    if thing == MOUNT_POINT:
        mount = ["mount", "--bind", str(canary.folder), str(place)]
        return place.is_dir() and subprocess.run(mount, check=False, capture_output=True).returncode == 0
    if thing == MOVED_AND_LINKED:
        if not place.exists() or place.is_symlink():
            return False
        place.symlink_to(canary.move_here(place))
        return True
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
    FOREIGN_OBJECTS[thing](place, canary)
    return True


@contextmanager
def place_foreign_object(thing: str, place: Path, canary: CanaryFolder) -> Iterator[list[PathIdentity]]:
    """Lay a thing for a while; yield what it consists of, nothing where it cannot be."""
    is_there = False
    with suppress(FileNotFoundError, NotADirectoryError, FileExistsError):
        is_there = create_foreign_object(thing, place, canary)
    inside = list_identities(place) if is_there and thing == "folder" else []
    parts = [get_identity(place), *(one for one, _ in inside)] if is_there else []
    try:
        yield [one for one in parts if not stat.S_ISDIR(one[2])] or parts
    finally:
        if is_there and thing == MOUNT_POINT:
            subprocess.run(["umount", str(place)], check=True)


def is_preserved_or_named(parts: list[PathIdentity], place: Path, target: Path, said: str) -> bool:
    """Tell whether what was laid at ``place`` is still in ``target``, or was named in what was ``said``."""
    inside = Path(*place.relative_to(target).parts[2:])
    named = (
        f"/{place.relative_to(target)}",
        f"Bản {place.name} ",
        f"({inside}",
        f", {inside}",
        f"\n{inside}\n",
    )
    return set(parts) <= {one for one, _ in list_identities(target)} or any(one in said for one in named)


def get_identity(place: Path) -> PathIdentity:
    """Return what makes a thing itself, wherever it is moved to: device, inode, kind and content."""
    status = place.lstat()
    if stat.S_ISREG(status.st_mode):
        content: bytes | str = place.read_bytes()
    elif stat.S_ISLNK(status.st_mode):
        content = str(place.readlink())
    else:
        content = ""
    return status.st_dev, status.st_ino, stat.S_IFMT(status.st_mode), content


def list_identities(folder: Path) -> list[tuple[PathIdentity, Path]]:
    """Return everything below ``folder`` and where it is."""
    inside = (Path(at, name) for at, folders, files in os.walk(folder) for name in (*folders, *files))
    return [(get_identity(path), path) for path in inside]
