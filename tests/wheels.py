"""The wheel of the repository, built without network."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
_BUILD_WHEEL = "import sys; from setuptools.build_meta import build_wheel; print(build_wheel(sys.argv[1]))"
"""The call that pip makes. Reason: an environment of ``./inv`` may lack pip."""


def build_repository_wheel(folder: Path) -> Path:
    """Copy the sources into ``folder`` and return the wheel built of them there."""
    source, target = folder / "source/bulletin", folder / "wheel"
    target.mkdir()
    left_out = shutil.ignore_patterns(
        ".*", "__pycache__", "output*", "public", "content", "broken_sites", "build", "*.egg-info"
    )
    shutil.copytree(
        ROOT, source, ignore=lambda path, names: left_out(path, names) if path == str(ROOT) else ()
    )
    built = subprocess.run(
        [sys.executable, "-c", _BUILD_WHEEL, str(target)],
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return target / built.stdout.splitlines()[-1]
