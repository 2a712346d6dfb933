"""Tests that a killed publish leaves a complete release for readers."""

import os
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bulletin.clock import VIETNAM_TZ
from bulletin.publishing.pipeline import publish
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.targets.folder.target import FolderTarget
from tests.publishing.small_release import publish_to
from tests.publishing.small_site import create_small_site, write_dated_article
from tests.publishing.targets.concurrent_reader import ConcurrentReader
from tests.publishing.targets.kill import run_and_kill

PAGES = 120
START = datetime(2026, 11, 23, tzinfo=VIETNAM_TZ)
PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
RELEASES = max(10, 2 * PLAYS)
"""Kills of the release step alone, for each seed."""
PUBLISHES = max(2, PLAYS // 2)
"""Kills of a whole publish, for each seed."""
SEEDS = range(2 if PLAYS else 1)
pytestmark = pytest.mark.slow


def is_whole_release(target: FolderTarget) -> bool:
    """Tell if readers see all files of a release and no others."""
    current = target.current_id()
    return (
        current is not None
        and Manifest.from_folder(target.current_link.resolve()) == target.read_release(current).manifest
    )


def write_pages(output: Path, text: str) -> None:
    """Write ``text`` into half of the pages. The other half always has the same text."""
    for number in range(PAGES):
        page = output / f"{number}/index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        if number < PAGES // 2 or not page.exists():
            page.write_text(text if number < PAGES // 2 else "mãi vậy", encoding="utf-8")


@pytest.mark.parametrize("seed", SEEDS)
def test_release_killed_at_any_time_leaves_a_complete_release(
    tmp_path: Path, record_fault_count: Callable[[str], None], seed: int
) -> None:
    output, target = tmp_path / "output", FolderTarget(tmp_path / "public")
    rng = random.Random(seed)  # noqa: S311  # times, not secrets
    write_pages(output, "đầu")
    for number in range(4):  # so that each later publish also deletes a release
        write_pages(output, f"đầu {number}")
        publish_to(target, output, START + timedelta(minutes=number), keep=3)
    began = time.monotonic()
    write_pages(output, "đo")
    publish_to(target, output, START + timedelta(minutes=5), keep=3)
    longest, killed = time.monotonic() - began, 0
    pages = [f"{number}/index.html" for number in range(0, PAGES // 2, 20)]
    with ConcurrentReader(target.current_link, pages).run() as reader:
        for number in range(RELEASES):
            now = START + timedelta(hours=1 + number)
            write_pages(output, f"lần {number}")
            killed += run_and_kill(
                partial(publish_to, target, output, now, keep=3), rng.uniform(0, longest * 1.2)
            )
            assert is_whole_release(target)
            began = time.monotonic()
            publish_to(target, output, now + timedelta(minutes=1), keep=3)
            longest = time.monotonic() - began  # the machine may be busy
            assert Manifest.from_folder(target.current_link.resolve()) == Manifest.from_folder(output)
    assert (reader.mixed_releases, reader.missing_pages) == ([], [])
    assert reader.read_count > RELEASES
    assert killed > RELEASES // 10
    left = sorted(item.name for item in target.releases_folder.iterdir() if item.name.startswith("."))
    assert left in ([], [".next", ".next.json"])
    assert not (target.folder / "tep-la").exists()  # the files of a killed publish do not count as foreign
    record_fault_count(
        f"folder: {RELEASES} kills of a release, {killed} in the middle; {reader.read_count} looks, every one at a whole site"
    )


@pytest.mark.own_process
@pytest.mark.parametrize("seed", SEEDS)
def test_publish_killed_at_any_time_leaves_a_complete_release(
    tmp_path: Path, record_fault_count: Callable[[str], None], seed: int
) -> None:
    site, rng = create_small_site(tmp_path), random.Random(seed)  # noqa: S311  # times, not secrets
    target = FolderTarget(site.root / "public")
    publish(site, START, lambda _: None)
    began = time.monotonic()
    write_dated_article(site, "hai", "Lời đầu.")
    publish(site, START + timedelta(minutes=1), lambda _: None)
    # A publish may take less time when the machine is less busy, and must then be killed too.
    longest, killed = (time.monotonic() - began) / 2, 0
    with ConcurrentReader(target.current_link, ["index.html"]).run() as reader:
        for number in range(PUBLISHES):
            now = START + timedelta(days=1, hours=number)
            write_dated_article(site, "hai", f"Lời thứ {number}.")
            write_dated_article(site, f"tin-{number}", "Tin mới.")
            killed += run_and_kill(partial(publish, site, now, lambda _: None), rng.uniform(0, longest))
            assert is_whole_release(target)
            published = publish(site, now + timedelta(minutes=1), lambda _: None)
            assert is_whole_release(target)
            assert f"Lời thứ {number}." in (target.current_link / "2026/11/hai/index.html").read_text(
                encoding="utf-8"
            )
            assert target.current_id() == published.release.id
    assert reader.missing_pages == []
    assert not (target.folder / "tep-la").exists()
    assert killed > PUBLISHES // 10
    record_fault_count(
        f"folder: {PUBLISHES} kills of a whole publish, {killed} in the middle; the next one succeeded each time"
    )
