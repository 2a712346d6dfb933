"""Try another version of the bulletin beside that of a site.

A trial builds the site twice below ``.upgrade/``, with both versions, and compares the pages.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bulletin.errors import UserError, explain_file_error
from bulletin.product.changelog import describe_version_changes
from bulletin.product.installed_files import PRODUCT_FILES, find_original, find_package, is_product_file
from bulletin.product.page_comparison import PageComparison, compare_outputs
from bulletin.product.source import PRODUCT_FILE, ProductVersion, read_site_version, write_site_version
from bulletin.publishing.targets.factory import DEFAULT_FOLDER
from bulletin.publishing.targets.folder.ownership import FOREIGN_FILES_FOLDER
from bulletin.publishing.workspace.folders import Workspace
from bulletin.publishing.workspace.subprocess_env import build_child_environment

TRIAL_FOLDER = ".upgrade"
_COPIED_FILES = ("inv", "addresses.txt")


@dataclass(frozen=True, slots=True)
class Trial:
    """The result of building a site with another version."""

    version: ProductVersion
    changelog: str
    """Vietnamese sections on the versions after the present one."""
    check_report: str
    """Answer of ``./inv check`` with the other version."""
    is_check_clean: bool
    build_error: str
    """Answer of a build that failed, or nothing."""
    comparison: PageComparison | None
    """None if a build failed."""
    present_error: str
    """Answer of a failed build with the present version, or nothing."""
    changed_overrides: tuple[str, ...]
    """Templates of the office whose original changed."""


def try_version(site: Workspace, version: ProductVersion, now: datetime) -> Trial:
    """Build the site with ``version`` and with the present one, and compare the pages.

    Args:
        site: The workspace.
        version: The version to try.
        now: The build time of both builds.

    Raises:
        UserError: The version cannot be installed, or the disk refuses.
    """
    present = read_site_version(site.root)
    trial = site.root / TRIAL_FOLDER
    old, new = trial / "old", trial / "new"
    try:
        shutil.rmtree(trial, ignore_errors=True)
        for folder, product in ((old, present), (new, version)):
            _create_trial_site(site, folder, product)
        (trial / ".gitignore").write_text("*\n", encoding="ascii")
    except OSError as error:
        raise UserError(f"Chưa thử được: {explain_file_error(error)}.") from error
    install = _run_inv(new, now, "version")
    if not find_package(site, version).is_dir():
        raise UserError(f"Chưa cài được bản {version.version}:\n{_get_output(install)}")
    _use_product_files(site, new, version)
    check = _run_inv(new, now, "check")
    build = _run_inv(new, now, "preview")
    before = _run_inv(old, now, "preview")
    has_both = not (build.returncode or before.returncode)
    outputs = (Workspace(folder).publish_output for folder in (old, new))
    return Trial(
        version,
        _read_changelog(site, present, version),
        _get_output(check),
        check.returncode == 0,
        _get_output(build) if build.returncode else "",
        compare_outputs(*outputs) if has_both else None,
        _get_output(before) if before.returncode else "",
        tuple(_find_changed_overrides(site, present, version)),
    )


def _create_trial_site(site: Workspace, folder: Path, product: ProductVersion) -> None:
    """Make a folder that builds the content of the site with ``product``.

    Modules of settings are copied, so that their own folder is that of the trial. All other entries are links.
    """
    folder.mkdir(parents=True)
    for entry in sorted(site.root.iterdir()):
        if entry.name in _list_generated_names(site):
            continue
        if entry.is_file() and (entry.suffix == ".py" or entry.name in _COPIED_FILES):
            shutil.copy2(entry, folder / entry.name)
        else:
            (folder / entry.name).symlink_to(os.path.relpath(entry.resolve(), folder.resolve()))
    (folder / ".venv").symlink_to("../../.venv")
    source = (site.root / Path(product.source).expanduser()).resolve()
    address = str(source) if source.is_dir() else product.source
    write_site_version(folder, ProductVersion(address, product.version, product.commit))


def _list_generated_names(site: Workspace) -> set[str]:
    """Return the names in a site that commands make, and those of the installation."""
    made = (site.output, site.publish_output, site.preview_output, site.cache, site.lock_file)
    names = {path.name for path in made} | {DEFAULT_FOLDER, FOREIGN_FILES_FOLDER, TRIAL_FOLDER}
    return names | {PRODUCT_FILE, ".git", ".venv", "__pycache__"}


def _run_inv(folder: Path, now: datetime, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of the site in ``folder``."""
    variables = build_child_environment(now)
    variables.pop("VIRTUAL_ENV", None)
    return subprocess.run(  # noqa: S603  # our own command
        [str(Path(sys.executable).resolve()), str(folder / "inv"), *words],
        cwd=folder, env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8",
        errors="replace", check=False,
    )  # fmt: skip


def _get_output(answer: "subprocess.CompletedProcess[str]") -> str:
    return f"{answer.stdout.strip()}\n{answer.stderr.strip()}".strip()


def _use_product_files(site: Workspace, folder: Path, version: ProductVersion) -> None:
    """Give a trial site the files of the product as ``version`` has them."""
    present = read_site_version(site.root)
    for name in PRODUCT_FILES:
        new = find_original(site, version, name)
        if new.is_file() and is_product_file(site, present, name):
            shutil.copyfile(new, folder / name)


def _read_changelog(site: Workspace, present: ProductVersion, version: ProductVersion) -> str:
    file = find_package(site, version) / "product" / "co-gi-moi.md"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return describe_version_changes(text, present.version, version.version)


def _find_changed_overrides(
    site: Workspace, present: ProductVersion, version: ProductVersion
) -> Iterator[str]:
    """Yield the templates of the office whose original differs between both versions."""
    own = site.root / "theme" / "templates"
    for file in sorted(own.rglob("*")):
        name = file.relative_to(own)
        before, after = (
            find_package(site, item) / "theme" / "templates" / name for item in (present, version)
        )
        is_override = file.is_file() and before.is_file()
        if is_override and not (after.is_file() and before.read_bytes() == after.read_bytes()):
            yield f"theme/templates/{name.as_posix()}"
