"""A sample meets an altered page as often as it says, and no page is spared."""

import os
import random
from collections import Counter
from collections.abc import Callable
from math import sqrt

import pytest

from bulletin.publishing.release.manifest import FileEntry, Manifest
from bulletin.publishing.release.release import Release
from bulletin.publishing.verification.sampling import calculate_detection_chance, select_files
from tests.publishing.helpers import PUBLISH_TIME

_DRAWS = 100 * int(os.environ.get("BULLETIN_PLAYS", "6"))
FIRST = ("index.html", "tin-moi/index.html", "robots.txt", "feeds/moi.atom.xml", "assets/x.0123456789.css")
DICE = random.SystemRandom()


def create_sample_release(articles: int) -> Release:
    paths = [*FIRST, *(f"2026/11/{number}/index.html" for number in range(articles))]
    paths += [f"images/{number}-800.webp" for number in range(40)]
    paths += [f"2026/11/{number}/index.html.br" for number in range(10)] + [".nginx/gone.map"]
    return Release(
        "x", PUBLISH_TIME, manifest=Manifest({path: FileEntry(path, 1, "0" * 64) for path in paths})
    )


def select_paths(one: Release, sample: int) -> set[str]:
    return {entry.path for entry in select_files(one, sample, DICE)}


def test_a_sample_holds_what_readers_meet_first_and_no_file_twice() -> None:
    found = select_files(create_sample_release(400), 25, DICE)
    paths = {one.path for one in found}
    assert set(FIRST) <= paths
    assert len(paths) == len(found) == len(FIRST) + 25 + 25
    assert not [one for one in paths if one.endswith((".br", ".map"))]


def test_without_a_sample_every_file_that_is_served_is_chosen() -> None:
    assert len(select_files(create_sample_release(400), 0, DICE)) == len(FIRST) + 400 + 40


@pytest.mark.parametrize(("articles", "sample"), [(400, 100), (150, 20)])
def test_a_sample_meets_one_page_in_a_hundred_as_often_as_it_promises(
    articles: int, sample: int, record_fault_count: Callable[[str], None]
) -> None:
    one = create_sample_release(articles)
    altered, promised = calculate_detection_chance(one, sample)
    met = 0
    for _ in range(_DRAWS):
        spoilt = {f"2026/11/{number}/index.html" for number in DICE.sample(range(articles), altered)}
        met += bool(select_paths(one, sample) & spoilt)
    allowed = 5 * sqrt(promised * (1 - promised) / _DRAWS)  # once in two million runs
    assert abs(met / _DRAWS - promised) < allowed
    record_fault_count(
        f"verify: {sample} of {articles} pages meet 1 % altered in {met / _DRAWS:.1%} of draws, {promised:.1%} promised"
    )


def test_every_page_is_drawn_as_often_as_any_other() -> None:
    one, often = create_sample_release(100), Counter[str]()
    for _ in range(_DRAWS):
        often.update(path for path in select_paths(one, 10) if path.startswith("2026/"))
    least, most = min(often.values()), max(often.values())
    assert len(often) == 100
    spread = 6 * sqrt(_DRAWS * 0.1 * 0.9)  # once in five million runs
    assert _DRAWS / 10 - spread < least <= most < _DRAWS / 10 + spread


def test_a_sample_as_large_as_the_site_promises_all() -> None:
    assert calculate_detection_chance(create_sample_release(50), 50) == (1, 1.0)
    assert calculate_detection_chance(create_sample_release(0), 50) == (0, 1.0)
