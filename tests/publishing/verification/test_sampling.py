"""A sample detects altered pages as often as calculated, and may select any page."""

import os
import random
from collections import Counter
from collections.abc import Callable
from math import sqrt

import pytest

from bulletin.publishing.release.manifest import FileEntry, Manifest
from bulletin.publishing.release.release import Release
from bulletin.publishing.verification.sampling import calculate_detection_chance, select_files
from tests.publishing.small_release import PUBLISH_TIME

_RUNS = 100 * int(os.environ.get("BULLETIN_PLAYS", "6"))
ALWAYS_CHECKED = (
    "index.html",
    "tin-moi/index.html",
    "robots.txt",
    "feeds/moi.atom.xml",
    "assets/x.0123456789.css",
)
RANDOM = random.SystemRandom()


def create_sample_release(articles: int) -> Release:
    paths = [*ALWAYS_CHECKED, *(f"2026/11/{number}/index.html" for number in range(articles))]
    paths += [f"images/{number}-800.webp" for number in range(40)]
    paths += [f"2026/11/{number}/index.html.br" for number in range(10)] + [".nginx/gone.map"]
    return Release(
        "x", PUBLISH_TIME, manifest=Manifest({path: FileEntry(path, 1, "0" * 64) for path in paths})
    )


def select_paths(release: Release, sample: int) -> set[str]:
    return {entry.path for entry in select_files(release, sample, RANDOM)}


def test_select_files_has_the_always_checked_files_and_no_duplicates() -> None:
    found = select_files(create_sample_release(400), 25, RANDOM)
    paths = {entry.path for entry in found}
    assert set(ALWAYS_CHECKED) <= paths
    assert len(paths) == len(found) == len(ALWAYS_CHECKED) + 25 + 25
    assert not [path for path in paths if path.endswith((".br", ".map"))]


def test_select_files_without_a_sample_returns_every_served_file() -> None:
    assert len(select_files(create_sample_release(400), 0, RANDOM)) == len(ALWAYS_CHECKED) + 400 + 40


@pytest.mark.parametrize(("articles", "sample"), [(400, 100), (150, 20)])
def test_calculate_detection_chance_equals_the_measured_rate(
    articles: int, sample: int, record_fault_count: Callable[[str], None]
) -> None:
    release = create_sample_release(articles)
    altered, chance = calculate_detection_chance(release, sample)
    detected = 0
    for _ in range(_RUNS):
        altered_paths = {f"2026/11/{number}/index.html" for number in RANDOM.sample(range(articles), altered)}
        detected += bool(select_paths(release, sample) & altered_paths)
    allowed = 5 * sqrt(chance * (1 - chance) / _RUNS)  # fails once in two million runs
    assert abs(detected / _RUNS - chance) < allowed
    record_fault_count(
        f"verify: {sample} of {articles} pages meet 1 % altered in {detected / _RUNS:.1%} of draws, {chance:.1%} promised"
    )


def test_select_files_selects_each_page_equally_often() -> None:
    release, counts = create_sample_release(100), Counter[str]()
    for _ in range(_RUNS):
        counts.update(path for path in select_paths(release, 10) if path.startswith("2026/"))
    least, most = min(counts.values()), max(counts.values())
    assert len(counts) == 100
    spread = 6 * sqrt(_RUNS * 0.1 * 0.9)  # fails once in five million runs
    assert _RUNS / 10 - spread < least <= most < _RUNS / 10 + spread


def test_calculate_detection_chance_of_a_full_sample_is_one() -> None:
    assert calculate_detection_chance(create_sample_release(50), 50) == (1, 1.0)
    assert calculate_detection_chance(create_sample_release(0), 50) == (0, 1.0)
