"""The output folder: files that belong to this build are written, those of the last build that do not are removed.

What this site never wrote is never touched.
"""

import filecmp
import json
import shutil
from collections.abc import Callable, Iterable
from functools import partial
from os.path import lexists, realpath
from pathlib import Path

from bulletin.storage.cache_folder import clear_path_for_file, read_bytes_if_file, remove_path
from bulletin.storage.file_system import install_file_atomically, remove_empty_folders, write_file_atomically
from bulletin.storage.foreign_files import refuse_linked_path
from bulletin.storage.temporary_files import remove_stale_temp_files

OUTPUT_LIST_NAME = ".bulletin.json"
"""In the output folder: which files are of the last build. It is not published, and nothing that it does not name is."""
BUILD_MARKER_NAME = ".bulletin.busy"
"""In the output folder while a build writes there: one that finds it sweeps up after one that was killed."""
SEARCH_FOLDER = "pagefind/"
"""Where plugins.search_index writes, and clears up itself."""


def write_output_file(output: Path, name: str, data: bytes) -> None:
    """Write ``data`` to ``name`` below ``output``, unless that is what it holds. Raise UserError."""
    refuse_linked_path(str(output), name)
    path = output / name
    if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
        return
    write_file_atomically(path, data)


def copy_output_file(source: Path, output: Path, name: str) -> None:
    """Copy the content of ``source`` (nothing of its times and rights) to ``name`` below ``output``.

    What is there already is left; what only leads elsewhere, by a link, is replaced. Raise UserError.
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
    searched: bool = True,
    remembered: Callable[[], Iterable[str]] = tuple,
) -> tuple[str, ...]:
    """Remove what a former build left and this one will not write; return what was removed.

    ``names`` are the files of this build, as paths from ``output``. They are noted before the first is
    written: what a build leaves that is cut short, the next one knows to be ours. ``searched`` keeps the
    search bundles, which another plugin writes. ``remembered`` are files that are ours for sure, for where the note is lost.
    """
    wanted = set(names)
    former = set(read_output_list(output) or remembered())
    kept = {name for name in former if searched and name.startswith(SEARCH_FOLDER)}
    stale = sorted(former - wanted - kept)
    if lexists(output / BUILD_MARKER_NAME):
        ours = former | wanted | {OUTPUT_LIST_NAME}
        remove_stale_temp_files(output, ours.__contains__)
    else:
        output.mkdir(parents=True, exist_ok=True)
        refuse_linked_path(str(output), BUILD_MARKER_NAME)
        (output / BUILD_MARKER_NAME).touch()
    if not wanted <= former:
        _note(output, former | wanted)
    for name in stale:
        path = output / name
        if Path(realpath(path)).is_relative_to(realpath(output)) and path.is_file():
            path.unlink()
            remove_empty_folders(path.parent, output)
    return tuple(stale)


def record_output_files(output: Path, names: Iterable[str]) -> None:
    """Note that the files of this build are all there; search bundles stay noted until they are made anew."""
    bundles = {
        name
        for name in read_output_list(output)
        if name.startswith(SEARCH_FOLDER) and (output / name).is_file()
    }
    _note(output, bundles.union(names))


def remove_build_marker(output: Path) -> None:
    """Note that the build is over: all its files stand under their names."""
    remove_path(output / BUILD_MARKER_NAME)


def record_pending_search_files(output: Path, names: Iterable[str]) -> None:
    """Note files of search bundles before the first is written, as ``prepare_output`` does."""
    noted = set(read_output_list(output))
    if not noted.issuperset(added := set(names)):
        _note(output, noted | added)


def record_search_files(output: Path, names: Iterable[str]) -> None:
    """Note the files of the search bundles, in place of those of the build before."""
    pages = {name for name in read_output_list(output) if not name.startswith(SEARCH_FOLDER)}
    _note(output, pages.union(names))


def read_output_list(output: Path) -> list[str]:
    """Return the files that the last build noted as its own, sorted; none where there is no such note."""
    try:
        names = json.loads(read_bytes_if_file(output / OUTPUT_LIST_NAME) or b"")
    except (RecursionError, ValueError):  # none yet, or cut short: then nothing is known to be ours
        return []
    if not isinstance(names, list):
        return []
    return [
        name for name in names if isinstance(name, str) and name.isprintable() and ".." not in name.split("/")
    ]


def _note(output: Path, names: Iterable[str]) -> None:
    rows = json.dumps(sorted(names), separators=(",\n", ":"), ensure_ascii=False)
    clear_path_for_file(output / OUTPUT_LIST_NAME)
    write_output_file(output, OUTPUT_LIST_NAME, f"{rows}\n".encode())
