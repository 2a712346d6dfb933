"""Tests of readers while releases are activated."""

import itertools
import threading
from datetime import timedelta
from pathlib import Path

from bulletin.publishing.targets.folder.target import FolderTarget
from tests.publishing.small_release import PUBLISH_TIME, publish_to, write_output


def test_activate_concurrent_reader_never_finds_mixed_releases(tmp_path: Path) -> None:
    """Resolve ``current`` once, then read all pages of that release."""
    target = FolderTarget(tmp_path / "public")
    publish_to(target, write_output(tmp_path, **dict.fromkeys("abc", "0")))
    seen: set[tuple[str, ...]] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            root = target.current_link.resolve(strict=True)
            seen.add(tuple((root / name / "index.html").read_text(encoding="utf-8") for name in "abc"))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(1, 3):
            site = write_output(tmp_path, **dict.fromkeys("abc", str(number)))
            publish_to(target, site, PUBLISH_TIME + timedelta(hours=number))
        for name in itertools.islice(itertools.cycle(target.release_ids()), 2000):
            target.activate(name)
    finally:
        stop.set()
        reader.join()
    assert len(seen) > 1
    assert all(len(set(pages)) == 1 for pages in seen)
