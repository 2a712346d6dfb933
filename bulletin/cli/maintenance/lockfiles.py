"""Write the requirements locks: exact versions with the hashes of all their files.

The oldest Python at hand chooses the versions.
Reason: versions chosen by Python 3.11.9 may refuse 3.11.2, which Debian 12 has.

pip-tools runs in an environment of its own below ``.cache/``.
Reason: it would add pip and setuptools to the lock of the tests.
"""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from bulletin.errors import UserError
from bulletin.publishing.workspace.subprocess_env import build_child_environment

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
    """Write both requirements locks.

    Args:
        root: The folder of ``pyproject.toml``.
        cache: The folder of caches.
        interpreter: The Python to choose versions for.
        upgrade: Take newer versions; otherwise versions that still fit stay.

    Raises:
        UserError: A program failed; it has printed the reason.
    """
    environment = cache / "pip-tools"
    python = environment / "bin" / "python"
    _run([interpreter, "-m", "venv", "--clear", str(environment)], root)
    _run([str(python), "-m", "pip", "install", "-qq", PIP_TOOLS_REQUIREMENT], root)
    again = ["--upgrade"] if upgrade else []
    run, test = "requirements.lock", "requirements-test.lock"
    for name, more in (
        (run, ["--extra", "build"]),
        (test, ["--extra", "test", "--constraint", run]),
    ):
        command = [str(python), "-m", "piptools", *PIP_COMPILE_OPTIONS, *again, *more]
        _run([*command, "--output-file", name, "pyproject.toml"], root)
        file = root / name
        file.write_text(
            LOCKFILE_HEADER + file.read_text(encoding="utf-8").removeprefix(LOCKFILE_HEADER), encoding="utf-8"
        )


def _run(command: Sequence[str], root: Path) -> None:
    done = subprocess.run(command, cwd=root, env=build_child_environment(), check=False)  # noqa: S603  # our own commands
    if done.returncode:
        raise UserError("Chưa ghi được các tệp ghim phiên bản (lý do ở trên).")
