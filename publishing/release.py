"""A folder as the place to publish to: releases beside each other, one of them current.

::

    public/releases/20261123-073000-1a2b3c4d/       the whole site
    public/releases/20261123-073000-1a2b3c4d.json   its manifest, outside what is served
    public/current -> releases/20261123-073000-1a2b3c4d

A release grows under a name with a leading dot, is made safe on the disk and renamed; then
``current`` is replaced by a rename, which is atomic: a reader meets the old site or the new
one. Whatever a crash leaves behind has a leading dot or no manifest and goes with the next
publish. Unchanged files are hard links into the release before, so ten releases of a large
site take little more room than one.
"""

import os
import re
import shutil
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from plugins.mistakes import why
from publishing.errors import PublishError
from publishing.manifest import Difference, Manifest, entry_of

_OURS = re.compile(r"\.?\d{8}-\d{6}-[0-9a-f]{8}(?:\.json)?")
"""Names that a release, or one in the making, can have."""
STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class Published:
    """What came of a release."""

    id: str
    folder: Path
    manifest: Manifest
    difference: Difference
    new: bool
    """False where nothing had changed and the current release was kept."""


class Releases:
    """The releases in one folder. Its caller holds the lock: one writer at a time."""

    def __init__(self, folder: Path, keep: int = 10) -> None:
        self.folder = folder
        self.shelf = folder / "releases"
        self.link = folder / "current"
        self.keep = keep

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

    def manifest(self, name: str) -> Manifest:
        """Return the manifest of a release."""
        return Manifest.read(self.shelf / f"{name}.json")

    def release(self, output: Path, moment: datetime, names: Collection[str] | None = None) -> Published:
        """Make what stands in ``output`` the site that readers see. Raise PublishError.

        ``names`` are the files that belong to it; None means all.

        Where it equals the current release, that one is kept and nothing is written.
        """
        try:
            return self._release(output, moment, names)
        except OSError as error:
            self._tidy_quietly()
            raise PublishError(
                f"Chưa phát hành được, trang đang chạy vẫn giữ nguyên: {why(error)}."
            ) from error

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

    def _release(self, output: Path, moment: datetime, names: Collection[str] | None) -> Published:
        for folder in (self.folder, self.shelf):
            if not folder.exists():
                folder.mkdir(parents=True)
                folder.chmod(0o755)  # the web server passes through, whatever the editor's umask
        self._tidy()
        manifest = Manifest.of(output, names)
        before = self.current()
        old = self._known(before) if before else Manifest()
        difference = manifest.since(old)
        if before and difference == Difference((), (), ()) and self._untouched(before, manifest):
            return Published(before, self.shelf / before, manifest, difference, new=False)
        name = self._next_id(moment, manifest)
        self._make(output, manifest, old, self.shelf / before if before else None, name)
        self.switch(name)
        self._forget_old(name)
        return Published(name, self.shelf / name, manifest, difference, new=True)

    def _known(self, name: str) -> Manifest:
        """Return the manifest of a release, or one made anew of its files where it is damaged."""
        try:
            return self.manifest(name)
        except PublishError:
            return Manifest.of(self.shelf / name)

    def _next_id(self, moment: datetime, manifest: Manifest) -> str:
        """Return an id that sorts after all others, also when the clock was set back."""
        if names := self.all():
            last = datetime.strptime(names[-1][:15], STAMP).replace(tzinfo=moment.tzinfo)
            moment = max(moment, last + timedelta(seconds=1))
        return f"{moment.strftime(STAMP)}-{manifest.digest[:8]}"

    def _make(self, output: Path, manifest: Manifest, old: Manifest, before: Path | None, name: str) -> None:
        growing = self.shelf / f".{name}"
        growing.mkdir(mode=0o755)
        sealed = self._sealed(before.name) if before else 0
        folders = {growing}
        for entry in manifest.entries.values():
            target = growing / entry.path
            if target.parent not in folders:
                target.parent.mkdir(parents=True, exist_ok=True)
                folders.update(target.parents[: len(Path(entry.path).parts) - 1])
            unchanged = before is not None and old.entries.get(entry.path) == entry
            if not (before and unchanged and _linked(before / entry.path, target, entry.size, sealed)):
                shutil.copyfile(output / entry.path, target)
                target.chmod(0o644)
                if entry_of(growing, entry.path) != entry:
                    raise PublishError(
                        "Thư mục output thay đổi trong lúc phát hành. Hãy chạy lại lệnh publish."
                    )
        for folder in folders:
            folder.chmod(0o755)
        os.sync()  # one call for all: a release has a new folder for each page, and fsync takes one at a time
        growing.rename(self.shelf / name)
        manifest.write(self.shelf / f".{name}.json")
        (self.shelf / f".{name}.json").rename(self.shelf / f"{name}.json")
        _sync(self.shelf)

    def _sealed(self, name: str) -> int:
        """Return when the release was finished: its manifest is written last (nanoseconds)."""
        return (self.shelf / f"{name}.json").stat().st_mtime_ns

    def _untouched(self, name: str, manifest: Manifest) -> bool:
        """Tell whether nobody wrote into the release since (by size and time, not by content)."""
        sealed = self._sealed(name)
        return all(
            _intact(self.shelf / name / entry.path, entry.size, sealed) for entry in manifest.entries.values()
        )

    def _forget_old(self, current: str) -> None:
        for name in self.all()[: -self.keep]:
            if name != current:
                (self.shelf / f"{name}.json").unlink()  # from here on it is a leftover, not a release
        self._tidy()

    def _tidy(self) -> None:
        """Remove what a crash left half made and what was forgotten; never what is current or somebody else's."""
        whole = set(self.all())
        shown = self.link.readlink().name if self.link.is_symlink() else None
        for item in self.shelf.iterdir():
            ours = _OURS.fullmatch(item.name)
            if not ours or item.name.removesuffix(".json") in whole or item.name == shown:
                continue
            if item.is_dir():
                shutil.rmtree(item)
            else:
                item.unlink()

    def _tidy_quietly(self) -> None:
        with suppress(OSError):  # the first error is the one to tell; the next publish tidies
            self._tidy()


def _linked(source: Path, target: Path, size: int, sealed: int) -> bool:
    """Link the file of the last release; False where it was touched, or links are not to be had."""
    if not _intact(source, size, sealed):
        return False  # a link would hand the damage on to every release to come
    try:
        target.hardlink_to(source)
    except OSError:
        return False
    return True


def _intact(file: Path, size: int, sealed: int) -> bool:
    try:
        stat = file.stat(follow_symlinks=False)
    except OSError:
        return False
    return stat.st_size == size and stat.st_mtime_ns <= sealed


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
