from pathlib import Path

import pytest

from tests.publishing.small_site import create_small_site
from tests.publishing.targets.faulty_proxy import FaultyProxy
from tests.publishing.targets.s3.conftest import KEY_PREFIX, TestedBucket
from tests.publishing.targets.withdrawal_scenario import assert_withdrawn_everywhere, has_withdrawn_text

pytestmark = pytest.mark.servers


def test_withdraw_s3_target_has_no_trace_of_the_article(
    tmp_path: Path, bucket: TestedBucket, proxy: FaultyProxy
) -> None:
    settings = {"endpoint_url": proxy.address, "addressing_style": "path"}
    site = create_small_site(
        tmp_path / "site", PUBLISH_TO=f"s3://{bucket.name}/{KEY_PREFIX}", PUBLISH_S3=settings
    )
    assert_withdrawn_everywhere(site, lambda: bucket.create_target(proxy, site.cache))
    assert not [
        path
        for path in bucket.list_keys()
        if has_withdrawn_text(bucket.get_object(path)["Body"].read(), path)
    ]
