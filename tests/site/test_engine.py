"""The engine remembers, and whatever happens to its memory the output is what Pelican's own classes make."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.sample import NOW, ROOT, run_pelican
from tests.site.test_changes import article, rewrite, write
from tests.site.test_repeats import digests

OFF = 'ENGINE={"enabled": false}'


@pytest.fixture
def content(tmp_path: Path) -> Path:
    root = tmp_path / "content"
    for number in range(1, 31):
        article(root, f"tin-{number:02d}", f"10-{number:02d}", tags="[một, hai]", author="Lê An")
    write(root / "sections.yml", "- name: Tin A\n- name: Tin B\n")
    return root


def build(content: Path, *options: str, output: str = "out") -> dict[str, str]:
    folder = content.parent
    run_pelican(
        content, folder / output, "-s", "pelicanconf.py", "-e", f'CACHE_PATH="{folder / "cache"}"', *options, now=NOW
    )  # fmt: skip
    return digests(folder / output)


def test_pelicans_own_classes_make_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    cache = f'CACHE_PATH="{tmp_path / "cache"}"'
    run_pelican(ROOT / "content", tmp_path / "out", "-s", "publishconf.py", "-e", cache, OFF)
    assert digests(tmp_path / "out") == digests(sample)


def test_the_engine_may_be_switched_on_and_off(content: Path) -> None:
    first = build(content)
    assert build(content, OFF) == first
    rewrite(content / "articles/tin-05.md", "Thân bài", "Thân bài mới")
    changed = build(content, OFF)
    assert changed != first
    assert build(content) == changed


@pytest.mark.parametrize("harm", ["cut", "emptied", "deleted", "another program's"])
def test_a_damaged_memory_is_noticed(content: Path, harm: str) -> None:
    first = build(content)
    for path in (content.parent / "cache/engine").iterdir():
        if harm == "deleted":
            path.unlink()
        else:
            data = path.read_bytes()
            path.write_bytes({"cut": data[: len(data) // 2], "emptied": b""}.get(harm, b"PK\x03\x04" * 999))
    assert build(content) == first


def test_outputs_that_were_deleted_or_altered_by_hand_are_made_anew(content: Path) -> None:
    first = build(content)
    (content.parent / "out/index.html").write_text("<p>sòng bạc</p>")
    (content.parent / "out/2026/10/tin-05/index.html").unlink()
    shutil.rmtree(content.parent / "out/feeds")
    assert build(content) == first


def test_nothing_is_written_where_nothing_changed(content: Path) -> None:
    build(content)
    times = {path: path.stat().st_mtime_ns for path in (content.parent / "out").rglob("*.html")}
    build(content)
    assert {path: path.stat().st_mtime_ns for path in (content.parent / "out").rglob("*.html")} == times


def test_a_build_that_is_killed_leaves_no_half_page_and_the_next_is_right(content: Path) -> None:
    moments = random.Random(11)  # noqa: S311  # moments to kill at, not secrets
    command = [
        sys.executable, "-m", "pelican", str(content), "-o", str(content.parent / "out"), "-s", "pelicanconf.py",
        "-e", f'CACHE_PATH="{content.parent / "cache"}"',
    ]  # fmt: skip
    for number in range(12):
        rewrite(content / "articles/tin-05.md", "Thân bài", f"Thân bài {number}")
        child = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "BULLETIN_NOW": NOW}, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        time.sleep(moments.uniform(0.2, 1.3))
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        for path in (content.parent / "out").rglob("*.html"):
            text = path.read_text(encoding="utf-8")
            assert not text or "fragments" in path.parts or text.rstrip().endswith("</html>"), path
    assert build(content) == build(content, output="clean")


def test_two_builds_at_once_into_one_folder_leave_a_whole_site(content: Path) -> None:
    command = [
        sys.executable, "-m", "pelican", str(content), "-o", str(content.parent / "out"), "-s", "pelicanconf.py",
        "-e", f'CACHE_PATH="{content.parent / "cache"}"',
    ]  # fmt: skip
    both = [
        subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "BULLETIN_NOW": NOW}, stdout=subprocess.DEVNULL
        )
        for _ in range(2)
    ]
    assert [child.wait() for child in both] == [0, 0]
    assert build(content) == build(content, output="clean")
