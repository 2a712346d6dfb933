"""kill -9 at any moment leaves readers a whole release, and the next publish succeeds without help."""

import os
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bulletin.clock import VIETNAM_TZ
from bulletin.publishing.pipeline import publish
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.targets.folder.target import FolderTarget
from tests.publishing.helpers import publish_to
from tests.publishing.small_site import create_small_site, write_dated_article
from tests.publishing.targets.concurrent_reader import ConcurrentReader
from tests.publishing.targets.kill import run_and_kill

PAGES = 120
START = datetime(2026, 11, 23, tzinfo=VIETNAM_TZ)
PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
RELEASES = max(10, 2 * PLAYS)
"""Kills of the last step alone, with each seed."""
PUBLISHES = max(5, PLAYS // 2)
"""Kills of a whole publish, with each seed."""
SEEDS = range(2 if PLAYS else 1)
pytestmark = [pytest.mark.own_process, pytest.mark.slow]


def is_whole_release(target: FolderTarget) -> bool:
    """Tell whether what readers see is a release, file by file."""
    current = target.current_id()
    return (
        current is not None
        and Manifest.from_folder(target.current_link.resolve()) == target.read_release(current).manifest
    )


def write_pages(output: Path, text: str) -> None:
    """Let half of the pages say ``text``, and the rest what they always say."""
    for number in range(PAGES):
        page = output / f"{number}/index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        if number < PAGES // 2 or not page.exists():
            page.write_text(text if number < PAGES // 2 else "mãi vậy", encoding="utf-8")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_release_may_be_killed_at_any_moment(
    tmp_path: Path, record_fault_count: Callable[[str], None], seed: int
) -> None:
    output, target = tmp_path / "output", FolderTarget(tmp_path / "public")
    dice = random.Random(seed)  # noqa: S311  # moments, not secrets
    write_pages(output, "đầu")
    for number in range(4):  # from here on releases are taken away too
        write_pages(output, f"đầu {number}")
        publish_to(target, output, START + timedelta(minutes=number), keep=3)
    began = time.monotonic()
    write_pages(output, "đo")
    publish_to(target, output, START + timedelta(minutes=5), keep=3)
    longest, cut = time.monotonic() - began, 0
    pages = [f"{number}/index.html" for number in range(0, PAGES // 2, 20)]
    with ConcurrentReader(target.current_link, pages).run() as reader:
        for number in range(RELEASES):
            moment = START + timedelta(hours=1 + number)
            write_pages(output, f"lần {number}")
            cut += run_and_kill(
                lambda moment=moment: publish_to(target, output, moment, keep=3),
                dice.uniform(0, longest * 1.2),
            )
            assert is_whole_release(target)
            began = time.monotonic()
            publish_to(target, output, moment + timedelta(minutes=1), keep=3)
            longest = time.monotonic() - began  # a machine is busier at times
            assert Manifest.from_folder(target.current_link.resolve()) == Manifest.from_folder(output)
    assert (reader.mixed_releases, reader.missing_pages) == ([], [])
    assert reader.read_count > RELEASES
    assert cut > RELEASES // 10
    left = sorted(item.name for item in target.releases_folder.iterdir() if item.name.startswith("."))
    assert left in ([], [".next", ".next.json"])
    assert not (target.folder / "tep-la").exists()  # what a kill leaves is known to be ours
    record_fault_count(
        f"folder: {RELEASES} kills of a release, {cut} in the middle; {reader.read_count} looks, every one at a whole site"
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_publish_may_be_killed_at_any_moment(
    tmp_path: Path, record_fault_count: Callable[[str], None], seed: int
) -> None:
    site, dice = create_small_site(tmp_path), random.Random(seed)  # noqa: S311  # likewise
    target = FolderTarget(site.root / "public")
    publish(site, START, lambda _: None)
    began = time.monotonic()
    write_dated_article(site, "hai", "Lời đầu.")
    publish(site, START + timedelta(minutes=1), lambda _: None)
    longest, cut = time.monotonic() - began, 0
    with ConcurrentReader(target.current_link, ["index.html"]).run() as reader:
        for number in range(PUBLISHES):
            moment = START + timedelta(days=1, hours=number)
            write_dated_article(site, "hai", f"Lời thứ {number}.")
            write_dated_article(site, f"tin-{number}", "Tin mới.")
            cut += run_and_kill(
                lambda moment=moment: publish(site, moment, lambda _: None), dice.uniform(0, longest)
            )
            assert is_whole_release(target)
            published = publish(site, moment + timedelta(minutes=1), lambda _: None)
            assert is_whole_release(target)
            assert f"Lời thứ {number}." in (target.current_link / "2026/11/hai/index.html").read_text(
                encoding="utf-8"
            )
            assert target.current_id() == published.release.id
    assert reader.missing_pages == []
    assert not (target.folder / "tep-la").exists()
    assert cut > PUBLISHES // 10
    record_fault_count(
        f"folder: {PUBLISHES} kills of a whole publish, {cut} in the middle; the next one succeeded each time"
    )
