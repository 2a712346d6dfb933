"""Write the lock files: exact versions with the hashes of all their files, and no addresses.

They are made with the oldest Python at hand: the versions that 3.11.9 takes may refuse 3.11.2
(Debian 12's). pip-tools works in an environment of its own under .cache/, since it would drag
pip and setuptools into the lock of the tests.
"""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from bulletin.errors import UserError

PIP_TOOLS_REQUIREMENT = "pip-tools==7.6.2"
PIP_COMPILE_OPTIONS = (
    "compile",
    "--quiet",
    "--allow-unsafe",  # Setuptools builds the package in a test, and needs hashes as well
    "--generate-hashes",  # of every file in the index: all systems and processors
    "--strip-extras",
    "--no-annotate",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
)
LOCKFILE_HEADER = (
    "# Written by ./inv lock from the ranges in pyproject.toml; ./inv lock --upgrade takes newer versions.\n"
)


def write_lockfiles(root: Path, cache: Path, *, interpreter: str, upgrade: bool) -> None:
    """Write both locks; without ``upgrade`` versions that still fit stay.

    ``interpreter`` is the Python to choose versions for. Raise UserError.
    """
    environment = cache / "pip-tools"
    python = environment / "bin" / "python"
    _run([interpreter, "-m", "venv", "--clear", str(environment)], root)
    _run([str(python), "-m", "pip", "install", "-qq", PIP_TOOLS_REQUIREMENT], root)
    again = ["--upgrade"] if upgrade else []
    run, test = "requirements.lock", "requirements-test.lock"
    for name, more in ((run, []), (test, ["--extra", "test", "--constraint", run])):
        command = [str(python), "-m", "piptools", *PIP_COMPILE_OPTIONS, *again, *more]
        _run([*command, "--output-file", name, "pyproject.toml"], root)
        file = root / name
        file.write_text(
            LOCKFILE_HEADER + file.read_text(encoding="utf-8").removeprefix(LOCKFILE_HEADER), encoding="utf-8"
        )


def _run(command: Sequence[str], root: Path) -> None:
    if subprocess.run(command, cwd=root, check=False).returncode:  # noqa: S603  # our own commands
        raise UserError("Chưa ghi được các tệp ghim phiên bản (lý do ở trên).")
