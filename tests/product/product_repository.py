"""A repository of the bulletin with tags, and sites of offices that run on it.

Environments of such sites take all libraries from the environment of the tests. No package index is used.
"""

import atexit
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from functools import cache
from pathlib import Path

from tests.sample_site import ROOT

_COPIED = (
    "bulletin",
    "plugins",
    "theme",
    "docs",
    "deploy",
    "inv",
    "tasks.py",
    "pyproject.toml",
    "README.md",
    "LICENSE",
)
OFFICE_OPTIONS = {
    "name": "Bản tin Đất Mũi",
    "organisation": "Ban Tuyên giáo và Dân vận Tỉnh ủy Cà Mau",
    "responsible": "Lê Thị Hoa",
    "address": "12 Phan Ngọc Hiển, phường Tân Thành, tỉnh Cà Mau",
    "telephone": "0290 383 1234",
    "email": "bantin@camau.dcs.vn",
    "siteurl": "https://bantin.camau.dcs.vn",
}
"""The answers of an office."""
BASE_PYTHON = str(Path(sys.executable).resolve())
"""Python of the machine, as an office starts ``inv``, and not that of the test environment."""
FORMER_WORD, LATER_WORD = "Trang chủ", "Trang đầu"
"""A word on all pages in version 0.2.0, and in the next one."""


class ProductRepository:
    """A clone of the bulletin in a folder, with the tags v0.2.0 and v0.3.0."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "phần mềm"
        self.wheels = folder / "wheels"
        self.wheels.mkdir(parents=True)
        for name in _COPIED:
            if (ROOT / name).is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / name, self.root / name, symlinks=True, ignore=ignored)
            else:
                shutil.copy2(ROOT / name, self.root / name)
        self._write_lock()
        self.set_version("0.2.0")
        run_git(self.root, "init", "--quiet", "--initial-branch=main")
        self.commit_version("0.2.0")
        self.set_version("0.3.0")
        for name in ("bulletin/views/parts/components.py", "bulletin/views/pages/site_map.py"):
            replace_in_file(self.root / name, FORMER_WORD, LATER_WORD)
        replace_in_file(
            self.root / "docs/co-gi-moi.md",
            "## 0.2.0",
            f"## 0.3.0\n\n### Với người biên tập\n\n- {FORMER_WORD} nay là {LATER_WORD}.\n\n## 0.2.0",
        )
        replace_in_file(self.root / "bulletin/product/template/tasks.py.txt", "Các lệnh", "Mọi lệnh")
        replace_in_file(
            self.root / "theme/templates/components/footer.html", "{% endmacro %}", "{# #}{% endmacro %}"
        )
        self.commit_version("0.3.0")

    def set_version(self, version: str) -> None:
        lines = (self.root / "pyproject.toml").read_text(encoding="utf-8").split("\n")
        lines = [f'version = "{version}"' if line.startswith("version = ") else line for line in lines]
        (self.root / "pyproject.toml").write_text("\n".join(lines), encoding="utf-8")

    def commit_version(self, version: str) -> None:
        run_git(self.root, "add", "--all")
        run_git(self.root, "commit", "--quiet", "-m", version)
        run_git(self.root, "tag", f"v{version}")

    def checkout(self, version: str) -> None:
        run_git(self.root, "checkout", "--quiet", f"v{version}")

    def run_init(self, folder: Path, **changes: str | None) -> "subprocess.CompletedProcess[str]":
        """Run ``./inv init`` in the repository, with the answers of an office."""
        options = [
            f"--{name}={value}" for name, value in (OFFICE_OPTIONS | changes).items() if value is not None
        ]
        command = [sys.executable, "tasks.py", "init", str(folder), *options]
        return subprocess.run(
            command, cwd=self.root, env=create_env(), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def run_site(self, folder: Path, *words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        """Run ``./inv`` in the site of an office, from another folder."""
        offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheels.as_uri(), "PIP_CONFIG_FILE": os.devnull}
        return subprocess.run(
            [BASE_PYTHON, str(folder / "inv"), *words], cwd=folder.parent, stdin=subprocess.DEVNULL,
            env=create_env(**offline, **variables), capture_output=True, text=True, check=False,
        )  # fmt: skip

    def _write_lock(self) -> None:
        """Pin one package, which leads Python to the libraries of the tests."""
        wheel, info = self.wheels / "libraries-1.0-py3-none-any.whl", "libraries-1.0.dist-info"
        with zipfile.ZipFile(wheel, "w") as archive:
            # First on the path. Reason: a new environment has an old setuptools.
            first = f"import sys; sys.path.insert(0, {sysconfig.get_paths()['purelib']!r})\n"
            archive.writestr("libraries.pth", first)
            archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: libraries\nVersion: 1.0\n")
            archive.writestr(
                f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            archive.writestr(f"{info}/RECORD", "")
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        (self.root / "requirements.lock").write_text(
            f"libraries==1.0 --hash=sha256:{digest}\n", encoding="ascii"
        )


@cache
def hide_ensurepip() -> dict[str, str]:
    """Return variables with which a Python that has pip does not find ensurepip.

    ``inv`` then installs with that pip, as on machines without the package python3-venv.
    With ``BULLETIN_PLAYS`` there are none.
    Reason: ensurepip takes four of the six seconds of an environment. tests/test_inv.py runs it.
    """
    if "BULLETIN_PLAYS" in os.environ:
        return {}
    folder = Path(tempfile.mkdtemp(prefix="bulletin-python-"))
    atexit.register(shutil.rmtree, folder)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = folder / "lib" / version / "site-packages"
    packages.mkdir(parents=True)
    (packages / "usercustomize.py").write_text(
        "import importlib.util, sys\nif importlib.util.find_spec('pip'):\n    sys.modules['ensurepip'] = None\n",
        encoding="utf-8",
    )
    return {"PYTHONUSERBASE": str(folder)}


def create_env(**more: str) -> dict[str, str]:
    """Return environment variables with an identity for git."""
    identity = {
        f"GIT_{role}_{field}": value
        for role in ("AUTHOR", "COMMITTER")
        for field, value in (("NAME", "Lê An"), ("EMAIL", "an@camau.example"))
    }
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    fixed = {"BULLETIN_NOW": "2026-11-23 07:30", "GIT_CONFIG_GLOBAL": os.devnull}
    return {**fixed, **hide_ensurepip(), **kept, **identity, **more}


def run_git(folder: Path, *arguments: str) -> str:
    """Return the output of git, which must succeed."""
    answer = subprocess.run(
        ["git", *arguments], cwd=folder, env=create_env(), capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


def replace_in_file(file: Path, old: str, new: str) -> None:
    """Replace a text that the file has."""
    text = file.read_text(encoding="utf-8")
    assert old in text, file
    file.write_text(text.replace(old, new), encoding="utf-8")
