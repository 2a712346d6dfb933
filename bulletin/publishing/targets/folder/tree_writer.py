"""Writes the files of a release as links or copies, and overwrites none.

A file may belong to other releases too (hard links), so it is unlinked before another takes its place.
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from stat import S_ISDIR

from bulletin.errors import UserError
from bulletin.publishing.release.manifest import FileEntry, hash_file
from bulletin.publishing.targets.folder.ownership import read_mode
from bulletin.storage.file_system import remove_empty_folders


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

    def copy_file(self, source: Path, entry: FileEntry) -> None:
        """Copy ``source`` to the path of ``entry``.

        Raise UserError if the copy is not the file that ``entry`` names.
        """
        target = Path(self._prepare_path(entry.path))
        target.unlink(missing_ok=True)
        shutil.copyfile(source, target)
        target.chmod(0o644)
        if hash_file(self._root, entry.path) != entry:
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
