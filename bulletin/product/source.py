"""The source of the bulletin, from which a site gets its version.

``bulletin.toml`` of a site names the source, the version and the commit. ``inv`` reads the file and installs that version.
"""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from bulletin.errors import UserError
from bulletin.publishing.workspace.git import quote_error, run_git
from bulletin.storage.file_system import write_file_atomically
from bulletin.version import get_running_version

PRODUCT_FILE = "bulletin.toml"
"""File of a site that names its version."""
SOURCE_VARIABLE = "BULLETIN_SOURCE"
"""Variable that replaces the source of ``bulletin.toml`` on one machine."""
_REPOSITORY = Path(__file__).resolve().parents[2]
"""The repository of the bulletin, or the folder above an installed package."""
_TAG_LINE = re.compile(r"([0-9a-f]{40})\trefs/tags/v(\d+(?:\.\d+)+)(\^\{\})?")
_HEADER = "# Bản phần mềm mà trang này dùng. Xem: ./inv version. Đổi bằng: ./inv upgrade\n"


@dataclass(frozen=True, slots=True)
class ProductVersion:
    """A version of the bulletin and the place that it comes from."""

    source: str
    """Address of a git repository, or a folder."""
    version: str
    """``0.2.0``."""
    commit: str = ""
    """Commit of 40 digits; empty for a folder without git."""

    @property
    def key(self) -> str:
        """Name of the environment below ``.venv/``, as ``inv`` computes it."""
        return "-".join(filter(None, (self.version, self.commit[:12])))

    def format_name(self) -> str:
        """Return the version with the start of its commit: ``0.2.0 (1a2b3c4d5e6f)``."""
        return f"{self.version} ({self.commit[:12]})" if self.commit else self.version


def read_site_version(root: Path) -> ProductVersion:
    """Return the version of the site in ``root``, with the source of this machine.

    Raises:
        UserError: The site has no ``bulletin.toml``, or it cannot be read.
    """
    return _use_source_of_machine(read_recorded_version(root))


def read_recorded_version(root: Path) -> ProductVersion:
    """Return the version as the file names it for all machines. Raise UserError."""
    return _read_table(_load_file(root))


def read_previous_version(root: Path) -> ProductVersion | None:
    """Return the version before the last upgrade, or None. Raise UserError."""
    table = _load_file(root).get("previous")
    return _use_source_of_machine(_read_table(table)) if table else None


def write_site_version(root: Path, current: ProductVersion, previous: ProductVersion | None = None) -> None:
    """Write ``bulletin.toml``. Raise OSError."""
    text = _HEADER + _format_table(current)
    if previous:
        text += f"\n# Bản trước đó: ./inv upgrade --back\n[previous]\n{_format_table(previous)}"
    write_file_atomically(root / PRODUCT_FILE, text.encode())


def find_running_product() -> ProductVersion:
    """Return the version of the repository of the bulletin that runs.

    The source is the repository that it was cloned from, if the commit is there, or its own folder.
    """
    source, commit = str(_REPOSITORY), ""
    if (_REPOSITORY / ".git").exists():
        commit = _ask_git(_REPOSITORY, "rev-parse", "HEAD")
        origin = run_git(_REPOSITORY, "config", "--get", "remote.origin.url").stdout.strip()
        if origin and _ask_git(_REPOSITORY, "branch", "--remotes", "--contains", commit):
            source = _remove_password(origin)
            if "://" not in source and Path(_REPOSITORY, source).is_dir():
                source = str(Path(_REPOSITORY, source).resolve())
    return ProductVersion(source, get_running_version(), commit)


def has_uncommitted_changes() -> bool:
    """Tell if files of the repository that runs differ from its commit."""
    return (_REPOSITORY / ".git").exists() and bool(
        _ask_git(_REPOSITORY, "status", "--porcelain", "--untracked-files=no")
    )


def list_versions(source: str, root: Path) -> list[ProductVersion]:
    """Return the versions at ``source``, the oldest first.

    A folder without git has one version.

    Args:
        source: Address of a git repository, or a folder.
        root: The site, in which a relative folder begins.

    Raises:
        UserError: The source does not answer.
    """
    folder = root / Path(source).expanduser()
    if folder.is_dir() and not (folder / ".git").exists() and (folder / "pyproject.toml").is_file():
        project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        return [ProductVersion(source, str(project["version"]))]
    address = str(folder) if folder.is_dir() else source
    answer = run_git(root, "ls-remote", "--tags", "--", address, variables={"GIT_TERMINAL_PROMPT": "0"})
    if answer.returncode:
        raise UserError(
            f"Không hỏi được {source} có những bản nào (git báo “{quote_error(answer)}”). "
            f"Hãy kiểm tra đường mạng và source trong {PRODUCT_FILE}."
        )
    commits = {  # an annotated tag has a second line with its commit
        match[2]: match[1] for match in map(_TAG_LINE.fullmatch, answer.stdout.splitlines()) if match
    }
    versions = (ProductVersion(source, name, commit) for name, commit in commits.items())
    return sorted(versions, key=lambda item: parse_version(item.version))


def parse_version(text: str) -> tuple[int, ...]:
    """Return the numbers of a version, for comparisons."""
    return tuple(map(int, re.findall(r"\d+", text)))


def _load_file(root: Path) -> Mapping[str, Any]:
    file = root / PRODUCT_FILE
    if not file.is_file():
        raise UserError(
            f"Thư mục này không có {PRODUCT_FILE}: đây là kho của chính phần mềm bản tin, hoặc tệp đã mất. "
            f"Trang của cơ quan lấy lại tệp bằng: git checkout -- {PRODUCT_FILE}"
        )
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UserError(
            f"{PRODUCT_FILE}: không đọc được ({error}). Hãy lấy lại: git checkout -- {PRODUCT_FILE}"
        ) from error


def _read_table(table: Mapping[str, Any]) -> ProductVersion:
    values = [str(table.get(name, "")) for name in ("source", "version", "commit")]
    if not all(values[:2]):
        raise UserError(
            f"{PRODUCT_FILE}: thiếu source hoặc version. Hãy lấy lại: git checkout -- {PRODUCT_FILE}"
        )
    return ProductVersion(values[0], values[1], values[2])


def _use_source_of_machine(product: ProductVersion) -> ProductVersion:
    return replace(product, source=os.environ.get(SOURCE_VARIABLE) or product.source)


def _format_table(product: ProductVersion) -> str:
    values = {"source": product.source, "version": product.version, "commit": product.commit}
    rows = (f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items() if value)
    return "".join(rows)


def _ask_git(folder: Path, *arguments: str) -> str:
    """Return the output of git. Raise UserError if git fails."""
    answer = run_git(folder, *arguments)
    if answer.returncode:
        raise UserError(f"git không trả lời trong {folder}: “{quote_error(answer)}”. Hãy sửa rồi chạy lại.")
    return answer.stdout.strip()


def _remove_password(address: str) -> str:
    """Return an address without user name and password.

    Reason: the address goes into a file that all share.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or "@" not in parts.netloc:
        return address
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
