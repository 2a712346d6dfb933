"""A folder as the place to publish to: releases beside each other, one of them current.

::

    public/releases/20261123-073000-1a2b3c4d/       the whole site
    public/releases/20261123-073000-1a2b3c4d.json   its record, outside what is served
    public/current -> releases/20261123-073000-1a2b3c4d

A release grows under a name with a leading dot, is made safe on the disk and renamed; then
``current`` is replaced by a rename, which is atomic: a reader meets the old site or the new
one. Whatever a crash leaves behind has a leading dot or no record and goes with the next
publish. Unchanged files are hard links into the release before, so ten releases of a large
site take little more room than one.
"""

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from publishing.errors import PublishError
from publishing.lock import held
from publishing.manifest import Entry, entry_of
from publishing.outgoing import Outgoing
from publishing.release import ID, Release
from publishing.targets.target import Say

_OURS = re.compile(rf"\.?{ID}(?:\.json)?")
"""Names that a release, or one in the making, can have."""


class FolderTarget:
    """The releases in one folder of this machine."""

    precompressed = True

    def __init__(self, folder: Path, shown: str = "") -> None:
        """``shown`` is how the site's settings name the folder."""
        self.folder = folder
        self.shelf = folder / "releases"
        self.link = folder / "current"
        self._shown = shown or folder.name

    @property
    def name(self) -> str:
        """Where the site lies that readers see."""
        return f"{self._shown.rstrip('/')}/current"

    @contextmanager
    def locked(self, holder: str, moment: datetime, say: Say) -> Iterator[None]:
        """Hold the folder; the system frees it when the process ends, however it ends."""
        for folder in (self.folder, self.shelf):
            if not folder.exists():
                folder.mkdir(parents=True)
                folder.chmod(0o755)  # the web server passes through, whatever the editor's umask
        with held(self.folder / ".lock", holder, moment, say):
            yield

    def current(self) -> str | None:
        """Return the id of the release that readers see, or None before the first."""
        if not self.link.is_symlink():
            return None
        name = self.link.readlink().name
        return name if name in self.all() else None

    def all(self) -> list[str]:
        """Return the ids of the whole releases, oldest first."""
        if not self.shelf.is_dir():
            return []
        return sorted(file.stem for file in self.shelf.glob("[0-9]*.json") if file.with_suffix("").is_dir())

    def read(self, name: str) -> Release:
        """Return the record of a release."""
        return Release.read(self._record(name).read_text(encoding="utf-8", errors="replace"))

    def untouched(self, release: Release) -> bool:
        """Tell whether nobody wrote into the release since (by size and time, not by content)."""
        sealed, root = self._sealed(release.id), f"{self.shelf}/{release.id}"
        return all(
            _intact(f"{root}/{one.path}", one.size, sealed) for one in release.manifest.entries.values()
        )

    def make(self, outgoing: Outgoing, release: Release, before: Release | None) -> None:
        """Let the release grow beside the others: what did not change is a hard link."""
        growing = self.shelf / f".{release.id}"
        growing.mkdir()
        growing.chmod(0o755)
        known = before.manifest.entries if before else {}
        sealed = self._sealed(before.id) if before else 0
        folders: set[str] = set()
        for entry in release.manifest.entries.values():
            _make_folders(growing, entry.path, folders)
            target = f"{growing}/{entry.path}"
            shared = before is not None and known.get(entry.path) == entry
            if not (
                shared and before and _linked(f"{self.shelf}/{before.id}/{entry.path}", target, entry, sealed)
            ):
                _copy(outgoing, entry, growing)
        os.sync()  # one call for all: a release has a new folder for each page, and fsync takes one at a time
        growing.rename(self.shelf / release.id)
        self._seal(release)

    def switch(self, name: str) -> None:
        """Make the release of that id the one that readers see, in one atomic step."""
        if self.link.exists() and not self.link.is_symlink():
            raise PublishError(
                f"{self.link} không phải liên kết do lệnh publish tạo. Hãy đổi tên nó rồi chạy lại."
            )
        fresh = self.folder / ".current"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path("releases") / name)
        fresh.replace(self.link)
        _sync(self.folder)

    def forget(self, names: Iterable[str]) -> None:
        """Remove releases: without its record a release is a leftover."""
        for name in names:
            self._record(name).unlink()
        self.tidy()

    def tidy(self) -> None:
        """Remove what a crash left half made and what was forgotten; never what is current or somebody else's."""
        whole = set(self.all())
        shown = self.link.readlink().name if self.link.is_symlink() else None
        for item in self.shelf.iterdir() if self.shelf.is_dir() else ():
            ours = _OURS.fullmatch(item.name)
            if not ours or item.name.removesuffix(".json") in whole or item.name == shown:
                continue
            if item.is_dir():
                shutil.rmtree(item)
            else:
                item.unlink()

    def fetch(self, release: Release, paths: Iterable[str], folder: Path) -> None:
        """Copy files of a release to ``folder``."""
        for path in paths:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.shelf / release.id / path, folder / path)

    def amend(self, outgoing: Outgoing, amended: Release) -> None:
        """Replace files one by one: nobody reads this release. Cut off, it is amended again."""
        root = self.shelf / amended.id
        before = self.read(amended.id).manifest.entries
        folders: set[str] = set()
        for entry in amended.manifest.entries.values():
            if before.get(entry.path) != entry:
                _make_folders(root, entry.path, folders)
                (root / entry.path).unlink(missing_ok=True)  # the file may be another release's too
                _copy(outgoing, entry, root)
        for path in before.keys() - amended.manifest.entries.keys():
            (root / path).unlink(missing_ok=True)
            _drop_empty((root / path).parent, root)
        os.sync()
        self._seal(amended)

    def _record(self, name: str) -> Path:
        return self.shelf / f"{name}.json"

    def _seal(self, release: Release) -> None:
        """Write the record of a release, which makes it whole, in one step."""
        growing = self.shelf / f".{release.id}.json"
        with growing.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(release.written())
            stream.flush()
            os.fsync(stream.fileno())
        growing.rename(self._record(release.id))
        _sync(self.shelf)

    def _sealed(self, name: str) -> int:
        """Return when the release was finished: its record is written last (nanoseconds)."""
        return self._record(name).stat().st_mtime_ns


