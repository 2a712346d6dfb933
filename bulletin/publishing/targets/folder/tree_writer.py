"""The tree of a release while it grows: files are linked or copied into it, never written over.

A file may belong to other releases too (hard links), so what is replaced is unlinked first.
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
    """A release that grows in ``root``. Paths are from there; every method may raise OSError."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folders: set[str] = set()

    def link_file(self, source: str, path: str) -> bool:
        """Make ``path`` a hard link to ``source``; return False where links are not to be had."""
        target = self._place(path)
        try:
            os.link(source, target)
        except FileExistsError:
            os.unlink(target)  # noqa: PTH108  # text is enough, ten thousand times
            return self.link_file(source, path)
        except OSError:
            return False
        return True

    def copy_file(self, source: Path, entry: FileEntry) -> None:
        """Copy ``source`` to the place of ``entry``, and look at what arrived.

        Raise UserError where it is something else.
        """
        target = Path(self._place(entry.path))
        target.unlink(missing_ok=True)
        shutil.copyfile(source, target)
        target.chmod(0o644)
        if hash_file(self._root, entry.path) != entry:
            raise UserError("Thư mục output thay đổi trong lúc phát hành. Hãy chạy lại lệnh publish.")

    def remove_files(self, paths: Iterable[str]) -> None:
        """Remove files, and the folders that are empty then."""
        real: set[Path] = set()
        for path in paths:
            file = self._root / path
            above = file.parents[: path.count("/")]
            if not all(one in real or S_ISDIR(read_mode(one) or 0) for one in above):
                continue  # a link stands there, or nothing
            real.update(above)
            file.unlink(missing_ok=True)
            real.difference_update(remove_empty_folders(file.parent, self._root))

    def _place(self, path: str) -> str:
        """Return where ``path`` is, its folders made, open to all readers."""
        self._make(path.rpartition("/")[0])
        return f"{self._root}/{path}"

    def _make(self, folder: str) -> None:
        if not folder or folder in self._folders:
            return
        self._make(folder.rpartition("/")[0])
        place = f"{self._root}/{folder}"
        try:
            os.mkdir(place)  # noqa: PTH102  # text is enough, ten thousand times
        except FileExistsError:
            if not S_ISDIR(os.lstat(place).st_mode):  # a link would lead out of the release
                raise
        os.chmod(place, 0o755)  # noqa: PTH101, S103  # readers pass through, whatever the editor's umask
        self._folders.add(folder)
