"""kill -9 at any moment leaves readers a whole release, and the next publish succeeds."""

import random
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from plugins.clock import LOCAL
from publishing.manifest import Manifest
from publishing.release import Releases

PAGES = 150
PUBLISH = """
import sys
from datetime import datetime, timedelta
from pathlib import Path
from plugins.clock import LOCAL
from publishing.release import Releases

output, public = map(Path, sys.argv[1:])
print("bắt đầu", flush=True)
for number in range(10_000):
    for file in output.glob("[0-4]*/index.html"):
        file.write_text(f"{number} {file.parent.name}")
    Releases(public, keep=2).release(output, datetime(2026, 11, 23, tzinfo=LOCAL) + timedelta(minutes=number))
"""


@pytest.mark.parametrize("seed", range(8))
def test_a_killed_publish_leaves_a_whole_site(tmp_path: Path, seed: int) -> None:
    output, releases = tmp_path / "output", Releases(tmp_path / "public", keep=2)
    for number in range(PAGES):
        page = output / str(number) / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(f"đầu {number}", encoding="utf-8")
    first = releases.release(output, datetime(2026, 11, 22, tzinfo=LOCAL))
    command = [sys.executable, "-c", PUBLISH, str(output), str(releases.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(random.Random(seed).uniform(0, 0.3))  # noqa: S311  # a moment, not a secret
        process.kill()
    current = releases.current()
    assert current is not None
    assert Manifest.of(releases.link.resolve()) == releases.manifest(current)
    assert len(list(releases.link.resolve().iterdir())) == PAGES
    for page in output.glob("*/index.html"):  # the cut may have gone through a page
        page.write_text("sau cùng", encoding="utf-8")
    last = releases.release(output, datetime(2026, 11, 24, tzinfo=LOCAL))
    assert last.new
    assert last.id != first.id
    assert releases.current() == last.id
    assert Manifest.of(last.folder) == Manifest.of(output)
    assert not [item for item in releases.shelf.iterdir() if item.name.startswith(".")]