def _make_folders(root: Path, path: str, made: set[str]) -> None:
    """Make the folders of ``path`` below ``root`` that are not among those ``made`` already, open to all readers."""
    folder = path.rpartition("/")[0]
    if not folder or folder in made:
        return
    _make_folders(root, folder, made)
    place = f"{root}/{folder}"
    with suppress(FileExistsError):
        os.mkdir(place)  # noqa: PTH102  # text is enough, ten thousand times
        os.chmod(place, 0o755)  # noqa: PTH101, S103  # readers pass through, whatever the editor's umask
    made.add(folder)


def _copy(outgoing: Outgoing, entry: Entry, root: Path) -> None:
    """Copy one file into a release, and look at what arrived. Raise PublishError where it is something else."""
    target = root / entry.path
    shutil.copyfile(outgoing.file(entry.path), target)
    target.chmod(0o644)
    if entry_of(root, entry.path) != entry:
        raise PublishError("Thư mục output thay đổi trong lúc phát hành. Hãy chạy lại lệnh publish.")


def _linked(source: str, target: str, entry: Entry, sealed: int) -> bool:
    """Link the file of the last release; False where it was touched, or links are not to be had."""
    if not _intact(source, entry.size, sealed):
        return False  # a link would hand the damage on to every release to come
    try:
        os.link(source, target)  # text is enough, ten thousand times
    except OSError:
        return False
    return True


def _intact(file: str, size: int, sealed: int) -> bool:
    try:
        status = os.stat(file, follow_symlinks=False)  # noqa: PTH116  # likewise
    except OSError:
        return False
    return status.st_size == size and status.st_mtime_ns <= sealed


def _drop_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
