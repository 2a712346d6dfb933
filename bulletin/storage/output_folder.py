"""The output folder: writing files, listing them, and removing stale ones.

Files that no build of this site wrote are never touched.
"""

import filecmp
import shutil
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from os.path import lexists, realpath
from pathlib import Path

from msgspec import DecodeError, json

from bulletin.storage.cache_folder import clear_path_for_file, read_bytes_if_file, remove_path
from bulletin.storage.file_system import (
    install_file_atomically,
    remove_empty_folders,
    remove_stale_temp_files,
    write_file_atomically,
)
from bulletin.storage.foreign_files import refuse_linked_path
from bulletin.urls import SEARCH_FOLDER

OUTPUT_LIST_NAME = ".bulletin.json"
"""File in the output folder that lists the files of the last build. It is not published."""
BUILD_MARKER_NAME = ".bulletin.busy"
"""File in the output folder while a build writes there.

A build that finds the file cleans up after a killed build.
"""
PREVIEW_OUTPUT_NAME = "output-livereload"
"""Name of the only output folder that may hold pages of drafts."""


def write_output_file(output: Path, name: str, data: bytes) -> None:
    """Write ``data`` to a file below ``output`` unless it is equal. Raise UserError."""
    refuse_linked_path(str(output), name)
    path = output / name
    if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
        return
    write_file_atomically(path, data)


def copy_output_file(source: Path, output: Path, name: str) -> None:
    """Copy the bytes of ``source`` to ``name`` below ``output``. Raise UserError.

    Times and permissions are not copied. An equal file stays, and a link is replaced.
    """
    refuse_linked_path(str(output), name)
    path = output / name
    if path.is_file() and not path.is_symlink() and filecmp.cmp(source, path, shallow=False):
        return
    install_file_atomically(path, partial(shutil.copyfile, source))


def prepare_output(
    output: Path,
    names: Iterable[str],
    *,
    keep_search: bool = True,
    find_known_files: Callable[[], Iterable[str]] = tuple,
) -> tuple[str, ...]:
    """Remove stale files of the last build. Return their paths.

    A file is stale if this build will not write it.
    The files of this build are listed before the first is written.
    Reason: the next build then recognises the files of an interrupted build.

    Args:
        output: the output folder.
        names: files of this build, as paths from ``output``.
        keep_search: keeps the search index, which another plugin writes.
        find_known_files: returns files of the last build if the output list is lost.

    """
    current = set(names)
    previous = read_output_list(output) or tuple(find_known_files())
    former = [name for name in previous if name not in current]
    stale = sorted(name for name in former if not (keep_search and name.startswith(SEARCH_FOLDER)))
    if lexists(output / BUILD_MARKER_NAME):
        own_files = {*former, *current, OUTPUT_LIST_NAME}
        remove_stale_temp_files(output, own_files.__contains__)
    else:
        output.mkdir(parents=True, exist_ok=True)
        refuse_linked_path(str(output), BUILD_MARKER_NAME)
        (output / BUILD_MARKER_NAME).touch()
    if len(previous) - len(former) != len(current):  # the list names no file twice
        _write_output_list(output, {*former, *current})
    for name in stale:
        path = output / name
        if Path(realpath(path)).is_relative_to(realpath(output)) and path.is_file():
            path.unlink()
            remove_empty_folders(path.parent, output)
    return tuple(stale)


def record_output_files(output: Path, names: Iterable[str]) -> None:
    """List the files of a complete build, and the search index until it is made again."""
    search_files = (name for name in read_output_list(output) if name.startswith(SEARCH_FOLDER))
    _write_output_list(output, {*names, *(name for name in search_files if (output / name).is_file())})


def remove_build_marker(output: Path) -> None:
    """Remove the build marker. Call it when the build is complete."""
    remove_path(output / BUILD_MARKER_NAME)


def record_pending_search_files(output: Path, names: Iterable[str]) -> None:
    """Add files of the search index to the output list before they are written."""
    listed = set(read_output_list(output))
    if not listed.issuperset(added := set(names)):
        _write_output_list(output, listed | added)


def record_search_files(output: Path, names: Iterable[str]) -> None:
    """Replace the files of the search index in the output list."""
    pages = {name for name in read_output_list(output) if not name.startswith(SEARCH_FOLDER)}
    _write_output_list(output, pages.union(names))


def read_output_list(output: Path) -> tuple[str, ...]:
    """Return the files of the last build, sorted; none if there is no output list."""
    return _parse_output_list(read_bytes_if_file(output / OUTPUT_LIST_NAME) or b"")


@lru_cache(maxsize=1)
def _parse_output_list(data: bytes) -> tuple[str, ...]:
    """Return the names in an output list, cached.

    Reason: a build reads its list three times.
    """
    try:
        names = json.decode(data, type=list[str])
    except DecodeError:  # missing or cut short
        return ()
    if data.decode().isprintable() and b".." not in data and b"\\" not in data:
        return tuple(names)  # none of them needs a look of its own
    return tuple(name for name in names if name.isprintable() and ".." not in name.split("/"))


def _write_output_list(output: Path, names: set[str]) -> None:
    listed = read_output_list(output)
    if len(names) == len(listed) and names.issuperset(listed):
        return
    clear_path_for_file(output / OUTPUT_LIST_NAME)
    write_output_file(output, OUTPUT_LIST_NAME, json.encode(sorted(names)))
