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
from tests.publishing.helpers import PUBLISH_TIME
from tests.publishing.targets.faulty_proxy import FaultyProxy, ProxyFault
from tests.publishing.targets.kill import run_and_kill
from tests.publishing.targets.s3.conftest import TestedBucket
from tests.publishing.targets.s3.site_generator import find_dead_links, is_published, write_edition

pytestmark = [pytest.mark.servers, pytest.mark.own_process]
PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
CUTS = max(8, PLAYS)
KILLS = max(3, PLAYS // 4)


def publish_without_lock(bucket: TestedBucket, target: S3Target, site: Path, moment: datetime) -> None:
    """Publish, and wait for no lock: what holds it here is always a crash."""
    bucket.delete_object(".releases/lock")
    helpers.publish_to(target, site, moment)


def test_a_line_that_goes_down_at_any_request(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, record_fault_count: Callable[[str], None]
) -> None:
    target = bucket.create_target(proxy, tmp_path / "cache", attempts=1, workers=3)
    dice = random.Random(4)  # noqa: S311  # moments, not secrets
    publish_without_lock(bucket, target, write_edition(tmp_path, 0), PUBLISH_TIME)
    proxy.requests.clear()
    publish_without_lock(bucket, target, write_edition(tmp_path, 1), PUBLISH_TIME + timedelta(minutes=1))
    requests, copies = len(proxy.requests), len(proxy.list_keys("COPY"))
    begun, number = 0, 1
    for cut in range(CUTS):
        number += 1
        moment = PUBLISH_TIME + timedelta(hours=1 + cut)
        what = dice.choice(("cut", "deaf", 503))
        if cut % 2:
            proxy.faults = [ProxyFault(what, "COPY", skip_count=dice.randrange(copies))]
        else:
            proxy.faults = [
                ProxyFault(what, skip_count=dice.randrange(requests - 2))
            ]  # the last two free the lock
        site = write_edition(tmp_path, number)
        with pytest.raises(UserError) as told:
            publish_without_lock(bucket, target, site, moment)
        begun += "Chưa xuất bản xong" in str(told.value)
        assert find_dead_links(bucket) == []
        proxy.faults = []
        if cut % 3:  # else the next edition comes over the half of this one
            publish_without_lock(bucket, target, site, moment + timedelta(minutes=1))
            assert is_published(bucket, site)
            assert find_dead_links(bucket) == []
    publish_without_lock(
        bucket, target, write_edition(tmp_path, number + 1), PUBLISH_TIME + timedelta(days=3)
    )
    assert is_published(bucket, tmp_path / "output")
    assert begun >= CUTS // 4
    record_fault_count(
        f"s3: {CUTS} cuts of a publish, {begun} while pages were replaced; every link led on, the next one completed it"
    )


def test_a_publish_may_be_killed_at_any_moment(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, record_fault_count: Callable[[str], None]
) -> None:
    target = bucket.create_target(proxy, tmp_path / "cache", workers=3)
    dice = random.Random(5)  # noqa: S311  # likewise
    publish_without_lock(bucket, target, write_edition(tmp_path, 0), PUBLISH_TIME)
    began = time.monotonic()
    publish_without_lock(bucket, target, write_edition(tmp_path, 1), PUBLISH_TIME + timedelta(minutes=1))
    longest, cut = time.monotonic() - began, 0
    for number in range(2, 2 + KILLS):
        site, moment = write_edition(tmp_path, number), PUBLISH_TIME + timedelta(hours=number)
        there = bucket.create_target(proxy, tmp_path / "cache", workers=3)
        after = (
            longest * (number - 1 + dice.uniform(-0.5, 0.5)) / (KILLS + 2)
        )  # early, for machines differ in haste
        cut += run_and_kill(
            lambda there=there, site=site, moment=moment: publish_without_lock(bucket, there, site, moment),
            after,
        )
        assert find_dead_links(bucket) == []
        publish_without_lock(bucket, target, site, moment + timedelta(minutes=1))
        assert is_published(bucket, site)
    assert cut > 0
    record_fault_count(
        f"s3: {KILLS} kills of a publish, {cut} in the middle; every link led on, the next one completed it"
    )
