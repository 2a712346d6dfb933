import itertools
import json
import os
import shutil
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plugins.clock import LOCAL
from publishing.errors import PublishError
from publishing.release import Releases

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=LOCAL)
LATER = NOON + timedelta(hours=1)


def output(tmp_path: Path, **files: str) -> Path:
    """Write a build's output anew: the files and nothing else."""
    folder = tmp_path / "output"
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in {"index": "trang nhất", **files}.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "index.html").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def releases(tmp_path: Path) -> Releases:
    return Releases(tmp_path / "public", keep=3)


def test_the_first_release_becomes_current(tmp_path: Path, releases: Releases) -> None:
    published = releases.release(output(tmp_path, a="một"), NOON)
    assert published.new
    assert published.id == f"20261123-120000-{published.manifest.digest[:8]}"
    assert releases.current() == published.id
    assert releases.link.readlink() == Path(f"releases/{published.id}")
    assert (releases.link / "a/index.html").read_text(encoding="utf-8") == "một"
    assert published.difference.added == ("a/index.html", "index/index.html")


def test_the_manifest_lies_beside_the_release_and_not_in_it(tmp_path: Path, releases: Releases) -> None:
    folder = output(tmp_path)
    (folder / ".manifest").write_text("của bản dựng", encoding="utf-8")
    published = releases.release(folder, NOON)
    rows = json.loads((releases.shelf / f"{published.id}.json").read_text(encoding="utf-8"))
    assert [(row["path"], row["size"]) for row in rows] == [("index/index.html", 12)]
    assert sorted(item.name for item in published.folder.iterdir()) == ["index"]


def test_unchanged_files_are_links_and_changed_ones_are_not(tmp_path: Path, releases: Releases) -> None:
    one = releases.release(output(tmp_path, a="một", b="hai"), NOON)
    two = releases.release(output(tmp_path, a="một", b="khác", c="ba"), LATER)
    assert (one.folder / "a/index.html").samefile(two.folder / "a/index.html")
    assert (one.folder / "b/index.html").read_text(encoding="utf-8") == "hai"
    assert (two.folder / "b/index.html").read_text(encoding="utf-8") == "khác"
    assert not (tmp_path / "output/a/index.html").samefile(two.folder / "a/index.html")
    assert two.difference.added == ("c/index.html",)
    assert two.difference.changed == ("b/index.html",)


def test_without_a_change_the_current_release_stays(tmp_path: Path, releases: Releases) -> None:
    one = releases.release(output(tmp_path, a="một"), NOON)
    two = releases.release(output(tmp_path, a="một"), LATER)
    assert not two.new
    assert (two.id, releases.all()) == (one.id, [one.id])


def test_the_last_releases_are_kept(tmp_path: Path, releases: Releases) -> None:
    made = [releases.release(output(tmp_path, a=str(n)), NOON + timedelta(hours=n)).id for n in range(5)]
    assert releases.all() == made[-3:]
    assert sorted(item.name for item in releases.shelf.iterdir()) == sorted(
        [*made[-3:], *(f"{name}.json" for name in made[-3:])]
    )


def test_ids_grow_when_the_clock_was_set_back(tmp_path: Path, releases: Releases) -> None:
    one = releases.release(output(tmp_path, a="một"), NOON)
    two = releases.release(output(tmp_path, a="hai"), NOON - timedelta(days=400))
    assert two.id > one.id
    assert releases.current() == two.id


def test_a_page_written_over_in_the_public_folder_is_mended(tmp_path: Path, releases: Releases) -> None:
    one = releases.release(output(tmp_path, a="một", b="hai"), NOON)
    page = one.folder / "a/index.html"
    page.write_text("bẩn", encoding="utf-8")
    os.utime(page, ns=(page.stat().st_mtime_ns + 10**9,) * 2)
    two = releases.release(output(tmp_path, a="một", b="hai"), LATER)
    assert two.new
    assert (releases.link / "a/index.html").read_text(encoding="utf-8") == "một"


def test_a_stranger_s_current_is_not_replaced(tmp_path: Path, releases: Releases) -> None:
    (releases.folder / "current").mkdir(parents=True)
    with pytest.raises(PublishError, match="không phải liên kết"):
        releases.release(output(tmp_path), NOON)


def test_readers_may_read_whatever_the_umask(tmp_path: Path, releases: Releases) -> None:
    before = os.umask(0o077)
    try:
        published = releases.release(output(tmp_path, a="một"), NOON)
    finally:
        os.umask(before)
    modes = {oct(item.stat().st_mode & 0o777) for item in (published.folder / "a").iterdir()}
    assert modes == {"0o644"}
    for folder in (releases.folder, releases.shelf, published.folder, published.folder / "a"):
        assert folder.stat().st_mode & 0o777 == 0o755


def test_a_failed_release_leaves_current_alone(tmp_path: Path, releases: Releases) -> None:
    one = releases.release(output(tmp_path, a="một"), NOON)
    folder = output(tmp_path, a="hai")
    two = f"20261123-130000-{'0' * 8}"
    (folder / "b").symlink_to(tmp_path)
    with pytest.raises(PublishError):
        releases.release(folder, LATER)
    (folder / "b").unlink()
    (releases.shelf / f".{two}").mkdir()  # what a crash leaves
    (releases.shelf / two).mkdir()
    (releases.shelf / f"{two[:-1]}1.json").write_text("[]", encoding="utf-8")
    assert releases.current() == one.id
    three = releases.release(folder, LATER)
    assert releases.all() == [one.id, three.id]
    assert len(list(releases.shelf.iterdir())) == 4


def test_a_reader_meets_whole_releases_alone(tmp_path: Path, releases: Releases) -> None:
    """Whoever resolves ``current`` finds all pages of one release, while it is switched."""
    releases.release(output(tmp_path, **dict.fromkeys("abc", "0")), NOON)
    seen: set[tuple[str, ...]] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            folder = releases.link.resolve(strict=True)
            seen.add(tuple((folder / name / "index.html").read_text(encoding="utf-8") for name in "abc"))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(1, 3):
            releases.release(
                output(tmp_path, **dict.fromkeys("abc", str(number))), NOON + timedelta(hours=number)
            )
        for name in itertools.islice(itertools.cycle(releases.all()), 2000):
            releases.switch(name)
    finally:
        stop.set()
        reader.join()
    assert len(seen) > 1
    assert all(len(set(pages)) == 1 for pages in seen)
