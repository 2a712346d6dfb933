"""Build the sample content of this repository as ``./inv publish`` does."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE_BUILD_TIME = "2026-11-23 08:00"
"""Build time of the sample, before its scheduled article and after its expired article."""
SAMPLE_URL = "https://bantin.example.vn"


def run_pelican(
    content: Path, output: Path, *options: str, now: str = SAMPLE_BUILD_TIME, **environment: str
) -> str:
    """Run Pelican's own command, check that it succeeds, and return its output."""
    result = subprocess.run(
        [sys.executable, "-m", "pelican", str(content), "-o", str(output), *options],
        cwd=ROOT,
        env={**os.environ, "BULLETIN_NOW": now, "COLUMNS": "300", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout + result.stderr


def build_sample_once(folder: Path) -> Path:
    """Return the output of the sample below ``folder``. The first process builds it."""
    folder.mkdir(parents=True, exist_ok=True)
    output = folder / "sample"
    with (folder / "sample.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "sample.done").exists():
            run_pelican(ROOT / "content", output, "-s", "publishconf.py", "--fatal", "warnings")
            (folder / "sample.done").touch()
    return output


def list_pages(output: Path) -> list[Path]:
    """Return all HTML pages of an output, sorted."""
    return sorted(output.rglob("*.html"))
