from pathlib import Path

import pytest

from tests.publishing.small_site import bulletin
from tests.publishing.targets.faulty_proxy import Line
from tests.publishing.targets.s3.conftest import PREFIX, Bucket
from tests.publishing.targets.withdrawal_scenario import holds, taken_down

pytestmark = pytest.mark.servers


def test_what_is_taken_down_is_gone_from_the_store(tmp_path: Path, bucket: Bucket, line: Line) -> None:
    known = {"endpoint_url": line.address, "addressing_style": "path"}
    site = bulletin(tmp_path / "site", PUBLISH_TO=f"s3://{bucket.name}/{PREFIX}", PUBLISH_S3=known)
    taken_down(site, lambda: bucket.target(line, site.cache))
    assert not [path for path in bucket.everything() if holds(bucket.object(path)["Body"].read(), path)]
