"""A publish that breaks off anywhere leaves pages that can be read, and the next one does the rest."""

import os
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.targets.s3.target import S3Target
from tests.publishing import helpers
from tests.publishing.helpers import NOON
from tests.publishing.targets.faulty_proxy import Fault, Line
from tests.publishing.targets.kill import killed
from tests.publishing.targets.s3.conftest import Bucket
from tests.publishing.targets.s3.site_generator import dead_links, edition, same

pytestmark = [pytest.mark.servers, pytest.mark.own_process]
PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
CUTS = max(8, PLAYS)
KILLS = max(3, PLAYS // 4)


def put(bucket: Bucket, target: S3Target, site: Path, moment: datetime) -> None:
    """Publish, and wait for no lock: what holds it here is always a crash."""
    bucket.delete(".releases/lock")
    helpers.put(target, site, moment)


def test_a_line_that_goes_down_at_any_request(
    tmp_path: Path, bucket: Bucket, line: Line, tally: Callable[[str], None]
) -> None:
    target = bucket.target(line, tmp_path / "cache", attempts=1, workers=3)
    dice = random.Random(4)  # noqa: S311  # moments, not secrets
    put(bucket, target, edition(tmp_path, 0), NOON)
    line.seen.clear()
    put(bucket, target, edition(tmp_path, 1), NOON + timedelta(minutes=1))
    requests, copies = len(line.seen), len(line.keys("COPY"))
    begun, number = 0, 1
    for cut in range(CUTS):
        number += 1
        moment = NOON + timedelta(hours=1 + cut)
        what = dice.choice(("cut", "deaf", 503))
        if cut % 2:
            line.faults = [Fault(what, "COPY", after=dice.randrange(copies))]
        else:
            line.faults = [Fault(what, after=dice.randrange(requests - 2))]  # the last two free the lock
        site = edition(tmp_path, number)
        with pytest.raises(UserError) as told:
            put(bucket, target, site, moment)
        begun += "Chưa xuất bản xong" in str(told.value)
        assert dead_links(bucket) == []
        line.faults = []
        if cut % 3:  # else the next edition comes over the half of this one
            put(bucket, target, site, moment + timedelta(minutes=1))
            assert same(bucket, site)
            assert dead_links(bucket) == []
    put(bucket, target, edition(tmp_path, number + 1), NOON + timedelta(days=3))
    assert same(bucket, tmp_path / "output")
    assert begun >= CUTS // 4
    tally(
        f"s3: {CUTS} cuts of a publish, {begun} while pages were replaced; every link led on, the next one completed it"
    )


def test_a_publish_may_be_killed_at_any_moment(
    tmp_path: Path, bucket: Bucket, line: Line, tally: Callable[[str], None]
) -> None:
    target = bucket.target(line, tmp_path / "cache", workers=3)
    dice = random.Random(5)  # noqa: S311  # likewise
    put(bucket, target, edition(tmp_path, 0), NOON)
    began = time.monotonic()
    put(bucket, target, edition(tmp_path, 1), NOON + timedelta(minutes=1))
    longest, cut = time.monotonic() - began, 0
    for number in range(2, 2 + KILLS):
        site, moment = edition(tmp_path, number), NOON + timedelta(hours=number)
        there = bucket.target(line, tmp_path / "cache", workers=3)
        after = (
            longest * (number - 1 + dice.uniform(-0.5, 0.5)) / (KILLS + 2)
        )  # early, for machines differ in haste
        cut += killed(lambda there=there, site=site, moment=moment: put(bucket, there, site, moment), after)
        assert dead_links(bucket) == []
        put(bucket, target, site, moment + timedelta(minutes=1))
        assert same(bucket, site)
    assert cut > 0
    tally(
        f"s3: {KILLS} kills of a publish, {cut} in the middle; every link led on, the next one completed it"
    )
