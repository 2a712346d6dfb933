"""What a reader of a folder meets while it is switched."""

import itertools
import threading
from datetime import timedelta
from pathlib import Path

from bulletin.publishing.targets.folder.target import FolderTarget
from tests.publishing.helpers import NOON, output, put


def test_a_reader_meets_whole_releases_alone(tmp_path: Path) -> None:
    """Whoever resolves ``current`` finds all pages of one release, while it is switched."""
    target = FolderTarget(tmp_path / "public")
    put(target, output(tmp_path, **dict.fromkeys("abc", "0")))
    seen: set[tuple[str, ...]] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            root = target.link.resolve(strict=True)
            seen.add(tuple((root / name / "index.html").read_text(encoding="utf-8") for name in "abc"))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(1, 3):
            site = output(tmp_path, **dict.fromkeys("abc", str(number)))
            put(target, site, NOON + timedelta(hours=number))
        for name in itertools.islice(itertools.cycle(target.all()), 2000):
            target.switch(name)
    finally:
        stop.set()
        reader.join()
    assert len(seen) > 1
    assert all(len(set(pages)) == 1 for pages in seen)
