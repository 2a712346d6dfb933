"""kill -9 at any moment leaves readers a whole release, and the next publish succeeds without help."""

import os
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bulletin.clock import LOCAL
from bulletin.publishing.pipeline import publish
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.targets.folder.target import FolderTarget
from tests.publishing.helpers import put
from tests.publishing.small_site import article, bulletin
from tests.publishing.targets.concurrent_reader import Reader
from tests.publishing.targets.kill import killed

PAGES = 120
START = datetime(2026, 11, 23, tzinfo=LOCAL)
PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
RELEASES = max(10, 2 * PLAYS)
"""Kills of the last step alone, with each seed."""
PUBLISHES = max(5, PLAYS // 2)
"""Kills of a whole publish, with each seed."""
SEEDS = range(2 if PLAYS else 1)
pytestmark = [pytest.mark.own_process, pytest.mark.slow]


def whole(target: FolderTarget) -> bool:
    """Tell whether what readers see is a release, file by file."""
    current = target.current()
    return current is not None and Manifest.of(target.link.resolve()) == target.read(current).manifest


def write(output: Path, text: str) -> None:
    """Let half of the pages say ``text``, and the rest what they always say."""
    for number in range(PAGES):
        page = output / f"{number}/index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        if number < PAGES // 2 or not page.exists():
            page.write_text(text if number < PAGES // 2 else "mãi vậy", encoding="utf-8")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_release_may_be_killed_at_any_moment(
    tmp_path: Path, tally: Callable[[str], None], seed: int
) -> None:
    output, target = tmp_path / "output", FolderTarget(tmp_path / "public")
    dice = random.Random(seed)  # noqa: S311  # moments, not secrets
    write(output, "đầu")
    for number in range(4):  # from here on releases are taken away too
        write(output, f"đầu {number}")
        put(target, output, START + timedelta(minutes=number), keep=3)
    began = time.monotonic()
    write(output, "đo")
    put(target, output, START + timedelta(minutes=5), keep=3)
    longest, cut = time.monotonic() - began, 0
    pages = [f"{number}/index.html" for number in range(0, PAGES // 2, 20)]
    with Reader(target.link, pages).reading() as reader:
        for number in range(RELEASES):
            moment = START + timedelta(hours=1 + number)
            write(output, f"lần {number}")
            cut += killed(
                lambda moment=moment: put(target, output, moment, keep=3), dice.uniform(0, longest * 1.2)
            )
            assert whole(target)
            began = time.monotonic()
            put(target, output, moment + timedelta(minutes=1), keep=3)
            longest = time.monotonic() - began  # a machine is busier at times
            assert Manifest.of(target.link.resolve()) == Manifest.of(output)
    assert (reader.torn, reader.lost) == ([], [])
    assert reader.looks > RELEASES
    assert cut > RELEASES // 10
    left = sorted(item.name for item in target.shelf.iterdir() if item.name.startswith("."))
    assert left in ([], [".next", ".next.json"])
    assert not (target.folder / "tep-la").exists()  # what a kill leaves is known to be ours
    tally(
        f"folder: {RELEASES} kills of a release, {cut} in the middle; {reader.looks} looks, every one at a whole site"
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_publish_may_be_killed_at_any_moment(
    tmp_path: Path, tally: Callable[[str], None], seed: int
) -> None:
    site, dice = bulletin(tmp_path), random.Random(seed)  # noqa: S311  # likewise
    target = FolderTarget(site.root / "public")
    publish(site, START, lambda _: None)
    began = time.monotonic()
    article(site, "hai", "Lời đầu.")
    publish(site, START + timedelta(minutes=1), lambda _: None)
    longest, cut = time.monotonic() - began, 0
    with Reader(target.link, ["index.html"]).reading() as reader:
        for number in range(PUBLISHES):
            moment = START + timedelta(days=1, hours=number)
            article(site, "hai", f"Lời thứ {number}.")
            article(site, f"tin-{number}", "Tin mới.")
            cut += killed(
                lambda moment=moment: publish(site, moment, lambda _: None), dice.uniform(0, longest)
            )
            assert whole(target)
            published = publish(site, moment + timedelta(minutes=1), lambda _: None)
            assert whole(target)
            assert f"Lời thứ {number}." in (target.link / "2026/11/hai/index.html").read_text(
                encoding="utf-8"
            )
            assert target.current() == published.release.id
    assert reader.lost == []
    assert not (target.folder / "tep-la").exists()
    assert cut > PUBLISHES // 10
    tally(
        f"folder: {PUBLISHES} kills of a whole publish, {cut} in the middle; the next one succeeded each time"
    )
