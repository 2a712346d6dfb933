"""Writes the files of a release as links or copies, and overwrites none.

A file may belong to other releases too (hard links), so it is unlinked before another takes its place.
"""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from io import FileIO
from pathlib import Path
from stat import S_ISDIR

from bulletin.errors import UserError
from bulletin.processes.parallel import map_in_processes
from bulletin.publishing.release.manifest import FileEntry
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.targets.folder.ownership import read_mode
from bulletin.storage.file_system import add_file_name, read_chunks, remove_empty_folders

_FILES_AT_A_TIME = 64
"""Files that a process copies at a time. Fewer files are copied without another process."""


class TreeWriter:
    """A writer of the release in ``root``.

    Paths are relative to ``root``. Every method may raise OSError.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folders: set[str] = set()

    def link_file(self, source: str, path: str) -> bool:
        """Make ``path`` a hard link to ``source``. Return False if that is impossible."""
        target = self._prepare_path(path)
        try:
            os.link(source, target)
        except FileExistsError:
            os.unlink(target)  # noqa: PTH108  # a Path is slower, ten thousand times
            return self.link_file(source, path)
        except OSError:
            return False
        return True

    def copy_files(self, site: StagedSite, entries: Sequence[FileEntry]) -> None:
        """Copy files of ``site`` on all cores. Raise UserError as ``copy_file`` does.

        A process that outlives a killed publish holds the lock of the target until its chunk is copied.
        """

        def copy_entry(entry: FileEntry) -> None:
            self.copy_file(site.get_file_path(entry.path), entry)

        for _ in map_in_processes(copy_entry, entries, chunk=_FILES_AT_A_TIME):
            pass

    def copy_file(self, source: Path, entry: FileEntry) -> None:
        """Copy ``source`` to the path of ``entry``.

        Raise UserError if the copy is not the file that ``entry`` names.
        """
        target, digest = self._prepare_path(entry.path), sha256()
        with suppress(FileNotFoundError):
            os.unlink(target)  # noqa: PTH108
        with open(target, "xb", buffering=0) as stream:  # noqa: PTH123  # a Path is slower, ten thousand times
            for chunk in read_chunks(source):
                digest.update(chunk)
                _write_chunk(stream, chunk, target)
        os.chmod(target, 0o644)  # noqa: PTH101
        if digest.hexdigest() != entry.sha256:
            raise UserError("Thư mục output thay đổi trong lúc phát hành. Hãy chạy lại lệnh publish.")

    def remove_files(self, paths: Iterable[str]) -> None:
        """Remove files, and then the folders that became empty."""
        real: set[Path] = set()
        for path in paths:
            file = self._root / path
            above = file.parents[: path.count("/")]
            if not all(folder in real or S_ISDIR(read_mode(folder) or 0) for folder in above):
                continue  # a link, or no folder
            real.update(above)
            file.unlink(missing_ok=True)
            real.difference_update(remove_empty_folders(file.parent, self._root))

    def _prepare_path(self, path: str) -> str:
        """Return the full path of ``path``, after making its folders, readable for all."""
        self._make_folders(path.rpartition("/")[0])
        return f"{self._root}/{path}"

    def _make_folders(self, folder: str) -> None:
        if not folder or folder in self._folders:
            return
        self._make_folders(folder.rpartition("/")[0])
        place = f"{self._root}/{folder}"
        try:
            os.mkdir(place)  # noqa: PTH102  # a Path is slower, ten thousand times
        except FileExistsError:
            if not S_ISDIR(os.lstat(place).st_mode):  # a link would lead out of the release
                raise
        os.chmod(place, 0o755)  # noqa: PTH101, S103  # readers need it, even if the umask forbids it
        self._folders.add(folder)


def _write_chunk(stream: FileIO, chunk: bytes, path: str) -> None:
    rest = memoryview(chunk)
    try:
        while rest:  # the system may write fewer bytes than requested
            rest = rest[stream.write(rest) :]
    except OSError as error:
        add_file_name(error, path)
        raise
