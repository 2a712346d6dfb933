"""Try another version of the bulletin beside that of a site, and change over.

A trial builds the site twice below ``.upgrade/``, with both versions, and compares the pages.
The change writes ``bulletin.toml`` and the two files that came from the product, ``inv`` and ``tasks.py``.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bulletin.errors import UserError, explain_file_error
from bulletin.product.changelog import select_sections
from bulletin.product.page_comparison import PageComparison, compare_outputs
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
from bulletin.publishing.git import find_repository, quote_error, run_git
from bulletin.publishing.subprocess_env import build_child_environment
from bulletin.publishing.workspace import PUBLISH_SETTINGS_FILE, Workspace

TRIAL_FOLDER = ".upgrade"
_PRODUCT_FILES = {"inv": "inv", "tasks.py": "tasks.py.txt"}
"""Files of a site that are copies of the product's, with the names of their originals."""
_SITE_FILES = ("pelicanconf.py", PUBLISH_SETTINGS_FILE, "addresses.txt")


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
    """None if the build failed."""
    changed_overrides: tuple[str, ...]
    """Templates of the office whose original changed."""


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


def try_version(site: Workspace, version: ProductVersion, now: datetime) -> Trial:
    """Build the site with ``version`` and with the present one, and compare the pages.

    Args:
        site: The workspace.
        version: The version to try.
        now: The build time of both builds.

    Raises:
        UserError: The version cannot be installed, or the present version does not build the site.
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
    if not _find_package(site, version).is_dir():
        raise UserError(f"Chưa cài được bản {version.version}:\n{_get_output(install)}")
    _use_product_files(site, new, version)
    check = _run_inv(new, now, "check")
    build = _run_inv(new, now, "preview")
    before = _run_inv(old, now, "preview")
    if before.returncode:
        raise UserError(
            f"Bản đang dùng ({present.version}) không dựng được trang, nên không so sánh được. "
            f"Hãy sửa trước:\n{_get_output(before)}"
        )
    comparison = None if build.returncode else compare_outputs(old / "output-publish", new / "output-publish")
    return Trial(
        version,
        _read_changelog(site, present, version),
        _get_output(check),
        check.returncode == 0,
        _get_output(build) if build.returncode else "",
        comparison,
        tuple(_find_changed_overrides(site, present, version)),
    )


def change_version(site: Workspace, version: ProductVersion) -> list[str]:
    """Make ``version`` the one that the site runs on; return the changed files.

    Files of the office that differ from the product's are left alone.

    Raises:
        UserError: A file cannot be written.
    """
    present, recorded = read_site_version(site.root), read_recorded_version(site.root)
    changed = [PRODUCT_FILE]
    try:
        for name in _PRODUCT_FILES:
            new = _find_original(site, version, name)
            if new.is_file() and new.read_bytes() != (site.root / name).read_bytes():
                if not _is_product_file(site, present, name):
                    continue
                shutil.copyfile(new, site.root / name)
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


def _create_trial_site(site: Workspace, folder: Path, product: ProductVersion) -> None:
    """Make a folder that builds the content of the site with ``product``."""
    folder.mkdir(parents=True)
    for name in (*_PRODUCT_FILES, *_SITE_FILES):
        if (site.root / name).exists():
            shutil.copy2(site.root / name, folder / name)
    for module in site.root.glob("*.py"):  # modules that the settings import
        if module.name not in (*_PRODUCT_FILES, *_SITE_FILES):
            shutil.copy2(module, folder / module.name)
    for name in ("content", "theme"):
        if (site.root / name).exists():
            (folder / name).symlink_to(os.path.relpath((site.root / name).resolve(), folder.resolve()))
    (folder / ".venv").symlink_to("../../.venv")
    source = (site.root / Path(product.source).expanduser()).resolve()
    address = str(source) if source.is_dir() else product.source
    write_site_version(folder, ProductVersion(address, product.version, product.commit))


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


def _find_package(site: Workspace, version: ProductVersion) -> Path:
    """Return the folder of the installed package ``bulletin`` of a version."""
    environment = site.root / ".venv" / version.key
    return next(environment.glob("lib/python*/site-packages/bulletin"), environment / "bulletin")


def _find_original(site: Workspace, version: ProductVersion, name: str) -> Path:
    """Return the original of a file of the site in the installed package of a version."""
    return _find_package(site, version) / "product" / "template" / _PRODUCT_FILES[name]


def _use_product_files(site: Workspace, folder: Path, version: ProductVersion) -> None:
    """Give a trial site the files of the product as ``version`` has them."""
    present = read_site_version(site.root)
    for name in _PRODUCT_FILES:
        new = _find_original(site, version, name)
        if new.is_file() and _is_product_file(site, present, name):
            shutil.copyfile(new, folder / name)


def _is_product_file(site: Workspace, version: ProductVersion, name: str) -> bool:
    """Tell if a file of the site is the product's own, not changed by the office."""
    original, own = _find_original(site, version, name), site.root / name
    return original.is_file() and own.is_file() and original.read_bytes() == own.read_bytes()


def _read_changelog(site: Workspace, present: ProductVersion, version: ProductVersion) -> str:
    file = _find_package(site, version) / "product" / "co-gi-moi.md"
    return (
        select_sections(file.read_text(encoding="utf-8"), present.version, version.version)
        if file.is_file()
        else ""
    )


def _find_changed_overrides(
    site: Workspace, present: ProductVersion, version: ProductVersion
) -> Iterator[str]:
    """Yield the templates of the office whose original differs between both versions."""
    own = site.root / "theme" / "templates"
    for file in sorted(own.rglob("*")):
        name = file.relative_to(own)
        before, after = (
            _find_package(site, item) / "theme" / "templates" / name for item in (present, version)
        )
        is_override = file.is_file() and before.is_file()
        if is_override and not (after.is_file() and before.read_bytes() == after.read_bytes()):
            yield f"theme/templates/{name.as_posix()}"
