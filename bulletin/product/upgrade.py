"""Change the version of the bulletin that a site runs on.

The change writes ``bulletin.toml`` and the two files that came from the product, ``inv`` and ``tasks.py``.
"""

import shutil
import sys
from dataclasses import replace
from pathlib import Path

from bulletin.errors import UserError, explain_file_error
from bulletin.product.installed_files import PRODUCT_FILES, find_original, is_product_file
from bulletin.product.source import (
    PRODUCT_FILE,
    ProductVersion,
    list_versions,
    parse_version,
    read_previous_version,
    read_recorded_version,
    read_site_version,
    write_site_version,
)
from bulletin.product.trial import TRIAL_FOLDER
from bulletin.publishing.workspace.folders import Workspace
from bulletin.publishing.workspace.git import find_repository, quote_error, run_git
from bulletin.storage.file_system import install_file_atomically


def choose_version(site: Workspace, wanted: str) -> ProductVersion:
    """Return the version ``wanted``, or the newest one.

    Raises:
        UserError: The source does not answer, or has no such version.
    """
    present = read_site_version(site.root)
    versions = list_versions(present.source, site.root)
    if not versions:
        raise UserError(f"{present.source} chưa có bản nào mang số (thẻ v0.2.0). Hãy hỏi người giữ phần mềm.")
    if not wanted:
        return versions[-1]
    for version in versions:
        if version.version == wanted.removeprefix("v"):
            return version
    names = ", ".join(version.version for version in versions[-5:])
    raise UserError(f"Không có bản {wanted}. Các bản gần đây: {names}.")


def change_version(site: Workspace, version: ProductVersion) -> list[str]:
    """Make ``version`` the one that the site runs on; return the changed files.

    Files of the office that differ from the product's are left alone.
    The caller holds the workspace lock.

    Raises:
        UserError: A file cannot be written.
    """
    present, recorded = read_site_version(site.root), read_recorded_version(site.root)
    changed = [PRODUCT_FILE]
    try:
        for name in PRODUCT_FILES:
            new = find_original(site, version, name)
            if new.is_file() and new.read_bytes() != (site.root / name).read_bytes():
                if not is_product_file(site, present, name):
                    continue
                _install_file(new, site.root / name)
                changed.append(name)
        if present.source != recorded.source:  # of this machine, so it is not written for all
            version = replace(version, source=recorded.source)
        write_site_version(site.root, version, recorded)
        shutil.rmtree(site.root / TRIAL_FOLDER, ignore_errors=True)
    except OSError as error:
        raise UserError(f"Chưa đổi được bản: {explain_file_error(error)}.") from error
    return changed


def remove_old_environments(site: Workspace) -> list[str]:
    """Remove the environments of versions that the site no longer names.

    Return their names. The present version and the one before it stay, so that a way back needs no network.
    A linked ``.venv`` stays whole, because it may serve other sites.
    """
    folder = site.root / ".venv"
    if folder.is_symlink() or not folder.is_dir() or not (site.root / PRODUCT_FILE).is_file():
        return []
    versions = (read_site_version(site.root), read_previous_version(site.root))
    kept = {version.key for version in versions if version} | {Path(sys.prefix).name}
    old = [
        path for path in sorted(folder.iterdir()) if path.name not in kept and (path / "pyvenv.cfg").is_file()
    ]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)  # a command of that version may run
    return [path.name for path in old]


def get_previous_version(site: Workspace) -> ProductVersion:
    """Return the version before the last change. Raise UserError if there is none."""
    previous = read_previous_version(site.root)
    if previous is None:
        raise UserError(f"{PRODUCT_FILE} không ghi bản trước, nên không quay lại được.")
    return previous


def commit_change(site: Workspace, files: list[str], subject: str) -> str:
    """Commit only ``files``; return the reason if git refuses, or nothing."""
    if not find_repository(site.root):
        return ""
    for arguments in (("add", "--", *files), ("commit", "--quiet", "-m", subject, "--", *files)):
        answer = run_git(site.root, *arguments)
        if answer.returncode:
            return quote_error(answer)
    return ""


def is_newer(version: ProductVersion, other: ProductVersion) -> bool:
    """Tell if ``version`` comes after ``other``."""
    return parse_version(version.version) > parse_version(other.version)


def _install_file(original: Path, file: Path) -> None:
    """Replace ``file`` in one step by a copy of ``original``; keep its permissions."""

    def copy(temporary: Path) -> None:
        shutil.copyfile(original, temporary)
        shutil.copymode(file, temporary)

    install_file_atomically(file, copy)
