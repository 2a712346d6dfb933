"""Build a changing site, damage output and cache, and compare with clean builds.

``ProjectCopy`` changes the project and ``ArticleEditor`` changes the content.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.fork_server import ForkedPelican, ForkServer
from tests.site.article_editor import ArticleEditor
from tests.site.content_editor import change_keeping_mtime
from tests.site.edited_article import increment_counter
from tests.site.project_copy import ProjectCopy

SEQUENCE_COUNT = int(os.environ.get("BULLETIN_PLAYS", "0"))
"""Number of random sequences to try; 0 in ordinary test runs."""


class BuildHarness(ProjectCopy):
    """Copy of the project below ``folder``, with content, output folder and cache.

    The content has ``count`` articles.
    Without share cards a clean build takes half the time.
    """

    def __init__(
        self, folder: Path, count: int = 48, *, search: bool = False, share_cards: bool = False
    ) -> None:
        super().__init__(folder / "site", search=search, share_cards=share_cards)
        self.content = ArticleEditor(self.tree / "content", count)
        self.foreign_files: set[str] = set()
        """Foreign files in the output folder."""
        self.has_constant_code = False
        """True if code and libraries stay the same, so that a fork server can build."""
        self._project_digests: dict[str, str] = {}
        """Digests of the project without content, at the last clean build."""

    # -- Builds ----------------------------------------------------------------------------------

    def get_build_command(self, output: str = "out", cache: str = "cache") -> list[str]:
        """Return Pelican's command for this copy, to be run in the folder ``tree``."""
        options = ["-o", output, "-s", "own.py", "-e", f'CACHE_PATH="{self.tree / cache}"']
        return [sys.executable, "-m", "pelican", "content", *options, "--fatal", "warnings"]

    def get_build_env(self) -> dict[str, str]:
        """Return the variables of a build, with the build time and the upgraded libraries."""
        now, libraries = f"{self.content.build_time:%Y-%m-%d %H:%M}", str(self.tree / "libraries")
        return {**os.environ, "BULLETIN_NOW": now, "COLUMNS": "300", "PYTHONPATH": libraries}

    def build(self, output: str = "out", cache: str = "cache") -> dict[str, str]:
        """Build, check that the build succeeds, and return the digests of the output."""
        command, env = self.get_build_command(output, cache), self.get_build_env()
        if self.has_constant_code and not SEQUENCE_COUNT:
            process = ForkedPelican(
                ForkServer.at(self.tree), command, stdout=subprocess.PIPE, text=True, cwd=self.tree, env=env
            )
            printed, code = process.communicate()[0], process.wait()
        else:
            result = subprocess.run(
                command, capture_output=True, text=True, check=False, cwd=self.tree, env=env
            )
            printed, code = result.stdout + result.stderr, result.returncode
        assert code == 0, printed
        return digest_output(self.tree / output)

    def build_clean(self) -> dict[str, str]:
        """Return the digests of a build without an earlier output or cache.

        If only the content has changed, keep the compiled templates of the last clean build.
        Reason: to compile them takes a third of the build.
        """
        compiled, project = self.tree.parent / "compiled", self._digest_project()
        if project == self._project_digests and compiled.exists() and not SEQUENCE_COUNT:
            shutil.copytree(compiled, self.tree / "cold/templates")
        digests = self.build("clean", "cold")
        shutil.rmtree(compiled, ignore_errors=True)
        if (self.tree / "cold/templates").exists():  # third-party code permits no compiled templates
            (self.tree / "cold/templates").rename(compiled)
        self._project_digests = project
        shutil.rmtree(self.tree / "clean")
        shutil.rmtree(self.tree / "cold")
        return digests

    def compare_with_clean_build(self, clean: dict[str, str] | None = None) -> list[str]:
        """Build and return the differences from a clean build.

        ``clean`` are the digests of the clean build, if they are known.
        """
        built, clean = self.build(), clean or self.build_clean()
        lost = [
            f"the foreign file {name} is lost"
            for name in self.foreign_files
            if built.pop(name, "") != FOREIGN_DIGEST
        ]
        return [*lost, *compare_outputs(built, clean)]

    def save_output_and_cache(self) -> None:
        """Save copies for ``restore_output`` and ``restore_cache``."""
        for name in ("out", "cache"):
            shutil.copytree(self.tree / name, self.tree / f"{name}-saved")

    # -- Damage ------------------------------------------------------------------------------------

    def delete_output_file(self, number: int) -> None:
        self._list_own_files(number)[0].unlink()

    def alter_output_file(self, number: int) -> None:
        self._list_own_files(number)[0].write_text("<p>sòng bạc</p>")

    def truncate_output_file(self, number: int) -> None:
        path = self._list_own_files(number)[0]
        os.truncate(path, path.stat().st_size // 2)

    def empty_output_file(self, number: int) -> None:
        os.truncate(self._list_own_files(number)[0], 0)

    def delete_output_folder(self, number: int) -> None:
        folders = sorted(path for path in self._out.iterdir() if path.is_dir())
        self._remove(folders[number % len(folders)])

    def delete_output(self, number: int) -> None:
        self._remove(self._out)

    def add_foreign_file(self, number: int) -> None:
        """Write a foreign file next to a file of the build."""
        name = ("cua toi.txt", ".htaccess", "ghi-chu.html", ".index.html.swp")[number % 4]
        self.write_foreign_file(self._list_own_files(number)[0].parent / name)

    def write_foreign_file(self, path: Path) -> None:
        path.write_text("foreign")
        self.foreign_files.add(path.relative_to(self._out).as_posix())

    def damage_cache(self, number: int) -> None:
        files = sorted(path for path in (self.tree / "cache").rglob("*") if path.is_file())
        path = files[number // 5 % len(files)]
        data = path.read_bytes()
        middle = len(data) * 2 // 3
        damages = (
            data[: len(data) // 2],
            b"",
            b"PK\x03\x04" * 999,
            data[:middle] + b"!" + data[middle + 1 :],
        )
        path.unlink()  # so that a hard link to it in the output stays intact
        if number % 5 < 4:
            path.write_bytes(damages[number % 5])

    def delete_cache(self, number: int) -> None:
        shutil.rmtree(self.tree / "cache")

    def restore_output(self, number: int) -> None:
        self._remove(self._out)
        shutil.copytree(self.tree / "out-saved", self._out)

    def restore_cache(self, number: int) -> None:
        """Restore the saved cache, which belongs to older content and code."""
        shutil.rmtree(self.tree / "cache", ignore_errors=True)
        shutil.copytree(self.tree / "cache-saved", self.tree / "cache")

    def move_project(self, number: int) -> None:
        target = self.tree.with_name(f"{self.tree.name}-")
        self.tree.rename(target)
        self.tree, self.content.root = target, target / "content"

    def edit_twice_in_one_second(self, number: int) -> None:
        """Edit, build and edit again, with the same modification time."""
        self.content.edit_body(number)
        path = self.content.get_article_file(number)
        now = int(path.stat().st_mtime)
        os.utime(path, (now, now))
        self.build()
        change_keeping_mtime(path, increment_counter)

    # -- Helpers -----------------------------------------------------------------------------------

    @property
    def _out(self) -> Path:
        return self.tree / "out"

    def _digest_project(self) -> dict[str, str]:
        """Return the digests of code, libraries, theme and settings."""
        names = ("bulletin", "plugins", "theme", "overrides", "libraries")
        files = [path for name in names for path in (self.tree / name).rglob("*.*")] + [
            *self.tree.glob("*.py")
        ]
        return {
            str(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
            if path.is_file() and path.suffix != ".pyc"
        }

    def _list_own_files(self, number: int) -> list[Path]:
        """Return the files of the build in the output, beginning with that number."""
        files = sorted(path for path in self._out.rglob("*") if path.is_file())
        files = [path for path in files if path.relative_to(self._out).as_posix() not in self.foreign_files]
        return files[number % len(files) :] + files[: number % len(files)]

    def _remove(self, folder: Path) -> None:
        shutil.rmtree(folder)
        self.foreign_files = {name for name in self.foreign_files if (self._out / name).exists()}


FOREIGN_DIGEST = hashlib.sha256(b"foreign").hexdigest()


def digest_output(output: Path) -> dict[str, str]:
    """Return the digests of all files below ``output``, and empty ones of folders."""
    digests = {}
    for path in sorted(output.rglob("*")):
        name = path.relative_to(output).as_posix()
        if path.is_file():
            digests[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        elif path.is_dir():
            digests[f"{name}/"] = ""
    return digests


def compare_outputs(built: dict[str, str], clean: dict[str, str]) -> list[str]:
    """Return one sentence for each difference of ``built`` from ``clean``."""
    missing = [f"{name} is missing" for name in clean if name not in built]
    surplus = [f"{name} is not in a clean build" for name in built if name not in clean]
    changed = [f"{name} differs" for name in clean if built.get(name, clean[name]) != clean[name]]
    return [*missing, *surplus, *changed]
