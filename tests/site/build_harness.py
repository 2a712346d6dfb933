"""The printers: they build what the newsroom wrote, and mishaps befall their output and their cache."""

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
"""How often chance is to be tried, where somebody has the time; 0 is what the gate has."""


class BuildHarness(ProjectCopy):
    """A working copy below ``folder``, a newsroom with ``count`` articles, an output and a cache."""

    def __init__(self, folder: Path, count: int = 48, *, search: bool = False) -> None:
        super().__init__(folder / "site", search=search)
        self.content = ArticleEditor(self.tree / "content", count)
        self.foreign_files: set[str] = set()
        """Files of somebody else's in the output."""
        self.has_constant_code = False
        """Whether code and libraries stay as they are: then builds are forked at the gate."""

    # -- Builds ----------------------------------------------------------------------------------

    def get_build_command(self, output: str = "out", cache: str = "cache") -> list[str]:
        """Return Pelican's own command for this copy, to be run in its folder."""
        where = ["content", "-o", output, "-s", "own.py", "-e", f'CACHE_PATH="{self.tree / cache}"']
        return [sys.executable, "-m", "pelican", *where, "--fatal", "warnings"]

    def get_build_env(self) -> dict[str, str]:
        """Return the variables of a build: the clock, and the libraries that were upgraded."""
        moment, later = f"{self.content.build_time:%Y-%m-%d %H:%M}", str(self.tree / "libraries")
        return {**os.environ, "BULLETIN_NOW": moment, "COLUMNS": "300", "PYTHONPATH": later}

    def build(self, output: str = "out", cache: str = "cache") -> dict[str, str]:
        """Build, and return what lies in the output. Raise AssertionError where the build fails."""
        command, where = (
            self.get_build_command(output, cache),
            {"cwd": self.tree, "env": self.get_build_env()},
        )
        if self.has_constant_code and not SEQUENCE_COUNT:
            process = ForkedPelican(
                ForkServer.at(self.tree), command, stdout=subprocess.PIPE, text=True, **where
            )
            said, code = process.communicate()[0], process.wait()
        else:
            done = subprocess.run(command, capture_output=True, text=True, check=False, **where)
            said, code = done.stdout + done.stderr, done.returncode
        assert code == 0, said
        return digest_output(self.tree / output)

    def build_clean(self) -> dict[str, str]:
        """Return what a build makes that remembers nothing."""
        made = self.build("clean", "cold")
        shutil.rmtree(self.tree / "clean")
        shutil.rmtree(self.tree / "cold")
        return made

    def compare_with_clean_build(self, clean: dict[str, str] | None = None) -> list[str]:
        """Build, and tell what is not as a clean build makes it (as ``clean``, where that is known)."""
        built, clean = self.build(), clean or self.build_clean()
        lost = [
            f"{name} of somebody else is lost"
            for name in self.foreign_files
            if built.pop(name, "") != _FOREIGN
        ]
        return [*lost, *compare_outputs(built, clean)]

    def save_output_and_cache(self) -> None:
        """Keep a copy of output and cache for ``put_a_copy_back``."""
        for name in ("out", "cache"):
            shutil.copytree(self.tree / name, self.tree / f"{name}-former")

    # -- Mishaps -----------------------------------------------------------------------------------

    def delete_output_file(self, number: int) -> None:
        self._outputs(number)[0].unlink()

    def alter_output_file(self, number: int) -> None:
        self._outputs(number)[0].write_text("<p>sòng bạc</p>")

    def truncate_output_file(self, number: int) -> None:
        path = self._outputs(number)[0]
        os.truncate(path, path.stat().st_size // 2)

    def empty_output_file(self, number: int) -> None:
        os.truncate(self._outputs(number)[0], 0)

    def delete_output_folder(self, number: int) -> None:
        folders = sorted(path for path in self._out.iterdir() if path.is_dir())
        self._remove(folders[number % len(folders)])

    def delete_output(self, number: int) -> None:
        self._remove(self._out)

    def add_foreign_file(self, number: int) -> None:
        """Let somebody else leave a file beside ours."""
        name = ("cua toi.txt", ".htaccess", "ghi-chu.html", ".index.html.swp")[number % 4]
        self.write_foreign_file(self._outputs(number)[0].parent / name)

    def write_foreign_file(self, path: Path) -> None:
        path.write_text("foreign")
        self.foreign_files.add(path.relative_to(self._out).as_posix())

    def damage_cache(self, number: int) -> None:
        files = sorted(path for path in (self.tree / "cache").rglob("*") if path.is_file())
        path = files[number // 5 % len(files)]
        data = path.read_bytes()
        middle = len(data) * 2 // 3
        harms = (data[: len(data) // 2], b"", b"PK\x03\x04" * 999, data[:middle] + b"!" + data[middle + 1 :])
        path.unlink()  # a hard link to it in the output is another matter
        if number % 5 < 4:
            path.write_bytes(harms[number % 5])

    def delete_cache(self, number: int) -> None:
        shutil.rmtree(self.tree / "cache")

    def restore_output(self, number: int) -> None:
        self._remove(self._out)
        shutil.copytree(self.tree / "out-former", self._out)

    def restore_cache(self, number: int) -> None:
        """Let the cache be of another version of everything."""
        shutil.rmtree(self.tree / "cache", ignore_errors=True)
        shutil.copytree(self.tree / "cache-former", self.tree / "cache")

    def move_project(self, number: int) -> None:
        target = self.tree.with_name(f"{self.tree.name}-")
        self.tree.rename(target)
        self.tree, self.content.root = target, target / "content"

    def edit_twice_in_one_second(self, number: int) -> None:
        """Edit, build, and edit again before a clock that counts seconds moves on."""
        self.content.edit_body(number)
        path = self.content.get_article_file(number)
        now = int(path.stat().st_mtime)
        os.utime(path, (now, now))
        self.build()
        change_keeping_mtime(path, increment_counter)

    # -- Hands -------------------------------------------------------------------------------------

    @property
    def _out(self) -> Path:
        return self.tree / "out"

    def _outputs(self, number: int) -> list[Path]:
        """Return our files in the output, beginning with the one of that number."""
        files = sorted(path for path in self._out.rglob("*") if path.is_file())
        files = [path for path in files if path.relative_to(self._out).as_posix() not in self.foreign_files]
        return files[number % len(files) :] + files[: number % len(files)]

    def _remove(self, folder: Path) -> None:
        shutil.rmtree(folder)
        self.foreign_files = {name for name in self.foreign_files if (self._out / name).exists()}


_FOREIGN = hashlib.sha256(b"foreign").hexdigest()


def digest_output(output: Path) -> dict[str, str]:
    """Return a digest for every file below ``output`` by its path, and for a folder nothing."""
    found = {}
    for path in sorted(output.rglob("*")):
        name = path.relative_to(output).as_posix()
        if path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        elif path.is_dir():
            found[f"{name}/"] = ""
    return found


def compare_outputs(built: dict[str, str], clean: dict[str, str]) -> list[str]:
    """Tell how ``built`` differs from ``clean``."""
    missing = [f"{name} is missing" for name in clean if name not in built]
    surplus = [f"{name} does not belong here" for name in built if name not in clean]
    return [
        *missing,
        *surplus,
        *(f"{name} is another" for name in clean if built.get(name, clean[name]) != clean[name]),
    ]
