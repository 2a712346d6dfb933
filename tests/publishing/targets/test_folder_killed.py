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
from publishing.targets.folder import FolderTarget
from tests.publishing.shop import put

PAGES = 150
PUBLISH = """
import sys
from datetime import datetime, timedelta
from pathlib import Path
from plugins.clock import LOCAL
from publishing.targets.folder import FolderTarget
from tests.publishing.shop import put

output, public = map(Path, sys.argv[1:])
print("bắt đầu", flush=True)
for number in range(10_000):
    for file in output.glob("[0-4]*/index.html"):
        file.write_text(f"{number} {file.parent.name}")
    put(FolderTarget(public), output, datetime(2026, 11, 23, tzinfo=LOCAL) + timedelta(minutes=number), keep=2)
"""


@pytest.mark.parametrize("seed", range(8))
def test_a_killed_publish_leaves_a_whole_site(tmp_path: Path, seed: int) -> None:
    output, target = tmp_path / "output", FolderTarget(tmp_path / "public")
    for number in range(PAGES):
        page = output / str(number) / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(f"đầu {number}", encoding="utf-8")
    first = put(target, output, datetime(2026, 11, 22, tzinfo=LOCAL)).release
    command = [sys.executable, "-c", PUBLISH, str(output), str(target.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(random.Random(seed).uniform(0, 0.3))  # noqa: S311  # a moment, not a secret
        process.kill()
    current = target.current()
    assert current is not None
    assert Manifest.of(target.link.resolve()) == target.read(current).manifest
    assert len(list(target.link.resolve().iterdir())) == PAGES
    for page in output.glob("*/index.html"):  # the cut may have gone through a page
        page.write_text("sau cùng", encoding="utf-8")
    published = put(target, output, datetime(2026, 11, 24, tzinfo=LOCAL))
    last = published.release
    assert published.new
    assert last.id != first.id
    assert target.current() == last.id
    assert Manifest.of(target.shelf / last.id) == Manifest.of(output)
    assert not [item for item in target.shelf.iterdir() if item.name.startswith(".")]
