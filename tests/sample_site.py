"""The sample bulletin of this repository, built the way `./inv publish` builds it."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE_BUILD_TIME = "2026-11-23 08:00"
"""The moment of the sample: its scheduled article is yet to come, its expired one is gone."""
SAMPLE_URL = "https://bantin.example.vn"


def run_pelican(
    content: Path, output: Path, *options: str, now: str = SAMPLE_BUILD_TIME, **environment: str
) -> str:
    """Run Pelican's own command; return what it printed. Raise AssertionError where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "pelican", str(content), "-o", str(output), *options],
        cwd=ROOT,
        env={**os.environ, "BULLETIN_NOW": now, "COLUMNS": "300", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def build_sample_once(folder: Path) -> Path:
    """Return the output of the sample below ``folder``, built by whichever process comes first."""
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
    return sorted(path for path in output.rglob("*.html") if "pagefind" not in path.parts)
