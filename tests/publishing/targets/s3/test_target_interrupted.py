"""Tests that an interrupted publish leaves readable pages without dead links."""

import os
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.targets.s3.target import S3Target
from tests.publishing import small_release
from tests.publishing.small_release import PUBLISH_TIME
from tests.publishing.targets.faulty_proxy import FaultyProxy, ProxyFault
from tests.publishing.targets.kill import run_and_kill
from tests.publishing.targets.s3.conftest import TestedBucket
from tests.publishing.targets.s3.site_generator import find_dead_links, is_published, write_site_version

pytestmark = pytest.mark.servers
PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
CUTS = max(2, PLAYS)
KILLS = max(2, PLAYS // 4)


def publish_without_lock(bucket: TestedBucket, target: S3Target, site: Path, now: datetime) -> None:
    """Publish after deleting the lock, which a killed publish left."""
    bucket.delete_object(".releases/lock")
    small_release.publish_to(target, site, now)


def test_publish_connection_lost_at_any_request_leaves_no_dead_links(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, record_fault_count: Callable[[str], None]
) -> None:
    target = bucket.create_target(proxy, tmp_path / "cache", attempts=1, workers=3)
    rng = random.Random(4)  # noqa: S311  # times, not secrets
    publish_without_lock(bucket, target, write_site_version(tmp_path, 0), PUBLISH_TIME)
    proxy.requests.clear()
    publish_without_lock(bucket, target, write_site_version(tmp_path, 1), PUBLISH_TIME + timedelta(minutes=1))
    requests, copies = len(proxy.requests), len(proxy.list_keys("COPY"))
    interrupted, number = 0, 1
    for cut in range(CUTS):
        number += 1
        now = PUBLISH_TIME + timedelta(hours=1 + cut)
        effect = rng.choice(("cut", "deaf", 503))
        if cut % 2:
            proxy.faults = [ProxyFault(effect, "COPY", skip_count=rng.randrange(copies))]
        else:
            # The last two requests release the lock.
            proxy.faults = [ProxyFault(effect, skip_count=rng.randrange(requests - 2))]
        site = write_site_version(tmp_path, number)
        with pytest.raises(UserError) as caught:
            publish_without_lock(bucket, target, site, now)
        interrupted += "Chưa xuất bản xong" in str(caught.value)
        assert find_dead_links(bucket) == []
        proxy.faults = []
        if cut % 3:  # otherwise the next version follows a half of this version
            publish_without_lock(bucket, target, site, now + timedelta(minutes=1))
            assert is_published(bucket, site)
            assert find_dead_links(bucket) == []
    publish_without_lock(
        bucket, target, write_site_version(tmp_path, number + 1), PUBLISH_TIME + timedelta(days=3)
    )
    assert is_published(bucket, tmp_path / "output")
    assert interrupted >= CUTS // 4
    record_fault_count(
        f"s3: {CUTS} cuts of a publish, {interrupted} while pages were replaced; every link led on, the next one completed it"
    )


@pytest.mark.plays
def test_publish_killed_at_any_time_leaves_no_dead_links(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy, record_fault_count: Callable[[str], None]
) -> None:
    target = bucket.create_target(proxy, tmp_path / "cache", workers=3)
    rng = random.Random(5)  # noqa: S311  # times, not secrets
    publish_without_lock(bucket, target, write_site_version(tmp_path, 0), PUBLISH_TIME)
    began = time.monotonic()
    publish_without_lock(bucket, target, write_site_version(tmp_path, 1), PUBLISH_TIME + timedelta(minutes=1))
    longest, killed = time.monotonic() - began, 0
    for number in range(2, 2 + KILLS):
        site, now = write_site_version(tmp_path, number), PUBLISH_TIME + timedelta(hours=number)
        reopened = bucket.create_target(proxy, tmp_path / "cache", workers=3)
        # Early, because some machines are faster.
        seconds = longest * (number - 1 + rng.uniform(-0.5, 0.5)) / (KILLS + 2)
        killed += run_and_kill(partial(publish_without_lock, bucket, reopened, site, now), seconds)
        assert find_dead_links(bucket) == []
        publish_without_lock(bucket, target, site, now + timedelta(minutes=1))
        assert is_published(bucket, site)
    assert killed > 0
    record_fault_count(
        f"s3: {KILLS} kills of a publish, {killed} in the middle; every link led on, the next one completed it"
    )
