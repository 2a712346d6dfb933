"""Things that an administrator or an attacker lays in the way of a publish, and how to see that none was followed or lost."""

import os
import shutil
import socket
import subprocess
from contextlib import chdir
from pathlib import Path
from stat import S_IFMT, S_ISLNK, S_ISREG
from typing import NamedTuple

KINDS = (
    *("link to a file", "link to a folder", "link to itself", "link to nothing", "moved, and a link"),
    *("hard link", "pipe", "socket", "file", "folder", "mount"),
)


class Laid(NamedTuple):
    """What was laid, and how to know it again."""

    path: Path
    kind: str
    mode: int
    """The ``st_mode`` of what was laid, without rights."""
    text: str
    """The text of a file, or where a link leads."""


class Canary:
    """A tree beside the target that must stay as it is; links lead into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("one.txt", "index.html", "sub/two.txt", "a/index.html", "sub/deep/three.txt"):
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"canary {name}", encoding="utf-8")
        self._moved = 0

    def look(self) -> dict[str, tuple[int, int, str]]:
        """Return what stands in the tree: modes, times and contents by paths."""
        return {
            str(path.relative_to(self.folder)): _facts(path)
            for path in [self.folder, *self.folder.rglob("*")]
        }

    def take(self, path: Path) -> Path:
        """Move ``path`` into the tree, as to another disk; return where it is."""
        self._moved += 1
        place = self.folder / f"moved-{self._moved}"
        shutil.move(path, place)
        return place


def lay(kind: str, path: Path, canary: Canary) -> Laid | None:
    """Lay a thing of that kind at ``path``, in the place of what is there; None where that cannot be."""
    if kind == "mount" and not path.is_dir():
        return None
    leads = canary.folder / {"link to a file": "one.txt", "link to a folder": "sub"}.get(kind, "none")
    if kind == "moved, and a link":
        if not path.exists() or path.is_symlink():
            return None
        leads = canary.take(path)
    elif kind != "mount":
        _remove(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"foreign {path.name}"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as made, chdir(path.parent):  # its path may have 108 bytes
            made.bind(path.name)
    elif kind == "hard link":
        path.hardlink_to(canary.folder / "one.txt")
        text = "canary one.txt"
    elif kind == "file":
        path.write_text(text, encoding="utf-8")
    elif kind == "folder":
        path.mkdir()
        (path / "inside.txt").write_text(text, encoding="utf-8")
    elif kind == "mount":
        if subprocess.run(
            ["mount", "--bind", canary.folder, path], check=False, capture_output=True
        ).returncode:
            return None
    else:
        text = path.name if kind == "link to itself" else str(leads)
        path.symlink_to(text)
    return Laid(path, kind, S_IFMT(path.lstat().st_mode), text)


def lift(laid: Laid) -> None:
    """Take a mount away again."""
    if laid.kind == "mount":
        subprocess.run(["umount", laid.path], check=True)


def is_kept(laid: Laid, target: Path, said: str) -> bool:
    """Tell whether what was laid is still somewhere in ``target``, or was named in what was ``said``."""
    inside = Path(*laid.path.relative_to(target).parts[2:])
    named = (
        f"/{laid.path.relative_to(target)}",
        f"Bản {laid.path.name} ",
        f"({inside}",
        f", {inside}",
        f"\n{inside}\n",
    )
    if laid.kind == "mount" or any(one in said for one in named):
        return True
    return any(_is_it(laid, path) for path in target.rglob("*"))


def _is_it(laid: Laid, path: Path) -> bool:
    mode = path.lstat().st_mode
    if laid.kind in ("hard link", "file", "folder"):
        return S_ISREG(mode) and laid.text in path.read_text(encoding="utf-8", errors="replace")
    return S_IFMT(mode) == laid.mode and (not S_ISLNK(mode) or str(path.readlink()) == laid.text)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _facts(path: Path) -> tuple[int, int, str]:
    status = path.lstat()
    text = path.read_text(encoding="latin-1") if S_ISREG(status.st_mode) else ""
    return status.st_mode, status.st_mtime_ns, text
