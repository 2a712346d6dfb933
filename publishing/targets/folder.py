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

A folder for each article is dear to make and dearer to remove. So the oldest release is not
removed but becomes ``releases/.next``, from which the next one grows by what differs; where there
is none yet, it is copied from the current release while the site is being built.
"""

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from plugins.mistakes import why
from publishing.errors import PlaceError, PublishError
from publishing.lock import held
from publishing.manifest import Entry
from publishing.outgoing import Outgoing
from publishing.release import ID, DamagedReleaseError, Release
from publishing.targets.growth import Growth
from publishing.targets.target import Say

_OURS = re.compile(rf"\.?{ID}(?:\.json)?")
"""Names that a release, or one in the making, can have."""


class _Seen(NamedTuple):
    """What the system says of a file."""

    inode: int
    size: int
    mtime_ns: int


class FolderTarget:
    """The releases in one folder of this machine."""

    precompressed = True
    headers_remedy = "Hãy xem deploy/nginx.conf."

    def __init__(self, folder: Path, shown: str = "") -> None:
        """``shown`` is how the site's settings name the folder."""
        self.folder = folder
        self.shelf = folder / "releases"
        self.link = folder / "current"
        self._shown = shown or folder.name
        self._seen: tuple[Path, dict[str, _Seen]] | None = None
        """A release, and what was found in it while the site was being built."""
        self._ready: dict[str, int] | None = None
        """Likewise, of what lies ready for the next release: inodes by paths."""

    @property
    def name(self) -> str:
        """Where the site lies that readers see."""
        return f"{self._shown.rstrip('/')}/current"

    def _make(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)  # another publish may have made it just now
            folder.chmod(0o755)  # the web server passes through, whatever the editor's umask
        except OSError as error:
            remedy = "nếu viết nhầm, hãy sửa PUBLISH_TO trong publishconf.py"
            raise PlaceError(self._shown, f"không tạo được thư mục này ({why(error)}); {remedy}") from error

    @contextmanager
    def locked(self, holder: str, moment: datetime, say: Say) -> Iterator[None]:
        """Hold the folder; the system frees it when the process ends, however it ends."""
        for folder in (self.folder, self.shelf):
            if not folder.exists():
                self._make(folder)
        with held(self.folder / ".lock", holder, moment, say):
            self._seen = self._ready = None  # others may have been here since
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
        """Tell whether nobody wrote into the release since (by names, size and time, not by content)."""
        sealed, seen = self._sealed(release.id), self._look(self.shelf / release.id)
        return seen.keys() == release.manifest.entries.keys() and all(
            _sound(seen[path], entry, sealed) for path, entry in release.manifest.entries.items()
        )

    def prepare(self) -> None:
        """Let a copy of the current release, in hard links, lie ready to grow the next one from; look at both."""
        current = self.current()
        if not current:
            return
        seen = _there(f"{self.shelf}/{current}")
        if not self._next.exists():
            self._next.mkdir()
            self._next.chmod(0o755)
            growth = Growth(self._next)
            for path in seen:
                growth.link(f"{self.shelf}/{current}/{path}", path)
        self._seen, self._ready = (self.shelf / current, seen), _inodes(str(self._next))

    def make(self, outgoing: Outgoing, release: Release, before: Release | None) -> None:
        """Let the release grow from a former one: what did not change is a hard link."""
        growing = self.shelf / f".{release.id}"
        there: dict[str, int] = {}
        if self._next.exists():
            there = self._ready or _inodes(str(self._next))
            self._ready = None
            self._next.rename(growing)
        else:
            growing.mkdir()
        growing.chmod(0o755)
        old = self.shelf / (before.id if before else "")
        sealed, seen = (self._sealed(before.id), self._look(old)) if before else (0, {})
        known = before.manifest.entries if before else {}
        growth = Growth(growing)
        growth.remove(there.keys() - release.manifest.entries.keys())  # first: a file may become a folder
        for path, entry in release.manifest.entries.items():
            one = seen.get(path)
            is_there = (
                known.get(path) == entry
                and one is not None
                and _sound(one, entry, sealed)
                and (there.get(path) == one.inode or growth.link(f"{old}/{path}", path))
            )
            if not is_there:
                growth.copy(outgoing.file(path), entry)
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
        """Take releases away: without its record a release is a leftover."""
        for name in names:
            self._record(name).unlink()
        self.tidy()

    def tidy(self) -> None:
        """Take away what a crash left half made and what was forgotten; never what is current or somebody else's.

        One of them is kept, for the next release to grow from.
        """
        whole = set(self.all())
        shown = self.link.readlink().name if self.link.is_symlink() else None
        for item in sorted(self.shelf.iterdir()) if self.shelf.is_dir() else ():
            ours = _OURS.fullmatch(item.name)
            if not ours or item.name.removesuffix(".json") in whole or item.name == shown:
                continue
            if not item.is_dir():
                item.unlink()
            elif self._next.exists():
                shutil.rmtree(item)
            else:
                item.rename(self._next)

    def purge(self) -> None:
        """Remove what lies ready for the next release: it may hold what was withdrawn."""
        self.tidy()
        self._seen = self._ready = None
        if self._next.exists():
            shutil.rmtree(self._next)

    def fetch(self, release: Release, paths: Iterable[str], folder: Path) -> None:
        """Copy files of a release to ``folder``."""
        for path in paths:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copyfile(self.shelf / release.id / path, folder / path)
            except FileNotFoundError as error:
                raise DamagedReleaseError(str(error)) from error

    def amend(self, outgoing: Outgoing, amended: Release) -> None:
        """Replace files one by one: nobody reads this release. Cut off, it has no record and is no release any more."""
        growth = Growth(self.shelf / amended.id)
        before = self.read(amended.id).manifest.entries
        self._record(amended.id).unlink()
        _sync(self.shelf)
        for path, entry in amended.manifest.entries.items():
            if before.get(path) != entry:
                growth.copy(outgoing.file(path), entry)
        growth.remove(before.keys() - amended.manifest.entries.keys())
        os.sync()
        self._seal(amended)

    def strangers(self, release: Release) -> Iterable[str]:
        """Return the files in the folder of a release that are none of its own."""
        return _there(f"{self.shelf}/{release.id}").keys() - release.manifest.entries.keys()

    @property
    def _next(self) -> Path:
        return self.shelf / ".next"

    def _look(self, folder: Path) -> dict[str, _Seen]:
        """Return what is in ``folder``. What was seen before is used once: files may change afterwards."""
        seen, self._seen = self._seen, None
        return seen[1] if seen and seen[0] == folder else _there(str(folder))

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


def _sound(seen: _Seen, entry: Entry, sealed: int) -> bool:
    """Tell whether a file of the last release was not touched since.

    A link to another would hand the damage on to every release to come.
    """
    return seen.size == entry.size and seen.mtime_ns <= sealed


def _there(folder: str) -> dict[str, _Seen]:
    """Return what the system says of the files below ``folder``, by their paths from it."""
    statuses = ((path, item.stat(follow_symlinks=False)) for path, item in _files(folder))
    return {path: _Seen(one.st_ino, one.st_size, one.st_mtime_ns) for path, one in statuses}


def _inodes(folder: str) -> dict[str, int]:
    """Return the inodes of the files below ``folder``, by their paths: folders know them, no file is looked at."""
    return {path: item.inode() for path, item in _files(folder)}


def _files(folder: str) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    prefixes = [""]
    while prefixes:
        prefix = prefixes.pop()
        with os.scandir(f"{folder}/{prefix}") as items:
            for item in items:
                if item.is_dir(follow_symlinks=False):
                    prefixes.append(f"{prefix}{item.name}/")
                else:
                    yield prefix + item.name, item


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
